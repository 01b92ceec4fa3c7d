"""The commands that write the tables for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai_chip_deals.cli.telling import Told

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
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


def xlsx(file: File, force: Force = False) -> None:
    """Write a workbook (.xlsx): what every column means, then one sheet a table."""
    from ai_chip_deals.export.excel import export_xlsx

    with Told():
        _tell(export_xlsx(file, force=force), file)


def sqlite(file: File, force: Force = False) -> None:
    """Write one SQLite file: every table with its references, a search, and a dictionary."""
    from ai_chip_deals.export.sqlite import export_sqlite

    with Told():
        _tell(export_sqlite(file, force=force), file)


def datapackage(folder: Folder, force: Force = False) -> None:
    """Write CSV and a datapackage.json that `frictionless validate` reads (Data Package 2)."""
    from ai_chip_deals.export.datapackage import export_datapackage

    with Told():
        _tell(export_datapackage(folder, force=force), folder)


def huggingface(folder: Folder, force: Force = False) -> None:
    """Write Parquet that `datasets.load_dataset(DIR, TABLE)` reads, a card and Croissant."""
    from ai_chip_deals.export.huggingface import export_huggingface

    with Told():
        _tell(export_huggingface(folder, force=force), folder)


def plots(folder: Folder, force: Force = False) -> None:
    """Write pictures as SVG and Vega-Lite: orders, flows, users, and how claims spread."""
    from ai_chip_deals.export.plots import export_plots

    with Told():
        names = export_plots(folder, force=force)
        typer.echo(f"{len(names)} pictures in {folder}")


def publish(
    repo_id: Annotated[str, typer.Option(metavar="OWNER/NAME", help="The dataset on the Hub.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write everything, and send nothing.")
    ] = False,
) -> None:
    """Upload this version to the Hugging Face Hub, and tag it."""
    from ai_chip_deals.export.publishing import publish_huggingface

    with Told():
        published = publish_huggingface(repo_id, dry_run=dry_run)
        for path, size in published.files.items():
            typer.echo(f"{size:>11,}  {path}")
        verb = "would be published" if dry_run else "published"
        typer.echo(f"{len(published.files)} files {verb} as {published.tag} of {repo_id}")


def _tell(rows: dict[str, int], where: Path) -> None:
    typer.echo(f"{len(rows)} tables with {sum(rows.values())} rows in {where}")
