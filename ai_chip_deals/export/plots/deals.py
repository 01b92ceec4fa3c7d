"""How much hardware was ordered, and how much of it arrived."""

from __future__ import annotations

import altair as alt
import polars as pl

from ai_chip_deals.export.plots.style import (
    AMOUNTS,
    BLUE,
    GREEN,
    LOG,
    RED,
    YEARS,
    Tables,
    bounded,
    coloured,
    named,
    picture,
    ranges,
    shaped,
    told_in_full,
)
from ai_chip_deals.vocabulary import DealKind, Figure, Stance, Unit

NO_MAKER = "maker not told"
STATES = (Figure.ORDERED.value, Figure.DELIVERED.value, Figure.INSTALLED.value)
_WIDTH = 540
_COLOUR = coloured("figure", STATES, (BLUE, RED, GREEN))


def ordered_and_delivered(tables: Tables) -> alt.VConcatChart:
    """Every number of chips ordered, delivered or installed, by their maker and through time."""
    told = _units(tables)
    chips = told.filter(pl.col("unit") == Unit.CHIP.value)
    makers = chips.group_by("maker").len().sort(["len", "maker"], descending=[True, False])["maker"]
    base = alt.Chart(chips).encode(
        y=alt.Y("at:Q", title="chips", axis=AMOUNTS, scale=LOG), color=_COLOUR, shape=shaped()
    )
    dated = base.transform_filter("datum.day !== null").encode(
        x=alt.X("day:T", title=None, axis=YEARS)
    )
    undated = base.transform_filter("datum.day === null").encode(x=alt.value(_WIDTH + 14))
    days = dated.mark_rule(opacity=0.5).encode(x2=alt.X2("day_latest:T"))
    tooltip = told_in_full("title", "value_as_stated", "origin", "source_url")
    marks = [
        layer.mark_point(filled=filled, size=60, opacity=0.9).encode(tooltip=tooltip)
        for layer, filled in ((dated, True), (undated, False))
    ]
    panels = alt.layer(days, ranges(dated, "y"), *marks).properties(width=_WIDTH, height=80)
    return picture(
        panels.facet(row=alt.Row("maker:N", title=None, sort=makers.to_list()), spacing=6),
        "Chips ordered, delivered and installed, by maker",
        "A mark is one figure of one deal; parts of larger deals and resales are left out.",
        "A line across is a vague day, a line upwards a range; hollow marks on the right have no "
        "day.",
        f"Left out: {told.height - chips.height} figures in cards, servers, racks and other units.",
    )


def announced_against_delivered(tables: Tables) -> alt.VConcatChart:
    """What deals ordered against what of it is told to have arrived, in the same unit."""
    told = _units(tables)
    of_deal = ["deal_id", "unit", "figure"]
    sums = told.group_by(of_deal).agg(
        pl.col("title").first(),
        *(_sum(f"value{ending}") for ending in ("", "_low", "_high")),
    )
    ordered = pl.col("figure") == Figure.ORDERED.value
    both = sums.filter((ordered.any() & (~ordered).any()).over("deal_id", "unit"))
    rows = bounded(both, "value").sort(of_deal)
    rows = rows.with_columns(row=pl.format("{} ({})", "title", "unit"))
    n_ordered = sums.filter(ordered)["deal_id"].n_unique()
    base = alt.Chart(rows).encode(
        x=alt.X("at:Q", title="how many", axis=AMOUNTS, scale=LOG),
        y=alt.Y("row:N", title=None),
        yOffset=alt.YOffset("figure:N", sort=STATES),
        color=_COLOUR,
    )
    marks = base.mark_point(filled=True, size=80, opacity=0.9).encode(
        shape=shaped(), tooltip=told_in_full("title", "figure", "at", "unit")
    )
    return picture(
        alt.layer(ranges(base, "x"), marks).properties(width=420, height=alt.Step(14)),
        "What was ordered against what arrived",
        f"{rows['deal_id'].n_unique()} of {n_ordered} deals with a number ordered also tell a "
        "number delivered or installed, in the same unit.",
        "What is not told is no mark, and not zero.",
    )


def _units(tables: Tables) -> pl.DataFrame:
    """Figures of hardware ordered, delivered and installed that count themselves."""
    deals = tables["deals"].filter(pl.col("kind") != DealKind.FOUNDRY_ORDER.value)
    figures = tables["deal_figures"].filter(
        pl.col("counted_in").is_null(),
        pl.col("figure").is_in(STATES),
        pl.col("stance") == Stance.SAYS.value,
        pl.col("per").is_null() & pl.col("during").is_null(),
    )
    days = ["date", "date_earliest", "date_latest"]
    made = _makers(tables)
    rows = (
        figures.join(deals.select("deal_id", "title", *days), on="deal_id")
        .join(made, on="deal_id", how="left")
        .join(tables["products"].select("product_id", "maker"), on="product_id", how="left")
    )
    stated = pl.col("as_of").is_not_null()
    day, latest = (
        pl.when(stated).then(pl.col(f"as_of_{end}")).otherwise(pl.col(f"date_{end}"))
        for end in ("earliest", "latest")
    )
    shown = rows.with_columns(
        maker=pl.coalesce("maker", "deal_maker"),
        day=pl.coalesce(day, latest, "first_published"),
        day_latest=latest,
    )
    names = named(shown, "maker", tables["organizations"])
    told = bounded(names.with_columns(pl.col("maker").fill_null(NO_MAKER)), "value")
    return told.sort("figure_id").select(
        *("deal_id", "title", "maker", "figure", "unit", "day", "day_latest", "value"),
        *("value_low", "value_high", "value_as_stated", "origin", "source_url", "counted_in"),
        *("at", "low", "high", "told"),
    )


def _makers(tables: Tables) -> pl.DataFrame:
    """The maker of the chips of each deal that has chips of one maker alone."""
    chips = tables["deals"].select("deal_id", product_id="chips").explode("product_id")
    made = chips.join(tables["products"].select("product_id", "maker"), on="product_id")
    sole = made.group_by("deal_id").agg(pl.col("maker").drop_nulls().unique())
    return sole.filter(pl.col("maker").list.len() == 1).select(
        "deal_id", deal_maker=pl.col("maker").list.first()
    )


def _sum(column: str) -> pl.Expr:
    """The sum of lots, null where one of them does not tell."""
    return pl.when(pl.col(column).is_not_null().all()).then(pl.col(column).sum()).alias(column)
