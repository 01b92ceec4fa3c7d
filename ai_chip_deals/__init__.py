"""What was claimed about AI chip deals, launches and users: by whom, repeating whom, since when."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would cost as much as starting Python
if TYPE_CHECKING:
    from datetime import date

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

    data_as_of: date
    """The latest day on which a source of the bundled data was read."""

__version__ = "0.3.0"
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


_HOMES = {
    **dict.fromkeys(
        ("DatasetError", "MissingDataError", "QueryError", "UnknownNameError"), "errors"
    ),
    **dict.fromkeys(("connect", "to_datasets"), "interop"),
    **dict.fromkeys(("TableName", "load", "records", "scan", "tables"), "loaders"),
    **dict.fromkeys(("cite", "explain"), "provenance"),
    "query": "sql",
}
"""The module of each name, which is imported once somebody asks for the name."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "data_as_of":  # not kept, for it follows the manifest
        return import_module("ai_chip_deals.loaders").data_as_of()
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ai_chip_deals.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
