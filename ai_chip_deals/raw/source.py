"""A source file: one document somebody read, and every claim that was taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    ComparisonClaim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.fields import (
    EMPTY_LIST,
    CalendarDay,
    Id,
    Language,
    RawFile,
    Text,
    Url,
    VagueDay,
    Written,
)
from ai_chip_deals.vocabulary import SourceType

CLAIM_GROUPS = ("deals", "launches", "user_metrics", "chip_specs", "comparisons")
"""The keys of a source file that hold claims, in the order of the tables they feed."""


class Source(RawFile):
    """One document: an article, a filing, a press release, a transcript."""

    title: Text
    """The title as on the page; where what was read shows none, the words of its address."""
    url: Url
    """The address of the page that was read."""
    type: Written[SourceType]
    """What kind of document it is."""
    publisher: Id | None = None
    """The organization that publishes it; by default the one of the URL's domain."""
    language: Language = "en"
    """The language of the page, as a BCP 47 tag; English where left out."""
    published: VagueDay | None = None
    """When the page says that it was published; left out where it does not."""
    retrieved: CalendarDay
    """The day on which somebody read it."""
    withdrawn: Annotated[str, Field(min_length=10)] | None = None
    """Why nothing of it counts any more, where it was found to be wrong or invented."""
    deals: list[DealClaim] = EMPTY_LIST
    """Claims about deals."""
    launches: list[LaunchClaim] = EMPTY_LIST
    """Claims about launches of products."""
    user_metrics: list[UserMetricClaim] = EMPTY_LIST
    """Claims about the use of products."""
    chip_specs: list[ChipSpecClaim] = EMPTY_LIST
    """Claims about the specifications of chips."""
    comparisons: list[ComparisonClaim] = EMPTY_LIST
    """Claims that compare chips."""

    def claims(self) -> Iterator[tuple[str, int, Claim]]:
        """Every claim with its group and its place in it."""
        for group in CLAIM_GROUPS:
            for index, claim in enumerate(getattr(self, group)):
                yield group, index, claim
