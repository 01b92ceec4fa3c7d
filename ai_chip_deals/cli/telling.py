"""What all commands share: their options, and how an error is told."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

KnownOn = Annotated[
    Optional[str],  # noqa: UP045  (typer reads it at run time)
    typer.Option("--known-on", metavar="DAY", help="As it was known on a day: 2024-12-31."),
]
Root = Annotated[
    Path,
    typer.Option("--raw", help="The folder of raw files.", exists=True, file_okay=False),
]


class Told:
    """Tells the package's own errors in their own words, without a traceback.

    They end the command with exit code 1, or the one given; a wrong command line always with 2.
    """

    def __init__(self, code: int = 1) -> None:
        self._code = code

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
            WrongPathError,
        )

        if isinstance(error, RawError):
            printing.problems(error.problems)
            raise typer.Exit(1)
        if isinstance(error, UnknownNameError | TextSyntaxError | QueryError | WrongPathError):
            fail(str(error), 2)
        if isinstance(error, DatasetError):
            fail(str(error), self._code)


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message and an exit code."""
    from ai_chip_deals.errors import one_line

    typer.echo(f"ai-chip-deals: {one_line(message)}", err=True)
    raise typer.Exit(code)


def page_text(path: Path) -> str:
    """The text of a page, as somebody saved it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        fail(f"{path} is no text in UTF-8. Save the page as plain text.", 2)
