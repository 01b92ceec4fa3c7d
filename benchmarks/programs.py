"""Whole runs of Python: what a reader pays from the start of a program to its end."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measuring import Ready

NOTHING = "pass"
IMPORT = "import ai_chip_deals"
LOAD = "from ai_chip_deals import load; load('deals')"
BARE_POLARS = "import sys, polars; polars.read_parquet(sys.argv[1])"
PENGUINS = "from palmerpenguins import load_penguins; load_penguins()"
DATASETS = """
import sys
from datasets import load_dataset
load_dataset("parquet", data_files=sys.argv[1], split="train", cache_dir=sys.argv[2])
"""
HELP = "from ai_chip_deals.cli import app; app()"
BARE_HELP = """
import typer
app = typer.Typer()
@app.command()
def one(name: str) -> None:
    "Do one thing."
@app.command()
def other(name: str) -> None:
    "Do another."
app()
"""


def python(code: str, *arguments: str) -> Ready:
    """Run some code in a Python of its own."""
    command = [sys.executable, "-c", code, *arguments]

    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return run
