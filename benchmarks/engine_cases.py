"""The whole policy on several engines and under limits of memory, and whether all agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ai_chip_deals.engines.sessions import EngineName
from benchmarks import engines
from benchmarks.measuring import Side
from benchmarks.spark_work import spark_work
from benchmarks.table import BY_RANGES, EngineRow, LimitRow

GIB = 2**30
BESIDE_BUFFERS = 2**28
"""Bytes that a process holds beside what DuckDB limits."""
NAMES: dict[EngineName, str] = {"duckdb": "DuckDB", "spark": f"Spark, {engines.MASTER}"}


@dataclass(frozen=True)
class OnEngines:
    """Polars beside another engine, over the same made claims."""

    folder: str
    claims: int
    other: EngineName
    ranged: bool = False
    """Whether polars resolves range by range, for want of memory."""

    @property
    def what(self) -> str:
        """What is measured."""
        way = f" {BY_RANGES}" if self.ranged else ""
        return f"`resolve` of {self.claims:,} claims on polars{way}"

    def rows(self) -> Iterator[EngineRow]:
        """Measure each once, for they are slow, and compare what they wrote."""
        expected, output = f"{self.folder}-polars", f"{self.folder}-{self.other}"
        if self.ranged:
            ours = Side(engines.by_ranges, (self.folder, expected)).measure()
        else:
            ours = Side(engines.whole, (self.folder, expected, "polars")).measure()
        theirs = Side(engines.whole, (self.folder, output, self.other)).measure()
        yield EngineRow(
            self.what,
            NAMES[self.other],
            ours,
            theirs,
            at_most=None,
            claims=self.claims,
            equal=fingerprint(output) == fingerprint(expected),
            spark=spark_work(Path(engines.log_of(output))) if self.other == "spark" else None,
            ranged=self.ranged,
        )


@dataclass(frozen=True)
class UnderLimit:
    """Many claims in little memory: by ranges of records on polars, and by spilling on DuckDB."""

    folder: str
    claims: int
    limit: int
    wide: str | None = None
    """The same claims in ranges too wide for the limit, where the machine cannot hold all."""

    @property
    def what(self) -> str:
        """What is measured."""
        return f"`resolve` of {self.claims:,} claims within {self.limit / GIB:.3g} GiB"

    def rows(self) -> Iterator[LimitRow]:
        """Measure each once: what is asked is whether it ends, and within what."""
        expected, by_ranges = f"{self.folder}-unlimited", f"{self.folder}-ranges"
        spent = Side(engines.by_ranges, (self.folder, by_ranges)).measure()
        if self.wide:
            beside = f"{BY_RANGES} too wide for it, without limit"
            theirs = Side(engines.by_ranges, (self.wide, expected)).measure()
        else:
            beside = "at once, without limit"
            theirs = Side(engines.whole, (self.folder, expected, "polars")).measure()
        number = fingerprint(expected)
        equal = fingerprint(by_ranges) == number
        row = LimitRow(self.what, BY_RANGES, self.claims, self.limit, spent, beside, theirs, equal)
        yield row
        if self.wide:
            return
        spilled = f"{self.folder}-spilled"
        # What the process holds beside DuckDB's buffers counts too.
        buffers = f"{(self.limit - BESIDE_BUFFERS) // 2**20}MiB"
        spent = Side(engines.whole, (self.folder, spilled, "duckdb", buffers)).measure()
        way = f"on DuckDB with `--memory-limit {buffers}`"
        yield replace(row, way=way, ours=spent, equal=fingerprint(spilled) == number)


def fingerprint(output: str) -> int | None:
    """What the tables of a run amount to, computed in a process of its own."""
    return Side(engines.fingerprint, (output,)).measure().counted
