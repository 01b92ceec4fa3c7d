"""Rules between amounts: those of one value agree, and a part is no more than its whole."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any

from ai_chip_deals.checks.facts import Fact, Group, Known, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import rule_on
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.amounts import TOLERANCE, Amount
from ai_chip_deals.raw.chains import Chain, Imprint, chain_of, measurer_of
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import Figure, Stance

PARTS = {
    Figure.DELIVERED: Figure.ORDERED,
    Figure.INSTALLED: Figure.ORDERED,
    Figure.FIRM_VALUE: Figure.VALUE,
    Figure.FIRM_POWER: Figure.POWER,
}
"""Figures of which one is a part of the other."""
_OF_PARTS = frozenset({*PARTS, *PARTS.values()})


@states
def amounts(file: File[RawFile]) -> Iterator[Fact]:
    """Every amount that a source says or expects, by what it is a value of."""
    if not isinstance(file.data, Source) or file.data.withdrawn:
        return
    for group, index, claim in file.data.claims():
        for name, amount in claim.amounts().items():
            unit = (amount.unit, amount.currency, amount.per)
            said, steps = amount_said(file.data, claim, amount), (group, index, name)
            value = (group, *_subject(claim), name, claim.stance, *unit)
            yield Fact(("value", *value), said, steps)
            if isinstance(claim, DealClaim) and claim.stance is Stance.SAYS and name in _OF_PARTS:
                yield Fact(("lot", claim.deal, claim.lot, *unit), said | {"figure": name}, steps)


def amount_said(source: Source, claim: Claim, amount: Amount) -> dict[str, Any]:
    """What is to be known of an amount beside others."""
    said: dict[str, Any] = {
        "stated": amount.as_stated,
        "reach": amount.reach,
        "printed": amount.printed,
        "number": _number(amount),
        "imprint": Imprint.of(source),
        "according_to": claim.according_to,
    }
    if isinstance(claim, UserMetricClaim):
        said |= {"product": claim.product, "measured_by": claim.measured_by}
    return said


def _subject(claim: Claim) -> tuple[str | None, ...]:
    """What a claim is about, told apart as finely as the claim alone tells it."""
    if isinstance(claim, DealClaim):
        stage = (claim.stage, claim.event, _text(claim.date))
        flow = (_text(claim.during), claim.paid_by, _text(claim.as_of))
        return claim.deal, claim.lot, *stage, *flow
    if isinstance(claim, LaunchClaim):
        return claim.product, claim.event, claim.version, claim.region, _text(claim.date)
    if isinstance(claim, UserMetricClaim):
        counted = (claim.metric, claim.scope, claim.platform, claim.window, claim.region)
        return claim.product, *counted, _text(claim.as_of)
    if isinstance(claim, ChipSpecClaim):
        conditions = (claim.precision, claim.sparsity, claim.clock, claim.form_factor)
        return claim.chip, claim.spec, *conditions
    return ()


def _text(day: Day | None) -> str | None:
    return day.text if day else None


def _number(amount: Amount) -> float | None:
    """The one number that an amount prints; None for a range or an order of magnitude."""
    printed = {amount.low, amount.point, amount.high} - {None}
    return printed.pop() if len(printed) == 1 else None


class Stated:
    """An amount that a page states: how far it reaches, and whom it goes back to."""

    def __init__(self, known: Known, others: Index) -> None:
        self.known, self.said, self._others = known, known.said, others
        self.stated = repr(self.said["stated"])
        self.low, self.high = self.said["reach"]
        self.number: float | None = self.said["number"]

    @cached_property
    def publisher(self) -> str:
        """Who publishes the page."""
        return self._chain.publisher

    @cached_property
    def origin(self) -> str | None:
        """The origin that the claim goes back to."""
        return self._chain.origin

    @cached_property
    def measurer(self) -> str | None:
        """Who counted the users of a product."""
        if "product" not in self.said:
            return None
        product, measured_by = self.said["product"], self.said["measured_by"]
        return measurer_of(self._others, product, measured_by, self.origin)

    @cached_property
    def _chain(self) -> Chain:
        imprint = Imprint(*self.said["imprint"])
        return chain_of(self._others, imprint, self.said["according_to"])

    def problems(
        self, other: Stated, got: str, expected: str, fix: str, *, rule: str
    ) -> Iterator[Problem]:
        """A problem of this amount beside another: an error in one page, else a warning."""
        apart = self.known.place != other.known.place
        document, steps = next(self._others.places(other.known))
        place = document.problem(steps, "", "", rule="")
        where = f"in {place.path}:{place.line}" if apart else f"in line {place.line}"
        named = f"{expected} {where}"
        yield from self._others.problems(self.known, got, named, fix, rule=rule, warning=apart)


def stated(group: Group, others: Index) -> list[Stated]:
    """The amounts of a group; none where there is but one, which agrees with itself."""
    return [Stated(known, others) for known in group.facts] if group.facts[1:] else []


@rule_on("value")
def bounds_cross(group: Group, others: Index) -> Iterator[Problem]:
    """One page, repeating one origin, gives one value no lower bound above its upper bound."""
    values = stated(group, others)
    for alike in _grouped(values, lambda value: (value.known.place, value.measurer)):
        for value in alike:
            for other in alike:
                low, high = value.low, other.high
                if low and high and low > high and value.origin == other.origin:
                    expected = f"no more than {other.stated} allows"
                    fix = "Tell them apart by lot:, as_of:, during: or stage:, or correct one."
                    yield from value.problems(
                        other, value.stated, expected, fix, rule="bounds-cross"
                    )


@rule_on("value")
def factor_of_ten(group: Group, others: Index) -> Iterator[Problem]:
    """Claims of one value do not differ by nothing but a factor of ten, a hundred or more."""
    for alike in _grouped(stated(group, others), lambda value: value.measurer):
        numbers = Counter(
            number
            for number, _ in {(value.number, value.publisher) for value in alike}
            if number is not None
        )
        if len(numbers) < 2:
            continue
        usual = max(numbers, key=lambda number: (numbers[number], -number))
        other = next(value for value in alike if value.number == usual)
        for value in alike:
            if _shifted(value.number, usual):
                fix = "Read both pages again; if they do say so, accept it with a reason."
                yield from value.problems(
                    other, value.stated, other.stated, fix, rule="factor-of-ten"
                )


@rule_on("lot")
def part_exceeds_whole(group: Group, others: Index) -> Iterator[Problem]:
    """What is delivered, installed or firm is no more than the whole of it."""
    values = stated(group, others)
    for value in values:
        whole = PARTS.get(value.said["figure"])
        wholes = [other for other in values if other.said["figure"] == whole]
        here = [other for other in wholes if other.known.place == value.known.place]
        highs = [other.high for other in here or wholes]
        low = value.low
        if low and highs and all(high is not None and high < low for high in highs):
            other = max(here or wholes, key=lambda other: other.high)
            expected = f"no more than {whole} {other.stated}"
            fix = "Are the two swapped or mistyped, or of different lots?"
            yield from value.problems(other, value.stated, expected, fix, rule="part-exceeds-whole")


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
