"""The whole policy over Parquet files: on each engine, and on polars by ranges of records."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ai_chip_deals.engines import resolve_files
from ai_chip_deals.engines.running import RESOLVED
from ai_chip_deals.engines.sessions import EngineName, Options
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import polars_schema
from benchmarks.made import ALL_WRITTEN
from benchmarks.measuring import Ready

MASTER = "local[2]"
SPARK = {
    "spark.driver.memory": "6g",
    "spark.ui.enabled": "false",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
    # Of 200, as Spark has it, most would be empty on two cores.
    "spark.sql.shuffle.partitions": "32",
}
"""How Spark is set up where it is measured: but for memory and partitions, as it comes."""


def whole(folder: str, output: str, engine: EngineName, memory_limit: str = "") -> Ready:
    """Resolve all claims of a made folder at once."""
    options = Options(memory_limit or None, MASTER if engine == "spark" else None)
    if engine == "spark":
        _log_to(log_of(output))
    claims = [str(one / "claims.parquet") for one in ranges(folder)]
    written = Path(folder) / ALL_WRITTEN

    def resolve() -> None:
        resolve_files(claims, Path(output), engine, written=written, options=options, force=True)

    return resolve


def by_ranges(folder: str, output: str) -> Ready:
    """Resolve them range by range on polars, each with what is written of its records."""

    def resolve() -> None:
        for one in ranges(folder):
            claims, fresh = [str(one / "claims.parquet")], Path(output) / one.name
            resolve_files(claims, fresh, "polars", written=one, force=True)

    return resolve


def ranges(folder: str) -> Iterator[Path]:
    """The folders of the ranges of a made folder, in the order of their records."""
    return (one for one in sorted(Path(folder).iterdir()) if one.name != ALL_WRITTEN)


def fingerprint(output: str) -> Ready:
    """One number of all rows of all tables, in whatever order and files they are."""

    def number() -> int:
        found = hashlib.sha256()
        for name in RESOLVED:
            files = sorted(
                str(path)
                for place in Path(output).rglob(f"{name}.parquet")
                for path in ([place] if place.is_file() else place.glob("[!._]*.parquet"))
            )
            row = pl.struct(list(polars_schema(TABLES[name]))).struct.json_encode().hash()
            rows = pl.scan_parquet(files).select(pl.len(), sum=row.sum())
            found.update(f"{name} {rows.collect(engine='streaming').row(0)}".encode())
        return int(found.hexdigest()[:15], 16)

    return number


def log_of(output: str) -> str:
    """Where Spark tells what it did to write an output."""
    return f"{output}-log"


def _log_to(folder: str) -> None:
    Path(folder).mkdir(exist_ok=True)
    settings = SPARK | {"spark.eventLog.dir": Path(folder).absolute().as_uri()}
    words = " ".join(f"--conf '{name}={value}'" for name, value in settings.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"{words} pyspark-shell"
