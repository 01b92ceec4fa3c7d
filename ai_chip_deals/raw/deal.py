"""A deal file: names a deal so that people find it. It holds no figures; sources do."""

from __future__ import annotations

from ai_chip_deals.raw.fields import EMPTY_LIST, Id, RawFile, Text, WithParties, Written
from ai_chip_deals.vocabulary import DealKind


class Deal(WithParties, RawFile):
    """One agreement, award, licence, restriction or case between the same parties."""

    title: Text
    """What a reader would call it; it tells no outcome and no amount, and names no person."""
    kind: Written[DealKind]
    """What kind of thing it is."""

    part_of: Id | None = None
    """The deal that this one is a part of."""
    same_hardware_as: Id | None = None
    """The deal upstream that the same hardware came by."""
    extends: list[Id] = EMPTY_LIST
    """Deals that this one adds new money or hardware to."""
    replaces: list[Id] = EMPTY_LIST
    """Deals that this one takes the place of."""
    related: list[Id] = EMPTY_LIST
    """Deals that a reader of this one should know of."""
    distinct_from: list[Id] = EMPTY_LIST
    """Deals that look like this one and are not."""
