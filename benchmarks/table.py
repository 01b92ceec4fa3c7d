"""The rows of the table of results, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measuring import Measured

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
        ours, theirs = (
            f"{side.seconds:.3f} s, {side.peak / 1e6:,.0f} MB" for side in (self.ours, self.theirs)
        )
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


def judged(found: float, at_most: float | None, unit: str) -> tuple[str, str, str]:
    """What was found, what is asked for, and whether the one is within the other."""
    if at_most is None:
        return f"{found:.2f}{unit}", "", ""
    verdict = "met" if found <= at_most else "missed"
    return f"{found:.2f}{unit}", f"<= {at_most:.3g}{unit}", verdict


def line(cells: Iterable[str]) -> str:
    """One line of the table in Markdown."""
    return f"| {' | '.join(cells)} |"


def markdown(rows: Iterable[Row | GrowthRow]) -> str:
    """The table in Markdown."""
    every = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(map(line, every))
