"""What it costs to validate raw files: all of them, none changed, and one in a hundred changed.

Run: python benchmarks/incremental.py   (in a checkout, in an environment that has the package)

The files are those of the checkout, with pages repeated under other addresses up to 10,000 files.
Every time is CPU time of a fresh process without its start and imports; the measure is what it
costs to read the bytes of the same files. Where something changed, the changed files are read and
judged, but the rules between files still look at all of them.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import yaml

from ai_chip_deals.cache import Cache
from ai_chip_deals.checks import find_problems
from ai_chip_deals.raw.files import MODELS, read_tree

RAW = Path("raw")
FILES = 10_000
EVERY = 100
ROUNDS = 3
TARGETS = {"read with places": 20, "nothing changed": 2, "1% changed": 3}
"""What it should cost at most, in times of reading the bytes."""


def main() -> None:
    """Print each time, and its ratio to reading the bytes of the same files."""
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "raw", Cache(Path(folder) / "cache")
        write_tree(root)
        times: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            shutil.rmtree(Path(folder) / "cache", ignore_errors=True)
            measure(times, "reading the bytes", read_bytes, root)
            measure(times, "CSafeLoader and pydantic", load_plainly, root)
            measure(times, "read with places", read_tree, root)
            measure(times, "validate, no cache", find_problems, root)
            measure(times, "validate, empty cache", find_problems, root, cache)
            time.sleep(3)  # what was written just now would be opened again
            find_problems(root, cache)
            measure(times, "nothing changed", find_problems, root, cache)
            change_some(root, number)
            measure(times, "1% changed", find_problems, root, cache)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in medians.items():
        ratio = seconds / medians["reading the bytes"]
        target = f" (target: {TARGETS[name]})" if name in TARGETS else ""
        print(f"{name:26} {seconds:7.3f} s CPU, {ratio:6.2f} times{target}")


def measure(
    times: dict[str, list[float]], name: str, work: Callable[..., object], *of: object
) -> None:
    """Add the CPU time of some work in a process of its own."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        times.setdefault(name, []).append(pool.apply(_timed, (work, *of)))


def _timed(work: Callable[..., object], *of: object) -> float:
    start = time.process_time()
    work(*of)
    return time.process_time() - start


def read_bytes(root: Path) -> int:
    """Read every file, as fast as Python does."""
    size = 0
    for folder, _, names in os.walk(root):
        for name in names:
            with open(f"{folder}/{name}", "rb", buffering=0) as file:
                size += len(file.read())
    return size


def load_plainly(root: Path) -> None:
    """Read every file as YAML usually is, without places, and hold it against its model."""
    for kind, model in MODELS.items():
        for path in (root / kind).rglob("*.yaml"):
            value = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
            model.model_validate_json(json.dumps(value, default=str), strict=True)


def write_tree(root: Path) -> None:
    """Write the files of the checkout, and copies of its pages under other addresses."""
    shutil.copytree(RAW, root)
    pages = sorted((root / "sources").rglob("*.yaml"))
    missing = FILES - sum(1 for _ in root.rglob("*.yaml"))
    for number, page in enumerate(islice(cycle(pages), missing)):
        text = re.sub(r'(?m)^(url: "?[^"\n]*)', rf"\1?copy={number}", page.read_text("utf-8"))
        page.with_name(f"copy-{number}.yaml").write_text(text, "utf-8")


def change_some(root: Path, number: int) -> None:
    """Change the title or name in one file of so many, in others each time."""
    for path in islice(sorted(root.rglob("*.yaml")), number, None, EVERY):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^((?:title|name): .*\w)", r"\1 again", text), "utf-8")


if __name__ == "__main__":
    main()
