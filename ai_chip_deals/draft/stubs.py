"""Commented claims for the sentences of a text, for a person to correct and uncomment.

A stub proposes the figures, names and days that its sentence holds. What the sentence does with
them (who buys, what is denied, what is only expected) is left to the reader.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sentencex import segment

from ai_chip_deals.draft import signs
from ai_chip_deals.draft.figures import Figure, Figures, figures_in
from ai_chip_deals.draft.names import Mention, Names
from ai_chip_deals.errors import SealError
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.building import FORBIDDEN
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.source import CLAIM_GROUPS
from ai_chip_deals.vocabulary import (
    CHIP_CATEGORIES,
    HARDWARE_UNITS,
    POWER_UNITS,
    OrganizationRole,
    Unit,
)
from ai_chip_deals.vocabulary import Figure as DealFigure

MAX_CANDIDATES = 3
"""So many deals a stub names that its sentence may be about."""
NO_DEAL = "name-of-the-deal"
"""Stands where no deal of the tree has what the sentence names."""


@dataclass
class Stubs:
    """The stubs of a text by group, and what was left out of it."""

    by_group: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    unsealable: int = 0
    """Sentences that hold something and are too short or too long to be sealed."""
    hidden: int = 0
    """Characters that cannot be seen, and are in no quote therefore."""

    @property
    def count(self) -> int:
        """How many stubs there are."""
        return sum(len(stubs) for stubs in self.by_group.values())

    def lines(self) -> Iterator[str]:
        """The stubs as lines of a source file."""
        if self.count:
            yield "# Uncomment what is right, with the line of its group. Correct it, then delete"
            yield "# what is left: no sentence of a page stays in its file."
        for group in CLAIM_GROUPS:
            if self.by_group[group]:
                yield f"# {group}:"
            for stub in self.by_group[group]:
                yield from (
                    f"#   {'- ' if place == 0 else '  '}{line}" for place, line in enumerate(stub)
                )


def stubs_of(
    text: str, tree: Tree, language: str, deal: str | None = None, publisher: str | None = None
) -> Stubs:
    """Stubs for every sentence that holds a figure, a known name or a day.

    The publisher of the page is nobody whom the page repeats.
    """
    stubs, names, deals = Stubs(), Names(tree), _told_of_deals(tree)
    stubs.hidden = len(re.findall(r"(?!\t)" + FORBIDDEN.pattern, text))
    for sentence in _sentences(text, language):
        mentions = names.mentions(sentence)
        figures = figures_in(sentence, [(one.start, one.end) for one in mentions], language)
        if not (mentions or figures.amounts or figures.days):
            continue
        try:
            passages.seal(sentence, {})
        except SealError:
            stubs.unsealable += 1
            continue
        found = _Sentence(sentence, mentions, figures, tree, deals, publisher)
        group, lines = found.stub(deal)
        stubs.by_group[group].append(lines)
    return stubs


def _sentences(text: str, language: str) -> Iterator[str]:
    """The sentences of a text, whose paragraphs stand between empty lines, else on a line each."""
    paragraphs = re.split(r"\n\s*\n", text) if re.search(r"\S\n\s*\n", text) else text.split("\n")
    for paragraph in paragraphs:
        for sentence in segment(language.partition("-")[0], " ".join(paragraph.split())):
            if plain := " ".join(FORBIDDEN.sub("", sentence).split()):
                yield plain


def _told_of_deals(tree: Tree) -> dict[str, set[str]]:
    """The parties and chips of every deal, by its own file and by what sources claim."""
    told = {
        deal.id: {party for ids in deal.data.parties().values() for party in ids}
        for deal in tree.deals.values()
    }
    for source in tree.sources.values():
        for claim in source.data.deals:
            if claim.chip and claim.deal in told:
                told[claim.deal].add(claim.chip)
    return told


@dataclass(frozen=True)
class _Sentence:
    """A sentence, and what was found in it and is known of it."""

    text: str
    mentions: list[Mention]
    figures: Figures
    tree: Tree
    deals: Mapping[str, set[str]]
    publisher: str | None

    def stub(self, deal: str | None) -> tuple[str, list[str]]:
        """The group of the sentence's claim, and the lines of the claim."""
        for propose in (self._spec, self._metric, self._launch):
            if found := propose():
                return found[0], [*found[1], *self._ending()]
        return "deals", [*self._deal(deal), *self._ending()]

    def _products(self, chips: bool) -> list[str]:
        ids = [one.id for one in self.mentions if one.kind == "products"]
        return _once(
            id for id in ids if (self.tree.products[id].data.category in CHIP_CATEGORIES) is chips
        )

    def _organizations(self, *, reporting: bool) -> list[str]:
        reporters = (OrganizationRole.NEWSROOM, OrganizationRole.TRACKER, OrganizationRole.ANALYST)
        ids = [one.id for one in self.mentions if one.kind == "organizations"]
        return _once(
            id for id in ids if (self.tree.organizations[id].data.role in reporters) is reporting
        )

    def _spec(self) -> tuple[str, list[str]] | None:
        chips = self._products(chips=True)
        for figure in self.figures.amounts:
            spec = signs.SPECS.get(figure.amount.unit) if figure.amount.unit else None
            if spec and chips:
                chip = f"chip: {chips[0]}{_or(chips[1:])}"
                return "chip_specs", [chip, f"spec: {spec}", f"value: {figure.amount.as_stated}"]
        return None

    def _metric(self) -> tuple[str, list[str]] | None:
        apps = self._products(chips=False)
        for metric, pattern in signs.METRICS.items():
            said = re.search(pattern, self.figures.read)
            counts = [one for one in self.figures.amounts if _counts(one)]
            if apps and said and counts:
                value = _nearest(counts, said.start()).amount.as_stated
                product = f"product: {apps[0]}{_or(apps[1:])}"
                return "user_metrics", [product, f"metric: {metric}", f"value: {value}"]
        return None

    def _launch(self) -> tuple[str, list[str]] | None:
        products = self._products(chips=False) + self._products(chips=True)
        bought = any(
            _hardware(one) or one.amount.unit in POWER_UNITS for one in self.figures.amounts
        )
        for event, pattern in signs.EVENTS.items():
            if products and not bought and re.search(pattern, self.figures.read):
                return "launches", [
                    f"product: {products[0]}{_or(products[1:])}",
                    f"event: {event}",
                    *(f"date: {day}" for day in self.figures.days[:1]),
                ]
        return None

    def _deal(self, deal: str | None) -> Iterator[str]:
        chips = self._products(chips=True)
        candidates = [deal] if deal else self._candidates(chips)
        yield f"deal: {candidates[0]}{_or(candidates[1:])}" if candidates else f"deal: {NO_DEAL}"
        yield from (f"chip: {chip}{_or(chips[1:])}" for chip in chips[:1])
        free = list(self.figures.amounts)
        for figure, pattern in signs.FIGURES.items():
            fits = _money if figure is DealFigure.VALUE else _hardware
            said = re.search(pattern, self.figures.read)
            if said and (fitting := [one for one in free if fits(one)]):
                nearest = _nearest(fitting, said.start())
                free.remove(nearest)
                yield f"{figure}: {nearest.amount.as_stated}"
        for one in free:
            if one.amount.unit in POWER_UNITS:
                yield f"power: {one.amount.as_stated}"
                break

    def _candidates(self, chips: list[str]) -> list[str]:
        """The deals that have two or more of what the sentence names, the best first."""
        named = {*self._organizations(reporting=False), *chips}
        shared = {deal: len(told & named) for deal, told in self.deals.items()}
        best = sorted(shared, key=lambda deal: (-shared[deal], deal))
        return [deal for deal in best if shared[deal] > 1][:MAX_CANDIDATES]

    def _ending(self) -> Iterator[str]:
        """The chain, what else the sentence holds as a comment of the claim, and the quote."""
        named = self._organizations(reporting=True)
        reporters = [one for one in named if one != self.publisher]
        yield from (f"according_to: [{one}]{_or(reporters[1:])}" for one in reporters[:1])
        amounts = [one.amount.as_stated for one in self.figures.amounts]
        parties = self._organizations(reporting=False)
        held = [", ".join(_once(part)) for part in (amounts, self.figures.days, parties)]
        if any(held):
            yield f"# found: {'; '.join(part for part in held if part)}"
        yield f"quote: {json.dumps(self.text, ensure_ascii=False)}"


def _or(others: list[str]) -> str:
    return f"  # or: {', '.join(others)}" if others else ""


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _nearest(figures: list[Figure], place: int) -> Figure:
    return min(figures, key=lambda one: min(abs(one.start - place), abs(one.end - place)))


def _hardware(figure: Figure) -> bool:
    amount = figure.amount
    whole = all(number % 1 == 0 for number in amount.printed)
    return whole and not amount.currency and amount.unit in (None, *HARDWARE_UNITS)


def _money(figure: Figure) -> bool:
    return figure.amount.currency is not None


def _counts(figure: Figure) -> bool:
    amount = figure.amount
    return not amount.currency and amount.unit in (None, Unit.TOKEN, Unit.PERCENT)
