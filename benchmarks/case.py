"""One thing that is measured: ours, what stands beside it, and what is asked of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measuring import Side, alternated
from benchmarks.table import GrowthRow, Row


@dataclass(frozen=True)
class Peer:
    """What ours is measured beside."""

    name: str
    side: Side
    at_most: float | None = None
    """Ours may take so many times as much; null where it is only reported."""
    row: type[Row] = Row
    """What of the two is compared: their time, or our memory and what the peer counted."""


@dataclass(frozen=True)
class Case:
    """One row for each peer."""

    what: str
    ours: Side
    peers: tuple[Peer, ...]
    rounds: int = 5

    def rows(self) -> Iterator[Row]:
        """Measure all of them by turns."""
        sides = {"": self.ours, **{peer.name: peer.side for peer in self.peers}}
        medians = alternated(sides, self.rounds)
        for peer in self.peers:
            yield peer.row(self.what, peer.name, medians[""], medians[peer.name], peer.at_most)


@dataclass(frozen=True)
class Growth:
    """Cases of several sizes, and how the time of ours grows beside that of their first peer."""

    what: str
    cases: Mapping[int, Case]
    at_most: float
    """Our exponent may lie so far above."""

    def rows(self) -> Iterator[Row | GrowthRow]:
        """The rows of the cases, and one of the exponents."""
        firsts = []
        for case in self.cases.values():
            first, *others = case.rows()
            firsts.append(first)
            yield from (first, *others)
        sizes = list(self.cases)
        ours, theirs = (
            exponent(sizes, [getattr(row, side).seconds for row in firsts])
            for side in ("ours", "theirs")
        )
        yield GrowthRow(self.what, firsts[0].beside, ours, theirs, self.at_most)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the size that the time grows with: the slope of the line through the logs."""
    x, y = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((one - mean_x) * (other - mean_y) for one, other in zip(x, y, strict=True))
    return above / sum((one - mean_x) ** 2 for one in x)
