"""Which pages to look at next, and the file that keeps when each was last looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ai_chip_deals.atomic import write_atomically
from ai_chip_deals.drift.report import Report
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.files import CHECKED, File, Tree, read_file
from ai_chip_deals.raw.source import Source

_HEAD = """\
# yaml-language-server: $schema=../schemas/raw/checked.schema.json
# Written by `ai-chip-deals verify --fetch --save`.
"""


def longest_unchecked(tree: Tree, number: int | None = None) -> list[File[Source]]:
    """Sources by when they were last checked, those first that never were.

    What was withdrawn is left out: nothing of it counts, whatever its page says.

    Args:
        tree: All raw files.
        number: How many at most; all where None.
    """
    checks = tree.checked.data.sources if tree.checked else {}
    standing = [file for file in tree.sources.values() if not file.data.withdrawn]

    def last_check(file: File[Source]) -> tuple[date, str]:
        return (checks[file.id].date if file.id in checks else date.min, file.id)

    return sorted(standing, key=last_check)[:number]


def save_checks(root: Path, reports: Iterable[Report], today: date) -> None:
    """Write what came of today's checks beside the earlier ones of sources that still exist.

    Raises:
        RawError: The file of the earlier checks is broken.
    """
    path = root / CHECKED
    earlier = read_file(path, Checked).data.sources if path.exists() else {}
    checks = {source: (check.date, check.result) for source, check in earlier.items()}
    checks |= {report.source: (today, report.result) for report in reports}
    sources = {file.stem for file in root.glob("sources/*/*.yaml")}
    lines = [
        f'  "{source}": {{date: {day}, result: {result}}}\n'
        for source, (day, result) in sorted(checks.items())
        if source in sources
    ]
    text = "".join(["sources:\n", *lines]) if lines else "sources: {}\n"
    write_atomically(path, _HEAD + text)
