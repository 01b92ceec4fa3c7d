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
    "launches": Floor(1_550, {"date": 0.7, "origin": 0.43}),
    "user_metrics": Floor(1_410, {"value": 0.7, "as_of": 0.57, "measured_by": 0.55}),
    "chip_specs": Floor(1_010, {"value": 0.75}),
    "comparisons": Floor(112),
    "organizations": Floor(1_060, {"country": 0.9, "sector": 0.5}),
    "products": Floor(1_095, {"maker": 0.9}),
    "sources": Floor(3_150, {"published": 0.44}),
    "claims": Floor(13_550, {"origin": 0.6, "passage_sha256": 1.0}),
}
"""The floor of every table."""
