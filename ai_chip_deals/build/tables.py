"""The tree of raw files -> every published table as a frame that is true to its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from ai_chip_deals.build import as_written, flatten
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.raw.files import MODELS, Tree
from ai_chip_deals.resolve import Written, resolve
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.rules import broken_rules
from ai_chip_deals.rows.schema import columns, conform, key_of, polars_schema, table_schema
from ai_chip_deals.vocabulary import PartyRole


@dataclass(frozen=True)
class Built:
    """Every published table, and the one input that a replay needs beside them."""

    tables: Mapping[str, pl.DataFrame]
    deals_as_written: pl.DataFrame
    data_as_of: date | None
    """The latest day on which a source was read."""
    redirects: Mapping[str, Mapping[str, str]]
    """By kind of file, the ids that were given up, each with the one that it leads to now."""


def build_tables(tree: Tree) -> Built:
    """Resolve a valid tree into tables.

    Raises:
        DatasetError: A table breaks its own schema or names a key that is not there; that is a
            fault of the build, not of the data.
    """
    claims = flatten.claim_rows(tree)
    sources = as_written.source_rows(tree, claims)
    frames = {
        "claims": as_frame(claims, TABLES["claims"]),
        "sources": as_frame(sources, TABLES["sources"]),
        "organizations": as_frame(as_written.organization_rows(tree), TABLES["organizations"]),
        "products": as_frame(as_written.product_rows(tree), TABLES["products"]),
    }
    written = deals_as_written(as_written.written_deal_rows(tree))
    resolved = resolve(
        nw.from_native(frames["claims"].lazy()),
        Written(
            nw.from_native(written.lazy()),
            nw.from_native(frames["organizations"].lazy()),
            nw.from_native(frames["products"].lazy()),
        ),
    )
    frames |= {
        table: conform(frame.to_native(), TABLES[table]) for table, frame in resolved.items()
    }
    tables = {table: frames[table] for table in TABLES}
    _validate(tables)
    days = [source["retrieved"] for source in sources]
    return Built(tables, written, max(days, default=None), _redirects(tree))


def _redirects(tree: Tree) -> dict[str, dict[str, str]]:
    if tree.redirects is None:
        return {}
    stated = tree.redirects.data
    return {
        kind: {old: redirect.to for old, redirect in sorted(getattr(stated, kind).items())}
        for kind in MODELS
    }


def as_frame(rows: list[dict[str, Any]], model: type[Row]) -> pl.DataFrame:
    """Rows as a frame with the columns of a table; what a row leaves out is null."""
    schema = polars_schema(model)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def deals_as_written(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What the files of deals say, in columns of `deals`; a role is null where none is stated."""
    names = ["deal_id", "title", "kind", *PartyRole, "part_of", "same_hardware_as"]
    names += ["extends", "replaces", "related"]
    schema = polars_schema(TABLES["deals"])
    chosen = {str(name): schema[str(name)] for name in names}
    return pl.DataFrame([{name: row[name] for name in chosen} for row in rows], schema=chosen)


def _validate(tables: Mapping[str, pl.DataFrame]) -> None:
    for table, model in TABLES.items():
        frame = tables[table]
        typed = frame.schema == polars_schema(model)
        if not typed or (
            not frame.is_empty() and broken_rules(nw.from_native(frame.lazy()), model)
        ):
            raise DatasetError(f"the table {table} breaks its schema: {_failures(frame, model)}")
    problems = list(dangling(tables))
    if problems:
        raise DatasetError("; ".join(problems))


def _failures(frame: pl.DataFrame, model: type[Row]) -> str:
    """The first rows that break a rule of a table which is known to be broken."""
    from pandera.errors import SchemaErrors

    try:
        table_schema(model).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.head(5).rows(named=True)
        return "; ".join(f"{case['column']}: {case['check']}" for case in cases)
    raise AssertionError("both judge by the rules of one model")


def dangling(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """A line for each column whose ids are not all keys of the table that it references."""
    lines = []
    keys = {table: set(tables[table][key_of(model)]) for table, model in TABLES.items()}
    for table, model in TABLES.items():
        for column in columns(model):
            if column.references is None or tables[table].is_empty():
                continue
            ids = tables[table][column.name]
            values = set().union(*ids) if column.kind == "list of text" else set(ids)
            known = keys[column.references.table].union(column.references.reserved)
            missing = values - known - {None}
            if missing:
                lines.append(
                    f"{table}.{column.name}: no {column.references.table} {min(missing)!r}"
                )
    return lines
