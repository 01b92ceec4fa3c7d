"""Rules between metrics of one product: what is counted by day, week and month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import permutations

from ai_chip_deals.checks.facts import Fact, Group, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import rule_on
from ai_chip_deals.checks.values import Stated, amount_said, stated
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import Metric, Stance, Window

ACTIVE = (Metric.DAU, Metric.WAU, Metric.MAU)
"""Active users by the length of their window, the shorter first."""
_SPANNING = (Window.PEAK, Window.CUMULATIVE)


@states
def active_users(file: File[RawFile]) -> Iterator[Fact]:
    """How many use a product in a day, week or month, by what of it is counted."""
    if not isinstance(file.data, Source) or file.data.withdrawn:
        return
    for index, claim in enumerate(file.data.user_metrics):
        spans = claim.window in _SPANNING or claim.metric not in ACTIVE
        if spans or claim.stance is not Stance.SAYS or claim.value is None:
            continue
        said = amount_said(file.data, claim, claim.value) | {"metric": claim.metric}
        if claim.as_of:
            days = (claim.as_of.earliest or date.min, claim.as_of.latest or date.max)
            said |= {"days": [day.isoformat() for day in days]}
        part = (claim.product, claim.scope, claim.platform, claim.region)
        yield Fact(("active users", *part), said, ("user_metrics", index, "value"))


@rule_on("active users")
def active_users_in_order(group: Group, others: Index) -> Iterator[Problem]:
    """No more use a product in a day than in a week around it, nor in a week than in a month."""
    for shorter, longer in _pairs(group, others):
        if shorter.low and longer.high and shorter.low > longer.high:
            got = f"{shorter.said['metric']} {shorter.stated}"
            expected = f"no more than {longer.said['metric']} {longer.stated}"
            fix = "Check which window each page counts."
            yield from shorter.problems(longer, got, expected, fix, rule="active-users-in-order")


@rule_on("active users")
def weekly_as_monthly(group: Group, others: Index) -> Iterator[Problem]:
    """One number of a product at one time is of a day, of a week or of a month, and not of two."""
    for shorter, longer in _pairs(group, others):
        if longer.said["printed"] and longer.said["printed"] == shorter.said["printed"]:
            got = f"{longer.said['metric']} {longer.stated}"
            expected = f"another number than {shorter.said['metric']} {shorter.stated}"
            fix = "Check which window each page counts."
            yield from longer.problems(shorter, got, expected, fix, rule="weekly-as-monthly")


def _pairs(group: Group, others: Index) -> Iterator[tuple[Stated, Stated]]:
    """Active users of a shorter and a longer window: one measurer, and one time."""
    for value, other in permutations(stated(group, others), 2):
        rises = ACTIVE.index(value.said["metric"]) < ACTIVE.index(other.said["metric"])
        if rises and _overlap(value, other) and value.measurer == other.measurer:
            yield value, other


def _overlap(value: Stated, other: Stated) -> bool:
    """Whether two claims may be of one day; undated ones are only within one page."""
    first, second = value.said.get("days"), other.said.get("days")
    if first is None or second is None:
        return first is second and value.known.place == other.known.place
    return not (first[0] > second[1] or second[0] > first[1])
