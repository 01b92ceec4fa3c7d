"""The tables as one SQLite file: typed, keyed, bound to each other, searchable, described."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ai_chip_deals import loaders
from ai_chip_deals.errors import DatasetError, WrongPathError
from ai_chip_deals.export.about import LICENCE
from ai_chip_deals.export.output import output_file
from ai_chip_deals.export.sqlite_schema import SqlTable, sql_tables

if TYPE_CHECKING:
    import polars as pl

VIEWS = Path(__file__).parent / "sqlite_views.sql"

APPLICATION_ID = 0x41434431
"""Marks a file as one of ours, in its header, for whoever would write over it."""

_OLDEST = (3, 38, 0)
"""The first SQLite that has strict tables, the trigram tokenizer and JSON in every build."""

_DESCRIBED = {
    "counted_deals": "The deals that may be summed, with parties and chips by name.",
    "denials": "What of a deal was denied, by whom, on how many pages.",
    "search": "Titles, names and aliases, found by three letters or more of any script: "
    "WHERE text MATCH '字节跳动'. Fewer letters: WHERE instr(text, '字节').",
    "dictionary": "Every table and column: what it is.",
    "about": "The version of the data, its last day, the hash of its rows, and its licence.",
}
"""What is in the file beside the tables of the row models."""

_ABOUT = "CREATE TABLE about (version TEXT, data_as_of TEXT, sha256 TEXT, license TEXT) STRICT"
_DICTIONARY = """CREATE TABLE dictionary (
  "table" TEXT NOT NULL, "column" TEXT, type TEXT NOT NULL, description TEXT NOT NULL,
  UNIQUE ("table", "column")
) STRICT"""


def export_sqlite(file: Path, *, force: bool = False) -> dict[str, int]:
    """Write one SQLite file with every table, and a table for each list of ids.

    Other lists are JSON. Days are text such as 2024-12-31, truth is 0 or 1. References are
    declared; SQLite enforces them on whoever sets `PRAGMA foreign_keys = ON`. Two exports of one
    data by one SQLite are alike to the byte.

    Args:
        file: Where; it appears whole or not at all.
        force: Whether the file of an earlier export is replaced.

    Returns:
        How many rows each published table has.

    Raises:
        WrongPathError: The path is a folder, or a file that no export wrote.
        DatasetError: The file is there or in use, a reference is broken, or SQLite is too old.
        MissingDataError: The package was not built.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatasetError(
            f"Python has SQLite {sqlite3.sqlite_version}, expected 3.38 or later. "
            "Use a Python that was built with one."
        )
    _refuse_foreign(file)
    frames: dict[str, pl.DataFrame] = {name: loaders.load(name) for name in loaders.tables()}
    with (
        output_file(file, force=force) as fresh,
        closing(sqlite3.connect(":memory:")) as connection,
    ):
        write_tables(connection, frames)
        connection.execute("VACUUM INTO ?", (str(fresh),))
    return {name: frame.height for name, frame in frames.items()}


def _refuse_foreign(file: Path) -> None:
    """Refuse to write over what no export wrote, or what somebody is writing to."""
    if file.is_dir():
        raise WrongPathError(f"{file} is a folder. Name a new file, such as {file}/deals.sqlite.")
    if not file.exists():
        return
    with file.open("rb") as stream:
        header = stream.read(72)
    if header[:16] != b"SQLite format 3\0" or header[68:] != APPLICATION_ID.to_bytes(4):
        raise WrongPathError(f"{file} is a file that no export wrote. Name a new file.")
    # SQLite would play the journal of the old file into the new one.
    for ending in ("-journal", "-wal"):
        if file.with_name(file.name + ending).exists():
            raise DatasetError(
                f"{file} is in use: {file.name}{ending} is beside it. Close it first."
            )


def write_tables(connection: sqlite3.Connection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Fill an empty database with the tables, what describes them, views and the search."""
    tables = sql_tables()
    connection.execute("PRAGMA page_size = 4096")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for table in tables:
        connection.execute(table.create())
    # Deals refer to deals: rows go in unchecked, and then all references are checked at once.
    for table in tables:
        connection.executemany(table.insert(), _rows(table, frames[table.of]))
    for table in tables:
        for statement in table.create_indexes():
            connection.execute(statement)
    _refuse_broken_references(connection)
    _describe(connection, tables)
    connection.commit()
    connection.executescript(VIEWS.read_text(encoding="utf-8"))


def _rows(table: SqlTable, frame: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    if table.list_column:
        for key, values in frame.select(table.key[0], table.list_column).iter_rows():
            yield from ((key, position, value) for position, value in enumerate(values, 1))
    else:
        names = [column.name for column in table.columns if not column.computed]
        yield from _stored(frame.select(names)).iter_rows()


def _stored(frame: pl.DataFrame) -> pl.DataFrame:
    """The values as SQLite keeps them: lists as JSON, days as text."""
    import polars as pl

    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    as_json = {
        name: [json.dumps(values, ensure_ascii=False) for values in frame[name].to_list()]
        for name in lists
    }
    return frame.with_columns(
        pl.col(pl.Date).cast(pl.String),
        *(pl.Series(name, values, pl.String) for name, values in as_json.items()),
    )


def _refuse_broken_references(connection: sqlite3.Connection) -> None:
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        raise DatasetError(
            f"a row of {table} refers to a row of {parent} that is not there. "
            "Build the tables again: ai-chip-deals build"
        )


def _describe(connection: sqlite3.Connection, tables: list[SqlTable]) -> None:
    manifest = loaders.manifest()
    about = (manifest["version"], manifest["data_as_of"], manifest["sha256"], LICENCE)
    connection.execute(_ABOUT)
    connection.execute("INSERT INTO about VALUES (?, ?, ?, ?)", about)
    connection.execute(_DICTIONARY)
    connection.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", _dictionary(tables))


def _dictionary(tables: list[SqlTable]) -> Iterator[tuple[str, str | None, str, str]]:
    """A row for each table, and one for each of its columns."""
    for table in tables:
        yield table.name, None, "table", table.description
        for column in table.columns:
            kind = f"{column.kind}, as JSON" if column.kind == "list of text" else column.kind
            yield table.name, column.name, kind, column.description
    for name, description in _DESCRIBED.items():
        yield name, None, "view" if name in ("counted_deals", "denials") else "table", description
