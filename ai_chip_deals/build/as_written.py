"""The rows of what is published as files state it: organizations, products, sources, deals."""

from __future__ import annotations

from typing import Any, TypeAlias

from ai_chip_deals.raw.chains import Imprint, Who, publisher_of
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.source import Source

Fields: TypeAlias = dict[str, Any]
"""Columns of a row by name; columns that are left out are null."""


def source_row(identifier: str, source: Source, n_claims: int, who: Who) -> Fields:
    """The row of `sources` for a page, but for when it was last looked at."""
    return {
        "source_id": identifier,
        "title": source.title,
        "publisher": publisher_of(who, Imprint.of(source)),
        "url": source.url,
        "type": source.type,
        "language": source.language,
        **day_columns("published", source.published),
        "retrieved": source.retrieved,
        "n_claims": n_claims,
        "withdrawn": source.withdrawn,
    }


def checked_rows(checked: Checked | None) -> list[Fields]:
    """The pages that were looked at again, with the columns of `sources` that say when."""
    return [
        {"source_id": identifier, "last_checked": check.date, "last_result": check.result}
        for identifier, check in (checked.sources.items() if checked else ())
    ]


def organization_rows(tree: Tree) -> list[Fields]:
    """The rows of `organizations`."""
    return [
        {"organization_id": identifier, **file.data.model_dump(exclude={"id", "accept"})}
        for identifier, file in sorted(tree.organizations.items())
    ]


def product_rows(tree: Tree) -> list[Fields]:
    """The rows of `products`."""
    return [
        {"product_id": identifier, **file.data.model_dump(exclude={"id", "accept"})}
        for identifier, file in sorted(tree.products.items())
    ]


def written_deal_rows(tree: Tree) -> list[Fields]:
    """What the files of deals say, which no claim replays: titles, kinds, relations, parties."""
    return [
        {"deal_id": identifier, **file.data.model_dump(exclude={"id", "accept", "distinct_from"})}
        for identifier, file in sorted(tree.deals.items())
    ]


def day_columns(name: str, day: Day | None) -> Fields:
    """A vague day as the columns that every table has for one."""
    return {
        name: day.text if day else None,
        f"{name}_earliest": day.earliest if day else None,
        f"{name}_latest": day.latest if day else None,
        f"{name}_approximate": day.approximate if day else None,
    }
