"""The totals page adds up what counts, once, and shows the query of each sum."""

from __future__ import annotations

import re

import pytest
from conftest import make_deal, make_organization, make_product, order

from ai_chip_deals import query
from ai_chip_deals.release.snapshots import from_raw
from ai_chip_deals.release.totals import TOTALS, totals_page


@pytest.fixture
def rows(world):
    """The rows of the table that answers a question, cell by cell."""

    def rows(title):
        page = totals_page(from_raw(world.root, "raw"))
        section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
        lines = [line for line in section.splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]

    return rows


@pytest.fixture
def orders(world):
    """The chips of one maker ordered in three deals of 2024: about 100, at most 50, over 10."""
    world.add("products", "ascend-910b", make_product(category="chip", maker="huawei"))
    for number, amount in enumerate(("about 100", "up to 50", "more than 10")):
        deal = f"order-{number}"
        others = [f"order-{other}" for other in range(3) if other != number] + ["order"]
        world.add("deals", deal, make_deal(distinct_from=others))
        claim = {"deal": deal, "chip": "ascend-910b", "ordered": amount, "date": "2024-05"}
        world.page("reuters.com", claim | {"stage": "signed"})
    return world


@pytest.mark.usefixtures("orders")
def test_a_bound_adds_what_is_certain_and_no_more(rows):
    title = "Chips ordered from each maker by year"
    assert rows(title) == [["huawei", "2024", "3", "110", ""]]


def test_an_upper_bound_needs_one_of_each_deal(rows, orders):
    world = orders
    world.page("huawei.com", {"deal": "order-2", "chip": "ascend-910b", "ordered": "10 to 20"})
    title = "Chips ordered from each maker by year"
    assert rows(title) == [["huawei", "2024", "3", "110", "170"]]


def test_a_part_of_a_deal_adds_nothing(rows, orders):
    deal = make_deal(distinct_from=["order-0", "order-1", "order"], part_of="order-0")
    orders.add("deals", "order-2", deal)
    title = "Chips ordered from each maker by year"
    assert rows(title) == [["huawei", "2024", "2", "100", "150"]]
    counted = {deal: number for deal, number, *_ in rows("What is counted once")}
    assert counted["counted in another deal"] == "1"


def test_value_goes_to_the_country_of_the_buyer(rows, world):
    world.add("organizations", "bytedance", make_organization(name="ByteDance", country="CN"))
    world.page("reuters.com", order(value="more than 2B USD", buyers=["bytedance"]))
    assert rows("Value by the country of the buyer") == [["CN", "1", "2", ""]]


def test_a_second_origin_supports_a_value_and_a_second_page_does_not(rows, world):
    title = "How much of the announced value a second origin supports"
    world.page("reuters.com", order(value="2B USD"))
    world.page("engadget.com", order(value="2B USD", according_to=["reuters"]))
    assert rows(title) == [["False", "1", "1", "2", "100"]]
    world.page("huawei.com", order(value="2B USD"))
    assert rows(title) == [["True", "1", "1", "2", "100"]]


def test_days_to_delivery_are_as_vague_as_what_was_told(rows, world):
    world.page("reuters.com", order(stage="signed", date="2024-05"))
    world.page("reuters.com", order(stage="delivering", date="2024-07-01"))
    assert rows("Days from order to first delivery") == [["order", "purchase", "31", "61"]]


@pytest.mark.parametrize("total", TOTALS, ids=lambda total: total.title)
def test_each_query_runs_over_the_installed_data(total):
    assert query(total.sql).height > 0


@pytest.mark.parametrize("total", TOTALS, ids=lambda total: total.title)
def test_each_query_stands_on_the_page_as_it_is_run(total, world):
    page = totals_page(from_raw(world.root, "raw"))
    assert total.sql in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
