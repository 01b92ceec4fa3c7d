"""The dictionary has every column, with its values, how often it is filled, and examples."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ai_chip_deals import load
from ai_chip_deals.loaders import DATA
from ai_chip_deals.release.dictionary import dictionary_page, examples, share
from ai_chip_deals.release.snapshots import Snapshot, from_folder
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns, polars_schema

ROOT = Path(__file__).parent.parent
COMMITTED = (ROOT / "docs/dictionary.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page():
    return dictionary_page(from_folder(DATA, "installed"))


def section(page, table):
    return page.partition(f"\n## {table}\n")[2].partition("\n## ")[0]


def line(page, table, column):
    (found,) = re.findall(rf"^\| `{column}` \|.*\|$", section(page, table), re.MULTILINE)
    return [cell.strip() for cell in found.strip("|").split(" | ")]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_line_for_each_of_its_columns_in_their_order(page, table):
    names = [column.name for column in columns(TABLES[table])]
    assert re.findall(r"^\| `(\w+)` \|", section(page, table), re.MULTILINE) == names
    assert re.findall(r"^\| `(\w+)` \|", section(COMMITTED, table), re.MULTILINE) == names


def test_a_line_tells_type_meaning_terms_and_how_often_the_column_is_filled(page):
    _, kind, meaning, values, filled, shown = line(page, "deals", "kind")
    assert (kind, meaning) == ("text", "What kind of thing it is.")
    assert values == "A term of [DealKind](vocabulary.md#deal-kind)."
    assert filled == "100%"
    common = load("deals")["kind"].value_counts().sort("count", descending=True)["kind"][0]
    assert shown.startswith(f"`{common}`, ")


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("deals", "deal_id", "An id: small letters, digits and hyphens."),
        ("deals", "ordered", "0 or more."),
        ("deals", "buyers", "Keys of [`organizations`](#organizations) or `others` or "),
        ("deals", "part_of", "A key of [`deals`](#deals)."),
        ("deal_figures", "unit", "A term of [Unit](vocabulary.md#unit)."),
    ],
)
def test_the_values_are_terms_keys_ids_or_bounds(page, table, column, values):
    assert line(page, table, column)[3].startswith(values)


def test_no_cell_ends_its_row_too_early(page):
    rows = [row for row in page.splitlines() if re.match(r"\| `\w+` \|", row)]
    assert len(rows) == sum(len(columns(model)) for model in TABLES.values())
    assert {row.count("|") for row in rows} == {7}


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([3.0, 1e9, 1e9], ["1000000000", "3"]),
        (["b", "a", None], ["a", "b"]),
        ([["x", "y"], ["y"], []], ["y", "x"]),
        ([True, None], ["true"]),
        ([date(2024, 7, 1)], ["2024-07-01"]),
        (["a | b", "a `c`", "fine"], ["fine"]),
        (["n" * 60], ["n" * 48 + "…"]),
        ([None], []),
    ],
)
def test_the_examples_are_what_is_met_most_often(values, shown):
    assert examples(pl.Series("some", values)) == shown


@pytest.mark.parametrize(
    ("of_rows", "told"),
    [(0.0, "0%"), (0.00001, "0.1%"), (0.5, "50.0%"), (0.99999, "99.9%"), (1.0, "100%")],
)
def test_a_share_is_nothing_or_all_only_where_it_is(of_rows, told):
    assert share(of_rows) == told


def test_a_table_without_rows_fills_nothing_and_has_no_examples():
    frames = {name: pl.DataFrame(schema=polars_schema(model)) for name, model in TABLES.items()}
    page = dictionary_page(Snapshot("empty", frames, {}, {}))
    rows = re.findall(r"^\| `\w+` \|.*", page, re.MULTILINE)
    assert [row for row in rows if not row.endswith("| 0% | |")] == []
