"""The version: which was released last, and which one a diff demands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ai_chip_deals.errors import DatasetError, MissingExtraError, TextSyntaxError
from ai_chip_deals.git import git
from ai_chip_deals.release.diff import BREAKS, Diff

try:
    from semver import Version as Version
except ImportError:
    raise MissingExtraError("release", "work on a release") from None

VERSION_FILE = "ai_chip_deals/__init__.py"
"""Where pyproject.toml takes the version from."""

_LINE = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True)
class Release:
    """A version that was released, and the commit that holds it."""

    version: Version
    commit: str


def stated_version(repository: Path) -> Version:
    """The version that the working copy states.

    Raises:
        DatasetError: It states none, or one that is not semantic.
    """
    path = repository / VERSION_FILE
    if not path.exists():
        raise DatasetError(f"{VERSION_FILE} is not here. Run this in a checkout of the repository.")
    return _version_in(path.read_text("utf-8"), VERSION_FILE)


def with_version(text: str, version: Version) -> str:
    """The text of the version's file with another version."""
    return _LINE.sub(f'__version__ = "{version}"', text)


def parsed_version(text: str) -> Version:
    """A version that somebody typed.

    Raises:
        TextSyntaxError: It is no semantic version.
    """
    if not Version.is_valid(text):
        raise TextSyntaxError(text, "a semantic version such as '1.2.3'")
    return Version.parse(text)


def last_release(repository: Path) -> Release:
    """The release before the working copy: the highest tag, else the last change of the version.

    A tag or change at the very commit that is checked out, with nothing changed since, is the
    release that is being made.

    Raises:
        DatasetError: There is none, or the history was not fetched whole.
    """
    if git(repository, ["rev-parse", "--is-shallow-repository"]).strip() == "true":
        raise DatasetError("the history is cut off. Fetch all of it: git fetch --unshallow --tags")
    stated = stated_version(repository)
    in_the_making = None
    if not git(repository, ["status", "--porcelain"]):
        in_the_making = Release(stated, git(repository, ["rev-parse", "HEAD"]).strip())
    for releases in (_tagged(repository), _changes_of_version(repository)):
        if former := [one for one in releases if one != in_the_making]:
            return former[0]
    raise DatasetError(
        f"no release stands before {stated}: there is no other tag v<version>, and no other "
        f"commit changed the version in {VERSION_FILE}."
    )


def demanded(diff: Diff, former: Version) -> Version:
    """The least version that a diff may be released as."""
    if any(change.what in BREAKS for change in diff.schema):
        return former.bump_major()
    added = any(change.what.endswith("added") for change in diff.schema)
    if added or any(table.added for table in diff.tables):
        return former.bump_minor()
    return former.bump_patch() if diff else former


def _tagged(repository: Path) -> list[Release]:
    """The releases that are tagged and lie behind what is checked out, the highest first."""
    listed = git(repository, ["tag", "--list", "v*", "--merged", "HEAD"]).split()
    versions = [tag.removeprefix("v") for tag in listed if Version.is_valid(tag.removeprefix("v"))]
    return [
        Release(version, git(repository, ["rev-list", "-n", "1", f"v{version}"]).strip())
        for version in sorted(map(Version.parse, versions), reverse=True)
    ]


def _changes_of_version(repository: Path) -> list[Release]:
    """The commits that changed the version, the latest first."""
    since = ["log", "--first-parent", "--format=%H", "-G", "^__version__ = ", "--", VERSION_FILE]
    return [
        Release(_version_in(git(repository, ["show", f"{commit}:{VERSION_FILE}"]), commit), commit)
        for commit in git(repository, since).split()
    ]


def _version_in(text: str, place: str) -> Version:
    found = _LINE.search(text)
    if found is None or not Version.is_valid(found[1]):
        raise DatasetError(f'{place}: expected a line such as __version__ = "1.2.3".')
    return Version.parse(found[1])
