"""Parquet in, Parquet out: the policy and the rules over files, on any engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import polars as pl

from ai_chip_deals.engines.paths import check_columns, parquet_files
from ai_chip_deals.engines.sessions import EngineName, Options, Session, session
from ai_chip_deals.errors import UnknownNameError
from ai_chip_deals.export.output import output_file, output_folder
from ai_chip_deals.loaders import DATA
from ai_chip_deals.resolve import Frame, Written, resolve
from ai_chip_deals.resolve.engines import conformed
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.rules import broken_rows, violations
from ai_chip_deals.rows.schema import polars_schema
from ai_chip_deals.vocabulary import PartyRole

RESOLVED = [name for name in TABLES if name not in ("organizations", "products", "sources")]
"""The tables that are made of claims."""

WRITTEN = {
    "deals_as_written": (
        *("deal_id", "title", "kind", *(role.value for role in PartyRole)),
        *("part_of", "same_hardware_as", "extends", "replaces", "related"),
    ),
    "organizations": ("organization_id", "parent"),
    "products": ("product_id", "maker"),
}
"""The files that tell what no claim does, and the columns that the policy reads of them."""


class Violation(NamedTuple):
    """A rule of a table that some rows break."""

    table: str
    column: str
    rule: str
    rows: int


def resolve_files(
    claims: Sequence[str],
    output: Path,
    engine: EngineName,
    *,
    written: Path = DATA,
    options: Options = Options(),  # noqa: B008  (it is frozen)
    force: bool = False,
) -> None:
    """Resolve the claims of Parquet files into a Parquet file for each table made of them.

    Rows are in no order. Spark writes a folder in the place of each file.

    Args:
        claims: Files of the table `claims`, folders or patterns of them, or addresses that fsspec
            knows.
        output: The folder to write; it appears whole or not at all.
        engine: Which engine does it; all give the same tables.
        written: A folder with `deals_as_written.parquet`, `organizations.parquet` and
            `products.parquet`, laid out as the bundled data are.
        options: How the engine is started.
        force: Whether tables that are there already are replaced.

    Raises:
        WrongPathError: There is no such file or master, or an option is of another engine.
        MissingExtraError: The engine is not installed.
        DatasetError: A file is no table of claims; the folder may not be replaced; or the engine
            gave up.
    """
    files = parquet_files(claims)
    check_columns(files, "claims", polars_schema(TABLES["claims"]))
    beside = {name: parquet_files([str(written / f"{name}.parquet")]) for name in WRITTEN}
    for name, columns in WRITTEN.items():
        schema = polars_schema(TABLES["deals" if name == "deals_as_written" else name])
        check_columns(beside[name], name, pl.Schema({key: schema[key] for key in columns}))
    names = [f"{name}.parquet" for name in RESOLVED]
    with (
        output_folder(output, names, force=force) as fresh,
        session(engine, fresh.parent / "scratch", options) as opened,
    ):
        for name, frame in resolved(opened, files, beside).items():
            opened.write(conformed(frame, TABLES[name]), fresh / f"{name}.parquet")


def resolved(
    opened: Session, claims: Sequence[str], beside: dict[str, list[str]]
) -> dict[str, Frame]:
    """The tables that are made of claims, as frames of a session."""
    deals, organizations, products = (opened.scan(beside[name]) for name in WRITTEN)
    return resolve(opened.scan(claims), Written(deals, organizations, products))


def check_files(
    paths: Sequence[str],
    table: str,
    engine: EngineName,
    options: Options = Options(),  # noqa: B008
    *,
    output: Path | None = None,
    force: bool = False,
) -> list[Violation]:
    """Count the rows of Parquet files that break rules of their table.

    Args:
        paths: Files of one table, folders or patterns of them, or addresses.
        table: Which table.
        engine: Which engine counts.
        options: How the engine is started.
        output: A Parquet file to write, with a row for each row and rule:
            `table`, `key`, `column`, `rule`.
        force: Whether a file that is there already is replaced.

    Returns:
        The rules that are broken, in the order of the columns.

    Raises:
        UnknownNameError: There is no such table.
        WrongPathError: There is no such file or master, or an option is of another engine.
        MissingExtraError: The engine is not installed.
        DatasetError: A file lacks columns of the table; the output is there already, or cannot be
            written; or the engine gave up.
    """
    if table not in TABLES:
        raise UnknownNameError("table", table, TABLES)
    model = TABLES[table]
    files = parquet_files(paths)
    check_columns(files, table, polars_schema(model))
    with (
        output_file(output, force=force) if output else nullcontext() as fresh,
        TemporaryDirectory() as scratch,
        session(engine, Path(scratch), options) as opened,
    ):
        rows = opened.scan(files)
        counts = violations(rows, model)
        if fresh:
            broken = broken_rows(rows, model) if any(counts.values()) else []
            names = {"key": pl.String, "column": pl.String, "rule": pl.String}
            listed = pl.DataFrame(broken, schema=names, orient="row").sort(list(names))
            listed.select(pl.lit(table).alias("table"), *names).write_parquet(fresh)
    return [Violation(table, *rule, rows) for rule, rows in counts.items() if rows]
