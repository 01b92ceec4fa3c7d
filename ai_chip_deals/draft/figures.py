"""The figures and days of a sentence, written as the grammars of amounts and dates have them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal

from ai_chip_deals.draft import signs
from ai_chip_deals.errors import AmountSyntaxError, DateSyntaxError
from ai_chip_deals.raw.amounts import Amount, hedge_words, magnitudes_in
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.numerals import Located, located
from ai_chip_deals.vocabulary import Qualifier

FIRST_YEAR, LAST_YEAR = 1990, 2049
"""A bare number between these is taken for a year."""
SMALL = 10
"""A bare number below this counts nothing that a claim is made of, most of the time."""


@dataclass(frozen=True)
class Figure:
    """An amount at its place in the sentence as it was read."""

    start: int
    end: int
    amount: Amount


@dataclass(frozen=True)
class Figures:
    """What a sentence holds in figures, and the sentence as it was read to find them."""

    read: str
    amounts: list[Figure]
    days: list[str]


def figures_in(sentence: str, names: list[tuple[int, int]], language: str) -> Figures:
    """The amounts and days of a sentence, without the digits of the names at the given places."""
    for start, end in sorted(names, reverse=True):
        sentence = f"{sentence[:start]} x {sentence[end:]}"  # keeps 910 and B out of the figures
    read, _ = located(sentence, language)
    days = _days(read)
    amounts = _magnitudes(sentence.lower())
    for magnitude in amounts:
        blank = " " * (magnitude.end - magnitude.start)
        sentence = sentence[: magnitude.start] + blank + sentence[magnitude.end :]
    read, numbers = located(sentence, language)
    amounts += [figure for number in numbers if (figure := _figure(read, number, language))]
    return Figures(read, amounts, days)


def _magnitudes(text: str) -> list[Figure]:
    found = [Figure(start, end, amount) for start, end, amount in magnitudes_in(text)]
    for words, pattern in signs.MAGNITUDES.items():
        for match in re.finditer(pattern, text):
            found.append(Figure(*match.span(), Amount.parse(words)))
    return found


def _figure(text: str, number: Located, language: str) -> Figure | None:
    """The amount around a number; None where it is a day, an ordinal or too small to be one."""
    before, after = text[: number.start], text[number.end :]
    if _IN_A_DAY.match(after) or _AFTER_A_MONTH.search(before):
        return None
    counted = _counted(before, after, language)
    if not counted and (number.low < SMALL or _is_year(text, number)):
        return None
    size = _digits(number.low)
    if number.low != number.high:
        size = f"{size} to {_digits(number.high)}"
        if size.partition(" to ")[0][-1].isdigit() != size[-1].isdigit():
            size = f"{number.low:.0f} to {number.high:.0f}"
    else:
        size = " ".join(filter(None, (_hedge(before, after), size)))
    rate = _rate(after)
    try:
        amount = Amount.parse(f"{size}{counted}{rate}")
    except AmountSyntaxError:
        return None
    return Figure(number.start, number.end, amount)


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS |= {"sept": 9}
_MONTH = rf"\b(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_IN_A_DAY = re.compile(rf"(?:st|nd|rd|th)\b|[年月日号號년월일]|일| ?{_MONTH}")
_AFTER_A_MONTH = re.compile(rf"{_MONTH} $")
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>(?:19|20)\d\d)\b",
        r"(?P<year>(?:19|20)\d\d) ?[年년] ?(?P<number>\d{1,2}) ?[月월]"
        r"(?: ?(?P<day>\d{1,2}) ?[日号일])?",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"{_MONTH} (?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d.,-])(?P<year>(?:19|20)\d\d)(?![\d,.]\d)(?! ?[a-z%億亿万萬만억])",
    )
)


def _days(text: str) -> list[str]:
    """Days, months and years that a text states with their year, as EDTF, each place read once."""
    days = []
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            part = match.groupdict()
            month = int(part.get("number") or _MONTHS.get(part.get("month") or "", 0))
            written = part["year"]
            written += f"-{month:02}" if month else ""
            written += f"-{int(part['day']):02}" if month and part.get("day") else ""
            days += [written] if _is_day(written) else []
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return days


def _is_day(text: str) -> bool:
    try:
        Day.parse(text)
    except DateSyntaxError:
        return False
    return True


def _is_year(text: str, number: Located) -> bool:
    written = text[number.start : number.end]
    return bool(re.fullmatch(r"\d{4}|\d{4}.{1,4}\d{4}", written)) and (
        FIRST_YEAR <= number.low <= LAST_YEAR
    )


def _hedge(before: str, after: str) -> str:
    # A currency may stand between the hedge and its number, a counter after the number.
    lead = re.sub(r"(?:[a-z]{0,3}[$€£¥₩₹]|\b(?:usd|eur|rmb|cny|hkd)) ?$", "", before).rstrip()
    for qualifier, pattern in signs.HEDGES_BEFORE.items():
        if re.search(f"(?:{pattern})$", lead):
            return hedge_words(qualifier)
    for qualifier, pattern in signs.HEDGES_AFTER.items():
        if re.match(rf"[^,.;，。、\d]{{0,6}}?(?:{pattern})", after):
            return hedge_words(qualifier)
    return hedge_words(Qualifier.EXACT)


def _counted(before: str, after: str, language: str) -> str:
    """The currency or the things that a number counts, as the grammar writes them after it."""
    currencies = signs.CURRENCIES
    if language.startswith("ja"):
        currencies = {"JPY": currencies["JPY"], **currencies}
    # Each currency is looked for beside the number, the more specific first: 美元 before 元.
    for code, pattern in currencies.items():
        if re.search(rf"(?<![a-z])(?:{pattern}) ?$", before):
            return f" {code}"
    for code, pattern in currencies.items():
        if re.match(rf" ?(?:u\.?s\.? )?(?:{pattern})", after):
            return f" {code}"
    for words, pattern in signs.THINGS.items():
        if re.match(rf"[ -]?(?:{pattern})", after):
            return words if words == "%" else f" {words}"
    near = re.match(r"[^,.;:()，。、；\d]{0,40}", after)
    for words in _NAMED_AFTER_ITS_KIND:
        if near and re.match(
            rf"(?:(?: of)?(?: [\w-]+){{1,4}}? |[^ ]{{0,6}} ?x? ?)(?:{signs.THINGS[words]})", near[0]
        ):
            return f" {words}"
    return ""


_NAMED_AFTER_ITS_KIND = ("servers", "racks", "superchips", "cards", "wafers", "systems", "chips")


def _rate(after: str) -> str:
    match = re.match(r"[^,.;\d]{0,12}?\b(?:per|a) (month|quarter|year)\b", after)
    return f" per {match[1]}" if match else ""


_SUFFIXES = {"T": 10**12, "B": 10**9, "M": 10**6}


def _digits(number: float) -> str:
    """A number as people write it in a file: `100000`, `9.7B`."""
    exact = Decimal(str(number))
    for suffix, scale in _SUFFIXES.items():
        scaled = (exact / scale).normalize()
        exponent = scaled.as_tuple().exponent
        if scaled >= 1 and isinstance(exponent, int) and exponent >= -3:
            return f"{scaled:f}{suffix}"
    return f"{exact.normalize():f}"
