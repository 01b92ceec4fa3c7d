"""The bundled tables as frames and typed rows, today's or as they were known on a day."""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from ai_chip_deals.errors import DateSyntaxError, MissingDataError, UnknownNameError
from ai_chip_deals.frames import Library, framed

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow

    from ai_chip_deals.frames import Frame
    from ai_chip_deals.rows import (
        ChipSpec,
        Claim,
        Comparison,
        Deal,
        DealEvent,
        DealFigure,
        Launch,
        Organization,
        Product,
        Source,
        UserMetric,
    )

TableName: TypeAlias = Literal[
    "deals",
    "deal_figures",
    "deal_events",
    "launches",
    "user_metrics",
    "chip_specs",
    "comparisons",
    "organizations",
    "products",
    "sources",
    "claims",
]
"""The name of a table."""

DATA = Path(__file__).parent / "data"

_KINDS = {
    **{kind: kind for kind in ("organizations", "products", "sources")},
    **dict.fromkeys(("deals", "deal_figures", "deal_events"), "deals"),
    **dict.fromkeys(("launches", "user_metrics", "chip_specs", "comparisons"), "products"),
}
"""The kind of file that a table's keys start with."""


def tables() -> dict[TableName, int]:
    """The tables and how many rows each has, in the order in which readers meet them."""
    return {name: table["rows"] for name, table in manifest()["tables"].items()}


def data_as_of() -> date:
    """The latest day on which a source of the bundled data was read."""
    return date.fromisoformat(manifest()["data_as_of"])


@overload
def load(
    table: TableName,
    known_on: date | str | None = None,
    *,
    ids: str | Collection[str] | None = None,
    as_: Literal["polars"] = "polars",
) -> pl.DataFrame: ...
@overload
def load(
    table: TableName,
    known_on: date | str | None = None,
    *,
    ids: str | Collection[str] | None = None,
    as_: Literal["pandas"],
) -> pd.DataFrame: ...
@overload
def load(
    table: TableName,
    known_on: date | str | None = None,
    *,
    ids: str | Collection[str] | None = None,
    as_: Literal["arrow"],
) -> pyarrow.Table: ...
@overload
def load(
    table: TableName,
    known_on: date | str | None = None,
    *,
    ids: str | Collection[str] | None = None,
    as_: Literal["duckdb"],
) -> duckdb.DuckDBPyRelation: ...
def load(
    table: TableName,
    known_on: date | str | None = None,
    *,
    ids: str | Collection[str] | None = None,
    as_: Library = "polars",
) -> Frame:
    """Load a table, or some of its rows.

    Args:
        table: Its name, one of `tables()`.
        known_on: A day; the same policy then runs over the claims that were certainly public by
            then: published by that day, or where no date is stated, read by that day. Past views
            are thinner than the past was. `organizations` and `products` are not replayed.
        ids: Key or keys of the rows to load; all of them where left out. A key that was merged
            into another leads to that one.
        as_: The library whose frame it is, each but `polars` with the extra of its name: a pandas
            DataFrame in nullable types (`Int64`, `Float64`, `boolean`, `string`; days are
            `datetime64[s]`), a pyarrow Table, or a relation for `duckdb.sql`.

    Returns:
        One row a record, in the order of its key; null means not disclosed, never zero. Columns,
        units and terms are in the table's schema. Lists of ids are lists in every library.

    Raises:
        UnknownNameError: There is no such table or row; the message names the nearest.
        DateSyntaxError: `known_on` is no day such as 2024-12-31.
        MissingDataError: The package was not built.
        MissingExtraError: The library of `as_` is not installed.
        ValueError: There is no such library.

    Warns:
        UserWarning: One of the ids was merged into another, whose row this is.

    Example:
        >>> from ai_chip_deals import load
        >>> load("deals", known_on="2024-09-01")["deal_id"].is_in(
        ...     ["bytedance-huawei-ascend-910b-2024"]
        ... ).any()
        False
    """
    if known_on is None or table in ("organizations", "products"):
        frame = scan(table).collect()
    else:
        frame = _replayed(_day(known_on))[_known(table)]
    if ids is not None:
        frame = _chosen(frame, table, [ids] if isinstance(ids, str) else ids)
    return framed(frame, table, as_)


def scan(table: TableName) -> pl.LazyFrame:
    """A table as a polars LazyFrame, for queries that read only what they need.

    Raises:
        UnknownNameError: There is no such table; the message names the nearest.
        MissingDataError: The package was not built.
    """
    import polars as pl

    return pl.scan_parquet(DATA / f"{_known(table)}.parquet")


