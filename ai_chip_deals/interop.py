"""The tables where other tools ask for more than a frame: a database, a dataset for training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ai_chip_deals.errors import MissingExtraError
from ai_chip_deals.loaders import DATA, TableName, load, manifest

if TYPE_CHECKING:
    from datetime import date

    from datasets import Dataset
    from duckdb import DuckDBPyConnection


def connect() -> DuckDBPyConnection:
    """Open a DuckDB database in memory in which every table is a view, for any SQL of DuckDB's.

    Nothing is read before a query needs it. What a query creates is gone with the connection.

    Returns:
        A connection of its own; days are DATE, whole numbers BIGINT, lists VARCHAR[].

    Raises:
        MissingExtraError: The extra `duckdb` is not installed.
        MissingDataError: The package was not built.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("duckdb", "ask the tables in DuckDB") from None
    connection = duckdb.connect()
    for name in manifest()["tables"]:
        connection.read_parquet(str(DATA / f"{name}.parquet")).create_view(name)
    return connection


def to_datasets(table: TableName, known_on: date | str | None = None) -> Dataset:
    """A table as a `datasets.Dataset` in memory, past the cache on disk.

    Args:
        table: Its name, one of `tables()`.
        known_on: A day, as in `load`.

    Returns:
        The rows that `load` gives, with the features that `load_dataset` reads from the Hub.

    Raises:
        MissingExtraError: The extra `datasets` is not installed.
        UnknownNameError: There is no such table; the message names the nearest.
        DateSyntaxError: `known_on` is no day such as 2024-12-31.
        MissingDataError: The package was not built.
    """
    try:
        from datasets import Dataset, Features
    except ImportError:
        raise MissingExtraError("datasets", "make a dataset of a table") from None
    from ai_chip_deals.rows import TABLES
    from ai_chip_deals.rows.schema import arrow_schema

    frame = load(table, known_on)
    features = Features.from_arrow_schema(arrow_schema(TABLES[table]))
    return Dataset.from_polars(frame, features=features)
