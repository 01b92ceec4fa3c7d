"""The commands of a reader: look, ask, cite."""

from __future__ import annotations

from typing import Annotated, Literal, Optional

import typer

from ai_chip_deals.cli.telling import KnownOn, Told


def tables() -> None:
    """List the tables with their numbers of rows."""
    from ai_chip_deals import loaders
    from ai_chip_deals.cli import printing

    with Told():
        printing.tables(loaders.tables(), loaders.manifest())


def show(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="The key of any row.")],
    known_on: KnownOn = None,
) -> None:
    """Show a record, then its claims side by side: who says, repeats, hedges and denies what."""
    from ai_chip_deals.cli import showing

    with Told():
        showing.show(record_id, known_on)


def explain(
    table: Annotated[str, typer.Argument(help="A table, such as deals.")],
    record_id: Annotated[str, typer.Argument(metavar="ID", help="The key of one of its rows.")],
    column: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="One of its columns; all claims of the row where left out."),
    ] = None,
    known_on: KnownOn = None,
) -> None:
    """Show the claims behind a row, or behind one of its columns."""
    from ai_chip_deals import provenance
    from ai_chip_deals.cli import printing

    with Told():
        claims = provenance.explain(table, record_id, column, known_on)  # type: ignore[arg-type]
        printing.claims(claims.rows(named=True))


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, or WITH … SELECT.")],
    form: Annotated[
        Literal["table", "csv", "json", "parquet"], typer.Option("--format", help="In which form.")
    ] = "table",
    known_on: KnownOn = None,
) -> None:
    """Run SQL over the tables; it reads them and nothing else."""
    from ai_chip_deals import sql as sql_
    from ai_chip_deals.cli import printing

    with Told():
        printing.frame(sql_.query(sql, known_on), form)


def explore(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on this machine; 0 for any.")
    ] = 8001,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, and open nothing.")
    ] = False,
) -> None:
    """Look at the tables in a browser: filter, count, ask; Ctrl-C ends it."""
    import webbrowser
    from threading import Thread

    from ai_chip_deals.export.explore import explore as serve

    def opened(address: str) -> None:
        typer.echo(f"The tables are at {address} until Ctrl-C.")
        if not no_browser:
            # A browser in a terminal keeps who opens it waiting, and the server with them.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with Told():
        serve(port, opened)


def cite(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="The key of any row.")],
    style: Annotated[Literal["text", "bibtex"], typer.Option(help="In which form.")] = "text",
) -> None:
    """Print how to cite a source or record."""
    from ai_chip_deals import provenance

    with Told():
        typer.echo(provenance.cite(record_id, style))
