"""A table as the frame of another library: whole numbers stay whole, days days, null null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ai_chip_deals.errors import MissingExtraError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow

    from ai_chip_deals.rows.schema import Kind

    Frame: TypeAlias = pl.DataFrame | pd.DataFrame | pyarrow.Table | duckdb.DuckDBPyRelation

Library: TypeAlias = Literal["polars", "pandas", "arrow", "duckdb"]

_PANDAS: dict[Kind, str] = {
    "text": "string",
    "whole number": "Int64",
    "number": "Float64",
    "true or false": "boolean",
    "day": "datetime64[s]",
    "list of text": "object",
}
"""The types of pandas that know null, so that none turns a whole number into a fraction."""


def framed(frame: pl.DataFrame, table: str, library: Library) -> Frame:
    """Rows of a table as the frame of a library.

    Raises:
        MissingExtraError: The library is not installed.
        ValueError: There is no such library.
    """
    match library:
        case "polars":
            return frame
        case "pandas":
            return as_pandas(frame, table)
        case "arrow":
            return as_arrow(frame, table)
        case "duckdb":
            return as_duckdb(frame, table)
    raise ValueError(f"as_ is 'polars', 'pandas', 'arrow' or 'duckdb', not {library!r}")


def as_pandas(frame: pl.DataFrame, table: str) -> pd.DataFrame:
    """Rows of a table for pandas, in its nullable types; days are datetime64[s], lists lists."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("pandas", "load a table for pandas") from None
    from ai_chip_deals.rows import TABLES
    from ai_chip_deals.rows.schema import columns

    # Column by column, because polars' own way needs pyarrow and makes arrays of lists.
    return pd.DataFrame(
        {
            column.name: pd.Series(frame[column.name].to_list(), dtype=_PANDAS[column.kind])
            for column in columns(TABLES[table])
        }
    )


def as_arrow(frame: pl.DataFrame, table: str) -> pyarrow.Table:
    """Rows of a table as an Arrow table, in the table's Arrow schema."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtraError("arrow", "load a table for Arrow") from None
    from ai_chip_deals.rows import TABLES
    from ai_chip_deals.rows.schema import arrow_schema

    return frame.to_arrow().cast(arrow_schema(TABLES[table]))


def as_duckdb(frame: pl.DataFrame, table: str) -> duckdb.DuckDBPyRelation:
    """Rows of a table as a relation of DuckDB's default connection, which `duckdb.sql` asks."""
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("duckdb", "load a table for DuckDB") from None
    return duckdb.from_arrow(as_arrow(frame, table))
