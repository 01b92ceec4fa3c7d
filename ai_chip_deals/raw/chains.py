"""Who tells a claim: the publisher of its page, and the origin that it goes back to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import (
    ANONYMOUS,
    KNOWN_PUBLISHER_ROLES,
    UNNAMED_REPORTS,
    OrganizationRole,
)


class Who(Protocol):
    """Who is who: what is known of organizations and products; a tree of raw files knows it."""

    def role(self, organization: str) -> OrganizationRole | None:
        """What an organization is to the dataset; None where it has no file."""

    def parent(self, organization: str) -> str | None:
        """The organization that it belongs to."""

    def maker(self, product: str) -> str | None:
        """The organization that makes a product."""

    def owner(self, domain: str) -> str | None:
        """The organization that publishes on a domain."""


class Imprint(NamedTuple):
    """What tells who publishes a page: whom its file names, and the host of its address."""

    publisher: str | None
    host: str

    @classmethod
    def of(cls, source: Source) -> Imprint:
        """That of a source."""
        return cls(source.publisher, host_of(source.url))


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


def chain_of(who: Who, imprint: Imprint, according_to: Sequence[str]) -> Chain:
    """The chain of one claim of a page."""
    publisher = publisher_of(who, imprint)
    known = role_of(who, publisher) in KNOWN_PUBLISHER_ROLES
    links = [name for name in according_to if name not in (ANONYMOUS, UNNAMED_REPORTS)]
    origin = links[-1] if links else publisher if known else None
    return Chain(
        publisher=publisher,
        known_publisher=known,
        links=tuple(links),
        anonymous=ANONYMOUS in according_to,
        origin=None if UNNAMED_REPORTS in according_to else origin,
    )


def publisher_of(who: Who, imprint: Imprint) -> str:
    """The organization that publishes a page, or the registrable domain where none is known."""
    if imprint.publisher:
        return imprint.publisher
    domain = _registrable(imprint.host)
    return who.owner(imprint.host) or who.owner(domain) or domain


@cache
def registrable(url: str) -> str:
    """The registrable domain of an address: `example.co.uk` of `www.news.example.co.uk`.

    Example:
        >>> registrable("https://m.example.com/news")
        'example.com'
    """
    return _registrable(host_of(url))


@cache
def host_of(url: str) -> str:
    """The host of an address, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@cache
def _registrable(host: str) -> str:
    return _suffixes().privatesuffix(host) or host


def measurer_of(who: Who, product: str, measured_by: str | None, origin: str | None) -> str | None:
    """Who measured: as stated, else the origin where it makes the product or tracks such things."""
    if measured_by or origin is None:
        return measured_by
    tracks = role_of(who, origin) is OrganizationRole.TRACKER
    return origin if tracks or origin in _with_parents(who, who.maker(product)) else None


def role_of(who: Who, identifier: str | None) -> OrganizationRole | None:
    """What an organization is to the dataset; None where it has no file."""
    return who.role(identifier) if identifier else None


def _with_parents(who: Who, identifier: str | None) -> Iterator[str]:
    passed: set[str] = set()
    while identifier and identifier not in passed:
        yield identifier
        passed.add(identifier)
        identifier = who.parent(identifier)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
