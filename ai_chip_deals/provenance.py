"""From a value to the claims behind it, and how to cite a record or source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from ai_chip_deals.errors import UnknownNameError
from ai_chip_deals.loaders import TableName, followed, load, manifest, scan
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY, PartyRole

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

_EVENTS = "deal_events"
_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "deals": {
        **{role.value: (role.value,) for role in PartyRole},
        "chips": ("chip",),
        "ordered": ("ordered",),
        "delivered": ("delivered",),
        "unit": ("ordered", "delivered"),
        "value": ("value",),
        "value_usd": ("value",),
        "currency": ("value",),
        "power_mw": ("power",),
        "term": ("term",),
    },
    "launches": {
        "date": ("date",),
        "price": ("price",),
        "currency": ("price",),
        "per": ("price",),
        "to": ("to",),
    },
}
"""The fields of claims that a column rests on, in tables whose rows rest on several."""


def explain(
    table: TableName, record_id: str, column: str | None = None, known_on: date | str | None = None
) -> pl.DataFrame:
    """The claims behind a row, or behind one of its columns.

    Args:
        table: A table that is made of claims.
        record_id: The row's key.
        column: One of the table's columns; all claims of the row where left out.
        known_on: A day, as in `load`.

    Returns:
        Rows of `claims`, the winning ones first, then by the day of publication; denials and
        silence on the whole record included. None for a column that files state, such as a title.

    Raises:
        UnknownNameError: There is no such table, row or column; the message names the nearest.

    Warns:
        UserWarning: The record was merged into another, whose claims these are.
    """
    import polars as pl

    record_id = followed(record_id, table)
    frame = load(table, known_on)
    if "claim_ids" not in frame.columns:
        resolved = [name for name in manifest()["tables"] if name in (*_FIELDS, "user_metrics")]
        raise UnknownNameError("table that is made of claims", table, resolved)
    row = frame.filter(pl.col(frame.columns[0]) == record_id)
    if row.is_empty():
        raise UnknownNameError(f"row of {table}", record_id, frame[frame.columns[0]])
    if column is not None and column not in frame.columns:
        raise UnknownNameError(f"column of {table}", column, frame.columns)
    claims = load("claims", known_on).filter(
        pl.col("claim_id").is_in(row["claim_ids"][0].to_list())
    )
    if column is not None:
        claims = claims.filter(behind(table, column))
    return claims.sort(~pl.col("wins"), "published_latest", "claim_id", nulls_last=True)


def locate(record_id: str, known_on: date | str | None = None) -> tuple[TableName, dict[str, Any]]:
    """The table that an id is a key of, and its row; an organization or product also by its name.

    Raises:
        UnknownNameError: No table has it, or none had it by that day; the message names the
            nearest ids.

    Warns:
        UserWarning: The record was merged into another, which this is.
    """
    import polars as pl

    record_id = _named(record_id) or record_id
    ids: list[str] = []
    for table in manifest()["tables"]:
        frame = load(table, known_on)
        row = frame.filter(pl.col(frame.columns[0]) == record_id)
        if not row.is_empty():
            return table, row.row(0, named=True)
        ids += frame[frame.columns[0]].to_list()
    if (moved := followed(record_id)) != record_id:
        return locate(moved, known_on)
    if known_on is not None and locate(record_id):
        raise UnknownNameError(f"record that was known by {known_on}:", record_id, [])
    raise UnknownNameError("record", record_id, ids)


def cite(record_id: str, style: Literal["text", "bibtex"] = "text") -> str:
    """How to cite a source, or a record of this dataset.

    Args:
        record_id: The key of a row of any table.
        style: `text`, or `bibtex` for one entry.

    Raises:
        UnknownNameError: No table has the id; the message names the nearest ids.
        ValueError: There is no such style.
    """
    if style not in ("text", "bibtex"):
        raise ValueError(f"style is 'text' or 'bibtex', not {style!r}")
    table, row = locate(record_id)
    record_id = str(next(iter(row.values())))
    fields = (
        _source_citation(row) if table == "sources" else _record_citation(table, record_id, row)
    )
    if style == "text":
        return ". ".join(part.rstrip(".") for part in fields.values() if part) + "."
    entry = "".join(f"  {name} = {_tex(name, text)},\n" for name, text in fields.items() if text)
    return f"@misc{{{record_id.replace('/', ':')},\n{entry}}}"


def _named(name: str) -> str | None:
    """The id of the organization or product that has a name or alias."""
    entities: tuple[TableName, ...] = ("products", "organizations")
    for table in entities:
        for row in load(table).iter_rows(named=True):
            if name.casefold() in (known.casefold() for known in (row["name"], *row["aliases"])):
                return str(next(iter(row.values())))
    return None


def behind(table: str, column: str) -> pl.Expr:
    """Whether a claim of a row is one that a column of it rests on."""
    import polars as pl

    from ai_chip_deals.rows.schema import stem_of

    stem = stem_of(column)
    if table not in _FIELDS:
        return pl.lit(True)
    if table == "deals" and stem in ("stage", "date"):
        return (pl.col("table") == _EVENTS) | (pl.col("field") == "deal")
    fields = _FIELDS[table].get(stem, ())
    own = pl.col("field").is_in(list(fields)) & (pl.col("table") != _EVENTS)
    return own | (pl.col("field") == "deal") if fields else own


def _source_citation(row: dict[str, Any]) -> dict[str, str]:
    return {
        "author": _publisher_name(row["publisher"]),
        "title": row["title"],
        "date": row["published"] or "",
        "url": row["url"],
        "note": f"Read on {row['retrieved']}",
    }


def _record_citation(table: str, record_id: str, row: dict[str, Any]) -> dict[str, str]:
    about = row.get("title") or row.get("name") or record_id
    rests_on = row.get("source_url")
    return {
        "author": f"{PROJECT} contributors",
        "title": f"{about} ({table}: {record_id})",
        "howpublished": f"{PROJECT}, version {manifest()['version']}",
        "date": manifest()["data_as_of"],
        "url": REPOSITORY,
        "note": f"Rests on {rests_on}" if rests_on else "",
    }


def _publisher_name(publisher: str) -> str:
    import polars as pl

    names = scan("organizations").filter(pl.col("organization_id") == publisher).select("name")
    found = names.collect()["name"].to_list()
    return str(found[0]) if found else publisher


def _tex(name: str, text: str) -> str:
    """A field of BibLaTeX: addresses verbatim, an organization as author in braces of its own."""
    if name == "url":
        return f"{{{text}}}"
    if name == "author":
        return f"{{{{{_escaped(text)}}}}}"
    return f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
