"""The data as it is or was somewhere: in git, in a wheel, in a folder, or as installed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ai_chip_deals import loaders
from ai_chip_deals.build import build_tables
from ai_chip_deals.build.write import described_columns
from ai_chip_deals.checks import check_tree
from ai_chip_deals.errors import DatasetError, MissingDataError
from ai_chip_deals.git import git_bytes
from ai_chip_deals.raw.files import MODELS, read_tree
from ai_chip_deals.rows import TABLES

INSTALLED = "installed"
"""Names the data that the package brought along."""

_IN_WHEEL = "ai_chip_deals/data/"
_BUILD = """\
import sys
from pathlib import Path
from ai_chip_deals import __version__
from ai_chip_deals.build import build_dataset
build_dataset(Path("raw"), Path(sys.argv[1]), __version__)
"""
_KINDS: dict[pl.DataType, str] = {
    pl.String(): "text",
    pl.Int64(): "whole number",
    pl.Float64(): "number",
    pl.Boolean(): "true or false",
    pl.Date(): "day",
    pl.List(pl.String()): "list of text",
}


@dataclass(frozen=True)
class Snapshot:
    """Every table at one time, with what its columns mean and where merged ids went."""

    name: str
    tables: Mapping[str, pl.DataFrame]
    columns: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """By table and column: `type`, and where a build says so `nullable`, `terms`, `description`."""
    redirects: Mapping[str, Mapping[str, str]]


def read_snapshot(text: str, root: Path) -> Snapshot:
    """The data that a user names.

    Args:
        text: `installed`, a wheel, a folder of Parquet or of raw files, or a revision of git,
            whose raw files are built by the code that runs: nothing of the revision is run.
        root: The folder of raw files that a revision is taken of.

    Raises:
        DatasetError: There is no such thing, it holds no tables, or its raw files hold errors.
    """
    path = Path(text)
    if text == INSTALLED:
        return from_folder(loaders.DATA, text)
    if path.suffix == ".whl":
        return _from_wheel(path)
    if path.is_dir():
        if any((path / kind).is_dir() for kind in MODELS):
            return from_raw(path, text)
        return from_folder(path, text)
    if path.exists():
        raise DatasetError(f"{text} is a file. Name a wheel, a folder, or a revision of git.")
    return _from_revision(text, root)


def from_raw(root: Path, name: str) -> Snapshot:
    """What a folder of raw files says, built by the code that runs."""
    tree = read_tree(root)
    errors = [problem for problem in check_tree(tree) if problem.severity == "error"]
    if errors:
        told = str(errors[0]).replace(f"{root.as_posix()}/", "")
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise DatasetError(f"the raw files of {name} hold errors: {told}{more}")
    built = build_tables(tree)
    return Snapshot(name, built.tables, described_columns(), built.redirects)


def from_folder(folder: Path, name: str) -> Snapshot:
    """The tables of a folder of Parquet files, or of its folder `data`."""
    if not any(folder.glob("*.parquet")) and (folder / "data").is_dir():
        folder /= "data"

    def read(file: str) -> bytes | None:
        path = folder / file
        return path.read_bytes() if path.exists() else None

    return _from_files(name, read)


def released(revision: str, repository: Path) -> Snapshot:
    """What users of a former release have: the revision built by its own code.

    Raises:
        DatasetError: git knows no such revision, or its code does not build it any more.
    """
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        _unpack(git_bytes(repository, ["archive", "--format=tar", revision]), checkout)
        output = Path(folder) / "data"
        command = [sys.executable, "-c", _BUILD, str(output)]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise DatasetError(f"the release {revision} cannot be built any more: {reason}")
        return from_folder(output, revision)


def _from_wheel(path: Path) -> Snapshot:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = set(wheel.namelist())

            def read(file: str) -> bytes | None:
                name = _IN_WHEEL + file
                return wheel.read(name) if name in names else None

            return _from_files(str(path), read)
    except (FileNotFoundError, zipfile.BadZipFile):
        raise DatasetError(f"{path} is no wheel, or is not there.") from None


def _from_revision(revision: str, root: Path) -> Snapshot:
    # In a folder of the repository, git archives just that folder.
    archive = git_bytes(root, ["archive", "--format=tar", "--end-of-options", revision])
    with tempfile.TemporaryDirectory() as folder:
        _unpack(archive, Path(folder) / "raw")
        return from_raw(Path(folder) / "raw", revision)


def _unpack(archive: bytes, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
    except tarfile.FilterError as error:
        raise DatasetError(f"the revision holds a file that leads out of it: {error}") from None


def _from_files(name: str, read: Callable[[str], bytes | None]) -> Snapshot:
    """A snapshot of files of a build; the manifest may be missing, for other tools write none."""
    tables = {
        table: pl.read_parquet(io.BytesIO(content))
        for table in TABLES
        if (content := read(f"{table}.parquet")) is not None
    }
    if not tables:
        raise MissingDataError(f"{name} holds none of the tables {', '.join(TABLES)}.")
    manifest = json.loads(read("manifest.json") or b"{}")
    by_type = {
        table: {
            column: {"type": _KINDS.get(dtype, str(dtype))}
            for column, dtype in frame.schema.items()
        }
        for table, frame in tables.items()
    }
    return Snapshot(name, tables, manifest.get("columns", by_type), manifest.get("redirects", {}))
