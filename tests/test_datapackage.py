"""The Data Package, read and checked by frictionless."""

from __future__ import annotations

import json
import shutil

import polars as pl
import pytest
from conftest import World, order
from frictionless import Package, system
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.export.datapackage import export_datapackage
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns, polars_schema


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "ai-chip-deals"
    result = CliRunner().invoke(app, ["export", "datapackage", str(folder)])
    rows = sum(tables().values())
    assert result.output == f"{len(TABLES)} tables with {rows} rows in {folder}\n"
    return folder


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A package of a tiny world, to be broken."""
    world = World(tmp_path / "raw")
    world.page("reuters.com", order(ordered="100000"))
    built = world.build().tables
    monkeypatch.setattr(loaders, "load", built.get)
    export_datapackage(tmp_path / "package")
    return tmp_path / "package"


def described(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def package_at(folder):
    return Package(str(folder / "datapackage.json"))


def errors_of(folder):
    """The kinds of error that frictionless finds, each with the table it is in."""
    report = package_at(folder).validate()
    return {(task.name, error.type) for task in report.tasks for error in task.errors}


def replace(folder, table, old, new):
    """Change the text of a table once, as an edit by hand would."""
    path = folder / f"data/{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_frictionless_finds_nothing_wrong(folder):
    report = package_at(folder).validate()
    assert report.flatten(["name", "type", "note"]) == []
    assert {task.name: task.stats["rows"] for task in report.tasks} == tables()


@pytest.mark.parametrize("table", TABLES)
def test_every_table_reads_back_equal_in_its_types(folder, table):
    with system.use_context(trusted=True):
        rows = package_at(folder).get_table_resource(table).read_rows()
    lists = [column.name for column in columns(TABLES[table]) if column.kind == "list of text"]
    numbers = [column.name for column in columns(TABLES[table]) if column.kind == "number"]
    read = [
        {
            **row.to_dict(),
            **{name: row[name] or [] for name in lists},
            **{name: None if row[name] is None else float(row[name]) for name in numbers},
        }
        for row in rows
    ]
    assert pl.DataFrame(read, schema=polars_schema(TABLES[table])).equals(load(table))


def test_a_small_package_is_valid(small):
    assert errors_of(small) == set()


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("deal_events", "order,ordered", "gone,ordered", "foreign-key"),
        ("deals", "false", "perhaps", "type-error"),
        ("deals", "purchase", "theft", "constraint-error"),
    ],
)
def test_a_broken_cell_is_found(small, table, old, new, error):
    replace(small, table, old, new)
    assert (table, error) in errors_of(small)


def test_a_key_that_is_there_twice_is_found(small):
    replace(small, "organizations", "\r\nbis,", "\r\nalibaba,")
    assert ("organizations", "primary-key") in errors_of(small)


def test_a_file_that_is_not_the_one_described_is_found(small):
    replace(small, "products", "H20", "H21")
    assert errors_of(small) == {("products", "hash-count")}
