"""The rows of what is published as files state it: organizations, products, sources, deals."""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeAlias

from ai_chip_deals.raw.chains import Imprint, publisher_of
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.files import Tree

Fields: TypeAlias = dict[str, Any]
"""Columns of a row by name; columns that are left out are null."""


def source_rows(tree: Tree, claims: list[Fields]) -> list[Fields]:
    """The rows of `sources`."""
    n_claims = Counter(claim["source_id"] for claim in claims)
    checks = tree.checked.data.sources if tree.checked else {}
    return [
        {
            "source_id": source_id,
            "title": file.data.title,
            "publisher": publisher_of(tree, Imprint.of(file.data)),
            "url": file.data.url,
            "type": file.data.type,
            "language": file.data.language,
            **day_columns("published", file.data.published),
            "retrieved": file.data.retrieved,
            "n_claims": n_claims[source_id],
            "withdrawn": file.data.withdrawn,
            "last_checked": checks[source_id].date if source_id in checks else None,
            "last_result": checks[source_id].result if source_id in checks else None,
        }
        for source_id, file in sorted(tree.sources.items())
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
