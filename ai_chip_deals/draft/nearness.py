"""What a tree already has that a new file may be another name of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product

SIMILAR = 0.84
"""From here on two names are near: a letter or two apart, or a word in another place."""


@dataclass(frozen=True)
class Near:
    """A file that a new one comes near to, and why."""

    id: str
    name: str
    why: str


def near_organizations(tree: Tree, identifier: str, new: Organization) -> list[Near]:
    """Organizations with a similar name, alias or id, or with a domain of the new one."""
    domains = {domain: tree.by_domain[domain] for domain in new.domains if domain in tree.by_domain}
    shared = [
        Near(owner, tree.organizations[owner].data.name, f"has the domain {domain}")
        for domain, owner in domains.items()
    ]
    files = {id: file.data for id, file in tree.organizations.items()}
    return shared + _named_alike(files, identifier, new)


def near_products(tree: Tree, identifier: str, new: Product) -> list[Near]:
    """Products with a similar name, alias or id."""
    return _named_alike({id: file.data for id, file in tree.products.items()}, identifier, new)


def near_deals(tree: Tree, identifier: str, new: Deal) -> list[Near]:
    """Deals between the same parties, or with a similar title or id."""
    found = []
    for id, file in tree.deals.items():
        if _sides(new) and _sides(new) == _sides(file.data):
            found.append(Near(id, file.data.title, "has the same parties"))
        elif _alike(new.title, file.data.title) or _alike(identifier, id):
            found.append(Near(id, file.data.title, "has a similar title"))
    return found


def _sides(deal: Deal) -> Mapping[str, frozenset[str]]:
    return {str(role): frozenset(ids) for role, ids in deal.parties().items()}


def _named_alike(
    files: Mapping[str, Organization | Product], identifier: str, new: Organization | Product
) -> list[Near]:
    mine = {new.name, *new.aliases, identifier}
    found = []
    for id, file in files.items():
        near = _first_alike(mine, [file.name, *file.aliases, id])
        if near:
            found.append(
                Near(id, file.name, "is a near id" if near == id else f"is called {near!r}")
            )
    return found


def _first_alike(mine: Iterable[str], theirs: list[str]) -> str | None:
    return next((their for their in theirs for name in mine if _alike(name, their)), None)


def _alike(first: str, second: str) -> bool:
    """Whether two names are similar, or one starts with the other or has all its several words."""
    one, other = _words(first), _words(second)
    if not one or not other:
        return False
    few, many = sorted((one, other), key=len)
    if few == many[: len(few)] or (len(few) > 1 and set(few) <= set(many)):
        return True
    matcher = SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(other)), autojunk=False)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
