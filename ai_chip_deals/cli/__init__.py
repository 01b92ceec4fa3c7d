"""The command line: parse, call, print.

Exit codes: 0 where all is well, 1 for problems in the data, 2 for a wrong command line.
"""

from __future__ import annotations

from typing import Annotated

import typer

from ai_chip_deals.cli import (
    contributing,
    drafting,
    engines,
    exporting,
    maintaining,
    reading,
    verifying,
)
from ai_chip_deals.cli.telling import Told

app = typer.Typer(
    name="ai-chip-deals",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (
    reading.tables,
    reading.show,
    reading.explain,
    reading.query,
    reading.explore,
    reading.cite,
    contributing.validate,
    contributing.seal,
    verifying.verify,
    contributing.build,
    maintaining.diff,
    engines.resolve,
    engines.check,
):
    app.command()(command)

new = typer.Typer(help="Begin a raw file.", no_args_is_help=True)
new.command()(drafting.source)
new.command()(drafting.deal)
new.command()(drafting.organization)
new.command()(drafting.product)
app.add_typer(new, name="new")

export = typer.Typer(help="Write the tables for other tools.", no_args_is_help=True)
for exporter in (
    exporting.csv,
    exporting.jsonl,
    exporting.parquet,
    exporting.xlsx,
    exporting.sqlite,
    exporting.datapackage,
    exporting.huggingface,
    exporting.plots,
):
    export.command()(exporter)
app.add_typer(export, name="export")

publish = typer.Typer(help="Publish this version.", no_args_is_help=True)
publish.command("huggingface")(exporting.publish)
publish.callback()(lambda: None)  # else its only command would go by the name of the group
app.add_typer(publish, name="publish")

release = typer.Typer(help="Release the data with a computed changelog.", no_args_is_help=True)
for command in (
    maintaining.check,
    maintaining.prepare,
    maintaining.notes,
    maintaining.coverage,
    maintaining.totals,
    maintaining.dictionary,
    maintaining.sample,
):
    release.command()(command)
app.add_typer(release, name="release")


def _version(asked: bool) -> None:
    if not asked:
        return
    from ai_chip_deals import loaders

    with Told():
        manifest = loaders.manifest()
        typer.echo(
            f"ai-chip-deals {manifest['version']}, data as of {manifest['data_as_of']}, "
            f"sha256 {manifest['sha256']}"
        )
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Print the version, the day of the data and its hash.",
        ),
    ] = False,
) -> None:
    """What was claimed about AI chip deals, launches and users: by whom, repeating whom."""
