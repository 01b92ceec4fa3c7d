"""The totals page: sums over all deals that can be held against common sense, with their SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ai_chip_deals.build.markdown import fenced, table
from ai_chip_deals.release.snapshots import Snapshot

PAGE = "docs/totals.md"

_HEAD = """\
# Totals

What the deals add up to when a release is prepared, each sum with the query that gives it:
`ai-chip-deals query "…"` runs it over the installed data. They count what was told, which is a
part of what was dealt; a sum is a floor for the world, never an estimate of it.

`counted_in IS NULL` keeps what counts: no part of another deal, no hardware that is sold on or
rented on, nothing cancelled, blocked or merely considered. A lower bound adds what is certain at
least (`up to 600000` adds nothing to it, `about 1800` adds 1,800); an upper bound is empty where
one deal of the group has none. Money is in dollars, by the rate of the European Central Bank on
the day of the source; a deal in another currency whose source has no day adds nothing.
"""


@dataclass(frozen=True)
class Total:
    """A question on all deals, and the query that answers it."""

    title: str
    text: str
    sql: str


TOTALS = (
    Total(
        "Chips ordered from each maker by year",
        "The year is the one in which the deal was made, else by which it was told. A deal\n"
        "without a maker names no chip. Orders of makers at their foundries are left out.",
        """\
WITH told AS (
  SELECT deal_id, EXTRACT(YEAR FROM COALESCE(date_earliest, date_latest, first_published)) AS year,
    COALESCE(ordered_low, ordered, 0) AS low, COALESCE(ordered_high, ordered) AS high,
    UNNEST(chips) AS chip
  FROM deals
  WHERE counted_in IS NULL AND ordered_as_stated IS NOT NULL AND unit = 'chip'
    AND kind <> 'foundry_order'
), made AS (
  SELECT DISTINCT deal_id, year, low, high, maker FROM told LEFT JOIN products ON chip = product_id
)
SELECT maker, year, COUNT(*) AS deals, SUM(low) AS at_least,
  CASE WHEN COUNT(high) = COUNT(*) THEN SUM(high) END AS at_most
FROM made GROUP BY maker, year ORDER BY maker NULLS LAST, year NULLS LAST
""",
    ),
    Total(
        "Value by the country of the buyer",
        "In billions of dollars. A deal of buyers from several countries counts in each of them.",
        """\
WITH bought AS (
  SELECT deal_id, COALESCE(value_usd_low, value_usd) AS low,
    COALESCE(value_usd_high, value_usd) AS high, UNNEST(buyers) AS buyer
  FROM deals WHERE counted_in IS NULL AND value_as_stated IS NOT NULL
), seated AS (
  SELECT DISTINCT deal_id, low, high, country FROM bought
  LEFT JOIN organizations ON buyer = organization_id
)
SELECT country, COUNT(*) AS deals, ROUND(SUM(COALESCE(low, 0)) / 1e9, 2) AS at_least,
  CASE WHEN COUNT(high) = COUNT(*) THEN ROUND(SUM(high) / 1e9, 2) END AS at_most
FROM seated GROUP BY country ORDER BY at_least DESC, country NULLS LAST
""",
    ),
    Total(
        "How much of the announced value a second origin supports",
        "In billions of dollars. A page that repeats another is no second origin.",
        """\
WITH valued AS (
  SELECT n_origins >= 2 AS supported, COALESCE(usd_low, usd, usd_high) AS dollars FROM deal_figures
  WHERE figure = 'value' AND stance = 'says' AND counted_in IS NULL
)
SELECT supported, COUNT(*) AS figures, COUNT(dollars) AS in_dollars,
  ROUND(SUM(dollars) / 1e9, 1) AS billions,
  ROUND(100 * SUM(dollars) / (SELECT SUM(dollars) FROM valued), 1) AS percent
FROM valued GROUP BY supported ORDER BY supported
""",
    ),
    Total(
        "Days from order to first delivery",
        "A contract told in a month and a delivery told in a year leave a range; a bound is empty\n"
        "where a day is only known to be before another. Deals without any bound are left out.",
        """\
WITH made AS (
  SELECT deal_id AS made_id, MIN(date_earliest) AS since, MIN(date_latest) AS made_by
  FROM deal_events WHERE stance = 'says' AND stage IN ('awarded', 'signed', 'ordered')
  GROUP BY deal_id
), came AS (
  SELECT deal_id AS came_id, MIN(date_earliest) AS came, MIN(date_latest) AS came_by
  FROM deal_events WHERE stance = 'says' AND stage IN ('delivering', 'delivered', 'operational')
  GROUP BY deal_id
), days AS (
  SELECT deal_id, kind, CAST(came - made_by AS BIGINT) / 86400000000 AS at_least,
    CAST(came_by - since AS BIGINT) / 86400000000 AS at_most
  FROM deals JOIN made ON deal_id = made_id JOIN came ON deal_id = came_id WHERE transaction
)
SELECT deal_id, kind, at_least, at_most FROM days
WHERE at_least IS NOT NULL OR at_most IS NOT NULL ORDER BY deal_id
""",
    ),
    Total(
        "What is counted once",
        "In billions of dollars: what a sum over all transactions would add, and what of it would\n"
        "be added twice: hardware sold or rented on, parts of a larger deal, replaced deals.",
        """\
SELECT CASE WHEN counted_in IS NULL THEN 'counts itself'
    WHEN counted_in = 'not_a_transaction' THEN 'undone or merely considered'
    WHEN counted_in IN (SELECT deal_id FROM deals) THEN 'counted in another deal' END AS deal,
  COUNT(*) AS deals, COUNT(value_as_stated) AS with_value,
  ROUND(SUM(COALESCE(value_usd_low, value_usd, value_usd_high)) / 1e9, 1) AS billions
FROM deals WHERE transaction GROUP BY deal ORDER BY deals DESC
""",
    ),
)


def totals_page(data: Snapshot) -> str:
    """The page as Markdown."""
    context = pl.SQLContext(dict(data.tables))
    return "\n".join([_HEAD, *(part for total in TOTALS for part in _section(total, context))])


def _section(total: Total, context: pl.SQLContext[pl.LazyFrame]) -> Iterator[str]:
    found = context.execute(total.sql, eager=True)
    yield f"## {total.title}\n"
    yield f"{total.text}\n"
    yield fenced("sql", total.sql)
    yield table(*found.columns, rows=(tuple(map(_cell, row)) for row in found.iter_rows()))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value)
