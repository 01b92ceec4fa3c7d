"""Rules on deals as records: none stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeAlias

from ai_chip_deals.checks.facts import Fact, Group, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import rule_on
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import OTHERS, UNDISCLOSED, Stance

NEAR = timedelta(days=60)
"""How far two deals between the same parties may lie apart and still be one."""

Span: TypeAlias = tuple[date, date]

_OPEN = frozenset({OTHERS, UNDISCLOSED})


@states
def sides(file: File[RawFile]) -> Iterator[Fact]:
    """Who buys and who sells in a deal; nothing where a side is open."""
    if isinstance(file.data, Deal):
        buyers, sellers = set(file.data.buyers or ()), set(file.data.sellers or ())
        if buyers and sellers and not _OPEN & (buyers | sellers):
            yield Fact(("sides", sorted(buyers), sorted(sellers)), (), ())


@states
def told_of_deals(file: File[RawFile]) -> Iterator[Fact]:
    """Which chip and which days a page tells of a deal."""
    if isinstance(file.data, Source):
        for claim in file.data.deals:
            says = claim.stance is Stance.SAYS
            days = [_ends(claim.date), _ends(file.data.published)] if says else None
            yield Fact(("deal", claim.deal), (claim.chip, days), ())


@rule_on("sides")
def probable_duplicate(group: Group, others: Index) -> Iterator[Problem]:
    """Deals of one kind of chip between the same parties within 60 days name each other."""
    for first, second in combinations(group.facts, 2):
        if not _near(_days(others, first.id), _days(others, second.id)):
            continue
        if _alike(others, first.id, second.id) and not _related(others, first.id, second.id):
            got, expected = f"the deal {first.id!r} again", "a deal of its own"
            fix = "Merge the two, or write the relation; distinct_from: where there is none."
            yield from others.problems(
                second, got, expected, fix, rule="probable-duplicate", warning=True
            )


def _related(others: Index, *deals: str) -> bool:
    for deal in deals:
        about = others.about("deals", deal)
        named = {about["part_of"], about["same_hardware_as"], *about["others"]}
        if named & set(deals):
            return True
    return False


def _alike(others: Index, first: str, second: str) -> bool:
    """Whether two deals are of chips of one family, or neither of any."""
    one, other = _families(others, first), _families(others, second)
    return bool(one & other) or one == other


def _families(others: Index, deal: str) -> set[str]:
    """The families of the chips that are claimed of a deal."""
    chips = {known.said[0] for known in others.facts("deal", deal)}
    return {_family(others, chip) for chip in chips if chip}


def _family(others: Index, product: str) -> str:
    passed = [product]
    while family := others.about("products", passed[-1]).get("family"):
        if family in passed:
            break
        passed.append(family)
    return passed[-1]


def _days(others: Index, deal: str) -> Span | None:
    """From when to when a deal lies: by its stages, else its pages; None where none says it."""
    said = [days for _, days in (known.said for known in others.facts("deal", deal)) if days]
    if not said:
        return None
    dated = [day for of_stage, _ in said for day in of_stage]
    published = [day for _, of_page in said for day in of_page]
    days = [date.fromisoformat(day) for day in dated or published]
    return (min(days), max(days)) if days else (date.min, date.max)


def _ends(day: Day | None) -> list[str]:
    return [end.isoformat() for end in (day.earliest, day.latest) if end] if day else []


def _near(first: Span | None, second: Span | None) -> bool:
    if not first or not second:
        return False
    return max(first[0], second[0]) - min(first[1], second[1]) <= NEAR
