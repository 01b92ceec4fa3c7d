"""Two releases of many claims: loading both, and comparing them.

In the second one row in fifty has a changed cell or a changed claim behind it, and one is gone.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ai_chip_deals import tables
from ai_chip_deals.release.diff import diff
from ai_chip_deals.release.snapshots import from_folder
from benchmarks import made
from benchmarks.measuring import Ready

EVERY = 50
CHANGED = {
    "deals": "title",
    "deal_figures": "value",
    "deal_events": "date",
    "launches": "price",
    "user_metrics": "value",
    "claims": "as_stated",
}


def ours(folder: str) -> Ready:
    """What changed between the two, which are loaded already."""
    old, new = (from_folder(Path(folder) / name, name) for name in ("old", "new"))
    return lambda: sum(len(table.changed) for table in diff(old, new).tables)


def loading_both(folder: str) -> Ready:
    """Load the tables of both."""

    def load() -> int:
        both = [from_folder(Path(folder) / name, name) for name in ("old", "new")]
        return len(both)

    return load


def write_releases(folder: str, claims: int) -> Ready:
    """Ready to write both, with every table as large as that of claims asks for."""
    worlds = claims / tables()["claims"]

    def write() -> None:
        for name in ("old", "new"):
            (Path(folder) / name).mkdir(parents=True)
        for name, real in tables().items():
            old = made.table(name, max(1, round(real * worlds))).collect()
            old.write_parquet(Path(folder) / "old" / f"{name}.parquet")
            changed(name, old).write_parquet(Path(folder) / "new" / f"{name}.parquet")

    return write


def changed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The table without one row of so many, and with a changed cell in another."""
    frame = frame.filter(pl.int_range(pl.len()) % EVERY != 1)
    column = CHANGED.get(name)
    if column is None:
        return frame
    other = pl.col(column) + (1 if frame.schema[column].is_numeric() else pl.lit("!"))
    chosen = pl.int_range(pl.len()) % EVERY == 0
    return frame.with_columns(pl.when(chosen).then(other).otherwise(column).alias(column))
