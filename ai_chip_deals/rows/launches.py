"""The table `launches`."""

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
from ai_chip_deals.vocabulary import LaunchEvent, Per, Stance


class Launch(Provenance):
    """An event in the life of a product in one place, with its day and price."""

    launch_id: Annotated[str, Key()]
    """Product / event / region / stance, with / version where the product has several.

    With / currency / what the price is for where the event is `available`, and with / the price as
    well where it is a `price_change`: each such price is a row of its own.
    """
    product_id: Annotated[Id, References("products")]
    """The product."""
    event: LaunchEvent
    """What happened to it."""
    stance: Stance
    """Whether it happened (says) or is planned or due (expects)."""
    version: str | None
    """The version, where the product has several under one name."""
    region: str | None
    """Where: ISO 3166-1, EU, or UN M49; null where the page does not say."""
    date: str | None
    """When, in EDTF; null where no source says."""
    date_earliest: Earliest
    date_latest: Latest
    date_approximate: Approximate
    to: str | None
    """The new name, where it was renamed."""
    price: Point
    """What it costs, in `currency`."""
    price_low: Low
    price_high: High
    price_qualifier: HowFirm
    price_as_stated: AsStated
    currency: str | None
    """Currency of the price: ISO 4217, XXX where the page's "$" names no country."""
    per: Per | None
    """What the price is for."""
