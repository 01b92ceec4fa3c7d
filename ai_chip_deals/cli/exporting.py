"""The commands that write the tables as files: CSV, JSON Lines, Parquet, a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai_chip_deals.cli.telling import Told

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


def csv(folder: Folder, force: Force = False) -> None:
    """Write one CSV file a table, with lists joined by semicolons."""
    from ai_chip_deals.export.files import export_files

    with Told():
        _tell(export_files(folder, "csv", force=force), folder)


def jsonl(folder: Folder, force: Force = False) -> None:
    """Write one JSON Lines file a table, with lists as lists and null as null."""
    from ai_chip_deals.export.files import export_files

    with Told():
        _tell(export_files(folder, "jsonl", force=force), folder)


def parquet(folder: Folder, force: Force = False) -> None:
    """Write one Parquet file a table, with its types, zstd and a page index."""
    from ai_chip_deals.export.files import export_files

    with Told():
        _tell(export_files(folder, "parquet", force=force), folder)


def xlsx(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The .xlsx file to write.")],
    force: Force = False,
) -> None:
    """Write a workbook for Excel: what every column means, then one sheet a table."""
    from ai_chip_deals.export.excel import export_xlsx

    with Told():
        _tell(export_xlsx(path, force=force), path)


def _tell(rows: dict[str, int], where: Path) -> None:
    typer.echo(f"{len(rows)} tables with {sum(rows.values())} rows in {where}")
