"""The register of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.files import Tree

Find = Callable[[Tree], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule between files: its id, the line that says it, and the function that finds breaches."""

    id: str
    line: str
    find: Find


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of their modules."""


def rule(find: Find) -> Find:
    """Register a function as a rule; its name gives the id, its docstring the line."""
    rule_id = find.__name__.replace("_", "-")
    line = (find.__doc__ or "").strip().partition("\n")[0]
    RULES[rule_id] = Rule(rule_id, line, find)
    return find
