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
    shared = [table for table in TABLES if table in old.tables and table in new.tables]
    touched = _touched_claims(old, new)
    tables = tuple(found for table in shared if (found := _table_diff(table, old, new, touched)))
    return Diff(old.name, new.name, tuple(_schema_changes(old.columns, new.columns)), tables)


def _table_diff(table: str, old: Snapshot, new: Snapshot, touched: pl.DataFrame) -> TableDiff:
    before, after = old.tables[table], new.tables[table]
    key = key_of(TABLES[table])
    gone = before.join(after, on=key, how="anti")[key].sort().to_list()
    redirects = new.redirects.get(ENTITIES.get(table, ""), {})
    both = before.join(after, on=key, suffix="/new")
    return TableDiff(
        table,
        added=tuple(after.join(before, on=key, how="anti")[key].sort()),
        removed=tuple(record for record in gone if record not in redirects),
        merged={record: redirects[record] for record in gone if record in redirects},
        withdrawn=_withdrawn(both) if table == "sources" else {},
        changed=tuple(sorted(_cells(table, both, touched), key=lambda cell: cell.record)),
    )


def _cells(table: str, both: pl.DataFrame, touched: pl.DataFrame) -> Iterator[Cell]:
    """The changed cells of the rows that both snapshots have, column by column."""
    key = both.columns[0]
    for column in both.columns[1:]:
        after = f"{column}/new"
        if after not in both.columns or both.schema[column] != both.schema[after]:
            continue
        changed = both.filter(pl.col(column).ne_missing(pl.col(after)))
        if changed.is_empty():
            continue
        causes = _causes(table, column, changed, touched) if "claim_ids" in both.columns else {}
        for record, was, is_ in changed.select(key, column, after).iter_rows():
            yield Cell(record, column, was, is_, causes.get(record, ()))


def _causes(
    table: str, column: str, changed: pl.DataFrame, touched: pl.DataFrame
) -> dict[str, tuple[str, ...]]:
    """For each record whose column changed, the touched claims that the column rests on."""
    key = changed.columns[0]
    claims = (
        changed.select(
            pl.col(key).alias("of"),
            pl.concat_list("claim_ids", "claim_ids/new").list.unique().alias("claim_id"),
        )
        .explode("claim_id")
        .join(touched.filter(behind(table, column)), on="claim_id")
        .group_by("of")
        .agg(pl.col("claim_id").sort())
    )
    return {record: tuple(ids) for record, ids in claims.iter_rows()}


def _touched_claims(old: Snapshot, new: Snapshot) -> pl.DataFrame:
    """The claims that came, went or changed; whether a claim wins is no change of the claim."""
    names = ["claim_id", "field", "table"]
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    before, after = (
        one.tables.get("claims", empty).drop("wins", strict=False) for one in (old, new)
    )
    both = before.join(after, on="claim_id", suffix="/new")
    shared = [column for column in before.columns[1:] if f"{column}/new" in both.columns]
    differs = [
        pl.col(column).ne_missing(pl.col(f"{column}/new"))
        for column in shared
        if both.schema[column] == both.schema[f"{column}/new"]
    ]
    changed = both.filter(pl.any_horizontal(*differs, pl.lit(False)))
    came = after.join(before, on="claim_id", how="anti")
    went = before.join(after, on="claim_id", how="anti")
    return pl.concat(frame.select(names) for frame in (changed, came, went))


def _withdrawn(both: pl.DataFrame) -> dict[str, str]:
    given_up = both.filter(pl.col("withdrawn").is_null() & pl.col("withdrawn/new").is_not_null())
    return dict(given_up.select("source_id", "withdrawn/new").sort("source_id").iter_rows())


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
