"""Who takes part in a deal, and whose word on a deal or product is official."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, collected
from ai_chip_deals.resolve.policy import FLAG, Judged, keep_least
from ai_chip_deals.vocabulary import OTHERS, UNDISCLOSED, PartyRole, Stance

GENERATIONS = 5
"""How far up parents are followed; no chain of owners in the data is as long."""


def parties(judged: Judged, written_deals: Frame) -> Frame:
    """Every party of every deal: deal_id, role, organization_id.

    From claims by the policy; from the deal's file in the roles of which no claim speaks.
    """
    stated = _values(judged, [role.value for role in PartyRole]).select(
        "deal_id", role="field", organization_id=nw.col("text").str.split(" ")
    )
    spoken_of = stated.select("deal_id", "role").unique()
    filed = nw.concat(
        [
            written_deals.select("deal_id", role.value)
            .rename({role.value: "organization_id"})
            .with_columns(role=nw.lit(role.value))
            for role in PartyRole
        ]
    )
    filed = filed.filter(~nw.col("organization_id").is_null()).join(
        spoken_of, on=["deal_id", "role"], how="anti"
    )
    named = nw.concat([stated, filed.select("deal_id", "role", "organization_id")]).explode(
        "organization_id"
    )
    return named.filter(nw.col("organization_id") != UNDISCLOSED).unique()


def with_parties(deals: Frame, of_deals: Frame) -> Frame:
    """Add a list column for each role; an open list ends with `others`."""
    for role in PartyRole:
        members = of_deals.filter(nw.col("role") == role.value)
        deals = deals.join(
            collected(members, "deal_id", "organization_id", role.value), on="deal_id", how="left"
        )
    return deals


def chips(judged: Judged) -> Frame:
    """The chip of every lot that one is claimed for: deal_id, lot, product_id."""
    return _values(judged, ["chip"]).select("deal_id", "lot", product_id="text")


def deal_insiders(judged: Judged, of_deals: Frame, organizations: Frame, products: Frame) -> Frame:
    """Whose word on a deal is official: its parties, the makers of its chips, and their parents."""
    makers = chips(judged).join(products, on="product_id", how="inner")
    inside = nw.concat(
        [
            of_deals.filter(nw.col("organization_id") != OTHERS).select(
                "deal_id", "organization_id"
            ),
            makers.select("deal_id", organization_id="maker"),
        ]
    )
    return _with_parents(inside, "deal_id", organizations)


def product_insiders(organizations: Frame, products: Frame) -> Frame:
    """Whose word on a product is official: its maker and the maker's parents."""
    makers = products.select("product_id", organization_id="maker")
    return _with_parents(makers, "product_id", organizations)


def _values(judged: Judged, fields: list[str]) -> Frame:
    """What the winning claims state of deals in some fields.

    Weak ones where there is no other, and what is only expected where nobody says it.
    """
    of_deals = nw.col("table") == "deals"
    winners = judged.winners.filter(of_deals & nw.col("field").is_in(fields)).with_columns(
        _expected=(nw.col("stance") != Stance.SAYS.value).cast(nw.Int8)
    )
    winners = keep_least(winners, ["record_id", "field"], {"weak": FLAG, "_expected": FLAG})
    return winners.select("lot", "field", "text", deal_id="record_id")


def _with_parents(inside: Frame, about: str, organizations: Frame) -> Frame:
    parents = organizations.select("organization_id", "parent")
    generation, all_of_them = inside, [inside]
    for _ in range(GENERATIONS):
        above = generation.join(parents, on="organization_id", how="inner")
        generation = above.select(about, "parent").rename({"parent": "organization_id"})
        all_of_them.append(generation)
    return nw.concat(all_of_them).filter(~nw.col("organization_id").is_null()).unique()
