"""Rules on the ids by which files name each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ai_chip_deals.checks.rules import rule
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
from ai_chip_deals.raw.fields import WithParties
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.vocabulary import ANONYMOUS, OTHERS, UNDISCLOSED, UNNAMED_REPORTS

Reference = tuple[Document, Steps, str, str]
"""Where a file names another: document, steps, the kind it names, and the id."""


@rule
def unknown_reference(tree: Tree) -> Iterator[Problem]:
    """Every id that a file names has a file of its kind."""
    known = {
        "organizations": tree.organizations.keys() | {OTHERS, UNDISCLOSED},
        "products": tree.products.keys(),
        "deals": tree.deals.keys(),
        "links": tree.organizations.keys() | {ANONYMOUS, UNNAMED_REPORTS},
    }
    for document, steps, kind, identifier in references(tree):
        if identifier not in known[kind] and identifier not in tree.unread:
            folder = "organizations" if kind == "links" else kind
            redirects = getattr(tree.redirects.data, folder) if tree.redirects else {}
            to = redirects[identifier].to if identifier in redirects else None
            near, file = did_you_mean(identifier, known[kind]), f"raw/{folder}/{identifier}.yaml"
            fix = f"{near} If it is another, add '{file}'." if near else f"Add '{file}'."
            fix = f"It was merged into {to!r}." if to else fix
            expected = f"the name of a file in raw/{folder}/"
            yield document.problem(steps, repr(identifier), expected, fix, rule="unknown-reference")


@lru_cache(maxsize=1)
def references(tree: Tree) -> Sequence[Reference]:
    """Every place where a file of a tree names another one."""
    return list(_references(tree))


def _references(tree: Tree) -> Iterator[Reference]:
    for organization in tree.organizations.values():
        yield from _each(
            organization.document, (), {"parent": organization.data.parent}, "organizations"
        )
    for product in tree.products.values():
        yield from _each(product.document, (), {"maker": product.data.maker}, "organizations")
        fields = {"family": product.data.family, "contains_chip": product.data.contains_chip}
        yield from _each(product.document, (), fields, "products")
    for deal in tree.deals.values():
        yield from _parties(deal.document, (), deal.data)
        names = ("part_of", "same_hardware_as", "extends", "replaces", "related", "distinct_from")
        relations = {name: getattr(deal.data, name) for name in names}
        yield from _each(deal.document, (), relations, "deals")
    for source in tree.sources.values():
        yield from _each(source.document, (), {"publisher": source.data.publisher}, "organizations")
        for group, index, claim in source.data.claims():
            yield from _of_claim(source.document, (group, index), claim)


def _of_claim(document: Document, steps: Steps, claim: Claim) -> Iterator[Reference]:
    yield from _each(document, steps, {"according_to": claim.according_to}, "links")
    if isinstance(claim, DealClaim):
        yield from _each(document, steps, {"deal": claim.deal}, "deals")
        yield from _each(document, steps, {"chip": claim.chip}, "products")
        yield from _each(document, steps, {"paid_by": claim.paid_by}, "organizations")
        yield from _parties(document, steps, claim)
    elif isinstance(claim, LaunchClaim | UserMetricClaim):
        yield from _each(document, steps, {"product": claim.product}, "products")
    elif isinstance(claim, ChipSpecClaim):
        yield from _each(document, steps, {"chip": claim.chip}, "products")
    elif isinstance(claim, ComparisonClaim):
        yield from _each(document, steps, {"chip": claim.chip, "than": claim.than}, "products")
    if isinstance(claim, UserMetricClaim):
        yield from _each(document, steps, {"measured_by": claim.measured_by}, "organizations")


def _parties(document: Document, steps: Steps, stated: WithParties) -> Iterator[Reference]:
    yield from _each(document, steps, stated.parties(), "organizations")


def _each(
    document: Document, steps: Steps, fields: Mapping[Any, str | Iterable[str] | None], kind: str
) -> Iterator[Reference]:
    for name, value in fields.items():
        if isinstance(value, str):
            yield document, (*steps, name), kind, value
        else:
            for index, identifier in enumerate(value or ()):
                yield document, (*steps, name, index), kind, identifier
