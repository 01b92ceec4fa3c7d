"""The rows of `launches`, `user_metrics`, `chip_specs` and `comparisons`."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve.deals import amount_columns
from ai_chip_deals.resolve.engines import Frame, collected
from ai_chip_deals.resolve.parts import with_parts
from ai_chip_deals.resolve.policy import FLAG, TIERS, keep_least
from ai_chip_deals.rows.keys import KEY_PARTS, NOT_STATED

_AS_OF = ("as_of", "as_of_earliest", "as_of_latest", "as_of_approximate")


def launches(winners: Frame) -> Frame:
    """One row for each event of a product in a place, with its day, price and new name."""
    winners = winners.filter(nw.col("table") == "launches")
    days = winners.filter(nw.col("field") == "date").select(
        *("row", "date", "date_earliest", "date_latest", "date_approximate")
    )
    names = winners.filter(nw.col("field") == "to").select("row", to="text")
    prices = winners.filter(nw.col("field") == "price").with_columns(
        _foreign=(nw.col("currency") != "USD").cast(nw.Int8)
    )
    order = {"weak": FLAG, "_foreign": FLAG, "tier": TIERS}
    prices = keep_least(prices, ["row"], order, then="claim_id")
    prices = prices.with_columns(**amount_columns("price", "low", "point", "high")).select(
        *("row", "currency", "per", "price", "price_low", "price_high"),
        *("price_qualifier", "price_as_stated"),
    )
    rows = winners.select("row", "record_id").unique()
    for part in (days, names, prices):
        rows = rows.join(part, on="row", how="left")
    return with_parts(rows, "launches").with_columns(launch_id=nw.col("record_id"))


def user_metrics(leads: Frame) -> Frame:
    """One row for each observation, and beside it who else observed the same at the time."""
    rows = _with_value(leads, "user_metrics")
    series = [nw.col(name).fill_null(NOT_STATED) for name in KEY_PARTS["user_metrics"][:7]]
    rows = rows.with_columns(
        metric_id=nw.col("record_id"), series_id=nw.concat_str(series, separator="/")
    )
    return _with_other_measurers(rows)


def chip_specs(leads: Frame) -> Frame:
    """One row for each specification under its conditions."""
    rows = _with_value(leads, "chip_specs")
    printed = nw.coalesce(nw.col("value_as_stated"), nw.col("text"))
    return rows.with_columns(spec_id=nw.col("record_id"), value_as_stated=printed)


def comparisons(leads: Frame) -> Frame:
    """One row for each pair of chips and aspect."""
    rows = with_parts(leads.filter(nw.col("shown_in") == "comparisons"), "comparisons")
    return rows.with_columns(comparison_id=nw.col("record_id"), result=nw.col("text")).select(
        "row", "comparison_id", "chip_id", "than_chip_id", "aspect", "result"
    )


def _with_value(leads: Frame, table: str) -> Frame:
    stated = leads.filter(nw.col("shown_in") == table).select(
        *("row", "record_id", "text", "unit", *_AS_OF),
        **amount_columns("value", "low", "point", "high"),
    )
    return with_parts(stated, table)


def _with_other_measurers(rows: Frame) -> Frame:
    columns = ("product_id", "metric", "place", "measured_by", "as_of_earliest", "as_of_latest")
    placed = rows.with_columns(place=nw.col("region").fill_null(NOT_STATED))
    others = placed.select(*(nw.col(name).alias(f"{name}_2") for name in columns))
    pairs = placed.select("metric_id", *columns).join(
        others,
        left_on=["product_id", "metric", "place"],
        right_on=["product_id_2", "metric_2", "place_2"],
        how="inner",
    )
    same_time = (nw.col("as_of_earliest") <= nw.col("as_of_latest_2")) & (
        nw.col("as_of_earliest_2") <= nw.col("as_of_latest")
    )
    other = nw.col("measured_by_2") != nw.col("measured_by").fill_null("")
    found = pairs.filter((same_time & other).fill_null(False))
    found = found.select("metric_id", "measured_by_2").unique()
    lists = collected(found, "metric_id", "measured_by_2", "also_measured")
    return rows.join(lists, on="metric_id", how="left")
