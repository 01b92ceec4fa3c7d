"""Claims -> records, by one documented policy, written in Narwhals.

`policy` finds the claim that each value of a record rests on; the other modules lay the values
out as rows and put beside them what stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals as nw

from ai_chip_deals.resolve import deals, evidence, observations, parties, policy, totals
from ai_chip_deals.resolve.engines import Frame, empty, settled
from ai_chip_deals.resolve.evidence import with_provenance
from ai_chip_deals.rows import TABLES

__all__ = ["Frame", "Written", "known", "resolve"]


@dataclass(frozen=True)
class Written:
    """What files state of themselves, which no claim replays."""

    deals: Frame
    organizations: Frame
    products: Frame


def resolve(claims: Frame, written: Written) -> dict[str, Frame]:
    """Resolve claims into the rows of every table that is made of them.

    Returns the tables by name, `claims` with its column `wins` among them; columns and rows are
    in no order.
    """
    judged = policy.judge(claims)
    told = policy.told(claims)
    behind = evidence.gathered(judged, told)
    block = settled(evidence.blocks(behind))
    return {
        **_deal_tables(judged, written, block),
        **_observation_tables(judged, written, behind.leads, block, told),
        "claims": _with_wins(judged, claims),
    }


def known(claims: Frame, known_on: date) -> Frame:
    """The claims that were certainly public by a day."""
    return claims.filter(nw.col("known_from") <= known_on)


def _deal_tables(judged: policy.Judged, written: Written, block: Frame) -> dict[str, Frame]:
    of_deals = settled(parties.parties(judged, written.deals))
    insiders = settled(
        parties.deal_insiders(judged, of_deals, written.organizations, written.products)
    )
    stages = settled(deals.deal_stages(judged))
    counting = totals.counted_in(written.deals, deals.present_deals(judged), stages)
    figures = settled(totals.with_counted_in(deals.deal_figures(judged), counting))
    resolved = deals.deals(judged, written.deals, of_deals, figures, stages)
    rows = {
        "deals": resolved.join(counting, on="deal_id", how="left"),
        "deal_figures": figures,
        "deal_events": deals.deal_events(judged),
    }
    return {
        table: with_provenance(frame, "deal_id", block, insiders) for table, frame in rows.items()
    }


def _observation_tables(
    judged: policy.Judged, written: Written, leads: Frame, block: Frame, told: policy.Told
) -> dict[str, Frame]:
    """The tables of what is observed; one that no claim speaks of has no rows, and no query."""
    makers = settled(parties.product_insiders(written.organizations, written.products))
    chip_makers = makers.rename({"product_id": "chip_id"})
    rows = {
        "launches": (observations.launches, judged.winners, "product_id", makers),
        "user_metrics": (observations.user_metrics, leads, "product_id", makers),
        "chip_specs": (observations.chip_specs, leads, "chip_id", chip_makers),
        "comparisons": (observations.comparisons, leads, "chip_id", chip_makers),
    }
    return {
        table: with_provenance(rows_of(frame), about, block, insiders)
        if table in told
        else empty(TABLES[table], like=block)
        for table, (rows_of, frame, about, insiders) in rows.items()
    }


def _with_wins(judged: policy.Judged, claims: Frame) -> Frame:
    winners = judged.winners.select("claim_id", _wins=nw.lit(True))
    rows = claims.drop("wins").join(winners, on="claim_id", how="left")
    return rows.with_columns(wins=nw.col("_wins").fill_null(False)).drop("_wins")
