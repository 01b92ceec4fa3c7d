"""What git says of a folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ai_chip_deals.errors import DatasetError


def git(folder: Path, arguments: list[str]) -> str:
    """What a command of git prints.

    Raises:
        DatasetError: git is missing, or refuses; the message has its reason.
    """
    return git_bytes(folder, arguments).decode(errors="surrogateescape")


def git_bytes(folder: Path, arguments: list[str]) -> bytes:
    """The same for what is no text, such as an archive."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        raise DatasetError("git is not on this machine, and tells what changed.") from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise DatasetError(
            f"git cannot tell what changed: {told[0] if told else 'no reason given'}"
        )
    return done.stdout
