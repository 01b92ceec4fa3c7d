"""The dictionary: every column with its type, meaning, values, fill rate and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from ai_chip_deals.build.markdown import table
from ai_chip_deals.build.vocabulary_page import anchor, term_lists
from ai_chip_deals.release.filling import filled
from ai_chip_deals.release.snapshots import Snapshot
from ai_chip_deals.rows import TABLES, Row
from ai_chip_deals.rows.schema import Column, columns
from ai_chip_deals.vocabulary import ID_PATTERN, Term

PAGE = "docs/dictionary.md"

_HEAD = """\
# Dictionary

Every table and column, with what the data held when a release was prepared. *Filled* is the share
of rows that say something: neither null, which means not disclosed, nor an empty list. The examples
are the two values met most often, of equally frequent ones the first. A list's examples are of what
is in it, and long texts are cut.

"""
_EXAMPLES = 2
_LONG = 48
_UNSHOWABLE = r"[|`\n]"
"""What would end a cell or a piece of code."""

_LISTS: Mapping[tuple[str, ...], type[Term]] = {tuple(kind): kind for kind in term_lists()}


def dictionary_page(data: Snapshot) -> str:
    """The page as Markdown."""
    rows = [
        (f"[`{name}`](#{name})", f"{data.tables[name].height:,}", _lines(model)[0])
        for name, model in TABLES.items()
    ]
    sections = (_section(name, model, data.tables[name]) for name, model in TABLES.items())
    return _HEAD + table("table", "rows", "a row is", rows=rows) + "".join(sections)


def _section(name: str, model: type[Row], frame: pl.DataFrame) -> str:
    rows = [
        (
            f"`{column.name}`",
            _type(column),
            " ".join(column.description.split()),
            " ".join(_values(column)),
            share(filled(frame[column.name])),
            ", ".join(f"`{text}`" for text in examples(frame[column.name])),
        )
        for column in columns(model)
    ]
    headings = ("column", "type", "meaning", "values", "filled", "examples")
    text = " ".join(line for line in _lines(model) if line)
    return f"\n## {name}\n\n{text}\n\n{table(*headings, rows=rows)}"


def _lines(model: type[Row]) -> list[str]:
    return [line.strip() for line in (model.__doc__ or "").strip().splitlines()]


def _type(column: Column) -> str:
    if column.key:
        return f"{column.kind}, the key"
    return f"{column.kind} or null" if column.nullable else column.kind


def _values(column: Column) -> Iterator[str]:
    """Which values a column may hold: terms, keys, ids, bounds."""
    if column.terms:
        kind = _LISTS[column.terms]
        yield f"A term of [{kind.__name__}](vocabulary.md#{anchor(kind)})."
    if refers := column.references:
        keys = "Keys" if column.kind == "list of text" else "A key"
        words = "".join(f" or `{word}`" for word in refers.reserved)
        yield f"{keys} of [`{refers.table}`](#{refers.table}){words}."
    elif column.pattern == ID_PATTERN:
        yield "An id: small letters, digits and hyphens."
    elif column.pattern:
        yield f"`{column.pattern}`"
    if column.at_least is not None and column.at_most is not None:
        yield f"{column.at_least:g} to {column.at_most:g}."
    elif column.at_least is not None:
        yield f"{column.at_least:g} or more."


def share(of_rows: float) -> str:
    """A share as a percentage that says 0 or 100 only where it is nothing or all."""
    if of_rows in (0, 1):
        return f"{of_rows:.0%}"
    return f"{min(max(of_rows, 0.001), 0.999):.1%}"


def examples(column: pl.Series) -> list[str]:
    """The values of a column that are met most often, as text."""
    values = column.explode() if isinstance(column.dtype, pl.List) else column
    counted = values.drop_nulls().value_counts(name="times").rename({column.name: "value"})
    ordered = counted.sort(["times", "value"], descending=[True, False])["value"]
    if ordered.dtype == pl.String:
        ordered = ordered.filter(~ordered.str.contains(_UNSHOWABLE))
    return [_told(value) for value in ordered.head(_EXAMPLES)]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()}…"
