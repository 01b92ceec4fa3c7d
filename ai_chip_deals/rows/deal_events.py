"""The table `deal_events`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.deals import DealId
from ai_chip_deals.rows.row import Approximate, Earliest, Key, Latest, Provenance
from ai_chip_deals.vocabulary import Stage, Stance


class DealEvent(Provenance):
    """A stage that a deal reached, or is expected to reach, with its day.

    A figure implies its stage, so a deal with an order has an event even where no source gives
    a day. Excludes stages that are only denied.
    """

    event_id: Annotated[str, Key()]
    """Deal / event / stance."""
    deal_id: DealId
    """The deal."""
    event: str
    """The stage, or the name of one that was reached twice."""
    stage: Stage
    """How far the deal came by it."""
    stance: Stance
    """Whether it was reached (says) or is planned or due (expects)."""
    date: str | None
    """When, in EDTF; null where no source says."""
    date_earliest: Earliest
    date_latest: Latest
    date_approximate: Approximate
