"""Dates as vague as their source: EDTF (ISO 8601-2), and `2024-Q3` and `2024-H1` beside it."""

from __future__ import annotations

import re
from calendar import month_abbr, monthrange
from dataclasses import dataclass
from datetime import date

from ai_chip_deals.errors import DateSyntaxError

EXPECTED = "an EDTF date such as '2024-07-31', '2024-07', '2024-Q3' or '2024-09/2025-03'"

_PARTS = (
    {"": (1, 12)}
    | {f"Q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)}
    | {"H1": (1, 6), "H2": (7, 12)}
)
"""The first and the last month of each part of a year; of the whole year without a part."""
_ENDPOINT = re.compile(
    r"(?P<date>(?:19|20)[0-9]{2}(?:-(?:Q[1-4]|H[12]|[01][0-9](?:-[0-9]{2})?))?)(?P<doubt>[~?%]?)"
)


@dataclass(frozen=True)
class Day:
    """A day known as well as its source states it: the strict bounds, an open end being None.

    `~`, `?` and `%` widen nothing; they stay in `text` and show in `approximate`.
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read one date.

        Raises:
            DateSyntaxError: The text is no date of this subset, or no day of the calendar.
        """
        ends = text.split("/")
        if len(ends) > 2 or ends == ["..", ".."]:
            raise DateSyntaxError(text, EXPECTED, _fix(text))
        bounds = [_bounds(end, text, open_allowed=len(ends) == 2) for end in ends]
        earliest, latest = bounds[0][0], bounds[-1][1]
        if earliest and latest and earliest > latest:
            raise DateSyntaxError(text, "an interval that starts before it ends")
        return cls(text, earliest, latest, any(mark in text for mark in "~?%"))

    @property
    def exact(self) -> date | None:
        """The day itself, where one is stated without doubt."""
        return self.earliest if self.earliest == self.latest and not self.approximate else None


def _bounds(end: str, whole: str, open_allowed: bool) -> tuple[date | None, date | None]:
    if end == ".." and open_allowed:
        return None, None
    match = _ENDPOINT.fullmatch(end)
    if not match:
        raise DateSyntaxError(whole, EXPECTED, _fix(whole))
    try:
        return _strict(match["date"])
    except ValueError:
        raise DateSyntaxError(whole, "a day of the calendar", _NO_SUCH_DAY) from None


def _strict(text: str) -> tuple[date, date]:
    if len(text) == len("2024-07-31"):
        return date.fromisoformat(text), date.fromisoformat(text)
    year, part = int(text[:4]), text[5:]
    first, last = _PARTS[part] if part in _PARTS else (int(part), int(part))
    earliest = date(year, first, 1)
    return earliest, date(year, last, monthrange(year, last)[1])


_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_NO_SUCH_DAY = "Look it up on the page, or write less of it, such as the month."


def _fix(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", text):
        return _NO_SUCH_DAY
    if numbers := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        first, second, year = (int(number) for number in numbers.groups())
        days = {(first, second), (second, first)}
        written = sorted(f"'{year}-{month:02}-{day:02}'" for month, day in days if month <= 12)
        return f"Write {' or '.join(written)}." if written else _NO_SUCH_DAY
    if match := re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})", text):
        number = _MONTHS.get(match[1][:3].lower())
        return f"Write '{match[3]}-{number:02}-{int(match[2]):02}'." if number else ""
    if month := re.fullmatch(r"([A-Za-z]+)\.? ([0-9]{4})", text):
        number = _MONTHS.get(month[1][:3].lower())
        return f"Write '{month[2]}-{number:02}'." if number else ""
    if re.fullmatch(r"[0-9]{4}[-/ ][0-9]{1,2}(?:[-/ ][0-9]{1,2})?", text):
        return "Write month and day with two digits, joined by '-'."
    return ""
