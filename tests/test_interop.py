"""The tables as views of DuckDB, and as datasets of Hugging Face, without a file on the way."""

from __future__ import annotations

import sys

import pytest

from ai_chip_deals import UnknownNameError, connect, load, to_datasets
from ai_chip_deals.errors import DateSyntaxError, MissingExtraError
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import arrow_schema

ORDER = "bytedance-huawei-ascend-910b-2024"


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The `datasets` library, with an empty cache."""
    import datasets

    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache")
        patch.setattr(datasets.config, "HF_DATASETS_CACHE", cache)
        yield datasets


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_view_with_the_columns_that_load_gives(table, connection):
    view, frame = connection.table(table), load(table, as_="duckdb")
    assert (view.columns, view.types) == (frame.columns, frame.types)


def test_the_views_are_all_that_a_connection_holds(connection):
    views = connection.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert {name for (name,) in views} == set(TABLES)
    assert connection.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]


def test_lists_are_asked_for_their_members(connection):
    sql = "SELECT deal_id FROM deals WHERE list_contains(chips, 'huawei-ascend-910b')"
    assert (ORDER,) in connection.sql(sql).fetchall()


def test_two_connections_know_nothing_of_each_other(connection):
    with connect() as other:
        other.sql("CREATE TABLE mine AS FROM deals LIMIT 1")
        other.sql("DROP VIEW claims")
        assert other.sql("SELECT count(*) FROM mine").fetchall() == [(1,)]
    assert connection.sql("SELECT count(*) FROM claims").fetchall() == [(load("claims").height,)]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_dataset_with_its_types(table):
    assert to_datasets(table).features.arrow_schema.equals(arrow_schema(TABLES[table]))


def test_a_dataset_stays_in_memory(hub):
    dataset = to_datasets("deals").filter(lambda deal: deal["deal_id"] == ORDER)
    assert dataset["buyers"][:] == [["bytedance"]]
    assert dataset.cache_files == []
    assert list(hub.config.HF_DATASETS_CACHE.iterdir()) == []


def test_a_dataset_may_be_of_what_was_known_on_a_day():
    then = to_datasets("deals", "2024-12-31")
    assert then["deal_id"][:] == load("deals", "2024-12-31")["deal_id"].to_list()
    assert 0 < len(then) < len(to_datasets("deals"))
    nothing = to_datasets("deals", "1999-12-31")
    assert len(nothing) == 0
    assert nothing.features == to_datasets("deals").features


def test_a_dataset_of_no_table_or_no_day_is_refused_as_load_refuses_it():
    with pytest.raises(UnknownNameError, match="Did you mean 'deals'"):
        to_datasets("deal")
    with pytest.raises(DateSyntaxError, match="expected a day such as"):
        to_datasets("deals", "end of 2024")


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[duckdb\]'"):
        connect()
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[datasets\]'"):
        to_datasets("deals")
