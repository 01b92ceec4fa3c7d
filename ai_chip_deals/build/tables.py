"""The tree of raw files -> every published table as a frame that is true to its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from ai_chip_deals.build.flat import Flat, flat_of
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.resolve import Written, resolve
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.rules import broken_rules
from ai_chip_deals.rows.schema import columns, conform, key_of, polars_schema, table_schema


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
    return tables_of(flat_of(tree))


def tables_of(flat: Flat) -> Built:
    """Resolve what raw files say, as `build_tables` does."""
    made = resolve(
        nw.from_native(flat.claims.lazy()),
        Written(
            nw.from_native(flat.deals.lazy()),
            nw.from_native(flat.organizations.lazy()),
            nw.from_native(flat.products.lazy()),
        ),
    )
    frames = {table: conform(frame.to_native(), TABLES[table]) for table, frame in made.items()}
    for table in ("sources", "organizations", "products"):
        frames[table] = getattr(flat, table)
    tables = {table: frames[table] for table in TABLES}
    _validate(tables)
    read = flat.sources["retrieved"].max()
    assert read is None or isinstance(read, date)
    return Built(tables, flat.deals, read, flat.redirects)


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
    for table, model in TABLES.items():
        for column in columns(model):
            if column.references is None:
                continue
            named = tables[table].lazy().select(key=column.name)
            if column.kind == "list of text":
                named = named.explode("key")
            other, reserved = column.references.table, column.references.reserved
            keys = tables[other].lazy().select(key=key_of(TABLES[other]))
            missing = named.filter(~pl.col("key").is_in(reserved)).join(keys, on="key", how="anti")
            least = missing.min().collect().item()
            if least is not None:
                lines.append(f"{table}.{column.name}: no {other} {least!r}")
    return lines
