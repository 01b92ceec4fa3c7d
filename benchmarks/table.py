"""The rows of the table of results, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.measuring import Measured
from benchmarks.spark_work import SparkWork

BY_RANGES = "by ranges of records"
DIFFERENT = "THE TABLES DIFFER"
HEAD = ("what", "ours", "beside", "theirs", "ratio", "target", "verdict")


@dataclass(frozen=True)
class Row:
    """Ours beside one other; an exponent is a difference, everything else a ratio."""

    what: str
    beside: str
    ours: Measured
    theirs: Measured
    at_most: float | None
    """Null where the row only reports."""

    @property
    def ratio(self) -> float:
        """How many times as much CPU time ours takes."""
        return self.ours.seconds / max(self.theirs.seconds, 1e-9)

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        ours, theirs = map(spent, (self.ours, self.theirs))
        return (self.what, ours, self.beside, theirs, *judged(self.ratio, self.at_most, "x"))


@dataclass(frozen=True)
class MemoryRow(Row):
    """The memory that our work needed, beside the size of what it was given."""

    @property
    def ratio(self) -> float:
        """How many times as much memory."""
        return self.ours.extra / max(self.theirs.counted or 0, 1)

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        ours, theirs = self.ours.extra, self.theirs.counted or 0
        sizes = f"{ours / 1e6:,.0f} MB", self.beside, f"{theirs / 1e6:,.0f} MB"
        return (self.what, *sizes, *judged(self.ratio, self.at_most, "x"))


@dataclass(frozen=True)
class EngineRow(Row):
    """The whole policy on polars beside another engine; the two must give equal tables."""

    claims: int
    equal: bool
    spark: SparkWork | None = None
    """What Spark told of its run, where it is Spark."""
    ranged: bool = False
    """Whether polars resolved range by range."""

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        verdict = "met" if self.equal else f"missed: {DIFFERENT}"
        return (*super().cells()[:5], "equal tables", verdict)


@dataclass(frozen=True)
class LimitRow:
    """A run that keeps to a limit of memory, and whether it gives what one without limit does."""

    what: str
    way: str
    """How the memory is kept small."""
    claims: int
    limit: int
    ours: Measured
    beside: str
    """How it was resolved without limit."""
    theirs: Measured
    equal: bool

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        ratio, target, verdict = judged(self.ours.peak / self.limit, 1, "x the limit")
        if not self.equal:
            verdict = f"missed: {DIFFERENT}"
        what = f"{self.what}, {self.way}"
        return (what, spent(self.ours), self.beside, spent(self.theirs), ratio, target, verdict)


@dataclass(frozen=True)
class FailedRow:
    """What could not be measured, and why."""

    what: str
    reason: str

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        reason = " ".join(self.reason.replace("|", "/").split())[-200:]
        return (self.what, "failed", "", reason, "", "", "missed")


@dataclass(frozen=True)
class GrowthRow:
    """The exponent with which our time grows, beside that of another."""

    what: str
    beside: str
    ours: float
    theirs: float
    at_most: float

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        above = self.ours - self.theirs
        sizes = f"n^{self.ours:.2f}", self.beside, f"n^{self.theirs:.2f}"
        return (self.what, *sizes, *judged(above, self.at_most, " above"))


AnyRow: TypeAlias = Row | LimitRow | FailedRow | GrowthRow


def spent(measured: Measured) -> str:
    """Time and memory as they are written."""
    return f"{measured.seconds:.3f} s, {measured.peak / 1e6:,.0f} MB"


def judged(found: float, at_most: float | None, unit: str) -> tuple[str, str, str]:
    """What was found, what is asked for, and whether the one is within the other."""
    if at_most is None:
        return f"{found:.2f}{unit}", "", ""
    verdict = "met" if found <= at_most else "missed"
    return f"{found:.2f}{unit}", f"<= {at_most:.3g}{unit}", verdict


def line(cells: Iterable[str]) -> str:
    """One line of the table in Markdown."""
    return f"| {' | '.join(cells)} |"


def markdown(rows: Iterable[AnyRow]) -> str:
    """The table of results in Markdown."""
    return table(HEAD, (row.cells() for row in rows))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(map(line, (head, ["---"] * len(head), *rows)))
