"""The Croissant description of the export for Hugging Face, loaded by mlcroissant offline."""

from __future__ import annotations

import json

import mlcroissant
import polars as pl
import pytest

from ai_chip_deals import load, loaders
from ai_chip_deals.export import huggingface
from ai_chip_deals.export.huggingface import export_huggingface
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns, key_of, polars_schema

SAMPLE = 15
"""Rows a table: mlcroissant reads a hundred rows a second."""


def sample(table):
    frame = load(table)
    return frame.gather_every(max(1, frame.height // SAMPLE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("croissant") / "ai-chip-deals"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "load", sample)
        patch.setattr(huggingface, "PICTURES", ())  # they take seconds, and are not described
        export_huggingface(folder)
    return folder


@pytest.fixture(scope="module")
def dataset(folder):
    return mlcroissant.Dataset(str(folder / "croissant.json"))


@pytest.fixture
def description(folder):
    return json.loads((folder / "croissant.json").read_text("utf-8"))


def loaded(value):
    """A value of mlcroissant as polars has it: it reads text as bytes, days as moments."""
    convert = {
        bytes: bytes.decode,
        list: lambda items: [loaded(item) for item in items],
    }
    plain = getattr(value, "date", getattr(value, "item", lambda: value))()
    return convert.get(type(plain), lambda same: same)(plain)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_with_the_same_rows_columns_and_types(dataset, table):
    rows = [
        {name.partition("/")[2]: loaded(value) for name, value in row.items()}
        for row in dataset.records(table)
    ]
    assert pl.DataFrame(rows, schema=polars_schema(TABLES[table])).equals(sample(table))


def test_mlcroissant_has_neither_errors_nor_warnings(dataset):
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())


def test_the_description_says_what_a_reader_must_know(dataset, description):
    assert description["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert dataset.metadata.version == loaders.manifest()["version"]
    assert description["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert description["citeAs"].startswith("@misc{ai-chip-deals,\n")
    assert {table["@id"]: table["key"]["@id"] for table in description["recordSet"]} == {
        name: f"{name}/{key_of(model)}" for name, model in TABLES.items()
    }


def test_every_field_is_described_and_lists_are_arrays(description):
    fields = [field for table in description["recordSet"] for field in table["field"]]
    assert [field["@id"] for field in fields if not field["description"]] == []
    assert {field["@id"] for field in fields if field.get("isArray")} == {
        f"{name}/{column.name}"
        for name, model in TABLES.items()
        for column in columns(model)
        if column.kind == "list of text"
    }


def reasons(error):
    """What an error says, and what the errors behind it say."""
    while error:
        yield str(error)
        error = error.__cause__


def failure(folder, description):
    """Why the deals do not load where the description is changed."""
    path = folder / "changed.json"
    path.write_text(json.dumps(description), "utf-8")
    with pytest.raises(mlcroissant.GenerationError) as caught:
        next(iter(mlcroissant.Dataset(str(path)).records("deals")))
    return "\n".join(reasons(caught.value))


def test_a_wrong_hash_is_found_on_loading(folder, description):
    description["distribution"][0]["sha256"] = "0" * 64
    assert "not identical with the reference" in failure(folder, description)


def test_a_wrong_column_is_found_on_loading(folder, description):
    description["recordSet"][0]["field"][0]["source"]["extract"]["column"] = "dael_id"
    assert 'Column "dael_id" does not exist' in failure(folder, description)
