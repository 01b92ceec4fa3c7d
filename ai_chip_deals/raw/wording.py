"""Whether a sentence says what a claim states: figures, hedges, money, days, metrics, names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from ai_chip_deals.raw.amounts import Amount
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    ComparisonClaim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.numerals import occurs
from ai_chip_deals.raw.passages import normalise
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import OTHERS, UNDISCLOSED, Metric, Qualifier, Unit


def missing_figures(claim: Claim, sentence: str) -> Iterator[str]:
    """The fields of a claim whose figures occur in a sentence in no usual writing."""
    for name, amount in claim.amounts().items():
        if not _carries(sentence, amount):
            yield name


def unsaid(claim: Claim, quote: str, source: Source, tree: Tree) -> Iterator[str]:
    """What a claim states and a sentence does not say in so many words, for somebody to look at.

    The year in which the page was published goes without saying.
    """
    primary = source.language.partition("-")[0]
    yield from _missing_hedges(claim, quote, primary)
    yield from _missing_currencies(claim, quote)
    yield from _missing_dates(claim, quote, primary, _years(source.published))
    if isinstance(claim, UserMetricClaim):
        yield from _missing_metric(claim.metric, normalise(quote))
    yield from _missing_names(claim, quote, tree)


def _carries(sentence: str, amount: Amount) -> bool:
    if not amount.printed:  # an order of magnitude has words in place of a number
        text = normalise(sentence)
        return amount.words in text or not text.isascii() or bool(_MAGNITUDES.search(text))
    if all(occurs(number, sentence) for number in amount.printed):
        return True
    if amount.unit not in (Unit.TOPS, Unit.TFLOPS):
        return False
    # "256 trillion operations per second" for 256 TOPS.
    bounds = {amount.low, amount.point, amount.high} - {None}
    return all(occurs((bound or 0) * 1e12, sentence) for bound in bounds)


# "Tens of", "hundreds of", "thousands of" in languages that may be written in ASCII alone.
_MAGNITUDES = re.compile(
    r"\b(?:decine|centinaia|migliaia|dizaines|centaines|milliers|decenas|cientos|centenares|miles"
    r"|dezenas|centenas|milhares|dutzende|hunderte|tausende|zehntausende|hunderttausende"
    r"|tientallen|honderden|duizenden|puluhan|ratusan|ribuan|dziesiatki|setki|tysiace)\b"
)


# Words that say a hedge in English; in other languages nothing is warned of.
HEDGE_SIGNS = {
    Qualifier.ABOUT: r"about|around|some|roughly|approximately|circa|~|estimate|nearly|almost",
    Qualifier.NEARLY: r"nearly|almost|close to|approach|just under|just shy",
    Qualifier.MORE_THAN: r"more than|over|exceed|above|surpass|beyond|upwards|north of|topp|"
    r"cross|pass|plus|>|\+",
    Qualifier.AT_LEAST: r"at least|no (?:less|fewer) than|minimum|or more|starting",
    Qualifier.LESS_THAN: r"fewer|less|under|below|short of|not even|lower|<",
    Qualifier.UP_TO: r"up to|at most|maximum|as (?:many|much) as|no more than|cap|limit|potential",
    Qualifier.RANGE: r"between|\bto\b|-|and",
    Qualifier.PART_OF: r"part|some|share|among|together|combined|total|includ",
}


def _missing_hedges(claim: Claim, quote: str, language: str) -> Iterator[str]:
    for name, amount in claim.amounts().items():
        signs = HEDGE_SIGNS.get(amount.qualifier)
        if language == "en" and signs and not re.search(signs, normalise(quote)):
            yield f"the hedge of {name!r}, {amount.as_stated!r}"


# How pages write a currency; one that is not here is not looked for.
CURRENCY_SIGNS = {
    "USD": r"\$|usd|doll?ar|dólar|bucks|美元|美金|ドル|달러|долл|دولار|डॉलर|đô la",
    "XXX": r"\$|dollar",
    "EUR": r"€|eur",
    "GBP": r"£|gbp|pound|sterling",
    "CNY": r"¥|cny|rmb|yuan|元|人民币|人民幣",
    "JPY": r"¥|jpy|yen|円|日元|日圓",
    "KRW": r"₩|krw|\bwon\b|원|韩元|韓元",
    "INR": r"₹|inr|rupee|\brs\b|rs\.|रुपये|crore|lakh",
    "TWD": r"nt\$|twd|台币|台幣|新台",
    "HKD": r"hk\$|hkd|港元|港币|港幣",
}


def _missing_currencies(claim: Claim, quote: str) -> Iterator[str]:
    for name, amount in claim.amounts().items():
        signs = CURRENCY_SIGNS.get(amount.currency or "")
        if signs and not re.search(signs, normalise(quote)):
            yield f"the currency of {name!r}, {amount.currency}"


# Languages in which a month is written as checked below; in others nothing is warned of.
_MONTH_SIGNS = {"zh": "月", "ja": "月", "ko": "월"}


def _missing_dates(claim: Claim, quote: str, language: str, understood: set[int]) -> Iterator[str]:
    text = normalise(quote)
    for name, day in claim.days().items():
        for year, month, date in _parts(day):
            if year not in understood and not occurs(year, text):
                yield f"the year {year} of {name!r}"
            if month and not _says_month(text, month, language):
                yield f"the month {calendar.month_name[month]} of {name!r}"
            if (
                date
                and not occurs(date, text)
                and not re.search(rf"\b0?{date}(?:st|nd|rd|th)\b", text)
            ):
                yield f"the day {date} of {name!r}"


def _years(day: Day | None) -> set[int]:
    return {year for year, _, _ in _parts(day)} if day else set()


def _parts(day: Day) -> Iterator[tuple[int, int, int]]:
    for match in re.finditer(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", day.text):
        yield int(match[1]), int(match[2] or 0), int(match[3] or 0)


def _says_month(text: str, month: int, language: str) -> bool:
    if language in _MONTH_SIGNS:
        return re.search(rf"(?<!\d)0?{month} ?{_MONTH_SIGNS[language]}", text) is not None
    if language != "en":
        return True
    name = calendar.month_name[month].lower()
    names = (name, name[:3], name[:4])
    return any(re.search(rf"\b{name}\b", text) for name in names) or f"-{month:02}" in text


# What a sentence says where it counts users in this way and no other: weekly is never monthly, and
# who registered or downloaded is not active.
METRIC_SIGNS = {
    Metric.MAU: r"month|\bmau|30.days|monat|mensu|mensa|mensi|\bmois\b|\bm[eê]s(?:es)?\b"
    r"|bulan|aylık|月|월|месяц|месяч",
    Metric.WAU: r"week|\bwau|seven.days|woche|wöchent|hebdo|semaine|seman|settiman|minggu|haftalık"
    r"|周|週|주|недел",
    Metric.DAU: r"\bdays?\b|daily|\bdau|\btag|täglich|\bjour|quotid|diari|\bd[ií]as?\b|giorn|\bhari"
    r"|günlük|日|일|день|дневн|сутки",
    Metric.REGISTERED_USERS: r"regist|account|sign|enrol|konto|konten|compte|cuenta|inscri|cadastr"
    r"|akun|daftar|注册|註冊|登録|アカウント|会員|가입|계정|등록|зарегистр",
    Metric.DOWNLOADS: r"download|install|herunter|télécharg|descarg|baixa|unduh|scaric|下载|下載"
    r"|ダウンロード|インストール|다운|설치|скач|загруз",
}
_ANY_METRIC = re.compile(
    r"(?:monthly|weekly|daily) active|\b[mwd]aus?\b|registered users|downloads"
    r"|月活|周活|週活|日活|注册用户|월간|주간|일간|가입자|다운로드"
)


def _missing_metric(metric: Metric, text: str) -> Iterator[str]:
    signs = METRIC_SIGNS.get(metric)
    if signs and not re.search(signs, text):
        yield f"the words for the metric {metric!s}"
    if metric is Metric.USERS and (found := _ANY_METRIC.search(text)):
        yield f"users with no word on how they are counted (it has {found[0]!r})"


def _missing_names(claim: Claim, quote: str, tree: Tree) -> Iterator[str]:
    text = normalise(quote)
    for identifier in _named(claim):
        names = _names(identifier, tree)
        if names and not any(normalise(name) in text for name in names):
            yield f"{names[0]!r} or another name of it"


def _named(claim: Claim) -> Iterator[str]:
    if isinstance(claim, DealClaim):
        yield from [claim.chip] if claim.chip else []
        for ids in claim.parties().values():
            yield from (party for party in ids if party not in (OTHERS, UNDISCLOSED))
    elif isinstance(claim, ComparisonClaim):
        yield from (claim.chip, claim.than)
    elif isinstance(claim, ChipSpecClaim):
        yield claim.chip
    elif isinstance(claim, LaunchClaim | UserMetricClaim):
        yield claim.product


def _names(identifier: str, tree: Tree) -> list[str]:
    file = tree.products.get(identifier) or tree.organizations.get(identifier)
    return [file.data.name, *file.data.aliases] if file else []
