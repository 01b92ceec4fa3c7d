"""The command line: parse, call, print.

Exit codes: 0 where all is well, 1 for problems in the data, 2 for a wrong command line.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated, Literal, NoReturn, Optional

import typer

app = typer.Typer(
    name="ai-chip-deals",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
export = typer.Typer(help="Write the tables for other tools.", no_args_is_help=True)
app.add_typer(export, name="export")

KnownOn = Annotated[
    Optional[str],  # noqa: UP045  (typer reads it at run time)
    typer.Option("--known-on", metavar="DAY", help="As it was known on a day: 2024-12-31."),
]
Root = Annotated[
    Path,
    typer.Option("--raw", help="The folder of raw files.", exists=True, file_okay=False),
]
SourceFile = Annotated[
    Path, typer.Argument(help="A source file under raw/sources/.", exists=True, dir_okay=False)
]


def _version(asked: bool) -> None:
    if not asked:
        return
    from ai_chip_deals import loaders

    with _Told():
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


@app.command()
def tables() -> None:
    """List the tables with their numbers of rows."""
    from ai_chip_deals import loaders
    from ai_chip_deals.cli import printing

    with _Told():
        printing.tables(loaders.tables(), loaders.manifest())


@app.command()
def show(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="The key of any row.")],
    known_on: KnownOn = None,
) -> None:
    """Show a record, then its claims side by side: who says, repeats, hedges and denies what."""
    from ai_chip_deals.cli import showing

    with _Told():
        showing.show(record_id, known_on)


@app.command()
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

    with _Told():
        claims = provenance.explain(table, record_id, column, known_on)  # type: ignore[arg-type]
        printing.claims(claims.rows(named=True))


@app.command()
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

    with _Told():
        printing.frame(sql_.query(sql, known_on), form)


@app.command()
def cite(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="The key of any row.")],
    style: Annotated[Literal["text", "bibtex"], typer.Option(help="In which form.")] = "text",
) -> None:
    """Print how to cite a source or record."""
    from ai_chip_deals import provenance

    with _Told():
        typer.echo(provenance.cite(record_id, style))


@app.command()
def validate(
    paths: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(metavar="[PATH]...", help="Files or folders; all of raw/ where left out."),
    ] = None,
    root: Root = Path("raw"),
    changed_since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="REF", help="Warn only of what changed since a revision of git."),
    ] = None,
    form: Annotated[
        Literal["text", "github", "json"], typer.Option("--format", help="In which form.")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
) -> None:
    """Check raw files and print every problem, not only the first."""
    from ai_chip_deals.checks import find_problems, problems_of
    from ai_chip_deals.checks.changes import changed_files
    from ai_chip_deals.cli import printing

    with _Told():
        problems = find_problems(root)
        if paths:
            problems = problems_of(problems, paths, root)
        if changed_since:
            changed = problems_of(problems, changed_files(root, changed_since), root)
            problems = [one for one in problems if one.severity == "error" or one in changed]
        printing.problems(problems, form)
        failing = [problem for problem in problems if strict or problem.severity == "error"]
        raise typer.Exit(1 if failing else 0)


@app.command()
def seal(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Source files under raw/sources/.",
            exists=True,
            dir_okay=False,
        ),
    ],
    root: Root = Path("raw"),
) -> None:
    """Turn the quotes of source files into passages, once they carry their claims."""
    from ai_chip_deals.cli import printing
    from ai_chip_deals.raw.files import read_tree
    from ai_chip_deals.raw.sealing import seal_file

    with _Told():
        tree = read_tree(root)
        sealed = {file: seal_file(file, tree) for file in files}
        problems = [problem for one in sealed.values() for problem in one.problems]
        printing.problems(problems)
        for file, one in sealed.items():
            typer.echo(f"{one.sealed} of {one.quotes} quotes sealed in {file}")
        failed = any(problem.severity == "error" for problem in problems)
        raise typer.Exit(1 if failed else 0)


@app.command()
def verify(
    file: SourceFile,
    text: Annotated[
        Path, typer.Option("--text", help="The page as plain text.", exists=True, dir_okay=False)
    ],
) -> None:
    """Find each claim's sentence and figures in a text of its page."""
    from ai_chip_deals.cli import printing
    from ai_chip_deals.raw.files import read_file
    from ai_chip_deals.raw.sealing import verify as verify_source
    from ai_chip_deals.raw.source import Source

    with _Told():
        source = read_file(file, Source)
        page = _page(text)
        findings = list(verify_source(source.data, page))
        printing.findings(findings)
        raise typer.Exit(0 if all(finding.state == "found" for finding in findings) else 1)


@app.command()
def build(
    root: Root = Path("raw"),
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--output", help="Where the tables go; by default into the package."),
    ] = None,
    schemas: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--schemas", help="Write the JSON Schemas into this folder too."),
    ] = None,
    docs: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--docs", help="Write the generated pages into this folder too."),
    ] = None,
) -> None:
    """Build every table from raw files: all of it, or nothing where they hold errors."""
    from ai_chip_deals import __version__
    from ai_chip_deals.build import build_dataset
    from ai_chip_deals.build.pages import write_pages
    from ai_chip_deals.build.write import write_schemas
    from ai_chip_deals.loaders import DATA

    with _Told():
        built = build_dataset(root, output or DATA, __version__)
        if schemas:
            write_schemas(schemas)
        if docs:
            write_pages(docs)
        rows = sum(frame.height for frame in built.tables.values())
        typer.echo(f"{len(built.tables)} tables with {rows} rows in {output or DATA}")


@export.command()
def huggingface(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Write Parquet and a dataset card that `datasets.load_dataset(DIR, TABLE)` reads."""
    from ai_chip_deals.export.huggingface import export_huggingface

    with _Told():
        rows = export_huggingface(folder, force=force)
        typer.echo(f"{len(rows)} tables with {sum(rows.values())} rows in {folder}")


def _page(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        _fail(f"{path} is no text in UTF-8. Save the page as plain text.", 2)


class _Told:
    """Tells the package's own errors in their own words, without a traceback."""

    def __enter__(self) -> None:
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.showwarning = lambda message, *_: typer.echo(f"ai-chip-deals: {message}", err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        self._warnings.__exit__(kind, error, None)
        from ai_chip_deals.cli import printing
        from ai_chip_deals.errors import (
            DatasetError,
            QueryError,
            RawError,
            TextSyntaxError,
            UnknownNameError,
        )

        if isinstance(error, RawError):
            printing.problems(error.problems)
            raise typer.Exit(1)
        if isinstance(error, UnknownNameError | TextSyntaxError | QueryError):
            _fail(str(error), 2)
        if isinstance(error, DatasetError):
            _fail(str(error), 1)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"ai-chip-deals: {message}", err=True)
    raise typer.Exit(code)
