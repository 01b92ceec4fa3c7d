"""Amounts as articles print them, hedge and all: `more than 100000`, `up to 6 GW`, `9.7B USD`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches

from ai_chip_deals.errors import AmountSyntaxError, did_you_mean
from ai_chip_deals.raw.units import COUNTED, PER_WORDS, UNITS, currencies
from ai_chip_deals.vocabulary import Per, Qualifier, Unit

EXPECTED = "an amount such as 'more than 100000' or '9.7B USD'"

TOLERANCE = 0.05
"""How far two intervals may stand apart, in parts of their bounds, and still agree."""


@dataclass(frozen=True)
class Amount:
    """An amount with its hedge kept.

    `low`, `point` and `high` are in `unit`, which may be a scale away from the unit printed
    (6 GW is 6000 MW); a bound that nobody stated is None. `reach` is the interval that decides
    whether two amounts agree; its open ends are None. `printed` are the numbers as they stand
    on the page, for finding them there.
    """

    as_stated: str
    low: float | None
    point: float | None
    high: float | None
    qualifier: Qualifier
    estimated: bool
    unit: Unit | None
    currency: str | None
    per: Per | None
    reach: tuple[float | None, float | None]
    printed: tuple[float, ...]

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read one amount of the grammar.

        Raises:
            AmountSyntaxError: The text is no such amount; it says what would be.
        """
        as_stated = " ".join(text.split())
        body, estimated = _take_prefix(as_stated, "estimated ")
        body, per = _take_per(body, as_stated)
        size, counted = _take_size(body, as_stated)
        unit, currency, scale = _counted(counted, as_stated)
        return cls(
            as_stated=as_stated,
            low=_scaled(size.low, scale),
            point=_scaled(size.point, scale),
            high=_scaled(size.high, scale),
            qualifier=size.qualifier,
            estimated=estimated,
            unit=unit,
            currency=currency,
            per=per,
            reach=(_scaled(size.reach[0], scale), _scaled(size.reach[1], scale)),
            printed=size.printed,
        )

    @property
    def words(self) -> str:
        """The words of an order of magnitude, in place of a number: `several billion`."""
        match = _MAGNITUDE.match(self.as_stated.removeprefix("estimated "))
        return match[0].removesuffix(match["counted"]) if match else ""

    def counting(self, unit: Unit | None) -> Amount:
        """The same amount, where its page leaves the unit to be understood."""
        return replace(self, unit=unit)


# How each hedge reads: the words for it, which of low, point and high its number fills, and how
# far it reaches when claims are compared, in parts of the number (None: without end). This table
# is the only place that knows.


@dataclass(frozen=True)
class _Hedge:
    words: tuple[str, ...]
    fills: tuple[bool, bool, bool]
    reach: tuple[float | None, float | None]


_HEDGES = {
    Qualifier.EXACT: _Hedge(("",), (True, True, True), (1, 1)),
    Qualifier.ABOUT: _Hedge(
        ("about", "around", "some", "roughly"), (False, True, False), (0.9, 1.1)
    ),
    Qualifier.NEARLY: _Hedge(("nearly", "almost", "close to"), (False, True, True), (0.9, 1)),
    Qualifier.MORE_THAN: _Hedge(("more than", "over"), (True, False, False), (1, None)),
    Qualifier.AT_LEAST: _Hedge(("at least",), (True, False, False), (1, None)),
    Qualifier.LESS_THAN: _Hedge(
        ("fewer than", "less than", "under"), (False, False, True), (None, 1)
    ),
    Qualifier.UP_TO: _Hedge(("up to", "at most"), (False, False, True), (None, 1)),
    Qualifier.PART_OF: _Hedge(("part of",), (False, False, True), (None, 1)),
}
HEDGE_WORDS = {words: name for name, hedge in _HEDGES.items() for words in hedge.words if words}
"""The words of each hedge, and what they mean."""

