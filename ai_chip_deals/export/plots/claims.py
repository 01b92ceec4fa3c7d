"""How one figure came to be told: who repeated whom, and what was known when."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from ai_chip_deals import loaders
from ai_chip_deals.export.plots.style import (
    AMOUNTS,
    BLUE,
    LOG,
    Tables,
    bounded,
    coloured,
    named,
    picture,
    ranges,
    shaped,
    told_in_full,
)

SPREAD = "bytedance-huawei-ascend-910b-2024/all/ordered/chip/-/says"
"""The figure whose spread is shown: an agency's report that lost its hedge on the way."""
KNOWN = "xai-colossus-deployment/all/installed/chip/-/says"
"""The figure whose past is shown: it rose with what was told, until better sources were read."""

NO_DAY = "no day told"
NO_ORIGIN = "none named"


def spread_of_a_claim(tables: Tables, figure_id: str = SPREAD) -> alt.VConcatChart:
    """Every page that tells one figure, by its day, with what it prints and whom it repeats."""
    figure, rows = _told(tables, figure_id)
    rows = named(rows, "origin", tables["organizations"])
    rows = named(rows, "publisher", tables["organizations"]).with_columns(
        day=pl.col("published").fill_null(NO_DAY), origin=pl.col("origin").fill_null(NO_ORIGIN)
    )
    rows = rows.select("day", "publisher", "origin", "as_stated", "url").sort(
        pl.col("day") == NO_DAY, "day", "origin", "publisher", "as_stated", "url"
    )
    origins = rows["origin"].unique().sort().to_list()
    days = rows["day"].unique(maintain_order=True).to_list()
    base = alt.Chart(rows).encode(
        x=alt.X("day:N", title="published", sort=days, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("publisher:N", title=None, sort=rows["publisher"].to_list()),
        color=coloured("origin", origins),
    )
    marks = base.mark_point(filled=True, size=90).encode(
        shape=alt.Shape("origin:N", title=None, scale=alt.Scale(domain=origins)),
        tooltip=told_in_full("url"),
    )
    words = base.mark_text(align="left", dx=9, fontSize=10).encode(text=alt.Text("as_stated:N"))
    return picture(
        alt.layer(marks, words).properties(width=alt.Step(170), height=alt.Step(22)),
        f"How one figure spread: {figure['title']}",
        f"{rows['publisher'].n_unique()} publishers print what was {figure['figure']}; "
        "colour and shape are the origin that they name.",
    )


def known_when(tables: Tables, figure_id: str = KNOWN) -> alt.VConcatChart:
    """What the record of one figure would have shown on each day on which more became known."""
    figure, claims = _told(tables, figure_id)
    views = pl.concat(
        loaders.load("deal_figures", known_on=day)
        .filter(figure_id=figure_id)
        .with_columns(day=pl.lit(day))
        for day in claims["known_from"].unique().sort()
    )
    rows = bounded(views, "value").select(
        *("day", "at", "low", "high", "told", "value_as_stated", "origin", "n_sources"),
        until=pl.col("day").shift(-1).fill_null(loaders.data_as_of()),
    )
    what = f"{figure['figure']}, {figure['unit'] or figure['currency']}"
    base = alt.Chart(rows).encode(
        x=alt.X("day:T", title="known on", axis=alt.Axis(format="%Y-%m", tickCount=6)),
        y=alt.Y("at:Q", title=what, axis=AMOUNTS, scale=LOG),
        color=alt.value(BLUE),
    )
    shown = base.mark_rule(strokeWidth=2).encode(x2=alt.X2("until:T"))
    marks = base.mark_point(filled=True, size=80).encode(shape=shaped())
    words = base.mark_text(align="left", dx=4, dy=-12, fontSize=10).encode(
        text=alt.Text("value_as_stated:N")
    )
    return picture(
        alt.layer(shown, ranges(base, "y"), marks, words).properties(width=560, height=200),
        f"What was known when: {figure['title']}",
        "What the same policy shows of what was public by a day; a page without a date counts from "
        "the day it was read.",
    )


def _told(tables: Tables, figure_id: str) -> tuple[dict[str, Any], pl.DataFrame]:
    """A figure with the title of its deal, and the claims that tell it."""
    titled = tables["deal_figures"].join(tables["deals"].select("deal_id", "title"), on="deal_id")
    figure = titled.row(by_predicate=pl.col("figure_id") == figure_id, named=True)
    told = pl.col("claim_id").is_in(figure["claim_ids"]) & (pl.col("stance") == figure["stance"])
    return figure, tables["claims"].filter(told)
