"""What changed in a tree of raw files, as git knows it."""

from __future__ import annotations

from pathlib import Path

from ai_chip_deals.errors import Problem, shown
from ai_chip_deals.git import git


def changed_files(root: Path, revision: str) -> list[Path]:
    """The files under a folder that were added or changed since a revision, or are not tracked.

    Raises:
        DatasetError: The folder is in no repository, or git knows no such revision.
    """
    since = ["diff", "--name-only", "-z", "--diff-filter=d", "--relative", "--end-of-options"]
    changed = git(root, [*since, revision, "--", "."])
    new = git(root, ["ls-files", "--others", "--exclude-standard", "-z"])
    return [root / name for name in (changed + new).split("\0") if name]


def problems_of_data_alone(root: Path, revision: str) -> list[Problem]:
    """What keeps a change since a revision from being one of raw files and of nothing else.

    A change that touches no raw file has no such problem.

    Raises:
        DatasetError: The folder is in no repository, or git knows no such revision.
    """
    # Both names of what was moved, and what was deleted, for these are changes too.
    since = ["diff", "--name-only", "-z", "--no-renames", "--no-relative"]
    since += ["--ignore-submodules=none", "--end-of-options"]
    names = [name for name in git(root, [*since, revision, "--"]).split("\0") if name]
    top = root / git(root, ["rev-parse", "--show-cdup"]).strip()
    folder = git(root, ["rev-parse", "--show-prefix"]).removesuffix("\n")
    inside = [top / name for name in names if name.startswith(folder)]
    outside = [top / name for name in names if not name.startswith(folder)]
    if not inside:
        return []
    # Git tells of files, so a folder that it names is the commit of another repository.
    repositories = [path for path in inside if path.is_dir() and not path.is_symlink()]
    return [*map(outside_raw, outside), *map(_repository, repositories)]


def outside_raw(path: Path) -> Problem:
    """What is told of a file that a change of raw files touches too."""
    fix = "Move it to a pull request of its own."
    got, expected = "a change outside of raw/", "raw files and nothing else"
    return Problem(shown(path), 0, 0, "", got, expected, fix, "outside-raw")


def _repository(path: Path) -> Problem:
    got, expected = "another repository", "a regular file"
    return Problem(shown(path), 0, 0, "", got, expected, "Delete it.", "file-kind")
