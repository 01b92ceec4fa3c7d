"""The tables as plain files, one a table: CSV, JSON Lines, Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ai_chip_deals import loaders
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export.output import output_folder
from ai_chip_deals.frames import as_arrow
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

if TYPE_CHECKING:
    import polars as pl

Form: TypeAlias = Literal["csv", "jsonl", "parquet"]

SEPARATOR = ";"
"""What stands between the items of a list, where a format has no lists."""


def export_files(folder: Path, form: Form, *, force: bool = False) -> dict[str, int]:
    """Write a folder with one file a table, named after it.

    CSV is RFC 4180 in UTF-8: days as 2024-12-31, lists joined with `;`, nothing where a value is
    null. Text stays as it is, so a spreadsheet may take it for a formula: `export_xlsx` is for
    those. JSON Lines and Parquet keep lists and null; Parquet has the types of the Arrow schema,
    zstd and a page index.

    Args:
        folder: Where; it appears whole or not at all.
        form: Which kind of file.
        force: Whether an export of this form that is there already is replaced.

    Returns:
        How many rows each table has.

    Raises:
        MissingExtraError: The extra `arrow` is not installed, and Parquet is asked for.
        DatasetError: The folder is there and not empty, or holds what this export does not
            write; or an item of a list holds the separator of CSV.
        MissingDataError: The package was not built.
    """
    write = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}[form]
    with output_folder(folder, [f"{name}.{form}" for name in TABLES], force=force) as fresh:
        frames = {name: loaders.load(name) for name in loaders.tables()}
        for name, frame in frames.items():
            write(frame, name, fresh / f"{name}.{form}")
    return {name: frame.height for name, frame in frames.items()}


def write_csv(frame: pl.DataFrame, table: str, path: Path) -> None:
    """Write a table as CSV, with the line ends that RFC 4180 asks for."""
    joined(frame, table).write_csv(path, line_terminator="\r\n")


def write_jsonl(frame: pl.DataFrame, table: str, path: Path) -> None:
    """Write a table as JSON Lines: an object a row, with every column in it."""
    frame.write_ndjson(path)


def write_parquet(frame: pl.DataFrame, table: str, path: Path) -> None:
    """Write a table as Parquet of its Arrow schema, so that readers can skip what they seek not.

    Pages are cut by their content, so that a storage such as the Hub's keeps what two versions of a
    file share once.

    Raises:
        MissingExtraError: The extra `arrow` is not installed.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("arrow", "export Parquet") from None
    pq.write_table(
        as_arrow(frame, table),
        path,
        compression="zstd",
        write_page_index=True,
        use_content_defined_chunking=True,
    )


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
                "item of a list here. Export JSON Lines or Parquet, which have lists."
            )
    return frame.with_columns(pl.col(lists).list.join(SEPARATOR))
