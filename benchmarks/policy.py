"""The policy over many claims, beside one scan of the same Parquet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import narwhals as nw
import polars as pl

from ai_chip_deals import loaders
from ai_chip_deals.resolve import Written, policy, resolve
from ai_chip_deals.resolve.engines import conformed
from ai_chip_deals.rows import TABLES
from benchmarks import made
from benchmarks.engines import ranges
from benchmarks.measuring import Ready


def ours(path: str, claims: int) -> Ready:
    """Every table that is made of claims, written as Parquet."""
    written = _written(claims)

    def write() -> int:
        resolved = resolve(nw.from_native(pl.scan_parquet(path)), written)
        with TemporaryDirectory(dir=Path(path).parent) as folder:
            for name, rows in resolved.items():
                table = conformed(rows, TABLES[name]).to_native()
                table.sink_parquet(f"{folder}/{name}.parquet", compression="zstd")
        return 0

    return write


def judged(path: str) -> Ready:
    """The winner of every cell, with conflicts, extremes and standing denials."""

    def judge() -> int:
        winners = policy.judge(nw.from_native(pl.scan_parquet(path))).winners
        height: int = winners.select(nw.len()).collect().item()
        return height

    return judge


def judged_by_ranges(folder: str) -> Ready:
    """The same, range by range of a made folder."""
    each = [judged(str(one / "claims.parquet")) for one in ranges(folder)]
    return lambda: sum(judge() or 0 for judge in each)


def scan(path: str) -> Ready:
    """A streaming scan of every column."""

    def read() -> int:
        hashed = pl.scan_parquet(path).select(pl.all().null_count())
        hashed.collect(engine="streaming")
        return 0

    return read


def _written(claims: int) -> Written:
    """The files of all the deals and products that so many made claims speak of."""
    worlds = -(-claims // loaders.load("claims").height)
    frames = {
        name: made.table(name, worlds * loaders.load(name).height).collect().lazy()
        for name in ("deals", "products")
    }
    organizations = nw.from_native(loaders.scan("organizations").collect().lazy())
    deals, products = (nw.from_native(frame) for frame in frames.values())
    return Written(deals, organizations, products)
