"""The rows of `deals`, `deal_figures` and `deal_events`."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve import parties, totals
from ai_chip_deals.resolve.engines import Frame, collected, settled
from ai_chip_deals.resolve.policy import (
    DAYS,
    DEAL_TABLES,
    FLAG,
    HIGHEST,
    LOWEST,
    MANY,
    TIERS,
    Judged,
    earliest_first,
    keep_least,
    most_first,
)
from ai_chip_deals.rows.keys import NOT_STATED
from ai_chip_deals.vocabulary import TRANSACTION_KINDS, Stage, Stance

SAYS = Stance.SAYS.value
STAGES = len(Stage) + 1
"""How many ranks a stage may have; the last is for a word that is none."""


def deal_figures(judged: Judged) -> Frame:
    """One row for each figure, as its winning claim states it."""
    winners = judged.winners.filter(nw.col("table") == "deal_figures")
    return (
        with_chip_of_lot(winners, parties.chips(judged))
        .join(judged.extremes, on="cell", how="left")
        .with_columns(
            claimed_low=nw.coalesce(nw.col("claimed_low"), LOWEST),
            claimed_high=nw.coalesce(nw.col("claimed_high"), HIGHEST),
            **amount_columns("value", "low", "point", "high"),
            **amount_columns("usd", "low_usd", "point_usd", "high_usd"),
            figure_id=_figure_id(),
            deal_id=nw.col("record_id"),
            figure=nw.col("field"),
        )
        .select(
            *("row", "figure_id", "deal_id", "lot", "product_id", "figure", "stance"),
            *("unit", "per", "weak"),
            *("currency", "estimated", "paid_by", "during", "claimed_low", "claimed_high"),
            *("as_of", "as_of_earliest", "as_of_latest", "as_of_approximate"),
            *(f"{name}{ending}" for name in ("value", "usd") for ending in totals.ENDINGS),
        )
    )


def deal_events(judged: Judged) -> Frame:
    """One row for each stage reached or expected, with the day of its winning claim."""
    names = {"record_id": "deal_id", "field": "event", "text": "stage"}
    winners = judged.winners.filter(nw.col("table") == "deal_events").select(
        *("row", *names, "stance"),
        *("date", "date_earliest", "date_latest", "date_approximate"),
        event_id=nw.concat_str(["record_id", "field", "stance"], separator="/"),
    )
    return winners.rename(names)


def _figure_id() -> nw.Expr:
    """Record, lot, field, currency or unit, per, stance and, of a flow, the period."""
    counted = nw.coalesce(nw.col("currency"), nw.col("unit"), nw.lit(NOT_STATED))
    per = nw.col("per").fill_null(NOT_STATED)
    lot = nw.col("lot").fill_null(NOT_STATED)
    parts = [nw.col("record_id"), lot, nw.col("field"), counted, per, nw.col("stance")]
    in_all = nw.concat_str(parts, separator="/")
    over_time = nw.concat_str([*parts, nw.col("during")], separator="/")
    return nw.when(nw.col("during").is_null()).then(in_all).otherwise(over_time)


def deals(judged: Judged, written: Frame, of_deals: Frame, figures: Frame, stages: Frame) -> Frame:
    """One row for each deal that any source tells of."""
    rows = written.select(
        *(
            "deal_id",
            "title",
            "kind",
            "part_of",
            "same_hardware_as",
            "extends",
            "replaces",
            "related",
        ),
        transaction=nw.col("kind").is_in([kind.value for kind in TRANSACTION_KINDS]),
    ).join(present_deals(judged), on="deal_id", how="inner")
    rows = settled(parties.with_parties(settled(with_present_relations(rows)), of_deals))
    chips = parties.chips(judged).select("deal_id", "product_id").unique()
    chips = collected(chips, "deal_id", "product_id", "chips")
    for part in (stages, deal_dates(judged), chips, terms(judged), notes(judged)):
        rows = rows.join(part, on="deal_id", how="left")
    return totals.with_headlines(settled(rows), figures)


def with_present_relations(rows: Frame) -> Frame:
    """Relations only to deals that are in the table too, in the order of their ids."""
    stated, ids = rows, rows.select("deal_id")
    for name in ("part_of", "same_hardware_as"):
        there = ids.select(**{name: nw.col("deal_id"), "_there": nw.col("deal_id")})
        rows = rows.join(there, on=name, how="left").drop(name).rename({"_there": name})
    for name in ("extends", "replaces", "related"):
        listed = stated.select("deal_id", name).explode(name)
        there = listed.join(ids.select(**{name: nw.col("deal_id")}), on=name, how="semi")
        lists = collected(there.unique(), "deal_id", name, name)
        rows = rows.drop(name).join(lists, on="deal_id", how="left")
    return rows


def present_deals(judged: Judged) -> Frame:
    """The deals that at least one claim says or expects something of: deal_id, row."""
    told = judged.assertions.filter(nw.col("table").is_in(DEAL_TABLES))
    return told.select(deal_id="record_id", row="record").unique()


def deal_stages(judged: Judged) -> Frame:
    """How far each deal has come: deal_id, stage.

    Events that an origin tells of come before weak ones. The latest dated event; of those whose
    vague days overlap, the one further on. Where none is dated, the stage that most origins give;
    at a tie the less committed one.
    """
    ranks = {stage.value: rank for rank, stage in enumerate(Stage)}
    said = (nw.col("table") == "deal_events") & (nw.col("stance") == SAYS)
    events = judged.winners.filter(said).with_columns(
        _rank=nw.col("text").replace_strict(ranks, default=len(ranks), return_dtype=nw.Int64),
    )
    events = keep_least(events, ["record_id"], {"weak": FLAG})
    dated = events.filter(~nw.col("date").is_null())
    last_start = nw.col("date_earliest").max().over("record_id")
    dated = dated.with_columns(_last_start=last_start).filter(
        nw.col("date_latest").is_null()
        | nw.col("_last_start").is_null()
        | (nw.col("date_latest") >= nw.col("_last_start"))
    )
    dated = keep_least(
        dated.with_columns(_late=len(Stage) - nw.col("_rank")), ["record_id"], {"_late": STAGES}
    )
    origins = judged.assertions.filter(said & ~nw.col("origin").is_null())
    support = origins.group_by(["record_id", "text"]).agg(
        most_first(nw.col("origin").n_unique()).alias("_support")
    )
    undated = (
        events.join(dated.select("record_id").unique(), on="record_id", how="anti")
        .join(support, on=["record_id", "text"], how="left")
        .with_columns(nw.col("_support").fill_null(MANY - 1))
    )
    undated = keep_least(undated, ["record_id"], {"_support": MANY, "_rank": STAGES})
    stages = [frame.select(deal_id="record_id", stage="text") for frame in (dated, undated)]
    return nw.concat(stages).unique()


def deal_dates(judged: Judged) -> Frame:
    """When each deal was signed, else announced, else its first dated stage."""
    said = (nw.col("table") == "deal_events") & (nw.col("stance") == SAYS)
    stage = nw.col("text")
    events = judged.winners.filter(said & ~nw.col("date").is_null()).with_columns(
        _rank=nw.when(stage == Stage.SIGNED.value)
        .then(nw.lit(0))
        .otherwise(nw.when(stage == Stage.ANNOUNCED.value).then(nw.lit(1)).otherwise(nw.lit(2))),
        _day=earliest_first(nw.coalesce(nw.col("date_earliest"), nw.col("date_latest"))),
    )
    order = {"weak": FLAG, "_rank": 3, "_day": DAYS}
    events = keep_least(events, ["record_id"], order, then="claim_id")
    return events.select(
        "date", "date_earliest", "date_latest", "date_approximate", deal_id="record_id"
    )


def terms(judged: Judged) -> Frame:
    """How long each deal runs, as the winning claim of its first lot says."""
    stated = judged.winners.filter((nw.col("table") == "deals") & (nw.col("field") == "term"))
    stated = stated.filter(nw.col("stance") == SAYS)
    stated = keep_least(stated, ["record_id"], {"weak": FLAG}, then="lot")
    stated = keep_least(stated, ["record_id"], {}, then="claim_id")
    return stated.select(deal_id="record_id", term="text")


def notes(judged: Judged) -> Frame:
    """The note of the winning claim of the best standing that has one."""
    noted = judged.winners.filter(nw.col("table").is_in(DEAL_TABLES) & ~nw.col("note").is_null())
    noted = keep_least(noted, ["record_id"], {"tier": TIERS}, then="claim_id")
    return noted.select("note", deal_id="record_id")


def with_chip_of_lot(figures: Frame, chips: Frame) -> Frame:
    """Add the chip of a figure's lot, else that of the deal as a whole."""
    of_lot = chips.select("lot", record_id="deal_id", _own="product_id")
    of_all = chips.filter(nw.col("lot") == "all")
    of_deal = of_all.select(record_id="deal_id", _shared="product_id")
    joined = figures.join(of_lot, on=["record_id", "lot"], how="left")
    joined = joined.join(of_deal, on="record_id", how="left")
    return joined.with_columns(product_id=nw.coalesce(nw.col("_own"), nw.col("_shared"))).drop(
        "_own", "_shared"
    )


def amount_columns(name: str, low: str, point: str, high: str) -> dict[str, nw.Expr]:
    """The columns of a figure from those of the claim that states it; null where it has none."""
    stated = ~(nw.col(low).is_null() & nw.col(point).is_null() & nw.col(high).is_null())
    return {
        name: nw.col(point),
        f"{name}_low": nw.col(low),
        f"{name}_high": nw.col(high),
        f"{name}_qualifier": nw.when(stated).then(nw.col("qualifier")),
        f"{name}_as_stated": nw.when(stated).then(nw.col("as_stated")),
    }
