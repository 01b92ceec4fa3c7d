"""What holds of the resolution policy whatever the sources say."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ai_chip_deals.build.flat import flat_of
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.files import File, Tree
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.raw.source import Source
from ai_chip_deals.resolve import Written, known, resolve
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import conform, key_of

# One resolution costs the same for one claim and for fifty, so examples are few and large.
settings.register_profile(
    "policy",
    derandomize=True,
    max_examples=10,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink such examples takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
policy = settings.get_profile("policy")

ORGANIZATIONS = {
    "reuters": {"name": "Reuters", "role": "newsroom", "domains": ["reuters.com"]},
    "engadget": {"name": "Engadget", "role": "newsroom", "domains": ["engadget.com"]},
    "omdia": {"name": "Omdia", "role": "analyst", "domains": ["omdia.com"]},
    "group": {"name": "Group", "role": "party"},
    "bytedance": {
        "name": "ByteDance",
        "role": "party",
        "domains": ["bytedance.com"],
        "parent": "group",
    },
    "huawei": {"name": "Huawei", "role": "party", "domains": ["huawei.com"]},
}
PRODUCTS = {
    "ascend": {"name": "Ascend", "category": "chip", "maker": "huawei"},
    "h20": {"name": "H20", "category": "chip"},
}
PURCHASE = {"title": "A purchase", "kind": "purchase", "buyers": ["bytedance"]}
DEALS = {
    "first": PURCHASE,
    "second": PURCHASE | {"replaces": ["old"]},
    "old": PURCHASE | {"sellers": ["huawei"]},
    "talk": PURCHASE | {"kind": "joint_development"},
}
DEPENDENT_DEALS = {
    "part": PURCHASE | {"part_of": "first"},
    "part-of-part": PURCHASE | {"part_of": "part"},
    "resale": PURCHASE | {"same_hardware_as": "second"},
    "resale-of-part": PURCHASE | {"same_hardware_as": "part", "part_of": "old"},
}
DAYS = ["2024", "2024-07", "2024-07-31", "2024-10~", "../2025-03", "2025-01/2025-06", "2025-06-02"]
FIGURES = {
    "ordered": ["100", "105", "more than 100", "fewer than 90", "tens of thousands", "20 servers"],
    "delivered": ["30", "about 40", "40 to 60", "3 servers", "part of 200"],
    "installed": ["30", "1000"],
    "value": [
        "9.7B USD",
        "estimated 1B USD",
        "1.13B EUR",
        "nearly 777M EUR",
        "3.33B CNY",
        "9B XXX",
    ],
    "recurring_fee": ["920M USD per month", "900M USD per month"],
    "power": ["up to 6 GW", "100 MW IT", "120 MW"],
}
CHAINS = [
    [],
    ["anonymous"],
    ["unnamed-reports"],
    ["reuters"],
    ["engadget", "reuters"],
    ["omdia", "anonymous"],
    ["bytedance"],
]
STAGES = ["considered", "announced", "signed", "ordered", "delivered", "cancelled", "retracted"]
PASSAGES = [{"start": "ByteDance has", "end": "of July", "sha256": digit * 64} for digit in "01"]


def some(options):
    """One of some options, or left out."""
    return st.none() | st.sampled_from(options)


@st.composite
def claims(draw, deals):
    """A claim about one of some deals, as a source file has it."""
    told = {
        "deal": draw(st.sampled_from(deals)),
        "lot": draw(st.sampled_from([None, None, "a", "b", "c"])),
        "according_to": draw(st.sampled_from(CHAINS)),
        "stance": draw(st.sampled_from(["says"] * 6 + ["expects", "denies", "silent"])),
        "as_of": draw(some(DAYS)),
        "passage": draw(st.sampled_from(PASSAGES)),
        "note": draw(some(["One note.", "Another note."])),
    }
    names = draw(st.lists(st.sampled_from(list(FIGURES)), unique=True, max_size=2))
    asserted = {name: draw(st.sampled_from(FIGURES[name])) for name in names} | {
        "chip": draw(some(list(PRODUCTS))),
        "buyers": draw(some([["bytedance"], ["huawei", "others"], ["undisclosed"]])),
        "during": draw(st.sampled_from([None, None, "2024", "2025"])),
        "stage": draw(some(STAGES)),
        "event": draw(st.sampled_from([None, None, "again"])),
        "date": draw(some(DAYS)),
    }
    denied = {"denies": [draw(st.sampled_from(["deal", "ordered", "value", "buyers", "signed"]))]}
    says = {"says": asserted, "expects": asserted, "denies": denied, "silent": {}}
    whole = told | says[told["stance"]]
    return {name: value for name, value in whole.items() if value is not None}


def sources(deals):
    """Source files by id, with claims about some deals."""
    days = ["2025-06-30", "2025-07-01", "2026-01-31"]
    source = st.fixed_dictionaries(
        {
            "title": st.just("A page"),
            "domain": st.sampled_from(
                ["reuters.com", "bytedance.com", "omdia.com", "relay.com", "digest.com", "x.org"]
            ),
            "type": st.just("news"),
            "retrieved": st.sampled_from(days),
            "deals": st.lists(claims(deals), min_size=2, max_size=6),
        },
        optional={"published": st.sampled_from(DAYS)},
    )
    named = [f"page-{letter}" for letter in "abcdefghijklmnop"]
    return st.lists(source, min_size=8, max_size=len(named)).map(
        lambda pages: {name: _with_url(page) for name, page in zip(named, pages, strict=False)}
    )


def _with_url(page):
    rest = {name: value for name, value in page.items() if name != "domain"}
    return rest | {"url": f"https://{page['domain']}/news"}


def tree_of(pages):
    """The files of a `raw/` that was never written."""

    def files(model, contents):
        return {
            identifier: File(
                identifier, model.model_validate_json(json.dumps(content)), Document(Path(), "")
            )
            for identifier, content in contents.items()
        }

    return Tree(
        Path(),
        files(Organization, ORGANIZATIONS),
        files(Product, PRODUCTS),
        files(Deal, DEALS | DEPENDENT_DEALS),
        files(Source, pages),
    )


def claims_of(pages):
    return flat_of(tree_of(pages)).claims


NOTHING_SAID = flat_of(tree_of({}))
WRITTEN = {kind: getattr(NOTHING_SAID, kind) for kind in ("deals", "organizations", "products")}


def tables_of(frame, known_on=None):
    """The tables that claims about deals resolve to."""
    narwhal = nw.from_native(frame.lazy())
    heard = known(narwhal, known_on) if known_on else narwhal
    written = Written(**{name: nw.from_native(table.lazy()) for name, table in WRITTEN.items()})
    resolved = resolve(heard, written)
    return {
        name: conform(resolved[name].to_native(), TABLES[name])
        for name in ("deals", "deal_figures", "deal_events", "claims")
    }


def rows_of(tables, name):
    """The rows of a table by their keys."""
    return {row[key_of(TABLES[name])]: row for row in tables[name].iter_rows(named=True)}


def assert_same(one, other):
    for name, table in one.items():
        assert table.rows(named=True) == other[name].rows(named=True), name


def shuffled(pages, dice):
    """The same files in another order, with their claims in another order."""
    return {
        name: pages[name] | {"deals": dice.sample(pages[name]["deals"], len(pages[name]["deals"]))}
        for name in dice.sample(sorted(pages), len(pages))
    }


ALL_DEALS = [*DEALS, *DEPENDENT_DEALS]


@policy
@given(pages=sources(["first", "part"]), seed=st.integers(0, 99))
def test_the_order_of_files_of_claims_and_of_rows_changes_no_table_and_no_id(pages, seed):
    dice = random.Random(seed)
    reordered = claims_of(shuffled(pages, dice))
    assert_same(
        tables_of(claims_of(pages)),
        tables_of(reordered.sample(fraction=1, shuffle=True, seed=seed)),
    )


AMOUNTS = ["1.1377B CNY", "777.7M CNY", "3.33B CNY", "0.19B CNY", "5.57B CNY", "2.01B CNY"]


@pytest.fixture(scope="module")
def lots():
    """Claims to the amounts of six lots, and the deal that they resolve to."""
    told = claims_of(
        {
            "page": _page_of(
                [
                    {"deal": "first", "lot": lot, "value": amount, "passage": PASSAGES[0]}
                    for lot, amount in zip("abcdef", AMOUNTS, strict=True)
                ],
                published="2025-06-02",
            )
        }
    )
    return told, tables_of(told)["deals"].rows()


@policy
@given(seed=st.integers(0, 999))
def test_the_order_in_which_lots_are_added_up_does_not_show_in_their_sum(lots, seed):
    told, deals = lots
    reordered = told.sample(fraction=1, shuffle=True, seed=seed)
    assert tables_of(reordered)["deals"].rows() == deals


@policy
@given(pages=sources(["first", "part"]), data=st.data())
def test_one_more_relay_of_what_an_origin_told_raises_no_count_of_origins(pages, data):
    told = claims_of(pages)
    repeated = told.filter(
        pl.col("origin").is_not_null(),
        pl.col("source_id") == data.draw(st.sampled_from(sorted(pages))),
    )
    relay = repeated.with_columns(
        claim_id="relay/" + pl.col("claim_id"),
        source_id=pl.lit("relay"),
        publisher=pl.lit("another-relay.com"),
        known_publisher=pl.lit(False),
        according_to=pl.concat_list("origin"),
        published_latest=pl.lit(date(2026, 2, 1)),
    )
    before, after = tables_of(told), tables_of(pl.concat([told, relay]))
    for name in ("deals", "deal_figures", "deal_events"):
        counts = {key: row["n_origins"] for key, row in rows_of(after, name).items()}
        assert counts == {key: row["n_origins"] for key, row in rows_of(before, name).items()}


@policy
@given(pages=sources(ALL_DEALS))
def test_known_on_the_last_day_of_reading_is_today(pages):
    told = claims_of(pages)
    last = max(date.fromisoformat(page["retrieved"]) for page in pages.values())
    assert_same(tables_of(told, known_on=last), tables_of(told))


@policy
@given(pages=sources(["first", "second"]))
def test_a_figure_is_what_one_of_its_claims_says_and_one_claim_a_cell_wins(pages):
    tables = tables_of(claims_of(pages))
    told = rows_of(tables, "claims")
    for figure in tables["deal_figures"].iter_rows(named=True):
        behind = [told[claim_id] for claim_id in figure["claim_ids"]]
        asserting = [claim for claim in behind if claim["stance"] == figure["stance"]]
        winning = [claim for claim in asserting if claim["wins"]]
        assert len(winning) == 1
        pairs = {"value": "point", "value_low": "low", "value_high": "high", "usd": "point_usd"}
        same = ("unit", "currency", "per", "during", "as_of", "estimated", "paid_by", "origin")
        pairs |= {"value_qualifier": "qualifier", "value_as_stated": "as_stated"}
        pairs |= {"usd_low": "low_usd", "usd_high": "high_usd"} | {name: name for name in same}
        shown = {column: figure[column] for column in pairs}
        assert shown == {column: winning[0][field] for column, field in pairs.items()}
    figures = [claim for claim in told.values() if claim["table"] == "deal_figures"]
    assert sum(claim["wins"] for claim in figures) == tables["deal_figures"].height


def safe_sums(tables):
    figure = pl.col("value", "value_low", "value_high")
    counted = tables["deal_figures"].filter(pl.col("counted_in").is_null())
    sums = counted.group_by("figure", "unit", "currency").agg(
        pl.coalesce(figure).sum().round(2).alias("sum")
    )
    return {tuple(row[:3]): row[3] for row in sums.rows()}


@policy
@given(
    pages=sources(ALL_DEALS),
    dependents=st.lists(st.sampled_from(list(DEPENDENT_DEALS)), min_size=1, unique=True),
)
def test_parts_and_the_same_hardware_further_down_raise_no_sum(pages, dependents):
    about = {"buyers": ["bytedance"], "passage": PASSAGES[0]}
    every = {f"base-{deal}": _page_of([about | {"deal": deal}]) for deal in DEALS}
    told = claims_of(pages | every)
    without = safe_sums(tables_of(told.filter(pl.col("record_id").is_in(list(DEALS)))))
    sums = safe_sums(tables_of(told.filter(pl.col("record_id").is_in([*DEALS, *dependents]))))
    assert {key: value for key, value in sums.items() if value > without.get(key, 0)} == {}


def _page_of(claims_of_it, **more):
    return {
        "title": "A page",
        "url": "https://engadget.com/a",
        "type": "news",
        "retrieved": "2025-07-01",
        "deals": claims_of_it,
        **more,
    }


@policy
@given(pages=sources(["first", "part"]))
def test_every_bound_of_a_figure_lies_between_the_extremes_claimed(pages):
    for figure in tables_of(claims_of(pages))["deal_figures"].iter_rows(named=True):
        bounds = [figure[name] for name in ("value", "value_low", "value_high")]
        stated = [bound for bound in bounds if bound is not None]
        assert figure["claimed_low"] <= min(stated)
        assert max(stated) <= figure["claimed_high"]


PAGES = ("n_claims", "n_sources", "n_denials", "disputed", "claim_ids")
PUBLISHED = ("first_published", "last_published")
FROM_FILES = ("buyers", "official")
"""Parties of a deal's file stand only where no claim names one, be it a weak claim."""


