"""What was claimed about AI chip deals, launches and users: by whom, repeating whom, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ai_chip_deals.errors import (
    DatasetError,
    MissingDataError,
    QueryError,
    UnknownNameError,
)
from ai_chip_deals.interop import connect, to_datasets
from ai_chip_deals.loaders import TableName, load, records, scan, tables
from ai_chip_deals.provenance import cite, explain
from ai_chip_deals.sql import query

if TYPE_CHECKING:
    from datetime import date

    data_as_of: date
    """The latest day on which a source of the bundled data was read."""

__version__ = "0.2.0"
"""The version of the package and of the data that it brings along."""

__all__ = [
    "DatasetError",
    "MissingDataError",
    "QueryError",
    "TableName",
    "UnknownNameError",
    "__version__",
    "cite",
    "connect",
    "data_as_of",
    "explain",
    "load",
    "query",
    "records",
    "scan",
    "tables",
    "to_datasets",
]


def __getattr__(name: str) -> Any:
    # Reading the manifest at import would make every reader pay for what few ask.
    if name == "data_as_of":
        from ai_chip_deals import loaders

        return loaders.data_as_of()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
