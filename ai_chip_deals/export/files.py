"""The tables as plain files, one a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ai_chip_deals.errors import DatasetError
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

if TYPE_CHECKING:
    import polars as pl

SEPARATOR = ";"
"""What stands between the items of a list, where a format has no lists."""


def write_csv(frame: pl.DataFrame, table: str, path: Path) -> None:
    """Write a table as CSV, with the line ends that RFC 4180 asks for."""
    joined(frame, table).write_csv(path, line_terminator="\r\n")


def joined(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """A table whose lists are text, for formats without lists.

    Raises:
        DatasetError: An item holds the separator, so that the list could not be told apart again.
    """
    import polars as pl

    lists = [column.name for column in columns(TABLES[table]) if column.kind == "list of text"]
    for name in lists:
        items = frame[name].explode().drop_nulls()
        split = items.filter(items.str.contains(SEPARATOR, literal=True))
        if split.len():
            raise DatasetError(
                f"{table}.{name} holds {split[0]!r}: with {SEPARATOR!r} in it, it cannot be an "
                "item of a list here."
            )
    return frame.with_columns(pl.col(lists).list.join(SEPARATOR))
