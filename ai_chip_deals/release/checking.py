"""Whether the working copy may be released, and what makes it so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ai_chip_deals.atomic import write_atomically
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.release import coverage, dictionary, totals
from ai_chip_deals.release.changelog import CHANGELOG, missing_lines, with_release
from ai_chip_deals.release.diff import BREAKS, ENTITIES, Diff, SchemaChange, diff
from ai_chip_deals.release.filling import filled
from ai_chip_deals.release.pictures import readme_pictures
from ai_chip_deals.release.snapshots import Snapshot, from_raw, released
from ai_chip_deals.release.version import (
    VERSION_FILE,
    Release,
    Version,
    demanded,
    last_release,
    stated_version,
    with_version,
)
from ai_chip_deals.release.wording import counted, schema_words
from ai_chip_deals.rows.floors import FLOORS, Floor

CITATION = "CITATION.cff"

PAGES: Mapping[str, Callable[[Snapshot], str]] = {
    coverage.PAGE: coverage.coverage_page,
    totals.PAGE: totals.totals_page,
    dictionary.PAGE: dictionary.dictionary_page,
}
"""The pages that are counted when a release is prepared; the pictures of the README are drawn."""


@dataclass(frozen=True)
class Candidate:
    """The working copy beside the release before it."""

    repository: Path
    former: Release
    version: Version
    """The one that it states."""
    data: Snapshot
    diff: Diff


def read_candidate(repository: Path) -> Candidate:
    """Build the working copy and the last release, each by its own code, and compare them.

    Raises:
        DatasetError: There is no last release, or one of the two does not build.
    """
    former = last_release(repository)
    data = from_raw(repository / "raw", "the working copy")
    before = released(former.commit, repository)
    return Candidate(repository, former, stated_version(repository), data, diff(before, data))


def unchanged(repository: Path) -> bool:
    """Whether the working copy states the version of the last release."""
    return stated_version(repository) == last_release(repository).version


def check_release(candidate: Candidate, floors: Mapping[str, Floor] = FLOORS) -> Iterator[str]:
    """Every reason why the working copy may not be released as it is, each with its fix."""
    least = demanded(candidate.diff, candidate.former.version)
    if candidate.version < least:
        yield (
            f"{VERSION_FILE}: got version {candidate.version}, expected at least {least}, for "
            f"what changed since {candidate.former.version}: {_why(candidate)}. "
            "Run: ai-chip-deals release prepare"
        )
    elif candidate.version == candidate.former.version:
        yield f"{VERSION_FILE}: {candidate.version} is released already, and nothing has changed."
    yield from _changelog_reasons(candidate)
    for name, text in _counted_files(candidate.data, candidate.version).items():
        page = candidate.repository / name
        if not page.exists() or page.read_text("utf-8") != text:
            yield f"{name} does not show what is there. Run: ai-chip-deals release prepare"
    yield from _vanished(candidate.diff)
    yield from fallen(candidate.data, FLOORS)


def prepare_release(candidate: Candidate, asked: Version | None = None) -> Version:
    """Write what a release of the working copy lacks: version, changelog, pages, citation.

    Args:
        candidate: The working copy.
        asked: A version at least as high as what the diff demands; by default the least one, or
            the one stated where that is higher.

    Raises:
        DatasetError: The version that was asked for is lower than what the diff demands, nothing
            has changed since the last release, or the changelog cannot be written to.
    """
    least = demanded(candidate.diff, candidate.former.version)
    version = asked or max(least, candidate.version)
    if version < least:
        raise DatasetError(f"{version} is too low for what changed: at least {least}.")
    if version == candidate.former.version:
        raise DatasetError(f"nothing has changed since {version}: there is nothing to release.")
    repository = candidate.repository
    texts = {
        CHANGELOG: with_release(repository, version, candidate.diff),
        VERSION_FILE: with_version((repository / VERSION_FILE).read_text("utf-8"), version),
        **_counted_files(candidate.data, version),
    }
    if (repository / CITATION).exists():
        texts[CITATION] = _cited((repository / CITATION).read_text("utf-8"), version)
    for name, text in texts.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(repository / name, text)
    return version


def _counted_files(data: Snapshot, version: Version) -> dict[str, str]:
    """Every file that follows from the data, by its path in the repository."""
    pages = {name: counted_page(data) for name, counted_page in PAGES.items()}
    return pages | readme_pictures(data, str(version))


def fallen(data: Snapshot, floors: Mapping[str, Floor]) -> Iterator[str]:
    """What has fallen below its floor: numbers of rows, and shares of rows that say something."""
    for table, floor in floors.items():
        frame = data.tables[table]
        if frame.height < floor.rows:
            yield f"{table}: got {frame.height:,} rows, expected at least {floor.rows:,}. {_FLOOR}"
        for column, least in floor.filled.items():
            share = filled(frame[column])
            if share < least:
                yield (
                    f"{table}.{column}: got {share:.1%} of rows filled, expected at least "
                    f"{least:.0%}. {_FLOOR}"
                )


_FLOOR = "Bring back what was lost, or lower the floor in rows/floors.py and say why."


def _why(candidate: Candidate) -> str:
    breaks = [change for change in candidate.diff.schema if change.what in BREAKS]
    if breaks:
        return f"the schema breaks ({_told(breaks[0])}{_more(len(breaks) - 1)})"
    told = [f"{table.table} ({counted(table)})" for table in candidate.diff.tables]
    return ", ".join(told) or f"the schema ({_told(candidate.diff.schema[0])})"


def _told(change: SchemaChange) -> str:
    return f"{change.place}: {schema_words(change)}"


def _more(number: int) -> str:
    return f", and {number} more" if number else ""


def _changelog_reasons(candidate: Candidate) -> Iterator[str]:
    try:
        missing = missing_lines(candidate.repository, candidate.version, candidate.diff)
    except DatasetError as error:
        yield str(error)
        return
    for line in missing:
        yield (
            f"{CHANGELOG}: {candidate.version} does not say: {line}. "
            "Run: ai-chip-deals release prepare"
        )


def _vanished(found: Diff) -> Iterator[str]:
    for table in found.tables:
        if table.table not in ENTITIES:
            continue
        for record in table.removed:
            fix = "withdraw it with a reason" if table.table == "sources" else "redirect it"
            yield (
                f"{table.table}: {record!r} has disappeared, expected it to stay. Bring back its "
                f"file and {fix}, or say in raw/redirects.yaml where it went."
            )


def _cited(text: str, version: Version) -> str:
    """The citation file with the version and today's date."""
    text = re.sub(r"(?m)^date-released:.*\n", "", text)
    today = date.today().isoformat()
    return re.sub(r"(?m)^version:.*$", f"version: {version}\ndate-released: {today}", text)
