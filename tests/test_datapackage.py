"""The Data Package, read and checked by frictionless."""

from __future__ import annotations

import shutil
from collections import defaultdict
from filecmp import cmp

import polars as pl
import pytest
from canonical import canonical_hash
from conftest import World, order
from frictionless import Check, Checklist, Package
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.export.datapackage import export_datapackage
from ai_chip_deals.rows import TABLES
from ai_chip_deals.vocabulary import DealKind


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "ai-chip-deals"
    result = CliRunner().invoke(app, ["export", "datapackage", str(folder)])
    rows = sum(tables().values())
    assert result.output == f"{len(TABLES)} tables with {rows} rows in {folder}\n"
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The tables of a tiny world, and a package of them."""
    world = World(tmp_path_factory.mktemp("world") / "raw")
    world.page("reuters.com", order(ordered="100000"))
    built, package = world.build().tables, world.root.parent / "package"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "load", built.get)
        export_datapackage(package)
    return built, package


@pytest.fixture
def small(tiny, tmp_path, monkeypatch):
    """A package of a tiny world, to be broken."""
    built, package = tiny
    monkeypatch.setattr(loaders, "load", built.get)
    return shutil.copytree(package, tmp_path / "package")


def package_at(folder):
    return Package(str(folder / "datapackage.json"))


def errors_of(folder, table):
    """The kinds of error that frictionless finds in a table."""
    report = package_at(folder).get_resource(table).validate()
    return {kind for [kind] in report.flatten(["type"])}


def replace(folder, table, old, new):
    """Change the text of a table once, as an edit by hand would."""
    path = folder / f"data/{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


class Rows(Check):
    """Keeps the rows of every table that is checked, as the package types them."""

    type = "rows"

    def __init__(self):
        super().__init__()
        self.of = defaultdict(list)

    def validate_row(self, row):
        self.of[self.resource.name].append(
            {field.name: value_of(field, row[field.name]) for field in self.resource.schema.fields}
        )
        return []


def value_of(field, value):
    """A value of frictionless as the tables have it: there an empty list is null."""
    if value is None:
        return [] if field.type == "list" else None
    return float(value) if field.type == "number" else value  # it has decimals


def test_frictionless_finds_nothing_wrong_and_reads_the_rows_that_were_built(folder):
    rows = Rows()
    report = package_at(folder).validate(checklist=Checklist(checks=[rows]))
    assert report.flatten(["name", "type", "note"]) == []
    assert {name: canonical_hash(found, name) for name, found in rows.of.items()} == {
        name: table["sha256"] for name, table in loaders.manifest()["tables"].items()
    }


def test_the_package_says_what_a_reader_must_know(small):
    package = package_at(small).to_descriptor()
    assert package["version"] == loaders.manifest()["version"]
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["kind"]["constraints"] == {"required": True, "enum": list(DealKind)}
    assert fields["deal_id"]["constraints"] == {"required": True, "unique": True}
    assert fields["n_claims"]["constraints"] == {"required": True, "minimum": 0}
    assert fields["buyers"]["description"].endswith(
        "Refers to `organizations`, or one of: others, undisclosed."
    )


def test_every_column_of_single_ids_without_reserved_words_is_a_foreign_key(small):
    declared = {
        (resource.name, key["fields"][0])
        for resource in package_at(small).resources
        for key in resource.schema.foreign_keys
    }
    assert ("deals", "part_of") in declared
    assert ("claims", "source_id") in declared
    assert {("deals", "counted_in"), ("deals", "buyers")}.isdisjoint(declared)


@pytest.mark.parametrize("table", ["deals", "deal_events", "organizations", "products"])
def test_a_small_package_is_valid(small, table):
    assert errors_of(small, table) == set()


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("deal_events", "order,ordered", "gone,ordered", "foreign-key"),
        ("deals", "false", "perhaps", "type-error"),
        ("deals", "purchase", "theft", "constraint-error"),
        ("organizations", "reuters,", "huawei,", "primary-key"),
        ("products", "Ascend", "Descend", "hash-count"),
    ],
)
def test_a_broken_cell_is_found(small, table, old, new, error):
    path = small / f"data/{table}.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert error in errors_of(small, table)


def test_an_item_that_holds_the_separator_is_refused(tmp_path, monkeypatch):
    split = load("products").with_columns(aliases=pl.lit(["one;two"]))
    monkeypatch.setattr(loaders, "load", lambda name: split if name == "products" else load(name))
    with pytest.raises(DatasetError, match=r"products\.aliases holds 'one;two'"):
        export_datapackage(tmp_path / "package")
    assert not (tmp_path / "package").exists()


def test_what_is_there_is_kept_unless_forced(small):
    (small / "data/deals.csv").write_text("mine", "utf-8")
    with pytest.raises(DatasetError, match=r"is there already\..*--force"):
        export_datapackage(small)
    assert (small / "data/deals.csv").read_text("utf-8") == "mine"
    export_datapackage(small, force=True)
    assert errors_of(small, "deals") == set()
    (small / "notes.txt").touch()
    with pytest.raises(DatasetError, match=r"'notes.txt', which this export does not write"):
        export_datapackage(small, force=True)
    assert (small / "notes.txt").exists()


def test_two_exports_of_one_data_are_alike_to_the_byte(small, tmp_path):
    export_datapackage(tmp_path / "again")
    files = [path.relative_to(small) for path in small.rglob("*.*")]
    assert len(files) == len(TABLES) + 1
    assert [path for path in files if not cmp(small / path, tmp_path / "again" / path, False)] == []
