"""The coverage page counts the launches, users and specifications of products."""

from __future__ import annotations

import pytest
from conftest import make_organization, make_product

USERS = {"product": "doubao", "metric": "mau", "region": "CN"}


@pytest.fixture
def chatbot(world):
    """A Chinese chatbot that was released in 2023 and measured once."""
    maker = make_organization(name="ByteDance", country="CN", domains=["bytedance.com"])
    world.add("organizations", "bytedance", maker)
    world.add("products", "doubao", make_product(name="Doubao", maker="bytedance"))
    launch = {"product": "doubao", "event": "released", "date": "2023-08"}
    world.page("reuters.com", launch, group="launches")
    world.page("questmobile.com.cn", USERS | {"value": "157M", "as_of": "2025-08"}, **METRICS)
    return world


METRICS = {"group": "user_metrics"}


@pytest.mark.usefixtures("chatbot")
def test_launches_and_observations_are_counted_by_year(counted):
    assert counted("Launches by event and year", "released") == [1, 1]
    assert counted("Launches by kind of product and year", "chatbot") == [1, 1]
    assert counted("Observations of users by metric and year", "mau") == [1, 1]
    assert counted("Launches and observations year by year", "2016") == [0, 0, 0]
    assert counted("Launches and observations year by year", "2023") == [1, 0, 0]
    assert counted("Launches and observations year by year", "2025") == [0, 0, 1]


@pytest.mark.usefixtures("chatbot")
def test_products_are_counted_where_their_maker_is_seated(counted):
    products, *numbers = counted("Products by the country of their maker", "China")
    assert products >= 1
    assert numbers == [1, 1, 1, 1, 0]


def test_a_history_and_a_disagreement_are_counted(counted, chatbot):
    told = "How well products are told"
    long = "series of 5 observations or more"
    others = "observations that others measured too, or pages tell otherwise"
    assert (counted(told, long), counted(told, others)) == ([0], [0])
    for month in ("04", "05", "06", "07"):
        observation = USERS | {"value": "150M", "as_of": f"2025-{month}"}
        chatbot.page("questmobile.com.cn", observation, **METRICS)
    chatbot.page("bytedance.com", USERS | {"value": "170M", "as_of": "2025-08"}, **METRICS)
    assert (counted(told, long), counted(told, others)) == ([1], [2])
    assert counted(told, "observations measured by a tracker") == [5]
    assert counted(told, "observations that the maker gives of itself") == [1]


def test_specifications_of_chips_are_counted(counted, world):
    memory = {"chip": "ascend-910b", "spec": "memory", "value": "64 GB"}
    world.page("huawei.com", memory, group="chip_specs")
    assert counted("How well products are told", "chips and systems specified") == [1]
    assert counted("How well products are told", "specifications") == [1]