@overload
def records(table: Literal["deals"], known_on: date | str | None = None) -> list[Deal]: ...
@overload
def records(
    table: Literal["deal_figures"], known_on: date | str | None = None
) -> list[DealFigure]: ...
@overload
def records(
    table: Literal["deal_events"], known_on: date | str | None = None
) -> list[DealEvent]: ...
@overload
def records(table: Literal["launches"], known_on: date | str | None = None) -> list[Launch]: ...
@overload
def records(
    table: Literal["user_metrics"], known_on: date | str | None = None
) -> list[UserMetric]: ...
@overload
def records(table: Literal["chip_specs"], known_on: date | str | None = None) -> list[ChipSpec]: ...
@overload
def records(
    table: Literal["comparisons"], known_on: date | str | None = None
) -> list[Comparison]: ...
@overload
def records(
    table: Literal["organizations"], known_on: date | str | None = None
) -> list[Organization]: ...
@overload
def records(table: Literal["products"], known_on: date | str | None = None) -> list[Product]: ...
@overload
def records(table: Literal["sources"], known_on: date | str | None = None) -> list[Source]: ...
@overload
def records(table: Literal["claims"], known_on: date | str | None = None) -> list[Claim]: ...
def records(table: TableName, known_on: date | str | None = None) -> list[Any]:
    """A table as typed rows: `Deal`, `Launch`, `UserMetric` and so on, in the order of its key.

    Takes and raises what `load` does.
    """
    from ai_chip_deals.rows import TABLES

    frame = load(table, known_on)
    model = TABLES[table]
    # Terms arrive as text; every bound of the model was checked when the table was built.
    return [model.model_validate(row, strict=False) for row in frame.iter_rows(named=True)]


@cache
def manifest() -> dict[str, Any]:
    """What the build wrote beside the tables: version, day, counts, hashes."""
    path = DATA / "manifest.json"
    if not path.exists():
        raise MissingDataError(
            "the tables are not built. Run: pip install . (or: ai-chip-deals build in a checkout)"
        )
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _chosen(frame: pl.DataFrame, table: TableName, ids: Collection[str]) -> pl.DataFrame:
    import polars as pl

    key = frame.columns[0]
    known = set(scan(table).select(key).collect()[key])
    wanted = [one if one in known else followed(one, table) for one in ids]
    for one in wanted:
        if one not in known:
            raise UnknownNameError(f"row of {table}", one, known)
    return frame.filter(pl.col(key).is_in(wanted))


def followed(record_id: str, table: str | None = None) -> str:
    """The key itself, or the one that it leads to since a file was merged into another.

    Warns:
        UserWarning: It was merged.
    """
    kind = _KINDS.get(table or "")
    head, slash, rest = record_id.partition("/")
    for known, redirects in manifest()["redirects"].items():
        if kind in (None, known) and head in redirects:
            moved = redirects[head]
            warnings.warn(f"{head!r} was merged into {moved!r}", stacklevel=3)
            return f"{moved}{slash}{rest}"
    return record_id


def _day(known_on: date | str) -> date:
    if isinstance(known_on, date):
        return known_on
    try:
        return date.fromisoformat(known_on)
    except ValueError:
        raise DateSyntaxError(known_on, "a day such as '2024-12-31'") from None


def _known(table: str) -> str:
    if table not in manifest()["tables"]:
        raise UnknownNameError("table", table, manifest()["tables"])
    return table


@cache
def _replayed(known_on: date) -> dict[str, pl.DataFrame]:
    """Every table but organizations and products, as it would have been on a day."""
    import narwhals as nw
    import polars as pl

    from ai_chip_deals.resolve import Written, known, resolve
    from ai_chip_deals.rows import TABLES
    from ai_chip_deals.rows.schema import conform

    written = pl.scan_parquet(DATA / "deals_as_written.parquet")
    known_claims = known(nw.from_native(scan("claims")), known_on)
    resolved = resolve(
        known_claims,
        Written(
            nw.from_native(written),
            nw.from_native(scan("organizations")),
            nw.from_native(scan("products")),
        ),
    )
    frames = {name: conform(frame.to_native(), TABLES[name]) for name, frame in resolved.items()}
    public = pl.min_horizontal("published_latest", "retrieved") <= known_on
    return frames | {"sources": scan("sources").filter(public).collect()}
