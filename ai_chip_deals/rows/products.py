"""The table `products`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_chip_deals.rows.row import Id, Key, References, Row
from ai_chip_deals.vocabulary import ProductCategory


class Product(Row):
    """An app, model, service, chip or system.

    Source: as written in its file.
    """

    product_id: Annotated[Id, Key()]
    """The name of its file."""
    name: str
    """Its name in English or Latin script."""
    aliases: list[str]
    """Other names, in any script."""
    category: ProductCategory
    """What it is."""
    maker: Annotated[Id | None, References("organizations")]
    """The organization that makes it."""
    family: Annotated[Id | None, References("products")]
    """The product that it is a member of."""
    contains_chip: Annotated[Id | None, References("products")]
    """The chip that a system holds."""
    chips_contained: Annotated[int | None, Field(ge=1)]
    """How many chips a system holds."""
