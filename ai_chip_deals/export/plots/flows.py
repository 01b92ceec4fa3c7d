"""Who buys whose chips, and which of the makers put money into their buyers."""

from __future__ import annotations

import altair as alt
import polars as pl

from ai_chip_deals.export.plots.style import (
    AMOUNTS,
    BLUE,
    LOG,
    RED,
    Tables,
    bounded,
    coloured,
    named,
    picture,
    ranges,
    shaped,
)
from ai_chip_deals.resolve.totals import CENTS
from ai_chip_deals.vocabulary import (
    OTHERS,
    UNDISCLOSED,
    UNDONE_STAGES,
    DealKind,
    Figure,
    Stage,
    Stance,
)

SHOWN = 24
"""How many pairs of buyer and maker are shown, beside those that are circular."""
CIRCULAR = "the maker also finances or part owns the buyer (*)"
PLAIN = "no such tie told"

_ORDER = ["deals", "value_low", "buyer", "maker"]
_NOT_YET = (
    *UNDONE_STAGES,
    Stage.NEGOTIATING,
    Stage.OFFERED,
    Stage.PLANNED,
    Stage.LETTER_OF_INTENT,
)


def flows(tables: Tables) -> alt.VConcatChart:
    """Deals and their value between each buyer and each maker, the circular ones marked."""
    rows = _pairs(tables)
    y = alt.Y("pair:N", title=None, sort=rows["pair"].to_list())
    colour = coloured("tie", (CIRCULAR, PLAIN), (RED, BLUE))
    base = alt.Chart(rows).encode(y=y, color=colour)
    # Whole numbers alone: there are no half deals.
    counts = alt.X("deals:Q", title="deals", axis=alt.Axis(format="d", tickMinStep=1))
    bars = base.mark_bar().encode(x=counts).properties(width=200)
    value = alt.Chart(bounded(rows, "value")).encode(
        x=alt.X("at:Q", title="value told, in US dollars", axis=AMOUNTS, scale=LOG),
        y=y.copy().title(None).axis(None),
        color=colour,
    )
    marks = value.mark_point(filled=True, size=70).encode(shape=shaped())
    values = alt.layer(ranges(value, "x"), marks).properties(width=260)
    return picture(
        alt.hconcat(bars, values).resolve_scale(y="shared"),
        "Who buys whose chips: buyer ← maker",
        "Deals that count themselves: no parts, no resales, nothing undone. A deal of several "
        "buyers or makers is in each of",
        "their rows, its value in none. A value adds what deals tell; most tell none.",
    )


def _pairs(tables: Tables) -> pl.DataFrame:
    """The pairs with most deals and all circular ones, with a bounded sum of their values.

    A sum has no upper bound where one of its deals tells a lower bound alone.
    """
    told_low, told_high = pl.col("low").is_not_null(), pl.col("high").is_not_null()
    sums = (
        _dealt(tables)
        .group_by("buyer", "maker")
        .agg(
            pl.len().alias("deals"),
            pl.when(told_low.any()).then(pl.col("low").sum().round(CENTS)).alias("value_low"),
            pl.when(told_high.any() & (told_high | ~told_low).all())
            .then(pl.col("high").sum().round(CENTS))
            .alias("value_high"),
        )
        .join(ties(tables), on=["buyer", "maker"], how="left")
        .sort(_ORDER, descending=[True, True, False, False], nulls_last=True)
    )
    circular = pl.col("tied").fill_null(False)
    shown = sums.filter(circular | (pl.int_range(pl.len()) < SHOWN))
    for party in ("buyer", "maker"):
        shown = named(shown, party, tables["organizations"])
    same = pl.col("value_low") == pl.col("value_high")
    star = pl.when(circular).then(pl.lit(" *")).otherwise(pl.lit(""))
    return shown.select(
        *("buyer", "maker", "deals", "value_low", "value_high"),
        value=pl.when(same).then("value_low"),
        pair=pl.format("{} ← {}{}", "buyer", "maker", star),
        tie=pl.when(circular).then(pl.lit(CIRCULAR)).otherwise(pl.lit(PLAIN)),
    )


def _dealt(tables: Tables) -> pl.DataFrame:
    """Each deal once for each pair of its buyers and makers, its value where it has but one."""
    deals = tables["deals"].filter(
        pl.col("counted_in").is_null(), pl.col("kind") != DealKind.FOUNDRY_ORDER.value
    )
    made = tables["products"].select(chips="product_id", maker="maker")
    dealt = (
        deals.explode("buyers")
        .explode("chips")
        .join(made, on="chips")
        .select("deal_id", "maker", "^value_usd.*$", buyer="buyers")
        .filter(pl.col("buyer").is_not_null() & pl.col("maker").is_not_null())
        .unique(["deal_id", "buyer", "maker"])
    )
    sole = pl.len().over("deal_id") == 1
    low = pl.when(sole).then(pl.coalesce("value_usd_low", "value_usd"))
    high = pl.when(sole).then(pl.coalesce("value_usd_high", "value_usd"))
    apart = ~pl.col("buyer").is_in([OTHERS, UNDISCLOSED]) & (pl.col("buyer") != pl.col("maker"))
    return dealt.with_columns(low=low, high=high).filter(apart)


def ties(tables: Tables) -> pl.DataFrame:
    """Which makers lend to, guarantee for or own a part of which buyers: buyer, maker, tied.

    Only what was done: nothing planned, expected, undone or merely talked about.
    """
    done = ~pl.col("stage").fill_null("").is_in([stage.value for stage in _NOT_YET])
    deals = tables["deals"].filter(done)
    investments = deals.filter(pl.col("kind") == DealKind.INVESTMENT.value)
    paid = tables["deal_figures"].filter(
        pl.col("figure") == Figure.EQUITY.value, pl.col("stance") == Stance.SAYS.value
    )
    owned = paid.join(deals, on="deal_id").select(buyer="buyers", maker=pl.concat_list("paid_by"))
    every = pl.concat(
        [
            investments.select(buyer="sellers", maker="buyers"),
            deals.select(buyer="buyers", maker="financiers"),
            owned,
        ]
    )
    pairs = every.explode("buyer").explode("maker").drop_nulls().unique()
    return pairs.with_columns(tied=pl.lit(True))
