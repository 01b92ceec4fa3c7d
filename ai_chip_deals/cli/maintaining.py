"""The commands of a maintainer: what changed, releases, the tables for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from ai_chip_deals.cli.telling import Root, Told

_SIDE = "A revision of git, a wheel, a folder of Parquet or of raw files, or: installed."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_SIDE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
    root: Root = Path("raw"),
    form: Annotated[
        Literal["text", "markdown", "json"], typer.Option("--format", help="In which form.")
    ] = "text",
) -> None:
    """Show which records, values and columns differ, and which claims made them differ."""
    from ai_chip_deals.release import diff as diff_
    from ai_chip_deals.release import wording
    from ai_chip_deals.release.snapshots import read_snapshot

    with Told(code=2):  # as of diff: 0 alike, 1 different, 2 trouble
        found = diff_.diff(read_snapshot(old, root), read_snapshot(new, root))
        told = {"text": wording.as_text, "markdown": wording.as_markdown, "json": wording.as_json}
        typer.echo(told[form](found), nl=False)
        raise typer.Exit(1 if found else 0)


def check(
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Pass where the version is the released one.")
    ] = False,
) -> None:
    """Say why the working copy may not be released: version, changelog, lost ids, floors."""
    with Told():
        from ai_chip_deals.release.checking import check_release, read_candidate, unchanged

        if if_changed and unchanged(Path()):
            typer.echo("the version is the released one: nothing to check")
            return
        reasons = list(check_release(read_candidate(Path())))
        for reason in reasons:
            typer.echo(reason)
        typer.echo(f"{len(reasons)} reasons against a release")
        raise typer.Exit(1 if reasons else 0)


def prepare(
    version: Annotated[
        Optional[str],  # noqa: UP045  (typer reads it at run time)
        typer.Option("--version", help="A higher version than the changes demand."),
    ] = None,
) -> None:
    """Write what a release lacks: version, section of the changelog, counted pages, citation."""
    with Told():
        from ai_chip_deals.release.checking import prepare_release, read_candidate
        from ai_chip_deals.release.version import parsed_version

        asked = parsed_version(version) if version else None
        prepared = prepare_release(read_candidate(Path()), asked)
        typer.echo(f"prepared {prepared}. Commit it, and tag the commit: git tag v{prepared}")


def notes() -> None:
    """Print what the changelog says of the version, as Markdown."""
    with Told():
        from ai_chip_deals.release import changelog
        from ai_chip_deals.release.version import stated_version

        typer.echo(changelog.notes(Path(), stated_version(Path())), nl=False)


def coverage(root: Root = Path("raw")) -> None:
    """Print what the data holds by year, kind and segment, as Markdown."""
    from ai_chip_deals.release.coverage import coverage_page
    from ai_chip_deals.release.snapshots import from_raw

    with Told():
        typer.echo(coverage_page(from_raw(root, root.as_posix())), nl=False)


def totals(root: Root = Path("raw")) -> None:
    """Print what the deals add up to, each sum with its query, as Markdown."""
    from ai_chip_deals.release.snapshots import from_raw
    from ai_chip_deals.release.totals import totals_page

    with Told():
        typer.echo(totals_page(from_raw(root, root.as_posix())), nl=False)


def dictionary(root: Root = Path("raw")) -> None:
    """Print what every column holds, with examples and how often it is filled, as Markdown."""
    from ai_chip_deals.release.dictionary import dictionary_page
    from ai_chip_deals.release.snapshots import from_raw

    with Told():
        typer.echo(dictionary_page(from_raw(root, root.as_posix())), nl=False)


def sample(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="How many.")] = 60,
    seed: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="What decides which; the hash of the commit where left out."),
    ] = None,
    of: Annotated[
        Literal["deals", "rest"], typer.Option(help="Claims about deals, or about the rest.")
    ] = "deals",
) -> None:
    """Draw claims to be held against their pages by somebody who did not write them."""
    from ai_chip_deals import loaders
    from ai_chip_deals.git import git
    from ai_chip_deals.release.sampling import DEAL_TABLES, as_checklist, draw

    with Told():
        seed = seed or git(Path(), ["rev-parse", "HEAD"]).strip()
        tables = [name for name in loaders.tables() if (name in DEAL_TABLES) is (of == "deals")]
        typer.echo(f"drawn by {seed}")
        typer.echo(as_checklist(draw(loaders.load("claims"), number, seed, tables)))
