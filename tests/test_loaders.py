"""The reader's side, on the shipped tables."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import ai_chip_deals
from ai_chip_deals import MissingDataError, UnknownNameError, load, loaders, records, scan, tables
from ai_chip_deals.errors import DateSyntaxError
from ai_chip_deals.rows import TABLES, Deal
from ai_chip_deals.rows.schema import polars_schema

ORDER = "bytedance-huawei-ascend-910b-2024"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_with_the_schema_of_its_model(table):
    frame = load(table)
    assert frame.schema == polars_schema(TABLES[table])
    assert frame.height == tables()[table]


def test_rows_are_loaded_by_their_keys():
    assert load("deals", ids=[ORDER, ORDER])["deal_id"].to_list() == [ORDER]
    assert load("deals", "2024-09-01", ids=ORDER).is_empty()
    with pytest.raises(UnknownNameError, match=f"Did you mean '{ORDER}'"):
        load("deals", ids=[ORDER[:-1]])


def test_a_typed_row_has_the_fields_of_its_table():
    deal = next(row for row in records("deals") if row.deal_id == ORDER)
    assert isinstance(deal, Deal)
    assert (deal.ordered_low, deal.ordered, deal.unit) == (100000, None, "chip")


@pytest.mark.parametrize("table", TABLES)
def test_known_on_the_last_day_equals_the_table(table):
    last = load("sources")["retrieved"].max()
    assert_frame_equal(load(table, known_on=last), load(table))


def test_a_deal_is_not_known_before_its_first_source():
    assert ORDER not in load("deals", known_on="2024-09-01")["deal_id"]
    assert ORDER in load("deals", known_on="2024-12-31")["deal_id"]


@pytest.mark.parametrize("table", ["deals", "claims", "sources"])
def test_a_past_view_knows_no_page_of_later(table):
    frame = load(table, known_on="2024-12-31")
    assert 0 < frame.height < load(table).height


def test_before_the_first_source_nothing_is_known():
    first = load("claims")["known_from"].min()
    assert load("deals", known_on=first - timedelta(1)).is_empty()


def test_scan_reads_only_what_a_query_needs():
    query = scan("deals").select("deal_id", "stage").filter(pl.col("deal_id") == ORDER)
    assert query.collect().columns == ["deal_id", "stage"]


@pytest.mark.parametrize("function", [load, scan, records])
def test_an_unknown_table_is_refused_with_the_nearest_name(function):
    with pytest.raises(UnknownNameError, match=r"no table 'deal'\. Did you mean 'deals'"):
        function("deal")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(DateSyntaxError, match="expected a day such as '2024-12-31'"):
        load("deals", known_on="end of 2024")


def test_data_as_of_is_the_last_day_on_which_a_source_was_read():
    assert ai_chip_deals.data_as_of == load("sources")["retrieved"].max()
    assert isinstance(ai_chip_deals.data_as_of, date)


def test_without_built_tables_the_error_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(loaders, "DATA", tmp_path)
    loaders.manifest.cache_clear()
    with pytest.raises(MissingDataError, match=r"Run: pip install \."):
        load("deals")
    loaders.manifest.cache_clear()
