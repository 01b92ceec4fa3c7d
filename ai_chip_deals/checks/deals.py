"""Rules on deals as records: none stands twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeAlias

from ai_chip_deals.checks.rules import rule
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.claims import DealClaim
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.vocabulary import OTHERS, UNDISCLOSED, Stance

NEAR = timedelta(days=60)
"""How far two deals between the same parties may lie apart and still be one."""

Span: TypeAlias = tuple[date, date]

_OPEN = frozenset({OTHERS, UNDISCLOSED})


@rule
def probable_duplicate(tree: Tree) -> Iterator[Problem]:
    """Deals of one kind of chip between the same parties within 60 days name each other."""
    alike: dict[Hashable, list[str]] = defaultdict(list)
    chips, days = _chips(tree), _days(tree)
    for identifier, file in sorted(tree.deals.items()):
        if identifier in days and (parties := _parties(file.data)):
            alike[parties].append(identifier)
    for group in alike.values():
        for first, second in combinations(group, 2):
            same_chips = chips[first] & chips[second] or chips[first] == chips[second]
            if (
                same_chips
                and _near(days[first], days[second])
                and not _related(tree, first, second)
            ):
                got, expected = f"the deal {first!r} again", "a deal of its own"
                fix = "Merge the two, or write the relation; distinct_from: where there is none."
                yield tree.deals[second].document.problem(
                    (), got, expected, fix, rule="probable-duplicate", warning=True
                )


def _parties(deal: Deal) -> frozenset[Hashable]:
    """Who buys and who sells; nothing where a side is open."""
    sides = {"buyers": deal.buyers, "sellers": deal.sellers}
    if any(side is None or _OPEN & set(side) for side in sides.values()):
        return frozenset()
    return frozenset((name, frozenset(side or ())) for name, side in sides.items())


def _related(tree: Tree, *identifiers: str) -> bool:
    for identifier in identifiers:
        deal = tree.deals[identifier].data
        single = {deal.part_of, deal.same_hardware_as}
        several = {*deal.extends, *deal.replaces, *deal.related, *deal.distinct_from}
        if (single | several) & set(identifiers):
            return True
    return False


def _chips(tree: Tree) -> dict[str, set[str]]:
    """The families of the chips that are claimed of each deal."""
    families: dict[str, set[str]] = defaultdict(set)
    for _, claim in _deal_claims(tree):
        if claim.chip:
            families[claim.deal].add(_family(tree, claim.chip))
    return families


def _family(tree: Tree, product: str) -> str:
    passed = [product]
    while (file := tree.products.get(passed[-1])) and file.data.family:
        if file.data.family in passed:
            break
        passed.append(file.data.family)
    return passed[-1]


def _days(tree: Tree) -> dict[str, Span]:
    """From when to when each deal lies: by the days of its stages, else of its pages."""
    dated: dict[str, list[date]] = defaultdict(list)
    published: dict[str, list[date]] = defaultdict(list)
    for source_published, claim in _deal_claims(tree):
        if claim.stance is Stance.SAYS:
            dated[claim.deal] += _ends(claim.date)
            published[claim.deal] += _ends(source_published)
    spans = {}
    for identifier in published:
        days = dated[identifier] or published[identifier] or [date.min, date.max]
        spans[identifier] = (min(days), max(days))
    return spans


def _ends(day: Day | None) -> list[date]:
    return [end for end in (day.earliest, day.latest) if end] if day else []


def _near(first: Span, second: Span) -> bool:
    return max(first[0], second[0]) - min(first[1], second[1]) <= NEAR


def _deal_claims(tree: Tree) -> Iterator[tuple[Day | None, DealClaim]]:
    for file in tree.sources.values():
        for _, _, claim in file.data.claims():
            if isinstance(claim, DealClaim):
                yield file.data.published, claim
