"""The file of checks: when each page was last looked at, and what came of it."""

from __future__ import annotations

from ai_chip_deals.raw.fields import CalendarDay, Id, RawFile, RawModel, Written
from ai_chip_deals.vocabulary import CheckResult


class Check(RawModel):
    """The last look at a page."""

    date: CalendarDay
    """When."""
    result: Written[CheckResult]
    """What came of it."""


class Checked(RawFile):
    """The last check of each source: written by `verify --fetch --save`, never by hand."""

    sources: dict[Id, Check] = {}
    """Sources, each with its last check; one that is not here was never checked."""
