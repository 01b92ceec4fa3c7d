"""The table `user_metrics`."""

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
from ai_chip_deals.vocabulary import Metric, Per, Platform, Scope, Unit


class UserMetric(Provenance):
    """One observation of how much a product is used: one measurer, one time. Excludes forecasts."""

    metric_id: Annotated[str, Key()]
    """Product / metric / per / scope / platform / window / region / measurer / as of.

    A dash stands for what no source states, `unnamed` for a measurer that none names; where the
    page gives no as of, `undated` with the number, which alone tells it apart.
    """
    series_id: str
    """The same without measurer and as of: observations that can be compared."""
    product_id: Annotated[Id, References("products")]
    """The product."""
    metric: Metric
    """What is counted."""
    value: Point
    """How many; null where only a bound is known."""
    value_low: Low
    value_high: High
    value_qualifier: HowFirm
    value_as_stated: AsStated
    unit: Unit | None
    """What is counted where the metric leaves it open: percent of a share, minutes of usage."""
    per: Per | None
    """What the value is a rate for."""
    scope: Scope | None
    """Which part of the product is counted; null where the page does not say."""
    platform: Platform | None
    """The platform that the count is limited to."""
    window: str | None
    """The period over which it counts: a window of the vocabulary, or `first N days`."""
    region: str | None
    """Where: ISO 3166-1, EU, or UN M49; null where the page does not say."""
    measured_by: Annotated[Id | None, References("organizations")]
    """Who measured; null where no source says."""
    as_of: str | None
    """When it held, in EDTF; null where the page does not say."""
    as_of_earliest: Earliest
    as_of_latest: Latest
    as_of_approximate: Approximate
    also_measured: list[Annotated[Id, References("organizations")]]
    """Other measurers of the same product and metric, in the same place at an overlapping time."""
