"""What has drifted: for each source whether its page still says what was taken from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from ai_chip_deals.checks.sources import canonical
from ai_chip_deals.drift.fetch import Page
from ai_chip_deals.errors import FetchError
from ai_chip_deals.raw.files import File
from ai_chip_deals.raw.sealing import Finding, verify
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import CheckResult, PassageState


@dataclass(frozen=True)
class Report:
    """What came of looking for the sentences of one source on its page."""

    source: str
    url: str
    result: CheckResult
    why: str
    """Why the page was not read, or where it was read instead; empty where it stands as it did."""
    findings: tuple[Finding, ...]
    """One for each claim; none where the page was not read."""

    @property
    def is_found(self) -> bool:
        """Whether every sentence was found, be it at another address."""
        return self.result in (CheckResult.FOUND, CheckResult.MOVED)


def check_source(file: File[Source], fetch: Callable[[str], Page]) -> Report:
    """Fetch the page of a source and look for its sentences."""
    try:
        page = fetch(file.data.url)
    except FetchError as error:
        return Report(file.id, file.data.url, error.result, str(error), ())
    return compared(file, page)


def compared(file: File[Source], page: Page) -> Report:
    """What a page still says of what was taken from it."""
    findings = tuple(verify(file.data, *page.texts))
    moved = canonical(page.url) != canonical(file.data.url)
    if any(finding.state is not PassageState.FOUND for finding in findings):
        result = CheckResult.CHANGED
    else:
        result = CheckResult.MOVED if moved else CheckResult.FOUND
    return Report(
        file.id, file.data.url, result, f"it is now {page.url}" if moved else "", findings
    )


def as_text(report: Report) -> str:
    """A report as a line, with a further one for each claim that was not found."""
    why = f": {report.why}" if report.why else ""
    return "\n".join([f"{report.result:<11}  {report.source}{why}", *_lost(report, " " * 13)])


def counts(reports: Sequence[Report]) -> str:
    """How many sources came to which result."""
    number = Counter(report.result for report in reports)
    told = [f"{number[result]} {result}" for result in CheckResult if number[result]]
    return f"{len(reports)} checked: {', '.join(told)}" if told else "nothing to check"


def as_json(reports: Sequence[Report]) -> str:
    """The reports as one list for other tools."""
    return json.dumps([asdict(report) for report in reports], indent=2, ensure_ascii=False)


def as_markdown(reports: Sequence[Report]) -> str:
    """The reports as a page: what each result means and how often it came, then what drifted.

    What a page or its server says is text in it, and can be nothing else.
    """
    number = Counter(report.result for report in reports)
    lines = ["## Sources checked", "", "| result | sources | meaning |", "|---|---|---|"]
    lines += [f"| {one} | {number[one]} | {one.definition} |" for one in CheckResult if number[one]]
    drifted = [report for report in reports if report.result is not CheckResult.FOUND]
    if drifted:
        lines += ["", "| source | result | what |", "|---|---|---|"]
    for report in drifted:
        what = "<br>".join(_inert(line) for line in [report.why, *_lost(report, "")] if line)
        lines.append(f"| {_inert(report.source)} | {_inert(report.result)} | {what} |")
    return "\n".join(lines) + "\n"


def _lost(report: Report, indent: str) -> list[str]:
    lines = []
    for finding in report.findings:
        if finding.state is not PassageState.FOUND:
            without = f", without {', '.join(finding.missing)}" if finding.missing else ""
            lines.append(f"{indent}{finding.claim} {finding.state}{without}")
    return lines


def _inert(text: str) -> str:
    """Text that Markdown and HTML read as nothing but text."""
    return "".join(one if one.isalnum() or one in " ,/-" else f"&#{ord(one)};" for one in text)
