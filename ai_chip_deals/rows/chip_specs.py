"""The table `chip_specs`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.row import (
    AsStated,
    High,
    HowFirm,
    Id,
    Key,
    Low,
    Point,
    Provenance,
    References,
)
from ai_chip_deals.vocabulary import Clock, Precision, Sparsity, Spec, Unit


class ChipSpec(Provenance):
    """One specification of a chip or system under stated conditions. Excludes benchmarks."""

    spec_id: Annotated[str, Key()]
    """Chip / spec / precision / sparsity / clock / form factor; - where not stated."""
    chip_id: Annotated[Id, References("products")]
    """The chip or system."""
    spec: Spec
    """What is specified."""
    value: Point
    """How much, in `unit`; null where only a bound is known, and for a process or export class."""
    value_low: Low
    value_high: High
    value_qualifier: HowFirm
    value_as_stated: AsStated
    unit: Unit | None
    """What the value is in; null for a process or export class."""
    precision: Precision | None
    """The number format of a compute figure."""
    sparsity: Sparsity | None
    """Whether a compute figure is dense or sparse; null where the page does not say."""
    clock: Clock | None
    """The clock that a compute figure assumes; null where the page does not say."""
    form_factor: str | None
    """The form it comes in, where it differs by that."""
