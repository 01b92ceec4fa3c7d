"""Rules on relations that lead upwards: none may lead back to where it started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ai_chip_deals.checks.rules import rule
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.files import File, Tree


@rule
def cycle(tree: Tree) -> Iterator[Problem]:
    """No parent, family, part or hardware leads back to where it started."""
    yield from _cycles(tree.organizations, "parent")
    yield from _cycles(tree.products, "family")
    yield from _cycles(tree.deals, "part_of")
    yield from _cycles(tree.deals, "same_hardware_as")


def _cycles(files: Mapping[str, File[Any]], name: str) -> Iterator[Problem]:
    for identifier, file in files.items():
        way, above = [identifier], getattr(file.data, name)
        while above in files and above not in way:
            way.append(above)
            above = getattr(files[above].data, name)
        if above == identifier:
            got = " -> ".join([*way, identifier])
            fix = "Take one of these relations out."
            yield file.document.problem((name,), got, "an end", fix, rule="cycle")
