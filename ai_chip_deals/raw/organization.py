"""An organization file: a company, government, known publisher, tracker or court."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_chip_deals.raw.fields import EMPTY_LIST, Country, Id, RawFile, Text, Url, Written
from ai_chip_deals.vocabulary import OrganizationRole, Sector

DOMAIN_PATTERN = r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$"
WIKIDATA_PATTERN = r"^Q[1-9][0-9]*$"
TICKER_PATTERN = r"^[A-Z]+:[A-Z0-9.]+$"


class Organization(RawFile):
    """Who takes part in deals, makes products, publishes, measures or judges. Excludes persons."""

    name: Text
    """The name in English, without its legal form."""
    role: Written[OrganizationRole]
    """What it is to the dataset; decides whether its own pages are an origin."""
    sector: Written[Sector] | None = None
    """What it mainly does, where it takes part in deals."""
    domains: list[Annotated[str, Field(pattern=DOMAIN_PATTERN)]] = EMPTY_LIST
    """The domains that it publishes on: `reuters.com`."""
    country: Country | None = None
    """Where it is seated: an ISO 3166-1 code of two letters, or EU."""
    parent: Id | None = None
    """The organization that it belongs to."""
    aliases: list[Text] = EMPTY_LIST
    """Other names, in any script."""
    website: Url | None = None
    """Its home page."""
    wikidata: Annotated[str, Field(pattern=WIKIDATA_PATTERN)] | None = None
    """Its item in Wikidata: `Q55606242`."""
    ticker: Annotated[str, Field(pattern=TICKER_PATTERN)] | None = None
    """Its listing, as exchange and symbol: `NASDAQ:NVDA`."""
