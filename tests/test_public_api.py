"""What `import ai_chip_deals` promises, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import ai_chip_deals
from ai_chip_deals import loaders
from ai_chip_deals.rows import TABLES

PUBLIC = {
    "DatasetError",
    "MissingDataError",
    "QueryError",
    "TableName",
    "UnknownNameError",
    "__version__",
    "cite",
    "connect",
    "data_as_of",
    "explain",
    "load",
    "query",
    "records",
    "scan",
    "tables",
    "to_datasets",
}


def test_the_public_names_are_exactly_these_and_all_are_there():
    assert set(ai_chip_deals.__all__) == PUBLIC
    assert all(hasattr(ai_chip_deals, name) for name in PUBLIC)


def test_tables_is_still_the_function_after_everything_is_imported():
    assert list(ai_chip_deals.tables()) == list(TABLES)


def test_the_names_that_editors_complete_are_the_tables():
    assert list(loaders.TableName.__args__) == list(TABLES)


def test_importing_brings_nothing_heavy():
    heavy = {"polars", "pydantic", "pandera", "narwhals", "yaml", "typer", "rich", "edtf"}
    heavy |= {"pandas", "pyarrow", "duckdb", "datasets", "altair"}
    code = "import sys, ai_chip_deals; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert heavy.isdisjoint(loaded.stdout.split())


def test_an_unknown_attribute_is_told_as_python_tells_it():
    code = "import ai_chip_deals; ai_chip_deals.lod"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "has no attribute 'lod'" in result.stderr
