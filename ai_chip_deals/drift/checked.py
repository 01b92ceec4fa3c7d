"""Which pages to look at next, and the file that keeps when each was last looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import yaml

from ai_chip_deals.atomic import write_atomically
from ai_chip_deals.drift.report import Report
from ai_chip_deals.raw.checked import Check
from ai_chip_deals.raw.files import CHECKED, File, Tree
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


def save_checks(tree: Tree, reports: Iterable[Report], day: date) -> None:
    """Write what came of today's checks beside the earlier ones of sources that still exist."""
    checks = dict(tree.checked.data.sources) if tree.checked else {}
    checks |= {report.source: Check(date=day, result=report.result) for report in reports}
    lines = {
        source: {"date": check.date, "result": str(check.result)}
        for source, check in sorted(checks.items())
        if source in tree.sources
    }
    text = yaml.safe_dump({"sources": lines}, default_flow_style=None, sort_keys=True, width=200)
    write_atomically(tree.root / CHECKED, _HEAD + text)
