"""The awkward shapes of the world, each held by at least two of the shipped records."""

from __future__ import annotations

import polars as pl
import pytest

from ai_chip_deals import load


def deals(*conditions):
    return set(load("deals").filter(*conditions)["deal_id"])


def figures(*conditions):
    """The deals that have such a figure."""
    return set(load("deal_figures").filter(*conditions)["deal_id"])


def events(*conditions):
    """The deals that have such an event."""
    return set(load("deal_events").filter(*conditions)["deal_id"])


def figure(*names):
    return pl.col("figure").is_in(names)


def stage(*names):
    return pl.col("stage").is_in(names) & (pl.col("stance") == "says")


def kind(name):
    return pl.col("kind") == name


def several(claims, by, column, least=2):
    """The groups of claims in which a column has several values."""
    told = claims.filter(pl.col(column).is_not_null()).group_by(by)
    return set(told.agg(pl.col(column).n_unique()).filter(pl.col(column) >= least)[by[0]])


def said(*tables):
    claims = load("claims").filter(pl.col("stance") == "says")
    return claims.filter(pl.col("table").is_in(tables))


def products(*conditions):
    """The products of which there is such an observation."""
    return set(load("user_metrics").filter(*conditions)["product_id"])


def launched(*conditions):
    return set(load("launches").filter(*conditions)["product_id"])


def of_role(*roles):
    known = load("organizations").filter(pl.col("role").is_in(roles))
    return known["organization_id"].to_list()


def in_chips_and_servers():
    claims = said("deal_figures").filter(pl.col("unit").is_in(["chip", "server"]))
    return several(claims, ["record_id", "lot", "field"], "unit")


def chip_makers_that_rent():
    """Leases in which who sells chips elsewhere is the tenant, of no other maker's chips."""
    makers = load("products").select("product_id", chip_maker="maker")
    lots = (
        load("deals")
        .explode("chips")
        .join(makers, left_on="chips", right_on="product_id", how="left")
    )
    sold = lots.filter(kind("purchase"), pl.col("sellers").list.contains(pl.col("chip_maker")))
    tenants = (
        load("deals")
        .explode("buyers")
        .filter(
            pl.col("kind").is_in(["compute_agreement", "lease_or_financing"]),
            pl.col("buyers").is_in(sold["chip_maker"].unique().to_list()),
        )
    )
    others = lots.filter(~pl.col("buyers").list.contains(pl.col("chip_maker")))
    return set(tenants["deal_id"]) - set(others["deal_id"])


def site_beside_chips():
    sites, prices = figures(figure("site_cost")), figures(figure("value"))
    near = load("deals").filter(pl.col("deal_id").is_in(list(sites)))
    linked = near.filter(
        pl.col("deal_id").is_in(list(prices))
        | pl.col("same_hardware_as").is_in(list(prices))
        | pl.col("part_of").is_in(list(prices))
        | (pl.col("related").list.set_intersection(list(prices)).list.len() > 0)
    )
    return set(linked["deal_id"])


def in_part_on_a_day():
    ordered = pl.coalesce("ordered_low", "ordered", "ordered_high")
    part = pl.coalesce("delivered", "delivered_high", "delivered_low") < ordered
    return deals(part) & figures(figure("delivered"), pl.col("as_of").is_not_null())


def raised():
    claims = said("deal_figures").filter(pl.col("field").is_in(["value", "power", "backstop"]))
    return events(stage("amended")) & several(claims, ["record_id", "field"], "as_stated")


def planned_beside_what_happened():
    expected = figures(pl.col("stance") == "expects") | events(pl.col("stance") == "expects")
    return expected & events(stage("delivering", "delivered", "operational", "cancelled"))


def factor_of_ten():
    claims = said("deal_figures", "user_metrics", "chip_specs").select(
        "record_id", "lot", "field", "unit", "currency", "claim_id",
        number=pl.coalesce("point", "low", "high"),
    )  # fmt: skip
    cell = ["record_id", "lot", "field", "unit", "currency"]
    pairs = claims.join(claims, on=cell, nulls_equal=True)
    tenfold = (pl.col("number_right") / pl.col("number")).is_between(9.5, 10.5)
    return set(pairs.filter(tenfold)["record_id"])


def strong_and_apart():
    strong = said("deal_figures", "deals", "deal_events").filter(pl.col("tier") <= 2)
    conflicting = deals(pl.col("conflicts").list.len() > 0)
    return conflicting & several(strong, ["record_id"], "origin")


def named_wrongly_first():
    parties = said("deals").filter(pl.col("field").is_in(["buyers", "sellers", "end_users"]))
    conflicting = load("deals").filter(
        pl.col("conflicts").list.set_intersection(["buyers", "sellers", "end_users"]).list.len() > 0
    )
    told_apart = several(parties, ["record_id", "field"], "text")
    return set(conflicting["deal_id"]) & told_apart


def average_beside_month():
    average = pl.col("window").is_in(["quarter_average", "half_year_average"])
    return products(average) & products(
        pl.col("metric").is_in(["mau", "dau"]), ~average.fill_null(False)
    )


def company_beside_tracker():
    trackers = pl.col("measured_by").is_in(of_role("tracker", "analyst"))
    companies = pl.col("measured_by").is_in(of_role("party"))
    return products(trackers) & products(companies)


