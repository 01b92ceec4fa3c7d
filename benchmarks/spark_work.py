"""What Spark itself tells of a run, from the log of its events."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SparkWork:
    """What the tasks of one application did, in bytes and seconds."""

    tasks: int
    shuffled: int
    """Bytes written for other tasks to fetch."""
    spilled: int
    """Bytes put to disk for want of memory."""
    written: int
    """Bytes of files, but for what is settled between steps."""
    seconds: float
    """CPU of executors; the driver's, which plans, is not in it."""


def spark_work(folder: Path) -> SparkWork:
    """What the last run that wrote a log into a folder did."""
    log = max(
        (one for one in folder.iterdir() if one.is_file()), key=lambda one: one.stat().st_mtime
    )
    with log.open(encoding="utf-8") as lines:
        return summed(lines)


def summed(lines: Iterable[str]) -> SparkWork:
    """The sums over the tasks that ended."""
    sums: Counter[str] = Counter()
    for line in lines:
        event = json.loads(line)
        if event["Event"] == "SparkListenerTaskEnd":
            sums["tasks"] += 1
            done = event.get("Task Metrics")
            if done is None:  # it was lost with its executor
                continue
            sums["shuffled"] += done["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            sums["spilled"] += done["Disk Bytes Spilled"]
            sums["written"] += done["Output Metrics"]["Bytes Written"]
            sums["nanoseconds"] += done["Executor CPU Time"]
    return SparkWork(
        tasks=sums["tasks"],
        shuffled=sums["shuffled"],
        spilled=sums["spilled"],
        written=sums["written"],
        seconds=sums["nanoseconds"] / 1e9,
    )
