"""The Croissant description of the export for Hugging Face, loaded by mlcroissant offline."""

from __future__ import annotations

import json

import mlcroissant
import polars as pl
import pytest

from ai_chip_deals import load, loaders
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
    assert (dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.warnings) == (
        set(),
        set(),
    )


def changed(folder, description):
    """The dataset with a changed description, beside the files it describes."""
    path = folder / "changed.json"
    path.write_text(json.dumps(description), "utf-8")
    return mlcroissant.Dataset(str(path))


def test_a_wrong_hash_is_found_on_loading(folder, description):
    description["distribution"][0]["sha256"] = "0" * 64
    dataset = changed(folder, description)
    with pytest.raises(Exception, match="not identical with the reference"):
        next(iter(dataset.records("deals")))


def test_a_wrong_column_is_found_on_loading(folder, description):
    description["recordSet"][0]["field"][0]["source"]["extract"]["column"] = "dael_id"
    dataset = changed(folder, description)
    with pytest.raises(mlcroissant.GenerationError) as caught:
        next(iter(dataset.records("deals")))
    assert 'Column "dael_id" does not exist' in str(caught.value.__cause__)
