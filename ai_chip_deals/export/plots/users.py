"""How many use the leading assistants, as each measurer has it."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from ai_chip_deals.export.plots.style import (
    AMOUNTS,
    BLUE,
    GREY,
    PALE,
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
from ai_chip_deals.vocabulary import Metric, OrganizationRole, ProductCategory

ASSISTANTS = 6
"""How many assistants are shown: those with the highest number told."""
OBSERVED = 5
"""How often an assistant must have been observed to be shown."""

METRICS = {Metric.MAU.value: "monthly active users", Metric.WAU.value: "weekly active users"}
COMPANY, TRACKER, UNNAMED = "the company itself", "a tracker", "measurer not named"
_WHO = coloured("who", (COMPANY, TRACKER, UNNAMED), (RED, BLUE, GREY))
_WIDTH, _HEIGHT = 300, 170
_LINE = 11
"""How many pixels a label takes."""


def users_of_assistants(tables: Tables) -> alt.VConcatChart:
    """Users a month and users a week of the leading assistants, with every measurer by name."""
    rows = _observations(tables)
    days = rows["day"].drop_nulls()
    span = [str(days.min()), str(days.max())] if days.len() else []
    panels = [
        _panel(rows.filter(product=product, metric=metric), f"{product}: {metric}", span)
        for product in rows["product"].unique(maintain_order=True)
        for metric in METRICS.values()
    ]
    return picture(
        alt.concat(*panels, columns=2, spacing={"row": 16, "column": 100}),
        "Users of the leading assistants, by who measured them",
        "A line joins what one measurer counted in one way; months and weeks are apart.",
        "Hollow marks right of a panel have no day. Places are named where not the whole world.",
    )


def _panel(rows: pl.DataFrame, title: str, span: list[str]) -> alt.LayerChart:
    """One assistant by one metric."""
    low, high = _decades(rows)
    scale = alt.Scale(type="log", domain=[10**low, 10**high])
    day = alt.X("day:T", title=None, axis=YEARS, scale=alt.Scale(domain=span or alt.Undefined))
    base = alt.Chart().encode(y=alt.Y("at:Q", title=None, axis=AMOUNTS, scale=scale), color=_WHO)
    dated = base.transform_filter("datum.day !== null").encode(x=day)
    undated = base.transform_filter("datum.day === null").encode(x=alt.value(_WIDTH + 10))
    # Who is not named may be somebody else each time.
    lines = dated.transform_filter("datum.line !== null").mark_line(strokeWidth=1, opacity=0.6)
    tooltip = told_in_full("measurer", "value_as_stated", "as_of", "source_url")
    marks = [
        layer.mark_point(filled=filled, size=34, opacity=0.85).encode(
            shape=shaped(), tooltip=tooltip
        )
        for layer, filled in ((dated, True), (undated, False))
    ]
    labels = alt.Chart(_labels(rows, gap=(high - low) * _LINE / _HEIGHT))
    slot = alt.Y("slot:Q", scale=scale)
    words = labels.mark_text(align="left", fontSize=9).encode(
        x=alt.value(_WIDTH + 24), y=slot, text=alt.Text("label:N"), color=_WHO
    )
    leaders = labels.transform_filter("datum.day !== null").mark_rule(color=PALE)
    leaders = leaders.encode(x=day, x2=alt.value(_WIDTH + 22), y=alt.Y("at:Q"), y2=alt.Y2("slot:Q"))
    layers = [leaders, lines.encode(detail=alt.Detail("line:N")), ranges(dated, "y"), *marks, words]
    title = title if rows.height else f"{title} (none told)"
    head = alt.TitleParams(title, fontSize=11, anchor="start", offset=4)
    return alt.LayerChart(data=rows, layer=layers, width=_WIDTH, height=_HEIGHT, title=head)


def _decades(rows: pl.DataFrame) -> tuple[int, int]:
    """The powers of ten between which all numbers are."""
    exponents = pl.concat([rows["at"], rows["high"]]).drop_nulls().log10().to_list()
    return math.floor(min(exponents, default=0)), math.floor(max(exponents, default=9)) + 1


def _labels(rows: pl.DataFrame, gap: float) -> pl.DataFrame:
    """The names beside a panel, each in a slot of its own as near to its mark as there is room."""
    labelled = rows.filter(pl.col("label").is_not_null()).sort("at", "label", descending=True)
    slots: list[float] = []
    for exponent in labelled["at"].log10():
        slots.append(min(exponent, slots[-1] - gap) if slots else exponent)
    return labelled.with_columns(slot=10 ** pl.Series(slots, dtype=pl.Float64))


_TOP_FIRST = [True, False, False, False, False]


def _observations(tables: Tables) -> pl.DataFrame:
    """Observations of the leading assistants, each with its line, label and kind of measurer."""
    products = tables["products"].select("product_id", "name")
    roles = tables["organizations"].select(measured_by="organization_id", role="role")
    rows = _leading(tables).join(roles, on="measured_by", how="left")
    who = (
        pl.when(pl.col("measured_by").is_null())
        .then(pl.lit(UNNAMED))
        .when(pl.col("role") == OrganizationRole.PARTY.value)
        .then(pl.lit(COMPANY))
        .otherwise(pl.lit(TRACKER))
    )
    rows = rows.with_columns(
        who=who,
        measurer="measured_by",
        product="product_id",
        day=pl.coalesce("as_of_earliest", "as_of_latest", "first_published"),
        line=pl.format("{} {}", "series_id", "measured_by"),
    )
    rows = named(named(rows, "measurer", tables["organizations"]), "product", products)
    elsewhere = pl.col("region").replace("001", None)
    words = pl.concat_str("measurer", elsewhere, separator=", ", ignore_nulls=True)
    # What has no day goes first: a name is at the last of its marks, at one with a day if it can.
    rows = rows.with_columns(
        metric=pl.col("metric").replace(METRICS), words=pl.when(words != "").then(words)
    ).sort("day", "metric_id", nulls_last=False)
    last = pl.col("metric_id").last().over("product", "metric", "words") == pl.col("metric_id")
    rows = rows.with_columns(label=pl.when(last).then("words"))
    return rows.sort("top", "product", "metric", "day", "metric_id", descending=_TOP_FIRST).select(
        *("product", "metric", "measurer", "region", "who", "line", "day", "label", "as_of"),
        *("value_as_stated", "source_url", "at", "low", "high", "told"),
    )


def _leading(tables: Tables) -> pl.DataFrame:
    """Every observation of the leading assistants, with the highest number told of each (`top`)."""
    products = tables["products"].filter(pl.col("category") == ProductCategory.CHATBOT.value)
    told = bounded(tables["user_metrics"], "value").filter(
        pl.col("metric").is_in(list(METRICS)),
        pl.col("product_id").is_in(products["product_id"].to_list()),
    )
    leading = (
        told.group_by("product_id")
        .agg(top=pl.col("at").max(), n=pl.len())
        .filter(pl.col("n") >= OBSERVED)
        .sort(["top", "product_id"], descending=[True, False])
        .head(ASSISTANTS)
    )
    return leading.join(told, on="product_id")
