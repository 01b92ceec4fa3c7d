"""raw/ -> claims -> tables -> Parquet and manifest.json; and schemas/ from the models."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ai_chip_deals.build.tables import Built, build_tables
from ai_chip_deals.build.write import write_dataset
from ai_chip_deals.checks import check_tree
from ai_chip_deals.errors import RawError
from ai_chip_deals.raw.files import read_tree

__all__ = ["Built", "build_dataset", "build_tables"]


def build_dataset(root: Path, output: Path, version: str) -> Built:
    """Build every table from `raw/` into a folder, which appears whole or not at all.

    Raises:
        RawError: `raw/` holds errors; warnings do not hold a build back.
    """
    tree = read_tree(root)
    errors = [problem for problem in check_tree(tree) if problem.severity == "error"]
    if errors:
        raise RawError(errors)
    built = build_tables(tree)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as temporary:
        fresh, former = Path(temporary) / "fresh", Path(temporary) / "former"
        write_dataset(built, fresh, version)
        if output.exists():
            output.rename(former)
        fresh.rename(output)
        shutil.rmtree(former, ignore_errors=True)
    return built