def cumulative_beside_active():
    cumulative = (pl.col("window") == "cumulative") | pl.col("metric").is_in(
        ["downloads", "registered_users"]
    )
    return products(cumulative) & products(pl.col("metric").is_in(["mau", "wau", "dau"]))


def family_beside_member():
    members = load("products").filter(pl.col("family").is_not_null())
    measured = members.filter(pl.col("product_id").is_in(list(products())))
    return set(measured["family"]) & products() | products(pl.col("scope") == "family")


def one_number_on_two_dates():
    users = said("user_metrics").filter(pl.col("as_of").is_not_null())
    users = users.with_columns(number=pl.coalesce("point", "low", "high"))
    users = users.with_columns(pl.col("record_id").str.extract(r"^[^/]+/([^/]+)").alias("metric"))
    return several(users, ["product_id", "metric", "number"], "as_of")


def a_day_apart():
    days = said("launches").filter(
        pl.col("field") == "date", pl.col("date_earliest") == pl.col("date_latest")
    )
    spans = days.group_by("record_id").agg(
        span=(pl.col("date_earliest").max() - pl.col("date_earliest").min()).dt.total_days()
    )
    return set(spans.filter(pl.col("span") == 1)["record_id"])


def in_three_currencies():
    priced = load("launches").filter(pl.col("currency").is_not_null())
    return several(priced, ["product_id"], "currency", least=3)


SHAPES = {
    "several buyers with one number together": lambda: deals(
        pl.col("buyers").list.len() >= 2, pl.col("ordered_as_stated").is_not_null()
    ),
    "several buyers with a number each": lambda: figures(pl.col("per") == "each"),
    "an open list of buyers": lambda: deals(pl.col("buyers").list.contains("others")),
    "a range": lambda: figures(pl.col("value_qualifier") == "range"),
    "a magnitude only": lambda: figures(pl.col("value_qualifier") == "magnitude"),
    "gigawatts without chips": lambda: deals(
        pl.col("power_mw_as_stated").is_not_null(), pl.col("ordered_as_stated").is_null()
    ),
    "a firm part and an option": lambda: (
        figures(figure("option", "option_value", "option_power"))
        & figures(figure("ordered", "value", "power", "firm_value", "firm_power"))
    ),
    "a warrant": lambda: figures(figure("warrants")),
    "a fee per month": lambda: figures(figure("recurring_fee"), pl.col("per") == "month"),
    "a tender with several winners": lambda: several(
        load("deals").filter(kind("public_procurement")), ["part_of"], "deal_id"
    ),
    **{
        f"counted in {unit}": lambda unit=unit: figures(pl.col("unit") == unit)
        for unit in ("server", "rack", "system", "superchip", "h100_equivalent")
    },
    "one order in chips and in servers": in_chips_and_servers,
    "a share of orders": lambda: figures(figure("share")),
    "a reseller chain over the same hardware": lambda: deals(
        pl.col("same_hardware_as").is_not_null()
    ),
    "a chip maker that rents its own chips back": chip_makers_that_rent,
    "the cost of a site beside the price of chips": site_beside_chips,
    "a partial delivery with its date": in_part_on_a_day,
    "a value that was raised later": raised,
    "a deal cancelled": lambda: events(stage("cancelled")),
    "blocked, then authorised": lambda: events(stage("blocked")) & events(stage("authorised")),
    "denied": lambda: deals(pl.col("disputed").list.len() > 0),
    "an export licence with a cap": lambda: (
        deals(kind("export_authorisation")) & figures(figure("authorised"))
    ),
    "a plan beside what happened": planned_beside_what_happened,
    "an enforcement case": lambda: deals(kind("enforcement_case")),
    "an analyst's estimate": lambda: deals(
        kind("shipment_estimate"), pl.col("origin").is_in(of_role("analyst", "tracker"))
    ),
    "a factor of ten between relays": factor_of_ten,
    "two strong sources that disagree": strong_and_apart,
    "a party named wrongly first": named_wrongly_first,
    "a quarter's average beside a month": average_beside_month,
    "a company's figure beside a tracker's": company_beside_tracker,
    "cumulative beside active": cumulative_beside_active,
    "a family's figure beside a member's": family_beside_member,
    "one number under two dates": one_number_on_two_dates,
    "a launch day that differs by a day": a_day_apart,
    "a renamed product": lambda: launched(pl.col("event") == "renamed"),
    "an end announced and an end effective": lambda: (
        launched(pl.col("event") == "discontinuation_announced")
        & launched(pl.col("event") == "discontinued")
    ),
    "a price in three currencies": in_three_currencies,
}
"""What each shape is, and the records that hold it."""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_stands_at_least_twice(shape):
    assert len(SHAPES[shape]()) >= 2


@pytest.mark.parametrize(
    ("table", "least"),
    [("sources", 80), ("deals", 50), ("launches", 40), ("user_metrics", 60)],
)
def test_a_table_is_large_enough_to_prove_the_model(table, least):
    assert load(table).height >= least


def test_twelve_chips_have_specifications():
    assert load("chip_specs")["chip_id"].n_unique() >= 12