@policy
@given(pages=sources(["first", "second", "old"]))
def test_weak_claims_change_nothing_in_a_row_of_what_somebody_named_has_told(pages):
    told = claims_of(pages)
    before, after = tables_of(told.filter(~pl.col("weak"))), tables_of(told)
    for name in ("deal_figures", "deal_events"):
        changed = rows_of(after, name)
        for key, row in rows_of(before, name).items():
            shown = {column: changed[key][column] for column in stated(row)}
            assert shown == stated(row)
            assert changed[key]["conflicts"] == row["conflicts"]
    rows, changed = rows_of(before, "deals"), rows_of(after, "deals")
    asserted = told.filter(pl.col("stance").is_in(["says", "expects"]), ~pl.col("weak"))
    for deal, fields in asserted.group_by("record_id").agg("field").rows():
        row = stated(rows[deal])
        assert {column: changed[deal][column] for column in row} == row
        conflicts, more = set(rows[deal]["conflicts"]), set(changed[deal]["conflicts"])
        assert conflicts <= more
        assert {name.removeprefix("stage:") for name in more - conflicts}.isdisjoint(fields)


def stated(row):
    """What a row states: all but its conflicts, what counts pages, and the columns left empty."""
    aside = (*PAGES, *PUBLISHED, *FROM_FILES, "conflicts")
    return {
        name: value for name, value in row.items() if name not in aside and value not in (None, [])
    }
