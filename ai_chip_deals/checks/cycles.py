"""Rules on relations that lead upwards: none may lead back to where it started."""

from __future__ import annotations

from collections.abc import Iterator

from ai_chip_deals.checks.facts import Group
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import rule_on
from ai_chip_deals.errors import Problem

_UPWARDS = {
    "organizations": ("parent",),
    "products": ("family",),
    "deals": ("part_of", "same_hardware_as"),
}


@rule_on("about")
def cycle(group: Group, others: Index) -> Iterator[Problem]:
    """No parent, family, part or hardware leads back to where it started."""
    _, kind, identifier = group.key
    for name in _UPWARDS[kind]:
        way, above = [identifier], others.about(kind, identifier)[name]
        while above and above not in way:
            way.append(above)
            above = others.about(kind, above).get(name)
        if above == identifier:
            got = " -> ".join([*way, identifier])
            fix = "Take one of these relations out."
            for document, _ in others.places(group.facts[0]):
                yield document.problem((name,), got, "an end", fix, rule="cycle")
