"""The commands of a contributor: from an article to tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from ai_chip_deals.cli.telling import Root, Told, fail


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
    data_only: Annotated[
        bool,
        typer.Option(
            "--data-only", help="With --changed-since: what touches raw files touches nothing else."
        ),
    ] = False,
    form: Annotated[
        Literal["text", "github", "json"], typer.Option("--format", help="In which form.")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
) -> None:
    """Check raw files and print every problem, not only the first."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.checks import find_problems, places, problems_of
    from ai_chip_deals.checks.changes import changed_files, problems_of_data_alone
    from ai_chip_deals.cli import printing
    from ai_chip_deals.errors import shown

    with Told():
        named = places(paths or [], root)
        problems = find_problems(root, user_cache())
        if named:
            problems = problems_of(problems, named)
        if changed_since:
            changed = {shown(path) for path in changed_files(root, changed_since)}
            problems = [one for one in problems if one.severity == "error" or one.path in changed]
            if data_only:
                problems = sorted(problems + problems_of_data_alone(root, changed_since))
        elif data_only:
            fail("--data-only needs a revision: add --changed-since main.", 2)
        printing.problems(problems, form)
        failing = [problem for problem in problems if strict or problem.severity == "error"]
        raise typer.Exit(1 if failing else 0)


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
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.cli import printing
    from ai_chip_deals.raw.files import read_tree
    from ai_chip_deals.raw.sealing import seal_file

    with Told():
        tree = read_tree(root, user_cache())
        sealed = {file: seal_file(file, tree) for file in files}
        problems = [problem for one in sealed.values() for problem in one.problems]
        printing.problems(problems)
        for file, one in sealed.items():
            typer.echo(f"{one.sealed} of {one.quotes} quotes sealed in {file}")
        failed = any(problem.severity == "error" for problem in problems)
        raise typer.Exit(1 if failed else 0)


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
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.loaders import DATA

    with Told():
        rows = build_dataset(root, output or DATA, __version__, user_cache())
        if schemas:
            write_schemas(schemas)
        if docs:
            write_pages(docs)
        typer.echo(f"{len(rows)} tables with {sum(rows.values())} rows in {output or DATA}")
