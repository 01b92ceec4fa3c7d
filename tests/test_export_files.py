"""CSV, JSON Lines and Parquet: what the files are, beside the rows that test_ways reads back."""

from __future__ import annotations

import csv
import json
import sys

import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export.files import export_files, joined, write_csv, write_jsonl, write_parquet
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import arrow_schema


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The folder that each command writes."""
    place = tmp_path_factory.mktemp("exported")
    rows = sum(tables().values())
    for form in ("csv", "jsonl", "parquet"):
        result = CliRunner().invoke(app, ["export", form, str(place / form)])
        assert result.output == f"{len(TABLES)} tables with {rows} rows in {place / form}\n"
    return place


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_there_is_one_file_a_table_and_nothing_else(exported, form):
    names = {path.name for path in (exported / form).iterdir()}
    assert names == {f"{table}.{form}" for table in TABLES}


def test_csv_is_that_of_the_standard(exported):
    content = (exported / "csv/comparisons.csv").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == tables()["comparisons"] + 1
    assert content.startswith(b"comparison_id,")


def shared(old, new, block=4096):
    """The part of an old file's blocks that stand somewhere in the new one."""
    blocks = [old[start : start + block] for start in range(0, len(old) - block, block)]
    return sum(block in new for block in blocks) / len(blocks)


def test_a_row_more_leaves_more_of_a_parquet_file_as_it_was_than_plain_pages_do(tmp_path):
    claims = load("claims")
    before = pl.concat([claims.with_columns(pl.col("claim_id") + str(n)) for n in range(8)])
    after = pl.concat([before[:3000], before[100:101], before[3000:]])
    content = []
    for number, frame in enumerate([before, after]):
        write_parquet(frame, "claims", tmp_path / f"cut-{number}")
        table = pq.read_table(tmp_path / f"cut-{number}")
        pq.write_table(table, tmp_path / f"plain-{number}", compression="zstd")
        content += [(tmp_path / f"{kind}-{number}").read_bytes() for kind in ("cut", "plain")]
    cut, plain, cut_after, plain_after = content
    assert shared(cut, cut_after) > shared(plain, plain_after) + 0.05


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_the_arrow_types_of_its_table(exported, table):
    file = pq.ParquetFile(exported / f"parquet/{table}.parquet")
    assert file.schema_arrow.equals(arrow_schema(TABLES[table]))


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_zstd_and_an_index_of_its_pages(exported, table):
    group = pq.ParquetFile(exported / f"parquet/{table}.parquet").metadata.row_group(0)
    chunks = [group.column(index) for index in range(group.num_columns)]
    assert {chunk.compression for chunk in chunks} == {"ZSTD"}
    assert all(chunk.has_offset_index and chunk.has_column_index for chunk in chunks)


def test_a_table_without_rows_keeps_its_columns_and_types(tmp_path):
    empty = load("comparisons").clear()
    write_csv(empty, "comparisons", tmp_path / "a.csv")
    write_jsonl(empty, "comparisons", tmp_path / "a.jsonl")
    write_parquet(empty, "comparisons", tmp_path / "a.parquet")
    assert (tmp_path / "a.csv").read_text("utf-8").strip() == ",".join(empty.columns)
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    assert pl.from_arrow(pq.ParquetFile(tmp_path / "a.parquet").read()).equals(empty)


@pytest.mark.parametrize("title", ["=1+1", "@home", 'a "b", c', "a\r\nb", "字节跳动; Łódź", " a "])
def test_no_text_is_changed_by_csv_or_json_lines(tmp_path, title):
    frame = load("deals").head(1).with_columns(title=pl.lit(title))
    write_csv(frame, "deals", tmp_path / "a.csv")
    write_jsonl(frame, "deals", tmp_path / "a.jsonl")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream, strict=True))["title"] == title
    assert json.loads((tmp_path / "a.jsonl").read_bytes())["title"] == title


@pytest.mark.parametrize("table", TABLES)
def test_no_list_of_the_data_holds_what_lists_are_joined_with(table):
    lists = [name for name, dtype in load(table).schema.items() if dtype == pl.List]
    items = {item for name in lists for item in load(table)[name].explode().drop_nulls()}
    assert [item for item in items if ";" in item] == []


def test_a_list_that_could_not_be_told_apart_again_is_refused(tmp_path, monkeypatch):
    frame = load("products").head(1).with_columns(aliases=pl.lit(["one", "two; three"]))
    with pytest.raises(DatasetError, match=r"products\.aliases holds 'two; three'.*Parquet"):
        joined(frame, "products")
    monkeypatch.setattr(
        loaders, "load", lambda name: frame if name == "products" else load(name).head(1)
    )
    with pytest.raises(DatasetError, match=r"products\.aliases"):
        export_files(tmp_path / "csv", "csv")
    assert list(tmp_path.iterdir()) == []
    assert export_files(tmp_path / "jsonl", "jsonl")["products"] == 1


def test_an_export_of_another_form_is_never_replaced(exported):
    with pytest.raises(DatasetError, match=r"\.csv', which this export does not write"):
        export_files(exported / "csv", "jsonl", force=True)


def test_an_export_is_replaced_only_by_force(exported):
    command = ["export", "csv", str(exported / "csv")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "is there already. Name a new folder, or add --force." in result.stderr
    assert CliRunner().invoke(app, [*command, "--force"]).exit_code == 0


def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[arrow\]'"):
        export_files(tmp_path / "parquet", "parquet")
    assert list(tmp_path.iterdir()) == []
    assert export_files(tmp_path / "csv", "csv") == tables()
