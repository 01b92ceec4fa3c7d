"""The table `deal_figures`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.deals import CountedIn, DealId
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
from ai_chip_deals.vocabulary import Figure, Per, Stance, Unit


class DealFigure(Provenance):
    """One figure of one lot of a deal, with its own passage.

    Figures that a source only expects are rows of their own, with the stance `expects`.
    """

    figure_id: Annotated[str, Key()]
    """Deal / lot / figure / unit or currency / per / stance, with / during where it is a flow."""
    deal_id: DealId
    """The deal."""
    lot: str
    """The part of the deal; `all` where it has no lots."""
    product_id: Annotated[Id | None, References("products")]
    """The chip or system of the lot, as resolved."""
    figure: Figure
    """What the number says."""
    stance: Stance
    """Whether it is so (says) or planned, due or targeted (expects)."""
    value: Point
    """The figure, in `unit` or `currency`; null where only a bound is known."""
    value_low: Low
    value_high: High
    value_qualifier: HowFirm
    value_as_stated: AsStated
    unit: Unit | None
    """What is counted; null where it is money."""
    per: Per | None
    """What the figure is a rate for."""
    currency: str | None
    """Currency of money: ISO 4217, XXX where the page's "$" names no country."""
    usd: Point
    """The same in US dollars, at the European Central Bank's rate of the day it was published."""
    usd_low: Low
    usd_high: High
    usd_qualifier: HowFirm
    usd_as_stated: AsStated
    estimated: bool
    """Whether it is the page's or an analyst's arithmetic."""
    paid_by: Annotated[Id | None, References("organizations")]
    """Who pays, invests or holds the warrant."""
    during: str | None
    """The period over which the figure is a flow, in EDTF."""
    as_of: str | None
    """When it held, in EDTF; null where the page does not say."""
    as_of_earliest: Earliest
    as_of_latest: Latest
    as_of_approximate: Approximate
    claimed_low: Low
    """The lowest number printed by a known publisher, by two pages, or by the winning claim."""
    claimed_high: High
    """The highest number printed by a known publisher, by two pages, or by the winning claim."""
    counted_in: CountedIn
    """Null where the figure counts itself, else the deal that holds it already."""
