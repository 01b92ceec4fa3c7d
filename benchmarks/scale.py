"""What the measured runs say of larger ones: growth, where a cluster pays, 10 billion claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.case import exponent
from benchmarks.measuring import Measured
from benchmarks.spark_work import SparkWork
from benchmarks.table import BY_RANGES, AnyRow, EngineRow, LimitRow, table

MANY = 10_000_000_000
MACHINE = 64_000_000_000
"""Bytes of memory of a machine of some size."""
HELD = f"claims in {MACHINE // 10**9} GB"
HOLDING = ("polars", "DuckDB")
"""The ways whose memory grows with the claims. Ranges take that of one, Spark what it is given."""
CLUSTERS = (8, 32, 128, 512)
"""Cores of a cluster for each core that polars has."""


@dataclass(frozen=True)
class Line:
    """The straight line through the seconds of two sizes: what a run costs, and each claim."""

    fixed: float
    a_claim: float


def fitted(runs: Mapping[int, Measured]) -> Line:
    """The line through the smallest and the largest run; a fixed cost is never below nothing."""
    small, large = min(runs), max(runs)
    a_claim = (runs[large].seconds - runs[small].seconds) / (large - small)
    return Line(max(0.0, runs[small].seconds - a_claim * small), a_claim)


def pays_from(spark: Line, polars: Line, cores: int) -> float | None:
    """The number of claims from which a cluster is done sooner; null where it never is."""
    saved = polars.a_claim - spark.a_claim / cores
    return max(0.0, spark.fixed - polars.fixed) / saved if saved > 0 else None


def text(rows: Sequence[AnyRow]) -> str:
    """The tables of docs/scale.md, as far as there are runs to make them of."""
    runs = _runs(row for row in rows if isinstance(row, EngineRow))
    works = {row.claims: row.spark for row in rows if isinstance(row, EngineRow) and row.spark}
    limited = [row for row in rows if isinstance(row, LimitRow)]
    lines = _lines(runs)
    sums = list(_sums(works, lines, limited))
    parts = (
        _growth(runs) if runs else "",
        _clusters(*lines) if lines else "",
        _spark(works) if works else "",
        _limited(limited) if limited else "",
        table((f"of {MANY:,} claims", "arithmetic", "result"), sums) if sums else "",
    )
    return "\n\n".join(filter(None, parts))


def _runs(rows: Iterable[EngineRow]) -> dict[str, dict[int, Measured]]:
    """What each engine spent, by the number of claims."""
    runs: dict[str, dict[int, Measured]] = {}
    for row in rows:
        ours = f"polars {BY_RANGES}" if row.ranged else "polars"
        runs.setdefault(ours, {})[row.claims] = row.ours
        runs.setdefault(row.beside, {})[row.claims] = row.theirs
    return runs


def _growth(runs: Mapping[str, Mapping[int, Measured]]) -> str:
    """How the cost of each engine grows."""
    head = (
        "engine",
        "claims",
        "CPU",
        "fixed",
        "a million claims",
        "growth",
        "memory a claim",
        HELD,
    )
    return table(head, (_grown(name, several) for name, several in runs.items()))


def _grown(name: str, runs: Mapping[int, Measured]) -> tuple[str, ...]:
    sizes, largest = sorted(runs), runs[max(runs)]
    told = (
        name,
        " and ".join(f"{size:,}" for size in sizes),
        " and ".join(f"{runs[size].seconds:,.1f} s" for size in sizes),
    )
    a_claim = largest.peak / max(runs)
    memory = (f"{a_claim:,.0f} B", f"{MACHINE / a_claim / 1e6:,.0f} million")
    if name not in HOLDING:
        memory = ("", "")
    if len(runs) < 2:
        return (*told, "", "", "", *memory)
    line = fitted(runs)
    power = exponent(sizes, [runs[size].seconds for size in sizes])
    return (*told, f"{line.fixed:.1f} s", f"{line.a_claim * 1e6:,.0f} s", f"n^{power:.2f}", *memory)


def _clusters(spark: Line, polars: Line) -> str:
    """From how many claims a cluster is done sooner than polars."""
    found = ((cores, pays_from(spark, polars, cores)) for cores in CLUSTERS)
    return table(
        ("cluster cores for each core of polars", "a cluster pays from some"),
        ((f"{n:,}", "never" if at is None else f"{at / 1e6:,.1f} million") for n, at in found),
    )


def _lines(runs: Mapping[str, Mapping[int, Measured]]) -> tuple[Line, Line] | None:
    """What Spark and polars cost, where Spark was measured at two sizes."""
    on_spark = next((several for name, several in runs.items() if name.startswith("Spark")), {})
    if len(on_spark) < 2:
        return None
    return fitted(on_spark), fitted(runs["polars"])


def _spark(works: Mapping[int, SparkWork]) -> str:
    """What Spark told of its runs."""
    head = ("claims on Spark", "tasks", "shuffled", "spilled", "files written", "CPU")
    return table(
        head,
        (
            (
                f"{claims:,}",
                f"{work.tasks:,}",
                *(
                    f"{size / claims:,.0f} B a claim"
                    for size in (work.shuffled, work.spilled, work.written)
                ),
                f"{work.seconds / claims * 1e6:,.0f} µs a claim",
            )
            for claims, work in sorted(works.items())
        ),
    )


def _limited(rows: Iterable[LimitRow]) -> str:
    """What was resolved within a limit of memory."""
    head = ("run", "CPU a million claims", "most memory")
    return table(
        head,
        (
            (
                f"{row.what}, {row.way}",
                f"{row.ours.seconds / row.claims * 1e6:,.0f} s",
                f"{row.ours.peak / 1e9:.2f} GB",
            )
            for row in rows
        ),
    )


def _sums(
    works: Mapping[int, SparkWork], lines: tuple[Line, Line] | None, limited: Sequence[LimitRow]
) -> Iterator[tuple[str, str, str]]:
    """The arithmetic of 10 billion claims."""
    if works:
        claims = max(works)
        work = works[claims]
        for what, size in (
            ("shuffled by Spark", work.shuffled),
            ("written to files by Spark", work.written),
        ):
            one = size / claims
            yield what, f"{one:,.0f} B x {MANY:.0e}", f"{one * MANY / 1e12:,.1f} TB"
    if lines:
        yield _core_hours("on Spark", lines[0].a_claim)
    for row in [row for row in limited if row.way == BY_RANGES][-1:]:
        yield _core_hours("by ranges of records on polars", row.ours.seconds / row.claims)


def _core_hours(what: str, a_claim: float) -> tuple[str, str, str]:
    hours = a_claim * MANY / 3600
    return what, f"{a_claim * 1e6:,.1f} µs x {MANY:.0e} / 3600", f"{hours:,.0f} core-hours"
