"""raw/ -> claims -> tables -> Parquet and manifest.json; and schemas/ from the models."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ai_chip_deals.atomic import written_whole
from ai_chip_deals.build.flat import Flat, flat_of, flat_since, read_since
from ai_chip_deals.build.kept import Kept, keep
from ai_chip_deals.build.tables import Built, build_tables, tables_of
from ai_chip_deals.build.write import write_dataset
from ai_chip_deals.cache import NO_CACHE, Cache
from ai_chip_deals.checks import problems_in
from ai_chip_deals.errors import DatasetError, Problem, RawError
from ai_chip_deals.raw.files import tree_of
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
    kept = Kept.of(listing)
    flat = None if kept and kept.made_of(listing, version) else _flat(listing, kept)
    with written_whole(output) as fresh:
        if flat:
            write_dataset(tables_of(flat), fresh, version)
            keep(fresh, version, listing, flat.answers)
        elif kept:
            kept.extract(fresh)
    tables = json.loads((output / "manifest.json").read_text("utf-8"))["tables"]
    return {name: table["rows"] for name, table in tables.items()}


def _flat(listing: Listing, kept: Kept | None) -> Flat:
    """What a listing says, which must be valid; of files that did not change, as it is kept."""
    if kept is None:
        tree = tree_of(listing)
        _refuse_errors(problems_in(listing, tree))
        return flat_of(tree)
    # What is read stays as it was read: it is judged, laid out and kept alike, whoever edits it.
    former, changed = kept.flat(), kept.changed(listing)
    part = read_since(former, changed, listing)
    _refuse_errors(problems_in(listing))
    if kept.changed(listing) != changed:  # somebody edited what was read since it was listed
        return _flat(listing, kept)
    return flat_since(former, changed, part)


def _refuse_errors(problems: Sequence[Problem]) -> None:
    errors = [one for one in problems if one.severity == "error"]
    if errors:
        raise RawError(errors)


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
