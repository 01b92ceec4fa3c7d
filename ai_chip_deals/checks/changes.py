"""What changed in a tree of raw files, as git knows it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ai_chip_deals.errors import DatasetError


def changed_files(root: Path, revision: str) -> list[Path]:
    """The files under a folder that were added or changed since a revision, or are not tracked.

    Raises:
        DatasetError: The folder is in no repository, or git knows no such revision.
    """
    since = ["diff", "--name-only", "-z", "--diff-filter=d", "--relative", "--end-of-options"]
    changed = _git(root, [*since, revision, "--", "."])
    new = _git(root, ["ls-files", "--others", "--exclude-standard", "-z"])
    return [root / name for name in (changed + new).split("\0") if name]


def _git(folder: Path, arguments: list[str]) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise DatasetError("git is not on this machine, and tells what changed.") from None
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "no reason given"
        raise DatasetError(f"git cannot tell what changed: {reason}")
    return done.stdout
