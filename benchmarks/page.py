"""The pages of results: what a run found, with the versions and the command it was made with."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import scale
from benchmarks.table import AnyRow, markdown

START, END = "<!-- measured: {group} -->", "<!-- end -->"
"""What a run of a group writes stands between these; the rest of the page is written by hand."""
LIBRARIES = (
    "polars",
    "narwhals",
    "pydantic",
    "pandera",
    "PyYAML",
    "dataframely",
    "duckdb",
    "pyspark",
    "pointblank",
    "patito",
    "great_expectations",
    "check-jsonschema",
    "palmerpenguins",
    "datasets",
)


def write_pages(folder: Path, group: str, rows: Sequence[AnyRow]) -> None:
    """Write what was measured of a group so far; what it says of larger sizes is another page."""
    _write(folder / "benchmarks.md", group, markdown(rows))
    if larger := scale.text(rows):
        _write(folder / "scale.md", group, larger)


def _write(path: Path, group: str, text: str) -> None:
    page = path.read_text("utf-8")
    path.write_text(between(page, group, f"{made_by()}\n\n{text}"), "utf-8")


def made_by() -> str:
    """Which command made it, where, and of which versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = f"Python {platform.python_version()}"
    return f"Made by `{command()}` on {os.cpu_count()} cores with {python}, {versions}."


def between(page: str, group: str, text: str) -> str:
    """The page with a text in place of the one between the marks of a group."""
    start = START.format(group=group)
    before, _, rest = page.partition(start)
    _, _, after = rest.partition(END)
    return f"{before}{start}\n\n{text}\n\n{END}{after}"


def command() -> str:
    """What was run."""
    return shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
