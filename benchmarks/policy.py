"""The policy over many claims, beside one scan of the same Parquet."""

from __future__ import annotations

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
