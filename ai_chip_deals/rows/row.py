"""What the rows of all tables share: their base, the parts of a figure or vague day, provenance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ai_chip_deals.vocabulary import ID_PATTERN, Qualifier


class Row(BaseModel):
    """A row of a published table. Null means not disclosed, never zero."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True
    )


@dataclass(frozen=True)
class Key:
    """Marks the column by which a table's rows are told apart."""


@dataclass(frozen=True)
class References:
    """Marks a column whose ids are keys of another table, but for the reserved words."""

    table: str
    reserved: tuple[str, ...] = ()


Id = Annotated[str, Field(pattern=ID_PATTERN)]

# The parts of a figure `x`: x itself (the point), x_low, x_high, x_qualifier, x_as_stated.
Point = Annotated[float | None, Field(ge=0)]
Low = Annotated[float | None, Field(ge=0, description="Lower bound; null where none is stated.")]
High = Annotated[float | None, Field(ge=0, description="Upper bound; null where none is stated.")]
HowFirm = Annotated[
    Qualifier | None, Field(description="How firmly the figure is stated; null with the figure.")
]
AsStated = Annotated[
    str | None,
    Field(description="The figure as its source prints it; null where it is a sum of lots."),
]

# The parts of a vague day `d`: d itself (EDTF text), d_earliest, d_latest, d_approximate.
Earliest = Annotated[date | None, Field(description="First day it may be; null where open.")]
Latest = Annotated[date | None, Field(description="Last day it may be; null where open.")]
Approximate = Annotated[
    bool | None, Field(description="Whether it is stated with doubt; null with the day.")
]


class Provenance(Row):
    """Who says so: the columns that every resolved row has beside its own."""

    source_url: str | None
    """Opens the page of the winning claim with its passage highlighted."""
    publisher: str | None
    """Publisher of the winning claim: an organization, or a domain."""
    origin: Annotated[Id | None, References("organizations")]
    """Whom the winning claim goes back to; null where it is weak."""
    official: bool
    """Whether that origin is a party, the maker, or the parent of one."""
    first_published: date | None
    """Latest day on which the oldest dated source may have appeared; null where none is dated."""
    last_published: date | None
    """The same of the newest dated source."""
    n_claims: Annotated[int, Field(ge=0)]
    """Claims that say or expect it."""
    n_sources: Annotated[int, Field(ge=0)]
    """Sources of those claims."""
    n_origins: Annotated[int, Field(ge=0)]
    """Distinct origins of those claims: ten pages that repeat one agency are one."""
    n_denials: Annotated[int, Field(ge=0)]
    """Standing denials."""
    disputed: list[str]
    """What a standing denial denies: `deal`, a figure, a stage, a role."""
    conflicts: list[str]
    """Fields whose claims conflict."""
    weak: bool
    """Whether nothing but weak claims say it: pages that name no origin and are none."""
    claim_ids: list[Annotated[str, References("claims")]]
    """The claims behind the row, denials included."""
