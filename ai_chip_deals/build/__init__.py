"""raw/ -> claims -> tables -> Parquet and manifest.json; and schemas/ from the models."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ai_chip_deals.atomic import written_whole
from ai_chip_deals.build.tables import Built, build_tables
from ai_chip_deals.build.write import write_dataset
from ai_chip_deals.cache import NO_CACHE, Cache
from ai_chip_deals.checks import problems_in
from ai_chip_deals.errors import DatasetError, RawError
from ai_chip_deals.raw.files import Tree, tree_of
from ai_chip_deals.raw.listing import Listing
from ai_chip_deals.rows import TABLES

__all__ = ["Built", "build_dataset", "build_tables"]


def build_dataset(
    root: Path, output: Path, version: str, cache: Cache = NO_CACHE
) -> Mapping[str, int]:
    """Build every table from `raw/` into a folder, which appears whole or not at all.

    Returns:
        How many rows each table has.

    Raises:
        RawError: `raw/` holds errors; warnings do not hold a build back.
        DatasetError: The folder is there and holds something other than a former build.
    """
    _refuse_foreign(output)
    listing = Listing(root, cache)
    kept = cache.get(_KIND, f"{version} {listing.key()}")
    built = None if kept else build_tables(_valid_tree(listing))
    with written_whole(output) as fresh:
        if built:
            write_dataset(built, fresh, version)
            if cache:
                cache.put(_KIND, f"{version} {listing.key()}", _packed(fresh))
        elif kept:
            zipfile.ZipFile(io.BytesIO(kept)).extractall(fresh)
    tables = json.loads((output / "manifest.json").read_text("utf-8"))["tables"]
    return {name: table["rows"] for name, table in tables.items()}


_KIND = "tables"


def _valid_tree(listing: Listing) -> Tree:
    tree = tree_of(listing)
    errors = [one for one in problems_in(listing, tree) if one.severity == "error"]
    if errors:
        raise RawError(errors)
    return tree


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return packed.getvalue()


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
