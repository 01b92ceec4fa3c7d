"""The commands of a maintainer: the tables for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai_chip_deals.cli.telling import Told


def huggingface(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Write Parquet and a dataset card that `datasets.load_dataset(DIR, TABLE)` reads."""
    from ai_chip_deals.export.huggingface import export_huggingface

    with Told():
        rows = export_huggingface(folder, force=force)
        typer.echo(f"{len(rows)} tables with {sum(rows.values())} rows in {folder}")