_SUFFIXES = {"": 1, "k": 1_000, "M": 1_000_000, "B": 1_000_000_000, "T": 1_000_000_000_000}
_MAGNITUDES = {
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_MULTIPLES = {"tens": 10, "dozens": 10, "hundreds": 100}

# Up to 15 digits before the point and 9 after it, which a float holds.
_NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?[kMBT]?"
_HEDGED = re.compile(
    rf"(?:(?P<hedge>{'|'.join(HEDGE_WORDS)}) )?(?P<number>{_NUMBER})(?P<counted>%| .*|)"
)
_RANGE = re.compile(
    rf"(?:(?P<low>{_NUMBER}) to (?P<high>{_NUMBER})"
    rf"|between (?P<from>{_NUMBER}) and (?P<to>{_NUMBER}))"
    r"(?P<counted>%| .*|)"
)
_IN_WORDS = (
    rf"(?:(?P<multiple>{'|'.join(_MULTIPLES)})(?: of (?P<scale>{'|'.join(_MAGNITUDES)})s)?"
    rf"|several (?P<several>hundred(?: (?:{'|'.join(_MAGNITUDES)}))?|{'|'.join(_MAGNITUDES)})"
    rf"|(?P<bare>{'|'.join(_MAGNITUDES)})s)"
)
_MAGNITUDE = re.compile(rf"{_IN_WORDS}(?P<counted> .*|)")
_MAGNITUDE_WORDS = re.compile(rf"\b{_IN_WORDS}\b")


def hedge_words(qualifier: Qualifier) -> str:
    """The words that the grammar has for a hedge, the first where it knows several."""
    return _HEDGES[qualifier].words[0]


def magnitudes_in(text: str) -> Iterator[tuple[int, int, Amount]]:
    """The orders of magnitude that an English text gives in words, each with its place.

    Example:
        >>> [amount.as_stated for _, _, amount in magnitudes_in("for tens of thousands of chips")]
        ['tens of thousands']
    """
    for match in _MAGNITUDE_WORDS.finditer(text):
        yield *match.span(), Amount.parse(match[0])


@dataclass(frozen=True)
class _Size:
    low: float | None
    point: float | None
    high: float | None
    qualifier: Qualifier
    reach: tuple[float | None, float | None]
    printed: tuple[float, ...]


def _take_prefix(text: str, prefix: str) -> tuple[str, bool]:
    return text.removeprefix(prefix), text.startswith(prefix)


def _take_per(text: str, whole: str) -> tuple[str, Per | None]:
    if text.endswith(" each"):
        return text.removesuffix(" each"), Per.EACH
    body, found, words = text.partition(" per ")
    if not found:
        return text, None
    if words not in PER_WORDS:
        hint = did_you_mean(words, PER_WORDS) or f"One of: {', '.join(PER_WORDS)}."
        raise AmountSyntaxError(whole, f"what {words!r} is a rate for", hint)
    return body, PER_WORDS[words]


def _take_size(body: str, whole: str) -> tuple[_Size, str]:
    for pattern, read in _READERS:
        if match := pattern.fullmatch(body):
            return read(match, whole), match["counted"].strip()
    raise AmountSyntaxError(whole, EXPECTED, _fix(body) or _hedge_fix(body))


def _hedged(match: re.Match[str], whole: str) -> _Size:
    if match["number"].endswith(".000"):
        plain = whole.replace(match["number"], match["number"].replace(".", ""))
        expected = "a number without points between its digits"
        raise AmountSyntaxError(whole, expected, f"Write '{plain}'.")
    qualifier = HEDGE_WORDS.get(match["hedge"] or "", Qualifier.EXACT)
    hedge = _HEDGES[qualifier]
    number, half = _number(match["number"])
    if qualifier is not Qualifier.EXACT:
        half = 0
    low, point, high = (number if filled else None for filled in hedge.fills)
    reach = _reach(
        None if hedge.reach[0] is None else number * hedge.reach[0] - half,
        None if hedge.reach[1] is None else number * hedge.reach[1] + half,
    )
    return _Size(low, point, high, qualifier, reach, (number,))


def _range(match: re.Match[str], whole: str) -> _Size:
    first, last = (match["low"] or match["from"], match["high"] or match["to"])
    low, high = _number(first)[0], _number(last)[0]
    if first[-1].isdigit() != last[-1].isdigit():
        raise AmountSyntaxError(
            whole,
            "a suffix on both ends of a range or on none",
            "Write '9B to 10B', not '9 to 10B'.",
        )
    if low >= high:
        raise AmountSyntaxError(whole, "a range that rises")
    return _Size(low, None, high, Qualifier.RANGE, _reach(low, high), (low, high))


def _magnitude(match: re.Match[str], whole: str) -> _Size:
    if match["multiple"]:
        low = _MULTIPLES[match["multiple"]] * _MAGNITUDES.get(match["scale"] or "", 1)
    else:
        low = 1
        for word in (match["several"] or match["bare"]).split():
            low *= {"hundred": 100, **_MAGNITUDES}[word]
    return _Size(low, None, low * 10, Qualifier.MAGNITUDE, _reach(low, low * 10), ())


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Size]], ...] = (
    (_RANGE, _range),
    (_HEDGED, _hedged),
    (_MAGNITUDE, _magnitude),
)


def _number(text: str) -> tuple[float, float]:
    """The number, and half of its last stated digit."""
    digits, suffix = (text[:-1], text[-1]) if text[-1] in _SUFFIXES else (text, "")
    plain = digits.replace(",", "")
    decimals = len(plain.partition(".")[2])
    scale = _SUFFIXES[suffix]
    # A power of ten below the suffix keeps 9.7B at 9700000000 exactly.
    number = int(plain.replace(".", "")) * scale / 10**decimals
    # Half of the last stated digit; a round number such as 1B is still no vaguer than "about".
    return number, min(0.5 * scale / 10**decimals, 0.1 * number)


