"""Rules on the ids by which files name each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from ai_chip_deals.checks.facts import Fact, Group, Known, kind_of, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import rule_on
from ai_chip_deals.errors import Problem, did_you_mean
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    ComparisonClaim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.fields import RawFile, WithParties
from ai_chip_deals.raw.files import File
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import (
    ANONYMOUS,
    OTHERS,
    UNDISCLOSED,
    UNNAMED_REPORTS,
)

Reference = tuple[Steps, str, str]
"""Where a file names another: steps, the kind it names, and the id."""


class Said(StrEnum):
    """What may be said of an id."""

    IS = "is"
    """There is such a file."""
    NAMED = "named"
    LINKED = "linked"
    """It is named as a link of a chain."""
    AS_CHIP = "as a chip"
    GIVEN_UP = "given up"
    GONE_TO = "gone to"
    CHECKED = "checked"


NAMES = "names"
"""The kind of group in which stands all that is said of an id."""
_WORDS = {
    "organizations": frozenset({OTHERS, UNDISCLOSED}),
    "links": frozenset({ANONYMOUS, UNNAMED_REPORTS}),
}
"""What may stand in place of an id."""


@states
def ids(file: File[RawFile]) -> Iterator[Fact]:
    """That there is a file of its id, and which others it names."""
    if kind := kind_of(file):
        more = [file.data.category] if isinstance(file.data, Product) else []
        yield Fact((NAMES, kind, file.id), (Said.IS, *more), ())
    for steps, kind, identifier in _references(file.data):
        if identifier in _WORDS.get(kind, ()):
            continue
        if kind == "links":
            yield Fact((NAMES, "organizations", identifier), (Said.LINKED,), steps)
        else:
            yield Fact((NAMES, kind, identifier), (Said.NAMED,), steps)
        if steps[-1] in _OF_CHIPS:
            yield Fact((NAMES, kind, identifier), (Said.AS_CHIP,), steps)


_OF_CHIPS = frozenset({"chip", "than", "contains_chip"})


def said_by(group: Group, *words: Said) -> list[Known]:
    """The facts of a group of names that say one of some words."""
    return [known for known in group.facts if known.said[0] in words]


@rule_on(NAMES)
def unknown_reference(group: Group, others: Index) -> Iterator[Problem]:
    """Every id that a file names has a file of its kind."""
    _, kind, identifier = group.key
    naming = said_by(group, Said.NAMED, Said.LINKED)
    if not naming or said_by(group, Said.IS) or others.may_be(identifier):
        return
    given_up = said_by(group, Said.GIVEN_UP)
    for known in naming:
        words = _WORDS.get("links" if known.said[0] == Said.LINKED else kind, frozenset())
        near = did_you_mean(identifier, others.ids(kind) | words)
        file = f"raw/{kind}/{identifier}.yaml"
        fix = f"{near} If it is another, add '{file}'." if near else f"Add '{file}'."
        fix = f"It was merged into {given_up[0].said[1]!r}." if given_up else fix
        expected = f"the name of a file in raw/{kind}/"
        yield from others.problems(known, repr(identifier), expected, fix, rule="unknown-reference")


def _references(data: RawFile) -> Iterator[Reference]:
    if isinstance(data, Organization):
        yield from _each((), {"parent": data.parent}, "organizations")
    elif isinstance(data, Product):
        yield from _each((), {"maker": data.maker}, "organizations")
        fields = {"family": data.family, "contains_chip": data.contains_chip}
        yield from _each((), fields, "products")
    elif isinstance(data, Deal):
        yield from _parties((), data)
        names = ("part_of", "same_hardware_as", "extends", "replaces", "related", "distinct_from")
        yield from _each((), {name: getattr(data, name) for name in names}, "deals")
    elif isinstance(data, Source):
        yield from _each((), {"publisher": data.publisher}, "organizations")
        for group, index, claim in data.claims():
            yield from _of_claim((group, index), claim)


def _of_claim(steps: Steps, claim: Claim) -> Iterator[Reference]:
    yield from _each(steps, {"according_to": claim.according_to}, "links")
    if isinstance(claim, DealClaim):
        yield from _each(steps, {"deal": claim.deal}, "deals")
        yield from _each(steps, {"chip": claim.chip}, "products")
        yield from _each(steps, {"paid_by": claim.paid_by}, "organizations")
        yield from _parties(steps, claim)
    elif isinstance(claim, LaunchClaim | UserMetricClaim):
        yield from _each(steps, {"product": claim.product}, "products")
    elif isinstance(claim, ChipSpecClaim):
        yield from _each(steps, {"chip": claim.chip}, "products")
    elif isinstance(claim, ComparisonClaim):
        yield from _each(steps, {"chip": claim.chip, "than": claim.than}, "products")
    if isinstance(claim, UserMetricClaim):
        yield from _each(steps, {"measured_by": claim.measured_by}, "organizations")


def _parties(steps: Steps, stated: WithParties) -> Iterator[Reference]:
    yield from _each(steps, stated.parties(), "organizations")


def _each(
    steps: Steps, fields: Mapping[Any, str | Iterable[str] | None], kind: str
) -> Iterator[Reference]:
    for name, value in fields.items():
        if isinstance(value, str):
            yield (*steps, name), kind, value
        else:
            for index, identifier in enumerate(value or ()):
                yield (*steps, name, index), kind, identifier
