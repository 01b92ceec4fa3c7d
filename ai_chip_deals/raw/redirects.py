"""The file of redirects: ids that were merged into others, so that nothing disappears."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_chip_deals.raw.fields import CalendarDay, Id, RawFile, RawModel


class Redirect(RawModel):
    """Where an id went."""

    to: Id
    """The id that it was merged into."""
    reason: Annotated[str, Field(min_length=10)]
    """Why, in a sentence."""
    date: CalendarDay
    """When."""


class Redirects(RawFile):
    """Every id that was ever given up, by kind of file."""

    organizations: dict[Id, Redirect] = {}
    """Organizations merged into others."""
    products: dict[Id, Redirect] = {}
    """Products merged into others."""
    deals: dict[Id, Redirect] = {}
    """Deals merged into others."""
    sources: dict[Id, Redirect] = {}
    """Sources merged into others."""
