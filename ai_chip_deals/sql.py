"""SQL over the tables: reading only, and nothing but the tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ai_chip_deals.errors import QueryError, did_you_mean
from ai_chip_deals.loaders import load, manifest, scan

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

_START = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w*)", re.DOTALL)
# polars' SQL has functions that read files; refused wherever they stand, in a text too, because
# no look at a query short of a parser's tells for certain where a text ends.
_FILE_ACCESS = re.compile(r"\b(?:read|scan)_\w+", re.IGNORECASE)


def query(sql: str, known_on: date | str | None = None) -> pl.DataFrame:
    """Run one SELECT (or WITH … SELECT) over the tables, in polars' SQL.

    Args:
        sql: The query; every table is there under its own name.
        known_on: A day, as in `load`: the tables as they were known then.

    Returns:
        What the query selects; list columns stay lists.

    Raises:
        QueryError: The text is no query, reads or changes something else than the tables, or
            names a table or column that is not there; the message says which and what is near.

    Example:
        >>> from ai_chip_deals import query
        >>> deal = "bytedance-huawei-ascend-910b-2024"
        >>> query(f"SELECT ordered_low FROM deals WHERE deal_id = '{deal}'").item()
        100000.0
    """
    import polars as pl

    _refuse_more_than_reading(sql)
    frames = {
        name: load(name, known_on) if known_on else scan(name) for name in manifest()["tables"]
    }
    try:
        return pl.SQLContext(frames).execute(sql, eager=True)
    except (pl.exceptions.PolarsError, pl.exceptions.SQLInterfaceError) as error:
        raise QueryError(_explained(str(error), frames)) from None


def _refuse_more_than_reading(sql: str) -> None:
    start = _START.match(sql)
    word = start[1] if start else ""
    if word.upper() not in ("SELECT", "WITH"):
        raise QueryError(f"got a query that starts with {word!r}, expected SELECT or WITH")
    if found := _FILE_ACCESS.search(sql):
        raise QueryError(f"got {found[0]!r}, expected nothing but the tables: no file is read here")


def _explained(message: str, frames: dict[str, pl.DataFrame | pl.LazyFrame]) -> str:
    """What went wrong, in a line, with the nearest table or column where a name is unknown."""
    first = message.strip().partition("\n")[0]
    if relation := re.search(r"relation '([^']*)' was not found", first):
        near = did_you_mean(relation[1], frames) or f"There are: {', '.join(frames)}."
        return f"no table {relation[1]!r}. {near}"
    if column := re.search(r"unable to find column \"([^\"]*)\"; valid columns: (\[.*\])", first):
        near = did_you_mean(column[1], re.findall(r'"([^"]*)"', column[2]))
        return f"no column {column[1]!r}. {near}".strip()
    return f"the query cannot be run: {first}"
