"""Every exception of the package, and the shape in which a problem in the data is told."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ai_chip_deals.vocabulary import CheckResult

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place of a raw file, with its fix.

    Problems sort in file order. `line` and `column` count from 1; both are 0 where the
    problem is the file itself.
    """

    path: str
    line: int
    column: int
    field: str
    got: str
    expected: str
    fix: str
    rule: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        field = f" {self.field}:" if self.field else ""
        warning = " warning:" if self.severity == "warning" else ""
        fix = f" {self.fix}" if self.fix else ""
        return one_line(
            f"{place}:{warning}{field} got {self.got}, expected {self.expected}.{fix} ({self.rule})"
        )


class DatasetError(Exception):
    """Root of every error that this package raises on purpose."""


class RawError(DatasetError):
    """Raw files hold problems; `problems` has all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TextSyntaxError(DatasetError, ValueError):
    """A text does not follow its grammar.

    A `ValueError` too, so that pydantic collects it with the other problems of a file.
    """

    rule = "syntax"

    def __init__(self, got: str, expected: str, fix: str = "") -> None:
        self.got, self.expected, self.fix = got, expected, fix
        super().__init__(f"got {got!r}, expected {expected}." + (f" {fix}" if fix else ""))


class AmountSyntaxError(TextSyntaxError):
    """A text is no amount of the grammar."""

    rule = "amount-syntax"


class DateSyntaxError(TextSyntaxError):
    """A text is no date of the EDTF subset that the dataset uses."""

    rule = "date-syntax"


class SealError(DatasetError):
    """A quote cannot be sealed, because it does not carry its claim."""


class UnknownNameError(DatasetError, KeyError):
    """No table, column or record of that name; the message names the nearest ones."""

    def __init__(self, kind: str, got: str, known: Iterable[str]) -> None:
        hint = did_you_mean(got, known)
        self.message = f"no {kind} {got!r}." + (f" {hint}" if hint else "")
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


class WrongPathError(DatasetError, ValueError):
    """A command line names a file, folder or id that cannot be what is meant."""


class QueryError(DatasetError, ValueError):
    """A text is no query of the tables; the message says what is wrong and what is near."""


class FetchError(DatasetError):
    """A page could not be read; `result` is the term for why, the message says it in full."""

    def __init__(self, result: CheckResult, why: str) -> None:
        self.result = result
        super().__init__(why)


class MissingDataError(DatasetError):
    """The built tables are not there, or were built by another version."""


class MissingExtraError(DatasetError, ImportError):
    """What was asked for needs an extra of the package that is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        # Not above: loading a table meets errors, and has no use for the closed lists.
        from ai_chip_deals.vocabulary import PROJECT

        super().__init__(f"to {purpose}, install the extra: pip install '{PROJECT}[{extra}]'")


def did_you_mean(got: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """A sentence that names the nearest known names, or an empty string."""
    names = dict.fromkeys(str(name) for name in known)
    near = get_close_matches(got, names, n=3, cutoff=cutoff)
    return f"Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""


def one_line(text: str) -> str:
    """A text in one line, in which what cannot be seen is written as an escape.

    File names and values come from strangers. Where a machine reads the lines of a job, none of
    them may become a command: neither `::…` at the start of a line nor `##[…]` anywhere in it.
    """
    seen = (sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return "".join(seen).replace("##[", r"#\x23[")


def shown(path: Path) -> str:
    """A path as a reader would type it: relative to the working directory where it is below it."""
    try:
        # Not resolved: a link is told by its own name, not by that of what it leads to.
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
