"""Rules between amounts: those of one value agree, and a part is no more than its whole."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ai_chip_deals.checks.rules import rule
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.amounts import TOLERANCE, Amount
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.chains import chain_of, measurer_of
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.vocabulary import Figure, Stance

PARTS = {
    Figure.DELIVERED: Figure.ORDERED,
    Figure.INSTALLED: Figure.ORDERED,
    Figure.FIRM_VALUE: Figure.VALUE,
    Figure.FIRM_POWER: Figure.POWER,
}
"""Figures of which one is a part of the other."""


@dataclass(frozen=True)
class Stated:
    """An amount that a source states, with its place, its origin and what it is a value of."""

    document: Document
    steps: Steps
    claim: Claim
    amount: Amount
    publisher: str
    origin: str | None
    of: tuple[Hashable, ...]

    def problem(self, other: Stated, got: str, expected: str, fix: str, *, rule: str) -> Problem:
        """A problem of this amount beside another: an error in one page, else a warning."""
        apart = self.document is not other.document
        place = other.document.problem(other.steps, "", "", rule="")
        where = f"in {place.path}:{place.line}" if apart else f"in line {place.line}"
        named = f"{expected} {where}"
        return self.document.problem(self.steps, got, named, fix, rule=rule, warning=apart)


@lru_cache(maxsize=1)
def stated(tree: Tree) -> Sequence[Stated]:
    """Every amount that a source of a tree says or expects, by source and place."""
    return list(_stated(tree))


def _stated(tree: Tree) -> Iterator[Stated]:
    for _, file in sorted(tree.sources.items()):
        if file.data.withdrawn:
            continue
        for group, index, claim in file.data.claims():
            chain = chain_of(tree, file.data, claim)
            for name, amount in claim.amounts().items():
                yield Stated(
                    document=file.document,
                    steps=(group, index, name),
                    claim=claim,
                    amount=amount,
                    publisher=chain.publisher,
                    origin=chain.origin,
                    of=(group, *_subject(tree, claim, chain.origin), name, claim.stance),
                )


def _subject(tree: Tree, claim: Claim, origin: str | None) -> tuple[Hashable, ...]:
    """What a claim is about, told apart as finely as the claim tells it."""
    as_of = claim.as_of
    if isinstance(claim, DealClaim):
        stage = (claim.stage, claim.event, claim.date)
        flow = (claim.during, claim.paid_by, as_of)
        return claim.deal, claim.lot, *stage, *flow
    if isinstance(claim, LaunchClaim):
        return claim.product, claim.event, claim.version, claim.region, claim.date
    if isinstance(claim, UserMetricClaim):
        counted = (claim.metric, claim.scope, claim.platform, claim.window, claim.region)
        return claim.product, *counted, measurer_of(tree, claim, origin), as_of
    if isinstance(claim, ChipSpecClaim):
        conditions = (claim.precision, claim.sparsity, claim.clock, claim.form_factor)
        return claim.chip, claim.spec, *conditions
    return ()


@rule
def bounds_cross(tree: Tree) -> Iterator[Problem]:
    """One page, repeating one origin, gives one value no lower bound above its upper bound."""
    for group in _grouped(stated(tree), lambda value: (*_of_unit(value), id(value.document))):
        for value in group:
            for other in group:
                low, high = value.amount.reach[0], other.amount.reach[1]
                if value.origin == other.origin and low and high and low > high:
                    got = f"{value.amount.as_stated!r}"
                    expected = f"no more than {other.amount.as_stated!r} allows"
                    fix = "Tell them apart by lot:, as_of:, during: or stage:, or correct one."
                    yield value.problem(other, got, expected, fix, rule="bounds-cross")


@rule
def factor_of_ten(tree: Tree) -> Iterator[Problem]:
    """Claims of one value do not differ by nothing but a factor of ten, a hundred or more."""
    for group in _grouped(stated(tree), _of_unit):
        numbers = Counter(
            number
            for number, _ in {(_number(value), value.publisher) for value in group}
            if number is not None
        )
        if len(numbers) < 2:
            continue
        usual = max(numbers, key=lambda number: (numbers[number], -number))
        other = next(value for value in group if _number(value) == usual)
        for value in group:
            if _shifted(_number(value), usual):
                got, expected = f"{value.amount.as_stated!r}", f"{other.amount.as_stated!r}"
                fix = "Read both pages again; if they do say so, accept it with a reason."
                yield value.problem(other, got, expected, fix, rule="factor-of-ten")


@rule
def part_exceeds_whole(tree: Tree) -> Iterator[Problem]:
    """What is delivered, installed or firm is no more than the whole of it."""
    said = [
        value
        for value in stated(tree)
        if isinstance(value.claim, DealClaim) and value.claim.stance is Stance.SAYS
    ]
    wholes: dict[Hashable, list[Stated]] = defaultdict(list)
    for value in said:
        wholes[_of_lot(value, value.steps[-1])].append(value)
    for value in said:
        whole = PARTS.get(value.steps[-1])  # type: ignore[call-overload]
        candidates = wholes.get(_of_lot(value, whole), []) if whole else []
        here = [other for other in candidates if other.document is value.document]
        highs = [other.amount.reach[1] for other in here or candidates]
        low = value.amount.reach[0]
        if low and highs and all(high is not None and high < low for high in highs):
            other = max(here or candidates, key=lambda other: other.amount.reach[1] or 0)
            got = f"{value.amount.as_stated!r}"
            expected = f"no more than {whole} {other.amount.as_stated!r}"
            fix = "Are the two swapped or mistyped, or of different lots?"
            yield value.problem(other, got, expected, fix, rule="part-exceeds-whole")


def _of_unit(value: Stated) -> tuple[Hashable, ...]:
    amount = value.amount
    return (*value.of, amount.unit, amount.currency, amount.per)


def _of_lot(value: Stated, figure: Hashable) -> tuple[Hashable, ...]:
    assert isinstance(value.claim, DealClaim)
    amount = value.amount
    return value.claim.deal, value.claim.lot, figure, amount.unit, amount.currency, amount.per


def _number(value: Stated) -> float | None:
    """The one number that an amount prints; None for a range or an order of magnitude."""
    printed = {value.amount.low, value.amount.point, value.amount.high} - {None}
    return printed.pop() if len(printed) == 1 else None


def _shifted(number: float | None, usual: float) -> bool:
    if not number or not usual:
        return False
    places = round(math.log10(number / usual))
    return places != 0 and abs(number / usual / 10**places - 1) <= TOLERANCE


def _grouped(values: Iterable[Stated], key: Callable[[Stated], Hashable]) -> Iterable[list[Stated]]:
    groups: dict[Hashable, list[Stated]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return [group for group in groups.values() if len(group) > 1]
