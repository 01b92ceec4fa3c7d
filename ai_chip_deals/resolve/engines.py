"""What each engine does in a way of its own; all else of the policy is the same for all of them."""

from __future__ import annotations

from itertools import count
from typing import Any, TypeAlias

import narwhals as nw

Frame: TypeAlias = "nw.LazyFrame[Any]"

_SETTLED = count()


def settled(frame: Frame) -> Frame:
    """The frame computed once, where several steps start from it.

    Without it every step drags along the plan of all steps before it, many times over. DuckDB
    keeps it in a table of the session, which it may spill; Spark on its workers, which compute
    again what one of them loses.
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        name = f"settled_{next(_SETTLED)}"
        native.query("settling", f"CREATE TEMP TABLE {name} AS FROM settling")
        return nw.from_native(native.query("settling", f"FROM {name}"))
    if frame.implementation.is_pyspark():
        return nw.from_native(native.persist())
    return frame.collect().lazy()


def collected(frame: Frame, by: list[str], column: str, name: str) -> Frame:
    """The distinct values of a column, none of them null, as one sorted list a group.

    Narwhals has no list aggregation.
    """
    native = frame.select(*by, column).to_native()
    if frame.implementation.is_duckdb():
        columns = ", ".join(f'"{key}"' for key in by)
        listed = f'list_sort(list(DISTINCT "{column}")) AS "{name}"'
        gathered = native.aggregate(f"{columns}, {listed}")
    elif frame.implementation.is_pyspark():
        from pyspark.sql import functions as sql

        listed = sql.array_sort(sql.collect_set(column)).alias(name)
        gathered = native.groupBy(*by).agg(listed)
    else:
        import polars as pl

        gathered = native.group_by(by).agg(pl.col(column).unique().sort().alias(name))
    return nw.from_native(gathered)
