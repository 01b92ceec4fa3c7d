"""The table `organizations`."""

from __future__ import annotations

from typing import Annotated

from ai_chip_deals.rows.row import Id, Key, References, Row
from ai_chip_deals.vocabulary import OrganizationRole, Sector


class Organization(Row):
    """A company, government, publisher, tracker, analyst, court or university. Excludes persons.

    Source: as written in its file.
    """

    organization_id: Annotated[Id, Key()]
    """The name of its file."""
    name: str
    """Its name in English."""
    aliases: list[str]
    """Other names, in any script."""
    role: OrganizationRole
    """What it is to the dataset."""
    sector: Sector | None
    """What it mainly does; null where it takes no part in deals."""
    domains: list[str]
    """The domains that it publishes on."""
    country: str | None
    """Where it is seated: ISO 3166-1, or EU."""
    parent: Annotated[Id | None, References("organizations")]
    """The organization that it belongs to."""
    website: str | None
    """Its home page."""
    wikidata: str | None
    """Its item in Wikidata."""
    ticker: str | None
    """Its listing, as exchange and symbol."""
