"""The commands that run the policy and the rules over Parquet files, on any engine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from ai_chip_deals.cli.exporting import Force
from ai_chip_deals.cli.telling import Told

Engine = Annotated[Literal["polars", "duckdb", "spark"], typer.Option(help="What computes it.")]
MemoryLimit = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        metavar="SIZE",
        help="Of DuckDB, such as 2GB; beyond it spills to disk.",
    ),
]
Master = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        metavar="URL", help="Of Spark: that of a cluster; else all cores of this machine."
    ),
]


def resolve(
    claims: Annotated[
        list[str],
        typer.Argument(metavar="CLAIMS...", help="Parquet files of claims: paths or addresses."),
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write.")],
    engine: Engine = "polars",
    written: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="DIR", help="What files state of themselves; else the bundled data."),
    ] = None,
    memory_limit: MemoryLimit = None,
    master: Master = None,
    force: Force = False,
) -> None:
    """Resolve claims into tables: Parquet in, Parquet out, alike on every engine."""
    from ai_chip_deals.engines import resolve_files
    from ai_chip_deals.engines.sessions import Options
    from ai_chip_deals.loaders import DATA

    options = Options(memory_limit, master)
    with Told():
        resolve_files(claims, output, engine, written=written or DATA, options=options, force=force)
        typer.echo(f"8 tables in {output}")


def check(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FILES...", help="Parquet files of one table."),
    ],
    table: Annotated[str, typer.Option(help="Which table they are.")] = "claims",
    engine: Engine = "polars",
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="List the broken rows too, as Parquet."),
    ] = None,
    memory_limit: MemoryLimit = None,
    master: Master = None,
    force: Force = False,
) -> None:
    """Count the rows of Parquet files that break a rule of their table."""
    from ai_chip_deals.engines import check_files
    from ai_chip_deals.engines.sessions import Options

    with Told():
        options = Options(memory_limit, master)
        found = check_files(paths, table, engine, options, output=output, force=force)
        for one in found:
            rows = "row" if one.rows == 1 else "rows"
            typer.echo(f"{one.table}.{one.column}: {one.rule}: {one.rows:,} {rows}")
        rules = "rule" if len(found) == 1 else "rules"
        typer.echo(f"{len(found)} {rules} of {table} broken")
        raise typer.Exit(1 if found else 0)
