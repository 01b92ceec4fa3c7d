"""How much of a column says something."""

from __future__ import annotations

import polars as pl


def filled(column: pl.Series) -> float:
    """The share of rows in which a column says something: neither null nor an empty list."""
    if column.is_empty():
        return 0.0
    says = column.list.len() > 0 if isinstance(column.dtype, pl.List) else column.is_not_null()
    return int(says.fill_null(False).sum()) / len(column)
