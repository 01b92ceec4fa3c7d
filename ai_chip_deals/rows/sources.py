"""The table `sources`."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from ai_chip_deals.rows.row import Approximate, Earliest, Id, Key, Latest, Row
from ai_chip_deals.vocabulary import CheckResult, SourceType


class Source(Row):
    """A document that somebody read and took claims from.

    Source: as written in its file; the publisher follows from the address.
    """

    source_id: Annotated[Id, Key()]
    """The name of its file."""
    title: str
    """The title as on the page; where what was read shows none, the words of its address."""
    publisher: str
    """Who publishes it: an organization, or where none is known the domain."""
    url: str
    """The address of the page that was read."""
    type: SourceType
    """What kind of document it is."""
    language: str
    """Its language, as a BCP 47 tag."""
    published: str | None
    """When the page says that it was published, in EDTF; null where it does not."""
    published_earliest: Earliest
    published_latest: Latest
    published_approximate: Approximate
    retrieved: datetime.date
    """When somebody read it."""
    n_claims: Annotated[int, Field(ge=0)]
    """Rows of `claims` that were taken from it."""
    withdrawn: str | None
    """Why nothing of it counts any more; null where it counts."""
    last_checked: datetime.date | None
    """When its sentences were last looked for on its page; null where never."""
    last_result: CheckResult | None
    """What came of it; null where never."""
