"""The command that finds what was taken from pages again, in a text or on the web."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from ai_chip_deals.cli.telling import Root, Told, fail, page_text
from ai_chip_deals.errors import MissingExtraError, RawError

if TYPE_CHECKING:
    from ai_chip_deals.raw.files import File
    from ai_chip_deals.raw.source import Source

Form = Literal["text", "markdown", "json"]


def verify(
    files: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(
            metavar="FILE",
            help="Source files under raw/sources/; with --fetch all of them where left out.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    text: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--text", help="The page as plain text.", exists=True, dir_okay=False),
    ] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Fetch each page from the web.")] = False,
    oldest: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(metavar="N", min=1, help="Fetch the N that were checked longest ago."),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep day and result in checked.yaml of raw/.")
    ] = False,
    form: Annotated[
        Form,
        typer.Option("--format", help="In which form to tell what was fetched."),
    ] = "text",
    allow_host: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="HOST:PORT", help="A server of your own that may be fetched from."),
    ] = None,
    root: Root = Path("raw"),
) -> None:
    """Find each claim's sentence and figures again in its page."""
    with Told():
        of_the_web = fetch or oldest or save or allow_host or form != "text"
        if text and files and len(files) == 1 and not of_the_web:
            found = _find_in_text(files[0], text)
        elif fetch and not text and not (files and oldest):
            found = _find_on_the_web(files or [], oldest, save, form, allow_host or [], root)
        else:
            fail("Say what to verify: FILE --text PAGE, or --fetch with FILEs or --oldest.", 2)
        raise typer.Exit(0 if found else 1)


def _find_in_text(file: Path, text: Path) -> bool:
    """Print what became of each claim of a file in a text; whether all was found."""
    from ai_chip_deals.cli import printing
    from ai_chip_deals.raw.files import read_file
    from ai_chip_deals.raw.sealing import verify as verify_source
    from ai_chip_deals.raw.source import Source
    from ai_chip_deals.vocabulary import PassageState

    source = read_file(file, Source)
    findings = list(verify_source(source.data, page_text(text)))
    printing.findings(findings)
    return all(finding.state is PassageState.FOUND for finding in findings)


def _find_on_the_web(
    files: list[Path],
    oldest: int | None,
    save: bool,
    form: Form,
    allow_hosts: list[str],
    root: Path,
) -> bool:
    """Print what became of each source on its page; whether all was found."""
    try:
        from ai_chip_deals.drift import report
        from ai_chip_deals.drift.fetch import Fetcher
    except ImportError:
        raise MissingExtraError("verify", "fetch pages") from None
    from ai_chip_deals.drift.checked import save_checks

    fetcher, reports = Fetcher(allow_hosts=allow_hosts), []
    for source in _sources(files, oldest, root):
        reports.append(report.check_source(source, fetcher.fetch))
        if form == "text":  # as they come, because pages take their time
            typer.echo(report.as_text(reports[-1]))
    whole = {"text": report.counts, "markdown": report.as_markdown, "json": report.as_json}
    typer.echo(whole[form](reports))
    if save:
        save_checks(root, reports, date.today())
    return all(one.is_found for one in reports)


def _sources(files: list[Path], oldest: int | None, root: Path) -> list[File[Source]]:
    """The sources that are named, else those that were checked longest ago."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.drift.checked import longest_unchecked
    from ai_chip_deals.raw.files import read_file, read_tree
    from ai_chip_deals.raw.source import Source

    if files:
        return [read_file(file, Source) for file in files]
    tree = read_tree(root, user_cache())
    if tree.problems:
        raise RawError(tree.problems)
    return longest_unchecked(tree, oldest)
