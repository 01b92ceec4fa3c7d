"""Which Parquet files somebody means, here or wherever fsspec reads, and whether they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import polars as pl

from ai_chip_deals.errors import DatasetError, MissingExtraError, WrongPathError

SHOWN = 5
"""How many wrong columns are named; a file of another table has nearly all of them wrong."""


def is_remote(path: str) -> bool:
    """Whether it is an address, such as s3://bucket/claims.parquet."""
    return "://" in path


def protocols(paths: Sequence[str]) -> set[str]:
    """The protocols of addresses."""
    return {path.partition("://")[0] for path in paths if is_remote(path)}


def parquet_files(places: Sequence[str]) -> list[str]:
    """The files that are meant: each itself, or all of a folder or pattern, in their order.

    Raises:
        WrongPathError: There is none.
        MissingExtraError: An address needs fsspec, which is not installed.
    """
    files = []
    for place in places:
        found = sorted(_remote(place) if is_remote(place) else _local(Path(place)))
        if not found:
            raise WrongPathError(
                f"{place}: got no Parquet file, expected one, or a folder or pattern of some. "
                "Check the path."
            )
        files += found
    return files


def _local(place: Path) -> Iterator[str]:
    if place.is_file():
        yield str(place)
    # What engines write beside their files begins with a dot or an underscore.
    yield from (str(path) for path in place.rglob("[!._]*.parquet") if path.is_file())


def _remote(place: str) -> list[str]:
    try:
        import fsspec
    except ImportError:
        raise MissingExtraError("fsspec", f"read {place}") from None
    try:
        files, found = fsspec.url_to_fs(place)
        names = files.glob(f"{found.rstrip('/')}/*.parquet" if files.isdir(found) else found)
        return [files.unstrip_protocol(name) for name in names]
    except (ImportError, OSError, ValueError) as error:
        raise WrongPathError(f"{place} cannot be read: {error}") from error


def handle(path: str) -> IO[bytes]:
    """A file behind an address, open to be read."""
    import fsspec

    return cast("IO[bytes]", fsspec.open(path, "rb").open())


def check_columns(paths: Sequence[str], table: str, columns: pl.Schema) -> None:
    """Make sure that every file has the columns of a table, in their types.

    Raises:
        DatasetError: One is no Parquet file, or lacks columns or has others of their names; the
            message has the first of them.
    """
    for path in paths:
        try:
            got = pl.read_parquet_schema(handle(path) if is_remote(path) else path)
        except pl.exceptions.PolarsError as error:
            raise DatasetError(f"{path}: got no Parquet file, expected one of {table}") from error
        wrong = [
            f"{name} as {got[name]} instead of {dtype}" if name in got else f"no {name}"
            for name, dtype in columns.items()
            if got.get(name) != dtype
        ]
        if wrong:
            more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            raise DatasetError(
                f"{path}: got {', '.join(wrong[:SHOWN])}{more}, expected the columns of {table}. "
                f"schemas/tables/{table}.schema.json describes them."
            )
