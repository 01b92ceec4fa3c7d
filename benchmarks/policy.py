"""The policy over many claims, beside one scan of the same Parquet."""

from __future__ import annotations

import math
from collections.abc import Sequence

import narwhals as nw
import polars as pl

from ai_chip_deals.resolve import policy
from benchmarks.measuring import Ready


def ours(path: str) -> Ready:
    """The winner of every cell, with conflicts, extremes and standing denials."""

    def judge() -> int:
        judged = policy.judge(nw.from_native(pl.scan_parquet(path)))
        height: int = judged.winners.select(nw.len()).collect().item()
        return height

    return judge


def scan(path: str) -> Ready:
    """A streaming scan of every column."""

    def read() -> int:
        hashed = pl.scan_parquet(path).select(pl.all().null_count())
        hashed.collect(engine="streaming")
        return 0

    return read


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the size that the time grows with: the slope of the line through the logs."""
    x, y = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((one - mean_x) * (other - mean_y) for one, other in zip(x, y, strict=True))
    return above / sum((one - mean_x) ** 2 for one in x)
