"""What all pictures share: colours, how a bound is drawn, the title and where it comes from.

The ground is white and opaque, so that a picture reads the same on a dark page. The colours are
those of Okabe and Ito that stand out from white by 3 to 1 or more, and tell all eyes apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import altair as alt
import polars as pl

from ai_chip_deals.loaders import TableName
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

Tables: TypeAlias = Mapping[TableName, pl.DataFrame]
Inner: TypeAlias = alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.HConcatChart

BLUE, RED, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#4D4D4D"
COLOURS = (BLUE, RED, GREEN, PURPLE, GREY)
INK = "#1A1A1A"
PALE = "#D9D9D9"
"""Of grid lines alone."""

SHAPES = {
    "a number": "circle",
    "a range": "M-1,-0.2H1V0.2H-1Z",
    "at least": "triangle-up",
    "at most": "triangle-down",
}
"""How a figure is told, and the mark of it; a range is a mark at its lower end and a line."""


AMOUNTS = alt.Axis(format="~s", labelExpr="replace(datum.label, 'G', 'B')", tickCount=4)
"""An axis in thousands, millions and billions."""
LOG = alt.Scale(type="log", nice=False, padding=8)
YEARS = alt.Axis(format="%Y", tickCount="year")


def bounded(frame: pl.DataFrame, figure: str) -> pl.DataFrame:
    """Add where the mark of a figure is (`at`), and what it is the mark of (`told`).

    Rows without the figure are left out: what is not disclosed has no mark.
    """
    point, low, high = (pl.col(figure + ending) for ending in ("", "_low", "_high"))
    told = (
        pl.when(point.is_not_null())
        .then(pl.lit("a number"))
        .when(low.is_not_null() & high.is_not_null())
        .then(pl.lit("a range"))
        .when(low.is_not_null())
        .then(pl.lit("at least"))
        .otherwise(pl.lit("at most"))
    )
    marked = frame.with_columns(at=pl.coalesce(point, low, high), low=low, high=high, told=told)
    return marked.filter(pl.col("at").is_not_null())


def ranges(base: alt.Chart, channel: Literal["x", "y"]) -> alt.Chart:
    """The lines from the lower to the upper bound of what is told with both."""
    both = base.transform_filter("datum.low !== null && datum.high !== null")
    ends = {
        "x": {"x": alt.X("low:Q"), "x2": alt.X2("high")},
        "y": {"y": alt.Y("low:Q"), "y2": alt.Y2("high")},
    }[channel]
    drawn: alt.Chart = both.mark_rule(strokeWidth=3, opacity=0.5).encode(**ends)
    return drawn


def coloured(field: str, domain: Sequence[str], colours: Sequence[str] = COLOURS) -> alt.Color:
    """A colour for each of some words, with a legend."""
    scale = alt.Scale(domain=list(domain), range=list(colours)[: len(domain)])
    return alt.Color(f"{field}:N", title=None, scale=scale)


def shaped() -> alt.Shape:
    """The mark of how a figure is told, with a legend."""
    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape("told:N", title="told as", scale=scale)


def told_in_full(*fields: str) -> list[alt.Tooltip]:
    """What a reader who points at a mark is shown."""
    # Bare texts would do, and take a hundred times as long.
    return [alt.Tooltip(field, type="nominal") for field in fields]


def named(frame: pl.DataFrame, column: str, names: pl.DataFrame) -> pl.DataFrame:
    """Put the names of organizations or products in the place of their ids."""
    key = names.columns[0]
    known = dict(names.select(key, "name").iter_rows())
    return frame.with_columns(pl.col(column).replace(known))


def picture(chart: Inner, title: str, *notes: str) -> alt.VConcatChart:
    """A picture with its title and how to read it."""
    head = alt.TitleParams(title, subtitle=list(notes), anchor="start", offset=14)
    # At once and not step by step: each step would copy the whole picture.
    return alt.VConcatChart(
        vconcat=[chart], title=head, background="white", padding=12, config=_LOOK
    )


def signed(chart: alt.VConcatChart, version: str, data_as_of: str) -> alt.VConcatChart:
    """The picture with the version that it shows at its foot."""
    origin = f"{PROJECT} {version}, data as of {data_as_of}. {REPOSITORY}"
    foot = alt.TitleParams(
        origin, orient="bottom", anchor="start", fontSize=10, fontWeight="normal", offset=10
    )
    chart.vconcat[0].title = foot
    return chart


_LOOK = alt.Config(
    axis=alt.AxisConfig(
        labelColor=INK, titleColor=INK, gridColor=PALE, titleFontWeight="normal", labelLimit=420
    ),
    legend=alt.LegendConfig(
        labelColor=INK,
        titleColor=INK,
        titleFontWeight="normal",
        symbolOpacity=1,
        labelLimit=330,
        orient="bottom",
    ),
    header=alt.HeaderConfig(
        labelColor=INK, labelFontWeight="bold", labelOrient="top", labelAnchor="start"
    ),
    title=alt.TitleConfig(color=INK, subtitleColor=INK, fontSize=15, subtitleFontSize=11),
    view=alt.ViewConfig(stroke=PALE),
)
