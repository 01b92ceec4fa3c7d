"""The coverage page counts what there is."""

from __future__ import annotations

import pytest
from conftest import make_deal, make_organization, order

from ai_chip_deals.release.segments import SEGMENTS


@pytest.fixture
def two_deals(world):
    """An order of 2024 from a Chinese maker, and a sale of 2018 in which nobody is known."""
    world.add("organizations", "huawei", make_organization(country="CN", sector="chip_maker"))
    buyer = make_organization(name="ByteDance", country="CN", sector="internet_company")
    world.add("organizations", "bytedance", buyer)
    world.add("deals", "somebody-2018", {"title": "A site", "kind": "deployment"})
    world.page("reuters.com", {"deal": "somebody-2018", "installed": 8}, published="2018-05")
    world.add("deals", "bytedance-2024", make_deal(distinct_from=["order"]))
    world.page("engadget.com", {"deal": "bytedance-2024", "ordered": 5, "chip": "ascend-910b"})
    return world


@pytest.mark.usefixtures("two_deals")
def test_deals_are_counted_by_year_and_kind(counted):
    assert counted("Deals by year and kind", "purchase") == [1, 1]
    assert counted("Deals by year and kind", "all deals") == [
        1,
        0,
        0,
        1,
        0,
        0,
        0,
        2,
    ]


@pytest.mark.usefixtures("two_deals")
def test_deals_are_counted_by_who_takes_part(counted):
    year = "Deals by segment and year"
    assert counted(year, "China's internet companies") == [1, 1]
    assert counted(year, "Chinese chip makers' customers") == [1, 1]
    assert counted(year, "US hyperscalers") == [0]


@pytest.mark.usefixtures("two_deals")
def test_dated_sources_and_disagreements_are_counted(counted, two_deals):
    told = "How well deals are told"
    assert counted(told, "with a source dated to its month or day") == [1]
    assert counted(told, "with conflicts or denials shown") == [0]
    two_deals.page("huawei.com", {"deal": "bytedance-2024", "stance": "denies", "denies": ["deal"]})
    assert counted(told, "with conflicts or denials shown") == [1]
    assert counted(told, "that did not go as announced") == [1]


def test_a_delivery_that_was_delayed_did_not_go_as_announced(counted, world):
    world.page("reuters.com", order(stage="delayed"))
    assert counted("How well deals are told", "that did not go as announced") == [1]
    assert counted("Stages", "delayed") == [1]


def test_no_two_segments_have_one_name():
    assert len({segment.name for segment in SEGMENTS}) == len(SEGMENTS)
