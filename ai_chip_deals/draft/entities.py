"""New files of deals, organizations and products, with what they come near to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ai_chip_deals.draft.names import Names
from ai_chip_deals.draft.nearness import near_deals, near_organizations, near_products
from ai_chip_deals.draft.writing import Draft, as_yaml, free_path, known, schema_line
from ai_chip_deals.errors import WrongPathError
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.files import Tree, parse_file, slug
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product
from ai_chip_deals.vocabulary import (
    CHIP_CATEGORIES,
    ID_PATTERN,
    OTHERS,
    UNDISCLOSED,
    DealKind,
    OrganizationRole,
    PartyRole,
    ProductCategory,
)

_OPEN = (OTHERS, UNDISCLOSED)


def draft_deal(
    tree: Tree,
    title: str,
    kind: DealKind,
    parties: Mapping[PartyRole, list[str]],
    year: int,
    identifier: str | None = None,
) -> Draft:
    """The file of a deal; its id is `<buyer>-<seller>-<thing>-<year>` where none is given.

    A title that is written as an id is the id, and its words are the title.

    Raises:
        UnknownNameError: A party has no file.
        WrongPathError: A file has the id already.
        RawError: What was said of the deal is not what its file holds.
    """
    for ids in parties.values():
        for party in ids:
            if party not in _OPEN:
                known(tree, "organizations", party)
    if re.fullmatch(ID_PATTERN, title) and "-" in title:
        identifier = identifier or title
        title = title.replace("-", " ").capitalize()
    identifier = identifier or _deal_id(tree, title, parties, year)
    path = free_path(tree, "deals", identifier)
    fields = {"title": title, "kind": str(kind)}
    text = as_yaml(
        schema_line("deal", 2), fields | {str(role): ids for role, ids in parties.items()}
    )
    return Draft(path, text, near_deals(tree, identifier, parse_file(text, path, Deal).data))


def draft_organization(
    tree: Tree,
    name: str,
    role: OrganizationRole,
    domains: list[str],
    fields: Mapping[str, str | list[str] | None],
    identifier: str | None = None,
) -> Draft:
    """The file of an organization; its id is its name where none is given.

    Raises:
        UnknownNameError: Its parent has no file.
        WrongPathError: A file has the id already, or the name has no letter for an id.
        RawError: What was said of it is not what its file holds.
    """
    if parent := fields.get("parent"):
        known(tree, "organizations", str(parent))
    identifier = identifier or _slug_of(name)
    path = free_path(tree, "organizations", identifier)
    stated = {"name": name, "role": str(role), "domains": domains, **fields}
    text = as_yaml(schema_line("organization", 2), stated)
    new = parse_file(text, path, Organization).data
    return Draft(path, text, near_organizations(tree, identifier, new))


def draft_product(
    tree: Tree,
    name: str,
    category: ProductCategory,
    fields: Mapping[str, str | list[str] | None],
    identifier: str | None = None,
) -> Draft:
    """The file of a product; a chip's id starts with its maker where none is given.

    Raises:
        UnknownNameError: Its maker or family has no file.
        WrongPathError: A file has the id already, or the name has no letter for an id.
        RawError: What was said of it is not what its file holds.
    """
    maker, family = fields.get("maker"), fields.get("family")
    if maker:
        known(tree, "organizations", str(maker))
    if family:
        known(tree, "products", str(family))
    identifier = identifier or _slug_of(name)
    if maker and category in CHIP_CATEGORIES and not identifier.startswith(f"{maker}-"):
        identifier = f"{maker}-{identifier}"
    path = free_path(tree, "products", identifier)
    text = as_yaml(schema_line("product", 2), {"name": name, "category": str(category), **fields})
    new = parse_file(text, path, Product).data
    return Draft(path, text, near_products(tree, identifier, new))


def _slug_of(name: str) -> str:
    if not slug(name):
        raise WrongPathError(f"no id can be made of {name!r}. Give one with --id.")
    return slug(name)


def _deal_id(tree: Tree, title: str, parties: Mapping[PartyRole, list[str]], year: int) -> str:
    named = [ids[0] for ids in parties.values() if ids and ids[0] not in _OPEN][:2]
    thing = _thing(tree, title)
    for party in named:
        thing = thing.removeprefix(f"{party}-")
    return slug("-".join([*named, thing, str(year)]))


def _thing(tree: Tree, title: str) -> str:
    """What a deal is about: the product that its title names, else the words that name none."""
    mentions = Names(tree).mentions(title)
    products = [one.id for one in mentions if one.kind == "products"]
    if products:
        return products[0]
    for one in reversed(mentions):
        title = title[: one.start] + " " + title[one.end :]
    words = re.findall(r"[^\W_][\w.-]*", title)
    return slug(" ".join(word for word in words if word != word.lower() or word.isdigit()))
