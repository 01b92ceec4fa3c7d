"""Where an export writes to: refused where something is there, else written whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from ai_chip_deals.atomic import written_whole
from ai_chip_deals.errors import DatasetError


@contextmanager
def output_folder(folder: Path, names: Collection[str], *, force: bool) -> Iterator[Path]:
    """A folder to fill, which takes the place of `folder` once it is filled.

    Args:
        folder: Where the export goes.
        names: What the export writes there. A folder that holds anything else is never replaced.
        force: Whether an export that is there already is replaced.

    Raises:
        DatasetError: A file is there, or a folder that is not empty and may not be replaced.
    """
    _refuse_folder(folder, names, force)
    with written_whole(folder) as fresh:
        fresh.mkdir()
        yield fresh


def _refuse_folder(folder: Path, names: Collection[str], force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise DatasetError(f"{folder} is a file. Name a new folder.")
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if foreign := sorted(there.difference(names)):
        raise DatasetError(
            f"{folder} holds {foreign[0]!r}, which this export does not write. "
            "Name an empty or a new folder."
        )
    if there and not force:
        raise DatasetError(f"{folder} is there already. Name a new folder, or add --force.")
