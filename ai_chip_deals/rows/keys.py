"""The keys of derived rows: their parts, joined by slashes."""

from __future__ import annotations

NOT_STATED = "-"
"""Stands in a key for a part that no source states."""
UNNAMED = "unnamed"
"""Stands in a key for a measurer that no source names."""

LAUNCH_PARTS = ("product_id", "event", "region", "stance", "version")
METRIC_PARTS = (
    "product_id",
    "metric",
    "per",
    "scope",
    "platform",
    "window",
    "region",
    "measured_by",
    "as_of",
)
SPEC_PARTS = ("chip_id", "spec", "precision", "sparsity", "clock", "form_factor")
COMPARISON_PARTS = ("chip_id", "than_chip_id", "aspect")

KEY_PARTS = {
    "launches": LAUNCH_PARTS,
    "user_metrics": METRIC_PARTS,
    "chip_specs": SPEC_PARTS,
    "comparisons": COMPARISON_PARTS,
}
"""The parts of a record's key, by the table that the record is a row of."""


def joined(*parts: str | None) -> str:
    """A key made of its parts; only the last may hold slashes of its own, in an EDTF interval."""
    return "/".join(part or NOT_STATED for part in parts)
