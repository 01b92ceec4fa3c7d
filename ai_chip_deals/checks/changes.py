"""What changed in a tree of raw files, as git knows it."""

from __future__ import annotations

from pathlib import Path

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
