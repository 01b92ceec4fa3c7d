"""The SQLite file, read by the standard library, polars and the command-line tool."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, query, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, WrongPathError
from ai_chip_deals.export.sqlite import export_sqlite
from ai_chip_deals.export.sqlite_schema import sql_tables
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

DEAL = "bytedance-huawei-ascend-910b-2024"
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
QUERIES = re.findall(r'^\$ ai-chip-deals query "(.*)"$', README, re.MULTILINE)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    file = tmp_path_factory.mktemp("sqlite") / "deals.sqlite"
    result = CliRunner().invoke(app, ["export", "sqlite", str(file)])
    assert result.output == f"11 tables with {sum(tables().values())} rows in {file}\n"
    return file


@pytest.fixture(scope="module")
def database(file):
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture
def copy(database):
    """A copy in memory that may be written to, with references enforced."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database.serialize())
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@pytest.fixture
def no_rows(monkeypatch):
    """Tables without rows: an export of them is quick."""
    empty = {name: load(name).clear() for name in TABLES}
    monkeypatch.setattr(loaders, "load", empty.get)


LISTS = {table.name: table for table in sql_tables() if table.list_column}


def test_every_table_is_strict(database):
    strict = {row[1]: row[5] for row in database.execute("PRAGMA table_list") if row[2] == "table"}
    ours = {name: kind for name, kind in strict.items() if not name.startswith("sqlite_")}
    assert set(ours) == {*TABLES, *LISTS, "about", "dictionary"}
    assert set(ours.values()) == {1}


def test_every_reference_of_the_row_models_is_declared(database):
    declared = {
        (table.of, table.list_column or row[3].removesuffix("_deal_id"), row[2])
        for table in sql_tables()
        for row in database.execute(f"PRAGMA foreign_key_list({table.name})")
        if not table.list_column or row[3] != table.key[0]
    }
    assert declared == {
        (name, column.name, column.references.table)
        for name, model in TABLES.items()
        for column in columns(model)
        if column.references
    }


def test_every_list_is_bound_to_the_rows_whose_list_it_is(database):
    for table in LISTS.values():
        references = database.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        assert (table.of, table.key[0]) in {(row[2], row[3]) for row in references}


def test_every_reference_has_an_index(database):
    for table in sql_tables():
        first = {
            database.execute(f"PRAGMA index_info('{index[1]}')").fetchone()[2]
            for index in database.execute(f"PRAGMA index_list({table.name})")
        }
        referring = {row[3] for row in database.execute(f"PRAGMA foreign_key_list({table.name})")}
        assert referring <= first


def test_the_columns_that_readers_filter_by_are_found_by_an_index(database):
    plan = 'EXPLAIN QUERY PLAN SELECT * FROM claims WHERE "table" = ? AND record_id = ?'
    assert "USING INDEX" in database.execute(plan, ("deals", DEAL)).fetchone()[3]


def test_no_reference_is_broken_and_the_file_is_sound(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO deals_buyers (deal_id, position, named) VALUES ('{DEAL}', 9, 'nobody')",
        f"INSERT INTO deals_chips (deal_id, position, product_id) VALUES ('{DEAL}', 9, 'nothing')",
        "INSERT INTO deals_buyers (deal_id, position, named) VALUES ('nowhere', 1, 'bytedance')",
        f"UPDATE deals SET part_of = 'nowhere' WHERE deal_id = '{DEAL}'",
        f"UPDATE deals SET counted_in = 'nowhere' WHERE deal_id = '{DEAL}'",
        "UPDATE claims SET source_id = 'nowhere'",
        "DELETE FROM organizations WHERE organization_id = 'bytedance'",
    ],
)
def test_a_broken_reference_is_refused_by_the_database(copy, statement):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        copy.execute(statement)


def test_a_reserved_word_needs_no_row(copy):
    copy.execute(
        f"INSERT INTO deals_buyers (deal_id, position, named) VALUES ('{DEAL}', 9, 'others')"
    )
    added = copy.execute("SELECT named, organization_id FROM deals_buyers WHERE position = 9")
    assert added.fetchall() == [("others", None)]


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'gift'",
        "date_earliest = '2024-13-01'",
        "weak = 2",
        "ordered = -1",
        "ordered = 'many'",
        "conflicts = '{}'",
        "title = NULL",
    ],
)
def test_a_value_that_the_row_model_forbids_is_refused_by_the_database(copy, change):
    with pytest.raises(sqlite3.IntegrityError):
        copy.execute(f"UPDATE deals SET {change} WHERE deal_id = '{DEAL}'")


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("字节跳动", "organizations", "bytedance"),
        ("Ascend", "products", "huawei-ascend-910b"),
        ("ascend 910b", "deals", DEAL),
        ("TikTok parent", "sources", "neowin-bytedance-model-on-huawei-chips"),
    ],
)
def test_the_search_finds_names_titles_and_aliases(database, words, kind, found):
    sql = "SELECT id FROM search WHERE text MATCH ? AND kind = ?"
    assert found in {row[0] for row in database.execute(sql, (words, kind))}


def test_two_letters_of_chinese_are_found_with_instr(database):
    sql = "SELECT id FROM search WHERE instr(text, '字节') AND kind = 'organizations'"
    assert "bytedance" in {row[0] for row in database.execute(sql)}


