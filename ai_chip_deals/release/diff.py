"""What changed between two snapshots: records, cells with the claims that caused it, columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ai_chip_deals.provenance import behind
from ai_chip_deals.release.snapshots import Snapshot
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import key_of

ENTITIES = {table: table for table in ("deals", "organizations", "products", "sources")}
"""The tables whose keys are names of files, which redirect when they go."""

What = Literal[
    "table added",
    "table removed",
    "column added",
    "column removed",
    "retyped",
    "may be null",
    "never null",
    "term added",
    "term removed",
    "described anew",
]
BREAKS = ("table removed", "column removed", "retyped", "may be null", "term removed")
"""The changes of a schema after which a program that reads the data may fail."""


@dataclass(frozen=True)
class SchemaChange:
    """One difference between what two snapshots say of a table or column."""

    table: str
    column: str
    what: What
    old: str = ""
    new: str = ""

    @property
    def place(self) -> str:
        """What changed: `deals.term`, or a whole table."""
        return f"{self.table}.{self.column}" if self.column else self.table


@dataclass(frozen=True)
class Cell:
    """A value that changed, and the claims that came, went or changed behind it.

    No claims stand behind it where a file, an organization or the policy made the change.
    """

    record: str
    column: str
    old: object
    new: object
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableDiff:
    """What changed in the rows of one table, by key."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    """Gone without a trace; what was merged is in `merged` alone."""
    merged: Mapping[str, str]
    """Each key that was given up, with the one that it leads to now."""
    withdrawn: Mapping[str, str]
    """Sources that count no more, each with the reason."""
    changed: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.merged or self.withdrawn or self.changed)


@dataclass(frozen=True)
class Diff:
    """Everything that changed from one snapshot to another; false where nothing did."""

    old: str
    new: str
    schema: tuple[SchemaChange, ...]
    tables: tuple[TableDiff, ...]

    def __bool__(self) -> bool:
        return bool(self.schema or self.tables)


def diff(old: Snapshot, new: Snapshot) -> Diff:
    """Compare two snapshots by the keys of their tables."""
    pairs = {
        table: _paired(old.tables[table], new.tables[table], key_of(model))
        for table, model in TABLES.items()
        if table in old.tables and table in new.tables
    }
    touched = _touched(pairs["claims"]) if "claims" in pairs else _NO_CLAIMS
    tables = (
        _table_diff(table, pair, touched, new.redirects.get(ENTITIES.get(table, ""), {}))
        for table, pair in pairs.items()
    )
    schema = tuple(_schema_changes(old.columns, new.columns))
    return Diff(old.name, new.name, schema, tuple(table for table in tables if table))


@dataclass(frozen=True)
class _Pair:
    """The rows of a table that two snapshots share, in one order, and those that they do not."""

    before: pl.DataFrame
    after: pl.DataFrame
    went: pl.DataFrame
    came: pl.DataFrame

    def differing(self) -> Iterator[tuple[str, pl.Series]]:
        """Each column that both have, with a mask of the rows in which it differs."""
        for column in self.before.columns[1:]:
            was, is_ = self.before[column], self.after.get_column(column, default=None)
            if is_ is not None and was.dtype == is_.dtype:
                mask = was.ne_missing(is_)
                if mask.any():
                    yield column, mask


def _paired(before: pl.DataFrame, after: pl.DataFrame, key: str) -> _Pair:
    if before.equals(after):
        return _Pair(before.clear(), after.clear(), before.clear(), after.clear())
    stays = before[key].is_in(after[key].implode())
    stayed = after[key].is_in(before[key].implode())
    shared = before.filter(stays), after.filter(stayed)
    if not shared[0][key].equals(shared[1][key]):  # a build writes in the order of keys
        shared = shared[0].sort(key), shared[1].sort(key)
    return _Pair(
        *shared, went=before.filter(~stays).sort(key), came=after.filter(~stayed).sort(key)
    )


def _table_diff(
    table: str, pair: _Pair, touched: pl.DataFrame, redirects: Mapping[str, str]
) -> TableDiff:
    key = pair.before.columns[0]
    went = pair.went[key].to_list()
    return TableDiff(
        table,
        added=tuple(pair.came[key]),
        removed=tuple(record for record in went if record not in redirects),
        merged={record: redirects[record] for record in went if record in redirects},
        withdrawn=_withdrawn(pair) if table == "sources" else {},
        changed=tuple(sorted(_cells(table, pair, touched), key=lambda cell: cell.record)),
    )


def _cells(table: str, pair: _Pair, touched: pl.DataFrame) -> Iterator[Cell]:
    """The changed cells of the rows that both snapshots have, column by column."""
    for column, mask in pair.differing():
        before, after = pair.before.filter(mask), pair.after.filter(mask)
        causes = _causes(table, column, before, after, touched)
        values = (frame[column].to_list() for frame in (before, after))
        for record, was, is_ in zip(before.to_series(), *values, strict=True):
            yield Cell(record, column, was, is_, causes.get(record, ()))


def _causes(
    table: str, column: str, before: pl.DataFrame, after: pl.DataFrame, touched: pl.DataFrame
) -> dict[str, tuple[str, ...]]:
    """For each record whose column changed, the touched claims that the column rests on."""
    if "claim_ids" not in before.columns or touched.is_empty():
        return {}
    rests_on = [
        frame.select(pl.nth(0).alias("of"), "claim_ids").explode("claim_ids")
        for frame in (before, after)
    ]
    claims = (
        pl.concat(rests_on)
        .join(touched.filter(behind(table, column)), left_on="claim_ids", right_on="claim_id")
        .group_by("of")
        .agg(pl.col("claim_ids").unique().sort())
    )
    return {record: tuple(ids) for record, ids in claims.iter_rows()}


_NO_CLAIMS = pl.DataFrame(schema=dict.fromkeys(("claim_id", "field", "table"), pl.String))


def _touched(claims: _Pair) -> pl.DataFrame:
    """The claims that came, went or changed; whether a claim wins is no change of the claim."""
    masks = [mask for column, mask in claims.differing() if column != "wins"]
    changed = claims.after.filter(pl.any_horizontal(*masks)) if masks else claims.after.clear()
    return pl.concat(
        frame.select(_NO_CLAIMS.columns) for frame in (changed, claims.came, claims.went)
    )


def _withdrawn(pair: _Pair) -> dict[str, str]:
    given_up = pair.after.filter(
        pair.before["withdrawn"].is_null() & pair.after["withdrawn"].is_not_null()
    )
    return dict(given_up.select("source_id", "withdrawn").iter_rows())


Columns = Mapping[str, Mapping[str, Mapping[str, Any]]]


def _schema_changes(old: Columns, new: Columns) -> Iterator[SchemaChange]:
    for table in sorted(old.keys() | new.keys()):
        if table not in new:
            yield SchemaChange(table, "", "table removed")
        elif table not in old:
            yield SchemaChange(table, "", "table added")
        else:
            yield from _column_changes(table, old[table], new[table])


def _column_changes(
    table: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[SchemaChange]:
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            yield SchemaChange(table, name, "column removed", old[name]["type"])
        elif name not in old:
            yield SchemaChange(table, name, "column added", "", new[name]["type"])
        else:
            yield from _meaning_changes(table, name, old[name], new[name])


def _meaning_changes(
    table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[SchemaChange]:
    if old["type"] != new["type"]:
        yield SchemaChange(table, column, "retyped", old["type"], new["type"])
    if not (old.keys() & new.keys() >= {"nullable", "terms", "description"}):
        return  # other tools write Parquet without saying what it means
    if old["nullable"] != new["nullable"]:
        yield SchemaChange(table, column, "may be null" if new["nullable"] else "never null")
    for term in old["terms"]:
        if term not in new["terms"]:
            yield SchemaChange(table, column, "term removed", term)
    for term in new["terms"]:
        if term not in old["terms"]:
            yield SchemaChange(table, column, "term added", "", term)
    if old["description"] != new["description"]:
        yield SchemaChange(table, column, "described anew", old["description"], new["description"])
