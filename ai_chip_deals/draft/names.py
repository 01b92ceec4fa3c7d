"""The organizations and products that a text names, by any of their names in any script."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import ahocorasick

from ai_chip_deals.raw.files import Tree


@dataclass(frozen=True)
class Mention:
    """A name at its place in a text, and what it may stand for."""

    start: int
    end: int
    kind: Literal["organizations", "products"]
    id: str


class Names:
    """Every name of a tree, ready to be looked for."""

    def __init__(self, tree: Tree) -> None:
        self._bearers: dict[str, list[tuple[Literal["organizations", "products"], str]]]
        self._bearers = defaultdict(list)
        for organization in tree.organizations.values():
            for name in {organization.data.name, *organization.data.aliases}:
                self._bearers[name].append(("organizations", organization.id))
        for product in tree.products.values():
            for name in {product.data.name, *product.data.aliases}:
                self._bearers[name].append(("products", product.id))
        written: dict[str, list[str]] = defaultdict(list)
        for name in self._bearers:
            if len(name) > 1:
                written[folded(name)].append(name)
        self._automaton = ahocorasick.Automaton()
        for text, names in written.items():
            self._automaton.add_word(text, names)
        self._automaton.make_automaton()

    def mentions(self, text: str) -> list[Mention]:
        """What a text names, in its order; of names that overlap, the longest."""
        text_folded = folded(text)
        spans = [
            (last + 1 - len(names[0]), last + 1, name)
            for last, names in self._automaton.iter(text_folded)
            for name in names
        ]
        taken: set[int] = set()
        found: set[Mention] = set()
        for start, end, name in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            known = any(one.start == start and one.end == end for one in found)
            if _stands_alone(text, start, end, name) and (
                known or taken.isdisjoint(range(start, end))
            ):
                taken.update(range(start, end))
                found |= {Mention(start, end, kind, id) for kind, id in self._bearers[name]}
        return sorted(found, key=lambda one: (one.start, one.kind, one.id))


def folded(text: str) -> str:
    """A text in lower case and compatible forms, character by character, so that places stay."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _stands_alone(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name is a word of its own, and not "arm" for Arm.

    Scripts with capitals put spaces between words; in others a name stands beside any letter.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if _of_spaced_script(text[start]) and _of_spaced_script(before):
        return False
    if _of_spaced_script(text[end - 1]) and _of_spaced_script(after):
        return False
    capital = any(character.isupper() for character in name)
    return not capital or any(character.isupper() for character in text[start:end])


def _of_spaced_script(character: str) -> bool:
    return character.isdecimal() or character.lower() != character.upper()
