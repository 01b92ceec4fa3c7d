"""CSV, JSON Lines and Parquet, read back by what people read them with."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export.files import export_files, joined, write_csv, write_jsonl, write_parquet
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import arrow_schema, columns

READ = {
    "text": str,
    "whole number": int,
    "number": float,
    "true or false": {"true": True, "false": False}.__getitem__,
    "day": date.fromisoformat,
    "list of text": lambda text: text.split(";"),
}
EMPTY = {"list of text": []}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The folder that each command writes."""
    place = tmp_path_factory.mktemp("exported")
    rows = sum(tables().values())
    for form in ("csv", "jsonl", "parquet"):
        result = CliRunner().invoke(app, ["export", form, str(place / form)])
        assert result.output == f"{len(TABLES)} tables with {rows} rows in {place / form}\n"
    return place


def read_csv(path, table):
    """The rows of a CSV file, each cell as the dictionary types it."""
    kinds = {column.name: column.kind for column in columns(TABLES[table])}
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {
                name: READ[kinds[name]](text) if text else EMPTY.get(kinds[name])
                for name, text in row.items()
            }
            for row in csv.DictReader(stream, strict=True)
        ]


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_there_is_one_file_a_table_and_nothing_else(exported, form):
    names = {path.name for path in (exported / form).iterdir()}
    assert names == {f"{table}.{form}" for table in TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_csv_reads_back_equal(exported, table):
    assert read_csv(exported / f"csv/{table}.csv", table) == load(table).to_dicts()


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
def test_json_lines_read_back_equal_with_lists_and_null(exported, table):
    expected = json.loads(json.dumps(load(table).to_dicts(), default=date.isoformat))
    assert read_jsonl(exported / f"jsonl/{table}.jsonl") == expected


@pytest.mark.parametrize("table", TABLES)
def test_parquet_reads_back_equal_in_its_arrow_types(exported, table):
    read = pq.ParquetFile(exported / f"parquet/{table}.parquet").read()
    assert read.schema.equals(arrow_schema(TABLES[table]))
    assert pl.from_arrow(read).equals(load(table))


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_parquet_as_the_same_rows(exported, table):
    read = duckdb.read_parquet(str(exported / f"parquet/{table}.parquet"))
    assert read.columns == load(table).columns
    assert read.fetchall() == [tuple(row) for row in load(table).iter_rows()]


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
    assert read_csv(tmp_path / "a.csv", "deals")[0]["title"] == title
    assert read_jsonl(tmp_path / "a.jsonl")[0]["title"] == title


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
