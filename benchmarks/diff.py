"""What it costs to compare two versions of 10,000 deals, against loading both.

Run: python benchmarks/diff.py   (in an environment that has the package)

The tables are the shipped ones, repeated under other ids until they hold so many deals; in the
second version one row in fifty has a changed cell or a changed claim behind it, and one is gone.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import polars as pl

from ai_chip_deals import load, tables
from ai_chip_deals.release.diff import diff
from ai_chip_deals.release.snapshots import from_folder
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import key_of

DEALS = 10_000
ROUNDS = 5
EVERY = 50
CHANGED = {
    "deals": "title",
    "deal_figures": "value",
    "deal_events": "date",
    "launches": "price",
    "user_metrics": "value",
    "claims": "as_stated",
}
TARGET = 3


def main() -> None:
    """Print both times and their ratio, each the median of some rounds that alternate."""
    times: dict[str, list[float]] = {"loading both": [], "comparing them": []}
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        write_versions(old, new)
        for _ in range(ROUNDS):
            start = time.process_time()
            before, after = from_folder(old, "old"), from_folder(new, "new")
            loaded = time.process_time()
            found = diff(before, after)
            times["loading both"].append(loaded - start)
            times["comparing them"].append(time.process_time() - loaded)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    rows = sum(frame.height for frame in before.tables.values())
    cells = sum(len(table.changed) for table in found.tables)
    print(f"{before.tables['deals'].height:,} deals, {rows:,} rows, {cells:,} changed cells")
    for name, seconds in medians.items():
        print(f"{name:15} {seconds:.3f} s CPU")
    ratio = medians["comparing them"] / medians["loading both"]
    print(f"comparing costs {ratio:.2f} times the loading (at most {TARGET})")


def write_versions(old: Path, new: Path) -> None:
    """Write the enlarged tables twice, the second time with changes."""
    copies = -(-DEALS // tables()["deals"])
    for folder in (old, new):
        folder.mkdir()
    for table, model in TABLES.items():
        enlarged = pl.concat(copied(load(table), key_of(model), copy) for copy in range(copies))
        enlarged.write_parquet(old / f"{table}.parquet")
        changed(table, enlarged).write_parquet(new / f"{table}.parquet")


def copied(frame: pl.DataFrame, key: str, copy: int) -> pl.DataFrame:
    """The rows of a table under keys of their own, resting on claims of their own."""
    names = [name for name in ("claim_ids",) if name in frame.columns]
    return frame.with_columns(
        pl.format("{}/{}", key, pl.lit(copy)).alias(key),
        *(pl.col(name).list.eval(pl.format("{}/{}", pl.element(), pl.lit(copy))) for name in names),
    )


def changed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The table without one row of so many, and with a changed cell in another."""
    frame = frame.filter(pl.int_range(pl.len()) % EVERY != 1)
    column = CHANGED.get(table)
    if column is None:
        return frame
    other = pl.col(column) + (1 if frame.schema[column].is_numeric() else pl.lit("!"))
    chosen = pl.int_range(pl.len()) % EVERY == 0
    return frame.with_columns(pl.when(chosen).then(other).otherwise(column).alias(column))


if __name__ == "__main__":
    main()
