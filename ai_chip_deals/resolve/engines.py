"""What each engine does in a way of its own; all else of the policy is the same for all of them."""

from __future__ import annotations

from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw

from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.schema import Kind, columns, polars_schema

if TYPE_CHECKING:
    import duckdb

_DTYPES: dict[Kind, nw.dtypes.DType] = {
    "text": nw.String(),
    "whole number": nw.Int64(),
    "number": nw.Float64(),
    "true or false": nw.Boolean(),
    "day": nw.Date(),
}

Frame: TypeAlias = "nw.LazyFrame[Any]"

CONNECTION: ContextVar[duckdb.DuckDBPyConnection] = ContextVar("CONNECTION")
"""DuckDB's connection, of which its relations do not tell."""

_SETTLED = count()


def settled(frame: Frame) -> Frame:
    """The frame computed once, where several steps start from it.

    Without it every step drags along the plan of all steps before it, many times over. DuckDB
    keeps it in a table of its session, which it spills where memory is scarce. Spark writes it
    into the session's folder of checkpoints, where every worker can read it, so that the loss of
    a worker loses none of it.
    """
    native = frame.to_native()
    again: Frame
    if frame.implementation.is_duckdb():
        name = f"settled_{next(_SETTLED)}"
        native.create(name)
        again = nw.from_native(CONNECTION.get().table(name))
    elif frame.implementation.is_pyspark():
        again = nw.from_native(native.checkpoint())
    else:
        again = frame.collect().lazy()
    return again


def numbered(frame: Frame, name: str) -> Frame:
    """Give each row a whole number of its own; it stays the same once the frame is settled.

    Engines compare numbers many times as fast as texts.
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        counted = native.project(f'*, row_number() OVER () AS "{name}"')
    elif frame.implementation.is_pyspark():
        from pyspark.sql import functions as sql

        counted = native.withColumn(name, sql.monotonically_increasing_id())
    else:
        import polars as pl

        counted = native.with_row_index(name).with_columns(pl.col(name).cast(pl.Int64))
    with_numbers: Frame = nw.from_native(counted)
    return with_numbers


def collected(frame: Frame, by: str, column: str, name: str) -> Frame:
    """The values of a column as one sorted list a group, where none is null and none stands twice.

    Narwhals has no list aggregation.
    """
    native = frame.select(by, column).to_native()
    if frame.implementation.is_duckdb():
        gathered = native.aggregate(f'"{by}", list_sort(list("{column}")) AS "{name}"')
    elif frame.implementation.is_pyspark():
        from pyspark.sql import functions as sql

        gathered = native.groupBy(by).agg(sql.array_sort(sql.collect_list(column)).alias(name))
    else:
        import polars as pl

        # One sort of all values, whose order groups keep, costs less than a sort in each group.
        gathered = native.sort(column).group_by(by).agg(pl.col(column).alias(name))
    listed: Frame = nw.from_native(gathered)
    return listed


def conformed(frame: Frame, model: type[Row]) -> Frame:
    """A frame with exactly the columns of a table in its types, of rows in no order."""
    kinds = {column.name: column.kind for column in columns(model)}
    frame = _with_empty_lists(frame, [name for name in kinds if kinds[name] == "list of text"])
    return frame.select(
        nw.col(name) if kind == "list of text" else nw.col(name).cast(_DTYPES[kind])
        for name, kind in kinds.items()
    )


def empty(model: type[Row], like: Frame) -> Frame:
    """A table without rows, of the engine that some frame is of."""
    if like.implementation.is_polars():
        import polars as pl

        return nw.from_native(pl.LazyFrame(schema=polars_schema(model)))
    types = _DTYPES | {"list of text": nw.List(nw.String())}
    nulls = {column.name: nw.lit(None).cast(types[column.kind]) for column in columns(model)}
    return like.head(0).with_columns(**nulls).select(*nulls)


def _with_empty_lists(frame: Frame, names: list[str]) -> Frame:
    """Lists in which nothing was collected are empty, not null; Narwhals makes no list."""
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        empty = "[]::VARCHAR[]"
        filled = ", ".join(f'coalesce("{name}", {empty}) AS "{name}"' for name in names)
        native = native.project(f"* REPLACE ({filled})") if names else native
    elif frame.implementation.is_pyspark():
        from pyspark.sql import functions as sql

        none = sql.array().cast("array<string>")
        native = native.withColumns({name: sql.coalesce(sql.col(name), none) for name in names})
    else:
        import polars as pl

        native = native.with_columns(pl.col(names).fill_null([]))
    listed: Frame = nw.from_native(native)
    return listed
