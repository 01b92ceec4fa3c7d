"""The page of results: the table, with the versions and the command it was made with."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Iterable
from importlib.metadata import version

from benchmarks.table import GrowthRow, Row, markdown

START, END = "<!-- measured -->", "<!-- end -->"
"""What a run writes stands between these; the rest of the page is written by hand."""
LIBRARIES = (
    "polars",
    "narwhals",
    "pydantic",
    "pandera",
    "PyYAML",
    "dataframely",
    "duckdb",
    "pointblank",
    "patito",
    "great_expectations",
    "check-jsonschema",
    "palmerpenguins",
    "datasets",
)


def written(page: str, rows: Iterable[Row | GrowthRow]) -> str:
    """The page with what a run measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = f"Python {platform.python_version()}"
    made = f"Made by `{command()}` on {os.cpu_count()} cores with {python}, {versions}."
    return between(page, f"{made}\n\n{markdown(rows)}")


def between(page: str, text: str) -> str:
    """The page with a text in place of the one between its marks."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


def command() -> str:
    """What was run."""
    return shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