def _reach(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    return (
        None if low is None else low * (1 - TOLERANCE),
        None if high is None else high * (1 + TOLERANCE),
    )


def _scaled(number: float | None, scale: float) -> float | None:
    if number is None or scale == 1:
        return None if number is None else float(number)
    # In decimals, so that 16.1 GW is 16100 MW and not 16100.000000000002.
    return float(Decimal(str(number)) * Decimal(str(scale)))


def _counted(words: str, whole: str) -> tuple[Unit | None, str | None, float]:
    """The unit or currency that the words after the number name, and the unit's scale."""
    if not words:
        return None, None, 1
    if words in UNITS:
        unit, scale = UNITS[words]
        return unit, None, scale
    if words in currencies():
        return None, words, 1
    expected = f"a unit or an ISO 4217 currency after the number, not {words!r}"
    near = did_you_mean(words, [*UNITS, *currencies()], cutoff=0.8)
    counts = ", ".join(f"{singular}s" for singular, *_ in COUNTED.values())
    counted = f"Count one of: {counts}; or units, where none of them fits."
    raise AmountSyntaxError(whole, expected, _fix(whole) or near or counted)


def _fix(text: str) -> str:
    """One thing to write instead, for the slips that are usual."""
    written = text
    for slip, form in _REWRITES:
        written = slip.sub(form, written)
    if written != text and _is_amount(written):
        which = f", or '{written.replace('USD', 'XXX')}' where the page does not say which dollar"
        return f"Write '{written}'{which if '$' in text else ''}."
    return next((fix for slip, fix in _SLIPS if slip.search(text)), "")


def _is_amount(text: str) -> bool:
    try:
        Amount.parse(text)
    except AmountSyntaxError:
        return False
    return True


def _hedge_fix(text: str) -> str:
    """The text with the hedge that its words come nearest to."""
    start = re.match(r"[a-z ]+", text)
    near = get_close_matches(start[0].strip(), HEDGE_WORDS, n=1) if start else []
    rest = text[start.end() :] if start else ""
    return f"Did you mean '{near[0]} {rest}'?" if near else ""


# Slips of which it is clear what should stand in their place.
_REWRITES = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"(\d) ?(?:thousand|K)\b", r"\1k"),
        (r"(\d) ?(?:million|mn|m)\b", r"\1M"),
        (r"(\d) ?(?:billion|bn|b)\b", r"\1B"),
        (r"(\d) ?(?:trillion|tn|t)\b", r"\1T"),
        (r"(\d) ([kMBT])\b", r"\1\2"),
        (r"(?:US)?\$ ?([\d.,]+[kMBT]?)$", r"\1 USD"),
        (r"(\d[kMBT]?) ?€$", r"\1 EUR"),
        (r"€ ?([\d.,]+[kMBT]?)$", r"\1 EUR"),
        (r"£ ?([\d.,]+[kMBT]?)$", r"\1 GBP"),
        (r"₩ ?([\d.,]+[kMBT]?)$", r"\1 KRW"),
        (r"₹ ?([\d.,]+[kMBT]?)$", r"\1 INR"),
        (r"(?:RMB|yuan) ?([\d.,]+[kMBT]?)$", r"\1 CNY"),
        (r"(\d[kMBT]?) ?(?:RMB|yuan)$", r"\1 CNY"),
        (r"([A-Z]{3}) ?(\d[\d.,]*[kMBT]?)$", r"\2 \1"),
        (r"(\d[kMBT]?)([A-Z]{3})\b", r"\1 \2"),
        (r"^(?:greater than|above|exceeding|in excess of|upwards of|>) ?", "more than "),
        (r"^(?:below|lower than|<) ?", "fewer than "),
        (r"^(?:approximately|approx\.?|circa|ca\.|~) ?", "about "),
        (r"\bno (?:more|greater) than\b", "up to"),
        (r"\bno (?:fewer|less) than\b", "at least"),
        (r"^a few ", "several "),
        (r"(\d[kMBT]?) ?[-–] ?(\d)", r"\1 to \2"),
    )
)
_SEPARATORS = "Write the number without separators, or in groups of three: '100000' or '100,000'."
_SLIPS = tuple(
    (re.compile(pattern), fix)
    for pattern, fix in (
        (r"[$€£¥₩₹]", "Write the currency as ISO 4217, after the number: '9.7B USD'."),
        (r"\b(?:usd|eur|cny|gbp|jpy|krw|inr)\b", "Write the currency in capitals: '2B USD'."),
        (r"\d\+", "Write 'more than' or 'at least', whichever the page says."),
        (r"^(?:a |one )?(?:hundred|thousand|million|billion)", "Write the number in digits."),
        (r"\d ?[万萬亿億]", "Write the number in digits: '120000' for 12万."),
        (r"\d,\d{1,2}[kMBT]", "Write a decimal point: '12.5M'."),
        (r"\d+(?:[,_ ]\d+)+", _SEPARATORS),
        (r"(?i:gigawatts?|megawatts?)", "Write GW or MW."),
        (
            r"^(?:More|About|Nearly|Up|At|Over|Fewer|Less|Some|Almost|Tens|Several)\b",
            "Write it in lower case.",
        ),
        (r"^an estimated", "Write 'estimated', or 'about'."),
        (r"^-", "Amounts are never negative."),
        (r"^0\d", "Drop the zero in front."),
    )
)
