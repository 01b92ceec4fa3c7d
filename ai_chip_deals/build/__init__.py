"""raw/ -> claims -> tables -> Parquet and manifest.json; and schemas/ from the models."""

from __future__ import annotations

from pathlib import Path

from ai_chip_deals.atomic import written_whole
from ai_chip_deals.build.tables import Built, build_tables
from ai_chip_deals.build.write import write_dataset
from ai_chip_deals.checks import check_tree
from ai_chip_deals.errors import DatasetError, RawError
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.rows import TABLES

__all__ = ["Built", "build_dataset", "build_tables"]


def build_dataset(root: Path, output: Path, version: str) -> Built:
    """Build every table from `raw/` into a folder, which appears whole or not at all.

    Raises:
        RawError: `raw/` holds errors; warnings do not hold a build back.
        DatasetError: The folder is there and holds something other than a former build.
    """
    _refuse_foreign(output)
    tree = read_tree(root)
    errors = [problem for problem in check_tree(tree) if problem.severity == "error"]
    if errors:
        raise RawError(errors)
    built = build_tables(tree)
    with written_whole(output) as fresh:
        write_dataset(built, fresh, version)
    return built


def _refuse_foreign(output: Path) -> None:
    """A build takes the place of a former one, and of nothing else."""
    if not output.exists():
        return
    names = {path.name for path in output.iterdir()} if output.is_dir() else {output.name}
    ours = {"manifest.json", *(f"{name}.parquet" for name in [*TABLES, "deals_as_written"])}
    if foreign := sorted(names - ours):
        raise DatasetError(
            f"{output} holds {foreign[0]!r}, which no build wrote. Name an empty or a new folder."
        )
