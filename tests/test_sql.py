"""SQL over the tables, and nothing else."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from ai_chip_deals import QueryError, load, query
from ai_chip_deals.cli import app
from ai_chip_deals.rows import TABLES

ORDER = "bytedance-huawei-ascend-910b-2024"


@pytest.fixture
def secret(tmp_path):
    """A file that no query may read."""
    path = tmp_path / "secret.csv"
    path.write_text("word\nhush\n", "utf-8")
    return path


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_there_as_it_loads(table):
    assert_frame_equal(query(f"SELECT * FROM {table}"), load(table))


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from deals",
        "  SELECT count(*) FROM deals",
        "-- how many\nSELECT count(*) FROM deals",
        "/* how\nmany */ SELECT count(*) FROM deals",
        "(SELECT count(*) FROM deals)",
        "WITH t AS (SELECT * FROM deals) SELECT count(*) FROM t",
    ],
)
def test_a_query_may_start_as_people_start_queries(sql):
    assert query(sql).item() == load("deals").height


def test_lists_can_be_asked_for_their_members():
    found = query("SELECT deal_id FROM deals WHERE array_contains(chips, 'huawei-ascend-910b')")
    assert ORDER in found["deal_id"]


def test_a_query_sees_the_tables_as_they_were_known_on_a_day():
    sql = "SELECT count(*) FROM deals"
    assert query(sql, known_on="2024-12-31").item() < query(sql).item()


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE deals",
        "DELETE FROM deals",
        "TRUNCATE TABLE deals",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO deals VALUES (1)",
        "UPDATE deals SET title = ''",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM deals",
        "VALUES (1)",
        "/* SELECT */ DROP TABLE deals",
        "-- SELECT\nDROP TABLE deals",
        "",
        "   ",
    ],
)
def test_what_is_no_select_is_refused(sql):
    with pytest.raises(QueryError, match="expected SELECT or WITH"):
        query(sql)


def test_a_second_statement_is_refused():
    with pytest.raises(QueryError, match="one"):
        query("SELECT * FROM deals; DROP TABLE deals")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM READ_CSV('{path}')",
        "SELECT * FROM \"read_csv\"('{path}')",
        "SELECT * FROM/**/read_csv/**/('{path}')",
        "SELECT * FROM read_parquet('{path}')",
        "SELECT * FROM read_json('{path}')",
        "SELECT * FROM read_ndjson('{path}')",
        "SELECT * FROM read_ipc('{path}')",
        "SELECT * FROM scan_csv('{path}')",
        "WITH t AS (SELECT * FROM read_csv('{path}')) SELECT * FROM t",
        "SELECT (SELECT max(word) FROM read_csv('{path}')) FROM deals",
        "SELECT * FROM deals JOIN read_csv('{path}') AS s ON true",
        "SELECT * FROM '{path}'",
        'SELECT * FROM "{path}"',
    ],
)
def test_no_query_reads_a_file(sql, secret):
    with pytest.raises(QueryError):
        query(sql.format(path=secret))


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT * FROM deal", "no table 'deal'. Did you mean 'deals'"),
        ("SELECT orderd FROM deals", "no column 'orderd'. Did you mean 'ordered'"),
        ("SELECT * FROM nowhere_at_all", "There are: deals, deal_figures"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(sql, hint):
    with pytest.raises(QueryError) as caught:
        query(sql)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *words: CliRunner().invoke(app, ["query", *words])


SQL = f"SELECT deal_id, buyers, date_latest FROM deals WHERE deal_id = '{ORDER}'"


def test_a_result_is_printed_to_be_read(run):
    result = run(SQL)
    assert result.exit_code == 0
    assert result.stdout.split()[:3] == ["deal_id", "buyers", "date_latest"]
    assert "bytedance" in result.stdout


def test_a_row_with_many_columns_is_printed_as_a_record_without_what_is_null(run):
    text = run(f"SELECT * FROM deals WHERE deal_id = '{ORDER}'").stdout
    assert "ordered_as_stated" in text
    assert "value_as_stated" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_csv_joins_lists_by_semicolons(run):
    sql = "SELECT deal_id, buyers FROM deals WHERE deal_id LIKE 'bytedance-alibaba-%'"
    lines = run(sql, "--format", "csv").stdout.splitlines()
    assert lines[0] == "deal_id,buyers"
    assert lines[1].split(",")[1] == "alibaba;bytedance;tencent"


def test_csv_of_a_whole_table_reads_back(run):
    text = run("SELECT * FROM deals", "--format", "csv").stdout
    assert pl.read_csv(io.StringIO(text), infer_schema=False).height == load("deals").height


def test_json_is_a_list_of_records(run):
    (record,) = json.loads(run(SQL, "--format", "json").stdout)
    assert record == {"deal_id": ORDER, "buyers": ["bytedance"], "date_latest": "2024-12-31"}


def test_parquet_keeps_every_type(run):
    data = run("SELECT * FROM deals", "--format", "parquet").stdout_bytes
    assert_frame_equal(pl.read_parquet(io.BytesIO(data)), load("deals"))


def test_a_query_that_cannot_be_run_exits_2_and_says_why(run):
    result = run("SELECT * FROM deal")
    assert result.exit_code == 2
    assert "Did you mean 'deals'" in result.output
    assert run(SQL, "--format", "xml").exit_code == 2
