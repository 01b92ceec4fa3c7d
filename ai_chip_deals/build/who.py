"""Who is who: told by the rows of organizations and products, and noted as it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

import polars as pl

from ai_chip_deals.raw.chains import Who
from ai_chip_deals.vocabulary import OrganizationRole

Question: TypeAlias = tuple[Literal["role", "parent", "maker", "owner"], str]
"""A method of `Who` and what it is asked of."""
Answers: TypeAlias = Sequence[tuple[Question, str | None]]
_Answer = TypeVar("_Answer", bound="str | None")


class Directory:
    """Tells who is who by the tables `organizations` and `products`."""

    def __init__(self, organizations: pl.DataFrame, products: pl.DataFrame) -> None:
        ids = organizations["organization_id"]
        self._roles = dict(zip(ids, organizations["role"], strict=True))
        self._parents = dict(zip(ids, organizations["parent"], strict=True))
        self._makers = dict(zip(products["product_id"], products["maker"], strict=True))
        owned = organizations.select("domains", "organization_id").explode("domains")
        self._owners = dict(owned.iter_rows())

    def role(self, organization: str) -> OrganizationRole | None:
        """What an organization is to the dataset; None where it has no row."""
        role = self._roles.get(organization)
        return OrganizationRole(role) if role else None

    def parent(self, organization: str) -> str | None:
        """The organization that it belongs to."""
        return self._parents.get(organization)

    def maker(self, product: str) -> str | None:
        """The organization that makes a product."""
        return self._makers.get(product)

    def owner(self, domain: str) -> str | None:
        """The organization that publishes on a domain."""
        return self._owners.get(domain)


class Asked:
    """Passes questions on, and notes what was answered."""

    def __init__(self, who: Who) -> None:
        self._who = who
        self._answered: dict[Question, str | None] = {}

    def answers(self) -> Answers:
        """All that was asked so far; while a page and these are the same, so are its rows."""
        return list(self._answered.items())

    def role(self, organization: str) -> OrganizationRole | None:
        """What an organization is to the dataset."""
        return self._noted(("role", organization), self._who.role(organization))

    def parent(self, organization: str) -> str | None:
        """The organization that it belongs to."""
        return self._noted(("parent", organization), self._who.parent(organization))

    def maker(self, product: str) -> str | None:
        """The organization that makes a product."""
        return self._noted(("maker", product), self._who.maker(product))

    def owner(self, domain: str) -> str | None:
        """The organization that publishes on a domain."""
        return self._noted(("owner", domain), self._who.owner(domain))

    def _noted(self, question: Question, answer: _Answer) -> _Answer:
        self._answered[question] = answer
        return answer


def same(who: Who, answers: Answers) -> bool:
    """Whether all would be answered as they were."""
    return all(getattr(who, name)(about) == answer for (name, about), answer in answers)
