"""The changelog: what a diff makes it say, and whether it says so."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.release.diff import Diff
from ai_chip_deals.release.version import Version
from ai_chip_deals.release.wording import counted, escaped, schema_words

try:
    import keepachangelog
except ImportError:
    raise MissingExtraError("release", "work on a release") from None

CHANGELOG = "CHANGELOG.md"
SECTIONS = ("Data", "Schema", "Code")

_COMPUTED = re.compile(r"- `\w+`: \d[\d,]* (?:added|changed|removed|merged|withdrawn)\b")
"""A count of a table, which a later diff replaces."""


def computed_lines(diff: Diff) -> dict[str, list[str]]:
    """What the changelog of a release must say of a diff, by section.

    Counts for every table; by name what was merged or withdrawn; every change of the schema.
    """
    data = [f"`{table.table}`: {counted(table)}" for table in diff.tables]
    for table in diff.tables:
        data += [f"`{old}` was merged into `{new}`" for old, new in table.merged.items()]
        data += [
            f"`{source}` is withdrawn: {escaped(reason)}"
            for source, reason in table.withdrawn.items()
        ]
    schema = [f"`{change.place}`: {escaped(schema_words(change))}" for change in diff.schema]
    return {"Data": data, "Schema": schema}


def missing_lines(repository: Path, version: Version, diff: Diff) -> list[str]:
    """The computed lines that the changelog's section of a version lacks.

    Raises:
        DatasetError: The changelog has no such section.
    """
    written = _parsed(_read(repository), version)
    return [
        f"{section}: {line}"
        for section, lines in computed_lines(diff).items()
        for line in lines
        if line.strip(" *-") not in written.get(section.lower(), [])
    ]


def notes(repository: Path, version: Version) -> str:
    """What the changelog says of a version, as Markdown without its heading.

    Raises:
        DatasetError: The changelog has no such section.
    """
    text = _read(repository)
    _parsed(text, version)
    return _section(text, version)[1].strip() + "\n"


def with_release(repository: Path, version: Version, diff: Diff) -> str:
    """The text of the changelog with a section for the version that says all that is computed.

    Where it has none yet, what stood under Unreleased becomes the section, with today's date.
    """
    text = _read(repository)
    if str(version) not in keepachangelog.to_dict(text.splitlines()):
        text = _moved(text, version)
    before, body, after = _section(text, version)
    return before + _with_lines(body, computed_lines(diff)) + after


def _read(repository: Path) -> str:
    path = repository / CHANGELOG
    if not path.exists():
        raise DatasetError(f"{CHANGELOG} is not here. Run this in a checkout of the repository.")
    return path.read_text("utf-8")


def _parsed(text: str, version: Version) -> Mapping[str, list[str]]:
    changes = keepachangelog.to_dict(text.splitlines())
    if str(version) not in changes:
        raise DatasetError(
            f"{CHANGELOG} has no section '## [{version}] - <day>'. "
            "Run: ai-chip-deals release prepare"
        )
    found: Mapping[str, list[str]] = changes[str(version)]
    return found


def _moved(text: str, version: Version) -> str:
    """The changelog with what is unreleased under a version; the parser writes files only."""
    if not re.search(r"(?m)^## \[Unreleased\]", text):
        raise DatasetError(f"{CHANGELOG} has no section '## [Unreleased]'. Add one at its top.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / CHANGELOG
        path.write_text(text, "utf-8")
        keepachangelog.release(str(path), new_version=str(version))
        return path.read_text("utf-8")


def _section(text: str, version: Version) -> tuple[str, str, str]:
    """A changelog cut into what stands before a version's lines, the lines, and what follows."""
    heading = rf"(?ms)^## \[{re.escape(str(version))}\][^\n]*\n"
    found = re.search(heading + r"(.*?)(?=^## \[|^\[[^\]\n]+\]: |\Z)", text)
    assert found, "the parser has found the section"
    return text[: found.start(1)], found[1], text[found.end(1) :]


def _with_lines(body: str, computed: Mapping[str, list[str]]) -> str:
    """The lines of a version by section: what people wrote, then what is computed."""
    parts = re.split(r"(?m)^### (.+)\n", body)
    written = dict(zip(parts[1::2], parts[2::2], strict=True))
    sections = [*SECTIONS, *(name for name in written if name not in SECTIONS)]
    text = f"\n{parts[0].strip()}\n" if parts[0].strip() else ""
    for name in sections:
        fresh = [f"- {line}" for line in computed.get(name, [])]
        kept = [
            line
            for line in written.get(name, "").strip().splitlines()
            if line not in fresh and not _COMPUTED.match(line)
        ]
        if kept or fresh:
            text += f"\n### {name}\n\n" + "\n".join([*kept, *fresh]) + "\n"
    return text + "\n"
