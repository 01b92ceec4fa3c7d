"""The published tables: one module each, whose row model is the table's definition."""

from __future__ import annotations

from ai_chip_deals.rows.chip_specs import ChipSpec
from ai_chip_deals.rows.claims import Claim
from ai_chip_deals.rows.comparisons import Comparison
from ai_chip_deals.rows.deal_events import DealEvent
from ai_chip_deals.rows.deal_figures import DealFigure
from ai_chip_deals.rows.deals import Deal
from ai_chip_deals.rows.launches import Launch
from ai_chip_deals.rows.organizations import Organization
from ai_chip_deals.rows.products import Product
from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.sources import Source
from ai_chip_deals.rows.user_metrics import UserMetric

__all__ = [
    "TABLES",
    "ChipSpec",
    "Claim",
    "Comparison",
    "Deal",
    "DealEvent",
    "DealFigure",
    "Launch",
    "Organization",
    "Product",
    "Row",
    "Source",
    "UserMetric",
]

TABLES: dict[str, type[Row]] = {
    "deals": Deal,
    "deal_figures": DealFigure,
    "deal_events": DealEvent,
    "launches": Launch,
    "user_metrics": UserMetric,
    "chip_specs": ChipSpec,
    "comparisons": Comparison,
    "organizations": Organization,
    "products": Product,
    "sources": Source,
    "claims": Claim,
}
"""The row model of every table, in the order in which readers meet them."""
