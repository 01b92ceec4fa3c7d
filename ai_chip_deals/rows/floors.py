"""How much every table must hold: what a release may not fall below.

Raise a floor when the data has grown; a release that loses rows or columns is then refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Floor:
    """The least that a table holds."""

    rows: int
    filled: Mapping[str, float] = field(default_factory=dict)
    """By column, the least share of rows in which it is not null."""


FLOORS: Mapping[str, Floor] = {
    "deals": Floor(930, {"buyers": 0.6, "sellers": 0.6, "chips": 0.4, "first_published": 0.7}),
    "deal_figures": Floor(1_350, {"value": 0.7, "origin": 0.7}),
    "deal_events": Floor(1_510, {"date": 0.4, "origin": 0.7}),
    "launches": Floor(157, {"date": 0.6, "origin": 0.6}),
    "user_metrics": Floor(214, {"value": 0.7, "as_of": 0.5, "measured_by": 0.7}),
    "chip_specs": Floor(160, {"value": 0.8}),
    "comparisons": Floor(18),
    "organizations": Floor(855, {"country": 0.9, "sector": 0.5}),
    "products": Floor(205, {"maker": 0.9}),
    "sources": Floor(1_710, {"published": 0.45}),
    "claims": Floor(8_350, {"origin": 0.65, "passage_sha256": 1.0}),
}
"""The floor of every table."""
