"""Claims -> records, by one documented policy, written in Narwhals.

`policy` finds the claim that each value of a record rests on; the other modules lay the values
out as rows and put beside them what stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals as nw

from ai_chip_deals.resolve import deals, evidence, observations, parties, policy, totals
from ai_chip_deals.resolve.engines import Frame, settled
from ai_chip_deals.resolve.evidence import with_provenance

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
    return {
        **_deal_tables(judged, written),
        **_observation_tables(judged, written),
        "claims": _with_wins(judged, claims),
    }


def known(claims: Frame, known_on: date) -> Frame:
    """The claims that were certainly public by a day."""
    return claims.filter(nw.col("known_from") <= known_on)


def _deal_tables(judged: policy.Judged, written: Written) -> dict[str, Frame]:
    of_deals = settled(parties.parties(judged, written.deals))
    insiders = settled(
        parties.deal_insiders(judged, of_deals, written.organizations, written.products)
    )
    stages = settled(deals.deal_stages(judged))
    counting = totals.counted_in(written.deals, deals.present_deals(judged), stages)
    figures = settled(totals.with_counted_in(deals.deal_figures(judged), counting))
    rows = deals.deals(judged, written.deals, of_deals, figures, stages)
    return {
        "deals": with_provenance(
            rows.join(counting, on="deal_id", how="left"),
            "deal_id",
            "deal_id",
            evidence.of_deals(judged),
            insiders,
        ),
        "deal_figures": with_provenance(
            figures, "figure_id", "deal_id", evidence.of_table(judged, "deal_figures"), insiders
        ),
        "deal_events": with_provenance(
            deals.deal_events(judged),
            "event_id",
            "deal_id",
            evidence.of_table(judged, "deal_events"),
            insiders,
        ),
    }


def _observation_tables(judged: policy.Judged, written: Written) -> dict[str, Frame]:
    makers = settled(parties.product_insiders(written.organizations, written.products))
    chip_makers = makers.rename({"product_id": "chip_id"})
    launched = evidence.of_table(judged, "launches")
    measured, specified, compared = (
        evidence.of_table(judged, table) for table in ("user_metrics", "chip_specs", "comparisons")
    )
    return {
        "launches": with_provenance(
            observations.launches(judged), "launch_id", "product_id", launched, makers
        ),
        "user_metrics": with_provenance(
            observations.user_metrics(measured), "metric_id", "product_id", measured, makers
        ),
        "chip_specs": with_provenance(
            observations.chip_specs(specified), "spec_id", "chip_id", specified, chip_makers
        ),
        "comparisons": with_provenance(
            observations.comparisons(compared), "comparison_id", "chip_id", compared, chip_makers
        ),
    }


def _with_wins(judged: policy.Judged, claims: Frame) -> Frame:
    winners = judged.winners.select("claim_id", _wins=nw.lit(True))
    rows = claims.drop("wins").join(winners, on="claim_id", how="left")
    return rows.with_columns(wins=nw.col("_wins").fill_null(False)).drop("_wins")
