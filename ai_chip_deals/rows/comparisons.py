"""The table `comparisons`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.row import Id, Key, Provenance, References
from ai_chip_deals.vocabulary import Aspect, Result


class Comparison(Provenance):
    """That one chip is better than, similar to or worse than another in one aspect, as claimed."""

    comparison_id: Annotated[str, Key()]
    """Chip / than / aspect."""
    chip_id: Annotated[Id, References("products")]
    """The chip that is spoken of."""
    than_chip_id: Annotated[Id, References("products")]
    """The chip that it is compared with."""
    aspect: Aspect
    """In what."""
    result: Result
    """How it ends for the chip that is spoken of."""
