"""The table `deals`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.row import (
    Approximate,
    AsStated,
    Earliest,
    High,
    HowFirm,
    Id,
    Key,
    Latest,
    Low,
    Point,
    Provenance,
    References,
)
from ai_chip_deals.vocabulary import (
    NOT_A_TRANSACTION,
    OTHERS,
    UNDISCLOSED,
    DealKind,
    Stage,
    Unit,
)

Party = Annotated[Id, References("organizations", (OTHERS, UNDISCLOSED))]
DealId = Annotated[Id, References("deals")]
CountedIn = Annotated[str | None, References("deals", (NOT_A_TRANSACTION,))]


class Deal(Provenance):
    """A deal as resolved from all its claims, with its headline figures.

    Headline figures are those of the lot `all`, else the sum of the lots in one unit. Figures that
    are only expected are in `deal_figures`. Deals that no source tells of any more are excluded.
    """

    deal_id: Annotated[Id, Key()]
    """The deal: the name of its file."""
    title: str
    """What a reader would call it."""
    kind: DealKind
    """What kind of thing it is."""
    transaction: bool
    """Whether something changes hands in a deal of this kind."""
    stage: Stage | None
    """How far it has come: the latest dated event, else the stage that most origins give."""
    date: str | None
    """When it was signed or announced, else its first dated stage, in EDTF."""
    date_earliest: Earliest
    date_latest: Latest
    date_approximate: Approximate
    buyers: list[Party]
    """Who gets the hardware, capacity or licence and pays for it."""
    sellers: list[Party]
    """Whom the buyer pays."""
    partners: list[Party]
    """Who develop together, where nobody buys."""
    end_users: list[Party]
    """Who uses the hardware in the end, where that is not the buyer."""
    operators: list[Party]
    """Who runs the hardware."""
    intermediaries: list[Party]
    """Who stands between seller and buyer."""
    financiers: list[Party]
    """Who lends, invests or guarantees."""
    authorities: list[Party]
    """Who permits, forbids, awards or prosecutes."""
    chips: list[Annotated[Id, References("products")]]
    """Chips and systems of all lots."""
    ordered: Point
    """Hardware ordered, in `unit`; null where only a bound is known or nothing is disclosed."""
    ordered_low: Low
    ordered_high: High
    ordered_qualifier: HowFirm
    ordered_as_stated: AsStated
    delivered: Point
    """Hardware that has arrived, in `unit`."""
    delivered_low: Low
    delivered_high: High
    delivered_qualifier: HowFirm
    delivered_as_stated: AsStated
    unit: Unit | None
    """What `ordered` and `delivered` count."""
    value: Point
    """The headline value, options included, in `currency`."""
    value_low: Low
    value_high: High
    value_qualifier: HowFirm
    value_as_stated: AsStated
    currency: str | None
    """Currency of `value`: ISO 4217, XXX where the page's "$" names no country."""
    value_usd: Point
    """The same in US dollars, at the European Central Bank's rate of the day it was published."""
    value_usd_low: Low
    value_usd_high: High
    value_usd_qualifier: HowFirm
    value_usd_as_stated: AsStated
    power_mw: Point
    """Power of the hardware, in megawatts."""
    power_mw_low: Low
    power_mw_high: High
    power_mw_qualifier: HowFirm
    power_mw_as_stated: AsStated
    term: str | None
    """How long it runs: an EDTF interval, or a duration as printed."""
    part_of: DealId | None
    """The deal that this one is a part of."""
    same_hardware_as: DealId | None
    """The deal upstream that the same hardware came by."""
    extends: list[DealId]
    """Deals that this one adds new money or hardware to."""
    replaces: list[DealId]
    """Deals that this one takes the place of."""
    related: list[DealId]
    """Deals that a reader of this one should know of."""
    counted_in: CountedIn
    """Null where the deal counts itself, else the deal that holds its figures already."""
    note: str | None
    """What is not modelled, in a line."""
