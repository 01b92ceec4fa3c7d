"""The table `claims`."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from ai_chip_deals.rows.row import (
    Approximate,
    Earliest,
    High,
    Id,
    Key,
    Latest,
    Low,
    Point,
    References,
    Row,
)
from ai_chip_deals.vocabulary import Per, Qualifier, Stance, Unit


class Claim(Row):
    """One value that one source says, expects or denies; what all resolved tables are made of.

    Claims that lose stay, with `wins` false. Claims of withdrawn sources are excluded.
    """

    claim_id: Annotated[str, Key()]
    """Source / record / lot / field / stance, with an ordinal where a source repeats it."""
    table: str
    """The table that it feeds."""
    record_id: str
    """The record it is about: a deal, or the key of the row that it feeds."""
    lot: str | None
    """The part of a deal; null outside of deals."""
    product_id: Annotated[Id | None, References("products")]
    """The product or chip it is about, as this claim has it."""
    field: str
    """What it states of the record: a figure, a role, an event, `date`, `value`, `deal` itself."""
    stance: Stance
    """Whether the source says, expects or denies it, or was met with silence."""
    as_stated: str | None
    """The amount or date as printed."""
    text: str | None
    """The value where it is no amount: an id, ids joined by spaces, a term, a name."""
    low: Low
    point: Point
    """The number itself, in `unit` or `currency`; null where only a bound is stated."""
    high: High
    qualifier: Qualifier | None
    """How firmly the amount is stated."""
    estimated: bool
    """Whether it is the page's or an analyst's arithmetic."""
    unit: Unit | None
    """What is counted; null where it is money or no amount."""
    currency: str | None
    """Currency of money: ISO 4217, XXX where the page's "$" names no country."""
    per: Per | None
    """What the amount is a rate for."""
    low_usd: Low
    point_usd: Point
    """The number in US dollars, at the European Central Bank's rate of the day it was published."""
    high_usd: High
    date: str | None
    """The day claimed for an event, in EDTF."""
    date_earliest: Earliest
    date_latest: Latest
    date_approximate: Approximate
    during: str | None
    """The period over which a figure is a flow, in EDTF."""
    paid_by: Annotated[Id | None, References("organizations")]
    """Who pays, invests or holds the warrant."""
    reach_low: float | None
    """Lower end of what agrees with it, in its unit or as a day number; null where open."""
    reach_high: float | None
    """Upper end of what agrees with it; null where open."""
    as_of: str | None
    """The date of the state it describes, in EDTF; null where the page gives none."""
    as_of_earliest: Earliest
    as_of_latest: Latest
    as_of_approximate: Approximate
    published: str | None
    """When its source was published, in EDTF; null where the page does not say."""
    published_earliest: Earliest
    published_latest: Latest
    published_approximate: Approximate
    retrieved: datetime.date
    """When somebody read the source."""
    known_from: datetime.date
    """The day from which it was certainly public: published, else retrieved."""
    source_id: Annotated[Id, References("sources")]
    """The source."""
    publisher: str
    """Who publishes the source: an organization, or where none is known the domain."""
    known_publisher: bool
    """Whether that is an organization whose own pages are an origin."""
    according_to: list[Annotated[Id, References("organizations")]]
    """Whom the page repeats, from the nearest to the farthest."""
    anonymous: bool
    """Whether unnamed people told the last of them."""
    origin: Annotated[Id | None, References("organizations")]
    """Whom the claim goes back to; null where it is weak."""
    tier: Annotated[int, Field(ge=1, le=4)]
    """The origin: 1 party, authority or court; 2 newsroom; 3 tracker or analyst; 4 none."""
    weak: bool
    """Whether it has no origin: the page names nobody and is no known publisher."""
    passage_start: str
    """First words of the sentence that carries it."""
    passage_end: str
    """Last words of that sentence."""
    passage_sha256: str
    """SHA-256 of that sentence as normalised."""
    url: str
    """Opens the page with the sentence highlighted."""
    note: str | None
    """What the source says beside it and no field holds."""
    wins: bool
    """Whether it is the claim that its record shows."""
