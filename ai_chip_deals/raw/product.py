"""A product file: an app, model, service, chip or system."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_chip_deals.raw.fields import EMPTY_LIST, Id, RawFile, Text, Written
from ai_chip_deals.vocabulary import ProductCategory


class Product(RawFile):
    """Something that is launched, used or bought. Excludes companies and deals."""

    name: Text
    """The name in English or Latin script, with the maker's own spelling."""
    category: Written[ProductCategory]
    """What it is."""
    maker: Id | None = None
    """The organization that makes it."""
    aliases: list[Text] = EMPTY_LIST
    """Other names, in any script."""
    family: Id | None = None
    """The product that this one is a member of."""
    contains_chip: Id | None = None
    """The chip that a system holds."""
    chips_contained: Annotated[int, Field(gt=0)] | None = None
    """How many chips a system holds."""