@pytest.mark.parametrize("sql", QUERIES)
def test_the_queries_of_the_readme_give_the_same_in_sqlite(database, sql):
    assert database.execute(sql).fetchall() == query(sql).rows()


def test_the_view_of_denials_answers_what_bytedance_denies_outright(database):
    sql = "SELECT deal_id, pages FROM denials WHERE field = 'deal' AND origin = 'bytedance'"
    outright = next(sql for sql in QUERIES if "field = 'deal'" in sql)
    assert sorted(database.execute(sql)) == query(outright).rows()


def test_the_view_of_counted_deals_holds_what_may_be_summed_by_name(database):
    counted = load("deals").filter(pl.col("counted_in").is_null())
    ids = database.execute("SELECT deal_id FROM counted_deals ORDER BY deal_id").fetchall()
    assert [row[0] for row in ids] == counted["deal_id"].to_list()
    sql = "SELECT buyers, sellers, chips, ordered_as_stated FROM counted_deals WHERE deal_id = ?"
    answer = database.execute(sql, (DEAL,)).fetchone()
    assert answer == ("ByteDance", "Huawei", "Ascend 910B", "more than 100000")


def test_the_dictionary_has_every_table_view_and_column(database):
    tables = {row[1] for row in database.execute("PRAGMA table_list") if row[2] != "shadow"}
    described = database.execute('SELECT "table" FROM dictionary WHERE "column" IS NULL')
    assert {name for name in tables if not name.startswith("sqlite_")} == {
        row[0] for row in described
    }
    for table in sql_tables():
        there = [row[1] for row in database.execute(f"PRAGMA table_xinfo({table.name})")]
        sql = """SELECT "column" FROM dictionary
            WHERE "table" = ? AND "column" <> '' AND description <> '' ORDER BY rowid"""
        assert [row[0] for row in database.execute(sql, (table.name,))] == there


def test_the_dictionary_says_what_the_row_model_says(database):
    sql = """SELECT type, description FROM dictionary
        WHERE "table" = 'deals' AND "column" = 'stage'"""
    stage = next(column for column in columns(TABLES["deals"]) if column.name == "stage")
    assert database.execute(sql).fetchall() == [("text", stage.description)]


def test_the_file_says_of_which_data_it_is(database):
    manifest = loaders.manifest()
    assert database.execute("SELECT version, data_as_of, sha256 FROM about").fetchall() == [
        (manifest["version"], manifest["data_as_of"], manifest["sha256"])
    ]


def test_two_exports_of_one_data_are_alike_to_the_byte(file, tmp_path):
    assert export_sqlite(tmp_path / "again.sqlite") == tables()
    assert (tmp_path / "again.sqlite").read_bytes() == file.read_bytes()


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="needs the sqlite3 command")
def test_the_file_opens_in_the_command_line_tool(file):
    sql = "SELECT count(*) FROM deals; SELECT id FROM search WHERE text MATCH '字节跳动';"
    result = subprocess.run(["sqlite3", file, sql], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[0] == str(load("deals").height)
    assert "bytedance" in result.stdout.splitlines()


@pytest.mark.usefixtures("no_rows")
def test_what_is_there_is_kept_unless_forced(tmp_path):
    file = tmp_path / "new folder" / "deals.sqlite"
    export_sqlite(file)
    with pytest.raises(DatasetError, match=r"is there already\..*--force"):
        export_sqlite(file)
    export_sqlite(file, force=True)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.usefixtures("no_rows")
def test_a_file_that_is_in_use_is_not_replaced(tmp_path):
    file = tmp_path / "deals.sqlite"
    export_sqlite(file)
    (tmp_path / "deals.sqlite-wal").touch()
    with pytest.raises(DatasetError, match=r"is in use: deals\.sqlite-wal is beside it"):
        export_sqlite(file, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_no_export_wrote_is_never_replaced(tmp_path, force):
    thesis, photos = tmp_path / "thesis.txt", tmp_path / "photos.sqlite"
    thesis.write_text("years of work", "utf-8")
    with closing(sqlite3.connect(photos)) as connection:
        connection.execute("CREATE TABLE photos (name)")
    for path in (thesis, photos):
        before = path.read_bytes()
        with pytest.raises(WrongPathError, match=r"is a file that no export wrote"):
            export_sqlite(path, force=force)
        assert path.read_bytes() == before


def test_a_folder_is_told_from_a_file(tmp_path):
    result = CliRunner().invoke(app, ["export", "sqlite", str(tmp_path), "--force"])
    assert result.exit_code == 2
    assert "is a folder. Name a new file" in result.stderr


@pytest.mark.usefixtures("no_rows")
def test_where_a_reference_is_broken_the_old_file_stays_and_nothing_else(tmp_path, monkeypatch):
    file = tmp_path / "deals.sqlite"
    export_sqlite(file)
    before, empty = file.read_bytes(), loaders.load
    orphans = load("deal_events").head(3)
    monkeypatch.setattr(
        loaders, "load", lambda name: orphans if name == "deal_events" else empty(name)
    )
    with pytest.raises(DatasetError, match=r"a row of deal_events.* refers to a row of \w+ that"):
        export_sqlite(file, force=True)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_an_sqlite_that_is_too_old_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(DatasetError, match=r"expected 3\.38 or later"):
        export_sqlite(tmp_path / "deals.sqlite")
    assert list(tmp_path.iterdir()) == []
