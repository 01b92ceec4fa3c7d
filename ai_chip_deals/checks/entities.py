"""Rules on organizations, products and ids as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ai_chip_deals.checks.references import references
from ai_chip_deals.checks.rules import RULES, rule, rule_of_one_file
from ai_chip_deals.errors import Problem, did_you_mean
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.chains import publisher_of
from ai_chip_deals.raw.claims import ChipSpecClaim, ComparisonClaim, DealClaim
from ai_chip_deals.raw.files import File, Tree
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.vocabulary import CHIP_CATEGORIES, RESERVED_IDS


@rule
def reserved_id(tree: Tree) -> Iterator[Problem]:
    """No organization has an id that is reserved."""
    for identifier in RESERVED_IDS & tree.organizations.keys():
        document = tree.organizations[identifier].document
        got, expected = f"the id {identifier!r}", "an id that is not reserved"
        yield document.problem((), got, expected, "Rename the file.", rule="reserved-id")


@rule
def unused_entity(tree: Tree) -> Iterator[Problem]:
    """Every organization, product and deal is named by another file, or publishes a source."""
    if tree.unread:
        return  # a file that cannot be read yet may name any of them
    named: dict[str, set[str]] = defaultdict(set)
    for document, _, kind, identifier in references(tree):
        others = named["organizations" if kind == "links" else kind]
        if identifier not in others and identifier != document.path.stem:
            others.add(identifier)
    named["organizations"] |= {publisher_of(tree, file.data) for file in tree.sources.values()}
    kinds: Mapping[str, Mapping[str, File[Any]]] = {
        "organizations": tree.organizations,
        "products": tree.products,
        "deals": tree.deals,
    }
    for kind, files in kinds.items():
        for identifier in sorted(files.keys() - named[kind]):
            fix = "Delete the file, or add the source that it is for."
            yield files[identifier].document.problem(
                (),
                f"{identifier!r}, which nothing names",
                "a use of it",
                fix,
                rule="unused-entity",
                warning=True,
            )


@rule
def domain_twice(tree: Tree) -> Iterator[Problem]:
    """Every domain belongs to one organization, so that a page has one publisher."""
    owners: dict[str, str] = {}
    for identifier, file in sorted(tree.organizations.items()):
        for index, domain in enumerate(file.data.domains):
            owner = owners.setdefault(domain, identifier)
            if owner != identifier:
                at, fix = ("domains", index), "Leave it to one of them."
                got, expected = f"{domain!r}", f"a domain that {owner!r} does not have"
                yield file.document.problem(at, got, expected, fix, rule="domain-twice")


@rule
def chip_category(tree: Tree) -> Iterator[Problem]:
    """What is bought, specified or compared as a chip is a chip or a system."""
    for document, steps, product in _chips(tree):
        file = tree.products.get(product)
        if file and file.data.category not in CHIP_CATEGORIES:
            got = f"{product!r}, a {file.data.category}"
            expected = f"a product of category {', '.join(CHIP_CATEGORIES)}"
            yield document.problem(steps, got, expected, rule="chip-category")


@rule
def redirect_target(tree: Tree) -> Iterator[Problem]:
    """An id that was given up has no file any more, and the one it went to has one."""
    for kind in ("organizations", "products", "deals", "sources"):
        files = getattr(tree, kind)
        redirects = tree.redirects.data if tree.redirects else None
        for old, redirect in (getattr(redirects, kind) if redirects else {}).items():
            assert tree.redirects is not None
            document = tree.redirects.document
            if old in files:
                got, fix = f"{old!r}, which has a file", "Delete the file or the redirect."
                at: Steps = (kind, old)
                yield document.problem(at, got, "an id given up", fix, rule="redirect-target")
            if redirect.to not in files and redirect.to not in tree.unread:
                at, fix = (kind, old, "to"), did_you_mean(redirect.to, files)
                expected = f"the name of a file in raw/{kind}/"
                yield document.problem(at, repr(redirect.to), expected, fix, rule="redirect-target")


@rule_of_one_file
def accepted_rule(tree: Tree) -> Iterator[Problem]:
    """A file accepts warnings only of rules that exist."""
    for file in tree.files():
        for name in file.data.accept:
            if name not in RULES:
                at, fix = ("accept", name), did_you_mean(name, RULES)
                expected = "the id of a rule"
                yield file.document.problem(at, repr(name), expected, fix, rule="accepted-rule")


def _chips(tree: Tree) -> Iterator[tuple[Document, Steps, str]]:
    """Every place that names a chip."""
    for product in tree.products.values():
        if product.data.contains_chip:
            yield product.document, ("contains_chip",), product.data.contains_chip
    for source in tree.sources.values():
        for group, index, claim in source.data.claims():
            if isinstance(claim, DealClaim | ChipSpecClaim | ComparisonClaim) and claim.chip:
                yield source.document, (group, index, "chip"), claim.chip
            if isinstance(claim, ComparisonClaim):
                yield source.document, (group, index, "than"), claim.than
