"""Rules between metrics of one product: what is counted by day, week and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from itertools import permutations

from ai_chip_deals.checks.rules import rule
from ai_chip_deals.checks.values import Stated, stated
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.chains import measurer_of
from ai_chip_deals.raw.claims import UserMetricClaim
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.vocabulary import Metric, Stance, Window

ACTIVE = (Metric.DAU, Metric.WAU, Metric.MAU)
"""Active users by the length of their window, the shorter first."""
_SPANNING = (Window.PEAK, Window.CUMULATIVE)


@rule
def active_users_in_order(tree: Tree) -> Iterator[Problem]:
    """No more use a product in a day than in a week around it, nor in a week than in a month."""
    for shorter, longer in _pairs(tree):
        low, high = shorter.amount.reach[0], longer.amount.reach[1]
        if low and high and low > high:
            got = f"{_metric(shorter)} {shorter.amount.as_stated!r}"
            expected = f"no more than {_metric(longer)} {longer.amount.as_stated!r}"
            fix = "Check which window each page counts."
            yield shorter.problem(longer, got, expected, fix, rule="active-users-in-order")


@rule
def weekly_as_monthly(tree: Tree) -> Iterator[Problem]:
    """One number of a product at one time is of a day, of a week or of a month, and not of two."""
    for shorter, longer in _pairs(tree):
        if longer.amount.printed and longer.amount.printed == shorter.amount.printed:
            got = f"{_metric(longer)} {longer.amount.as_stated!r}"
            expected = f"another number than {_metric(shorter)} {shorter.amount.as_stated!r}"
            fix = "Check which window each page counts."
            yield longer.problem(shorter, got, expected, fix, rule="weekly-as-monthly")


def _pairs(tree: Tree) -> Iterator[tuple[Stated, Stated]]:
    """Active users of a shorter and a longer window: one product, part, place, measurer, time."""
    groups: dict[Hashable, list[Stated]] = defaultdict(list)
    for value in stated(tree):
        claim = value.claim
        if not isinstance(claim, UserMetricClaim) or claim.metric not in ACTIVE:
            continue
        if claim.stance is Stance.SAYS and claim.window not in _SPANNING:
            measurer = measurer_of(tree, claim, value.origin)
            part = (claim.scope, claim.platform, claim.region)
            groups[(claim.product, *part, measurer)].append(value)
    for group in groups.values():
        for value, other in permutations(group, 2):
            rises = ACTIVE.index(_metric(value)) < ACTIVE.index(_metric(other))
            if rises and _overlap(value, other):
                yield value, other


def _overlap(value: Stated, other: Stated) -> bool:
    """Whether two claims may be of one day; undated ones are only within one page."""
    first, second = value.claim.as_of, other.claim.as_of
    if first is None or second is None:
        return first is second and value.document is other.document
    return not (
        (first.earliest or date.min) > (second.latest or date.max)
        or (second.earliest or date.min) > (first.latest or date.max)
    )


def _metric(value: Stated) -> Metric:
    assert isinstance(value.claim, UserMetricClaim)
    return value.claim.metric
