"""Who tells a claim: the publisher of its page, and the origin that it goes back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from ai_chip_deals.raw.claims import Claim, UserMetricClaim
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import (
    ANONYMOUS,
    KNOWN_PUBLISHER_ROLES,
    UNNAMED_REPORTS,
    OrganizationRole,
)


@dataclass(frozen=True)
class Chain:
    """The way a claim came: from its origin over the links that its page names."""

    publisher: str
    known_publisher: bool
    links: tuple[str, ...]
    """The named links, from the nearest to the farthest."""
    anonymous: bool
    origin: str | None
    """The last named link, else the publisher if it is known; None where the claim is weak."""


def chain_of(tree: Tree, source: Source, claim: Claim) -> Chain:
    """The chain of one claim of a source."""
    publisher = publisher_of(tree, source)
    known = role_of(tree, publisher) in KNOWN_PUBLISHER_ROLES
    links = [name for name in claim.according_to if name not in (ANONYMOUS, UNNAMED_REPORTS)]
    origin = links[-1] if links else publisher if known else None
    return Chain(
        publisher=publisher,
        known_publisher=known,
        links=tuple(links),
        anonymous=ANONYMOUS in claim.according_to,
        origin=None if UNNAMED_REPORTS in claim.according_to else origin,
    )


def publisher_of(tree: Tree, source: Source) -> str:
    """The organization that publishes a source, or the registrable domain where none is known."""
    if source.publisher:
        return source.publisher
    host, domain = _host(source.url), registrable(source.url)
    return tree.by_domain.get(host) or tree.by_domain.get(domain) or domain


@cache
def registrable(url: str) -> str:
    """The registrable domain of an address: `example.co.uk` of `www.news.example.co.uk`.

    Example:
        >>> registrable("https://m.example.com/news")
        'example.com'
    """
    return _suffixes().privatesuffix(_host(url)) or _host(url)


@cache
def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def measurer_of(tree: Tree, claim: UserMetricClaim, origin: str | None) -> str | None:
    """Who measured: as stated, else the origin where it makes the product or tracks such things."""
    if claim.measured_by or origin is None:
        return claim.measured_by
    product = tree.products.get(claim.product)
    maker = product.data.maker if product else None
    tracks = role_of(tree, origin) is OrganizationRole.TRACKER
    return origin if tracks or origin in _with_parents(tree, maker) else None


def role_of(tree: Tree, identifier: str | None) -> OrganizationRole | None:
    """What an organization is to the dataset; None where it has no file."""
    file = tree.organizations.get(identifier or "")
    return file.data.role if file else None


def _with_parents(tree: Tree, identifier: str | None) -> Iterator[str]:
    passed: set[str] = set()
    while identifier and identifier not in passed:
        yield identifier
        passed.add(identifier)
        file = tree.organizations.get(identifier)
        identifier = file.data.parent if file else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
