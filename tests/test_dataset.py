"""The shipped records: what the project's first article says, and what holds for every record."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from conftest import JUDGED

from ai_chip_deals import load
from ai_chip_deals.checks import find_problems

ORDER = "bytedance-huawei-ascend-910b-2024"
MODEL = "bytedance-huawei-model-2024"
ARTICLE = "tpak-bytedance-will-use-huaweis-chips"


def row(table, key):
    frame = load(table)
    return frame.row(by_predicate=pl.col(frame.columns[0]) == key, named=True)


def test_the_raw_files_hold_no_errors_and_no_open_warnings():
    assert find_problems(Path("raw"), JUDGED) == []


def test_bytedance_ordered_more_than_it_received_and_one_newsroom_says_so():
    deal = row("deals", ORDER)
    assert (deal["ordered"], deal["ordered_low"]) == (None, 100000)
    assert (deal["delivered"], deal["delivered_high"]) == (None, 30000)
    assert (deal["buyers"], deal["sellers"]) == (["bytedance"], ["huawei"])
    assert deal["chips"] == ["huawei-ascend-910b"]
    assert (deal["origin"], deal["n_origins"], deal["official"]) == ("reuters", 1, False)
    assert deal["n_sources"] >= 8
    delivered = row("deal_figures", f"{ORDER}/all/delivered/chip/-/says")
    assert delivered["as_of"] == "2024-07"


def test_the_denial_stands_on_the_model_and_not_on_the_order():
    assert row("deals", ORDER)["disputed"] == []
    model = row("deals", MODEL)
    assert model["disputed"] == ["deal"]
    assert MODEL in row("deals", ORDER)["related"]
    assert ORDER in model["related"]
    denials = load("claims").filter(pl.col("stance") == "denies", pl.col("record_id") == MODEL)
    assert set(denials["origin"]) == {"bytedance"}


def test_the_article_says_that_nothing_was_announced():
    claims = load("claims").filter(pl.col("source_id") == ARTICLE, pl.col("stance") == "silent")
    assert claims["record_id"].to_list() == [ORDER]


def test_h20_deployment_names_who_runs_whose_chips_according_to_engadget():
    deal = row("deals", "bytedance-nvidia-h20-deployment")
    assert (deal["kind"], deal["operators"], deal["chips"]) == (
        "deployment",
        ["bytedance"],
        ["nvidia-h20"],
    )
    told = load("claims").filter(
        pl.col("source_id") == ARTICLE, pl.col("record_id") == deal["deal_id"]
    )
    assert set(told["origin"]) == {"engadget"}


def test_the_collaboration_and_the_restriction_are_records_of_their_own():
    assert row("deals", MODEL)["kind"] == "joint_development"
    restriction = row("deals", "us-china-ai-chip-restriction-2022")
    assert (restriction["kind"], restriction["counted_in"]) == (
        "restriction",
        "not_a_transaction",
    )


@pytest.mark.parametrize("aspect", ["performance", "efficiency"])
def test_the_article_reports_the_910b_superior_to_the_a100_and_names_nobody(aspect):
    key = f"huawei-ascend-910b/nvidia-a100/{aspect}"
    assert row("comparisons", key)["result"] == "better"
    told = load("claims").filter(pl.col("source_id") == ARTICLE, pl.col("record_id") == key)
    assert (told["text"].to_list(), told["weak"].to_list()) == (["better"], [True])


@pytest.mark.parametrize(
    ("product", "category"),
    [
        ("doubao", "chatbot"),
        ("jimeng", "video_generation"),
        ("faceu", "media_editing"),
    ],
)
def test_bytedance_makes_what_the_article_says_it_makes(product, category):
    made = row("products", product)
    assert (made["maker"], made["category"]) == ("bytedance", category)
    assert product in set(load("launches")["product_id"])


def test_doubao_had_more_than_ten_million_users_a_month():
    claims = load("claims").filter(pl.col("source_id") == ARTICLE, pl.col("product_id") == "doubao")
    users = claims.filter(pl.col("field") == "value")
    assert users["as_stated"].to_list() == ["more than 10M"]


def test_independent_measurers_of_doubao_are_told_apart():
    measurers = load("user_metrics").filter(pl.col("product_id") == "doubao")["measured_by"]
    assert {"questmobile", "aicpb", "sensor-tower", "bytedance"} <= set(measurers)


def test_no_sentence_of_a_page_stays_in_the_repository():
    assert not any("quote:" in path.read_text("utf-8") for path in Path("raw").rglob("*.yaml"))


def test_every_claim_opens_its_page_at_the_sentence():
    assert load("claims")["url"].str.contains("#:~:text=", literal=True).all()
