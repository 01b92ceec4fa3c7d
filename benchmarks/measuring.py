"""CPU time and peak memory of one piece of work, each time in a fresh process (on Linux)."""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Ready: TypeAlias = Callable[[], "int | None"]
"""Work that is ready to be measured; it returns what it counted, where it counts."""


@dataclass(frozen=True)
class Measured:
    """What one piece of work cost."""

    seconds: float
    """CPU seconds, of child processes too."""
    peak: int
    """Bytes of memory of its process, or of its child process, at the most."""
    extra: int
    """How much of that came with the work, beside what it was given."""
    counted: int | None
    """What it counted, where it counts."""


@dataclass(frozen=True)
class Side:
    """A function of this package that makes some work ready, and what it is given.

    Imports and loading are not measured: they happen while the work is made ready.
    """

    prepare: Callable[..., Ready]
    given: tuple[str | int, ...]
    slow: bool = False
    """Whether one round must do."""

    def measure(self) -> Measured:
        """Do the work once."""
        place = f"{self.prepare.__module__}:{self.prepare.__name__}"
        command = [sys.executable, "-m", "benchmarks.measuring", place, json.dumps(self.given)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{place}{self.given} failed: {done.stderr[-2000:]}")
        return Measured(**json.loads(done.stdout.splitlines()[-1]))


def alternated(sides: Mapping[str, Side], rounds: int) -> dict[str, Measured]:
    """The medians of some rounds in which the sides take turns, so that noise falls on all."""
    taken: dict[str, list[Measured]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in sides.items():
            if not (side.slow and number):
                taken[name].append(side.measure())
    return {name: _median(several) for name, several in taken.items()}


def _median(several: list[Measured]) -> Measured:
    return Measured(
        statistics.median(one.seconds for one in several),
        round(statistics.median(one.peak for one in several)),
        round(statistics.median(one.extra for one in several)),
        several[0].counted,
    )


def _measured(place: str, given: str) -> Measured:
    """Make work ready, and then measure it: this runs in the fresh process."""
    module, _, function = place.partition(":")
    ready: Ready = getattr(importlib.import_module(module), function)(*json.loads(given))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak that loading had
    memory, seconds = _memory("VmRSS"), cpu_seconds()
    counted = ready()
    peak = max(
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
        *(_memory("VmHWM", process) for process in ("self", *_living_children())),
    )
    return Measured(cpu_seconds() - seconds, peak, max(0, peak - memory), counted)


def _living_children(of: str = "self") -> Iterator[str]:
    """Processes that were started and have not ended, such as the one that Spark works in."""
    for children in Path(f"/proc/{of}/task").glob("*/children"):
        for child in _told(children).split():
            yield child
            yield from _living_children(child)


def _told(path: Path) -> str:
    """What a file of a process says; nothing, once the process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _memory(name: str, process: str = "self") -> int:
    _, _, after = _told(Path(f"/proc/{process}/status")).partition(f"{name}:")
    return int(after.split()[0]) * 1024 if after else 0


def cpu_seconds() -> float:
    """CPU of this process and of those it started, whether they have ended or not."""
    usages = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ended = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return ended + sum(map(_ticks, _living_children())) / os.sysconf("SC_CLK_TCK")


def _ticks(process: str) -> int:
    after_name = _told(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return sum(map(int, after_name[11:13]))


if __name__ == "__main__":
    print(json.dumps(vars(_measured(*sys.argv[1:]))))
