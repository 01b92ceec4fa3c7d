"""Every table in every library that `load` knows, type by type."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pandas as pd
import pytest

from ai_chip_deals import UnknownNameError, load
from ai_chip_deals.errors import MissingExtraError
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import arrow_schema, columns

ORDER = "bytedance-huawei-ascend-910b-2024"
ROWS = {
    "polars": lambda frame: frame.to_dicts(),
    "pandas": lambda frame: frame.to_dict("records"),
    "arrow": lambda frame: frame.to_pylist(),
    "duckdb": lambda frame: [
        dict(zip(frame.columns, row, strict=True)) for row in frame.fetchall()
    ],
}
"""How each library gives its rows as dictionaries."""


TYPES = {
    "text": {"pandas": "string", "duckdb": "VARCHAR"},
    "whole number": {"pandas": "Int64", "duckdb": "BIGINT"},
    "number": {"pandas": "Float64", "duckdb": "DOUBLE"},
    "true or false": {"pandas": "boolean", "duckdb": "BOOLEAN"},
    "day": {"pandas": "datetime64[s]", "duckdb": "DATE"},
    "list of text": {"pandas": "object", "duckdb": "VARCHAR[]"},
}
"""What each library calls the type of a kind of column."""


@pytest.mark.parametrize("library", ["pandas", "duckdb"])
@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_the_type_that_the_library_has_for_its_kind(table, library):
    frame = load(table, as_=library)
    found = dict(zip(frame.columns, map(str, frame.dtypes), strict=True))
    kinds = {column.name: column.kind for column in columns(TABLES[table])}
    assert found == {name: TYPES[kind][library] for name, kind in kinds.items()}


@pytest.mark.parametrize("table", TABLES)
def test_arrow_has_the_schema_of_the_table(table):
    assert load(table, as_="arrow").schema.equals(arrow_schema(TABLES[table]))


def test_in_pandas_days_compare_lists_have_members_and_null_is_null():
    deals = load("deals", as_="pandas").set_index("deal_id")
    assert ORDER in deals.index[deals["date_latest"] < "2025-01-01"]
    assert deals["buyers"].explode()[ORDER] == "bytedance"
    assert deals["ordered"][ORDER] is pd.NA
    assert deals["n_origins"].sum() == load("deals")["n_origins"].sum()


def test_relations_are_joined_where_duckdb_looks_for_them():
    deals, claims = load("deals", as_="duckdb"), load("claims", as_="duckdb")
    sql = f"SELECT count(*) FROM deals JOIN claims ON deal_id = record_id WHERE deal_id = '{ORDER}'"
    assert (deals.columns[0], claims.columns[0]) == ("deal_id", "claim_id")
    (found,) = duckdb.sql(sql).fetchall()
    assert found[0] == load("claims")["record_id"].to_list().count(ORDER)


@pytest.mark.parametrize("library", ROWS)
def test_days_and_ids_choose_the_same_rows_in_every_library(library):
    (row,) = ROWS[library](load("deals", "2024-12-31", ids=ORDER, as_=library))
    assert (row["deal_id"], row["buyers"], row["ordered_low"]) == (ORDER, ["bytedance"], 100000)
    assert ROWS[library](load("deals", "1999-12-31", as_=library)) == []


@pytest.mark.parametrize(
    ("library", "module"), [("pandas", "pandas"), ("arrow", "pyarrow"), ("duckdb", "duckdb")]
)
def test_without_its_library_the_error_names_the_extra(library, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'ai-chip-deals\[{library}\]'"):
        load("deals", as_=library)


def test_pandas_needs_no_pyarrow():
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import ai_chip_deals; print(len(ai_chip_deals.load('comparisons', as_='pandas')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == load("comparisons").height


def test_a_library_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="'polars', 'pandas', 'arrow' or 'duckdb', not 'numpy'"):
        load("deals", as_="numpy")
    with pytest.raises(UnknownNameError, match="Did you mean 'deals'"):
        load("deal", as_="pandas")
