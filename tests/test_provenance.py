"""From a value to its claims, and citations."""

from __future__ import annotations

import re
import warnings

import polars as pl
import pytest
from conftest import order
from typer.testing import CliRunner

from ai_chip_deals import UnknownNameError, cite, explain, load, loaders
from ai_chip_deals.build import build_dataset
from ai_chip_deals.cli import app
from ai_chip_deals.provenance import locate
from ai_chip_deals.rows import TABLES

ORDER = "bytedance-huawei-ascend-910b-2024"
RESOLVED = [table for table in TABLES if "claim_ids" in TABLES[table].model_fields]


@pytest.mark.parametrize("table", RESOLVED)
def test_every_row_counts_the_claims_that_it_names(table):
    rows = load(table)
    key = rows.columns[0]
    named = rows.select(key, "n_claims", pl.col("claim_ids").alias("claim_id")).explode("claim_id")
    claims = named.join(load("claims").select("claim_id", "stance"), on="claim_id", how="left")
    assert claims["stance"].null_count() == 0
    told = pl.col("stance").is_in(["says", "expects"]).sum()
    counted = claims.group_by(key, "n_claims").agg(told.alias("told"))
    assert counted.filter(pl.col("told") != pl.col("n_claims")).is_empty()


@pytest.mark.parametrize("table", RESOLVED)
def test_a_row_leads_to_the_claims_that_it_names(table):
    for row in load(table)[::25].iter_rows(named=True):
        claims = explain(table, next(iter(row.values())))
        assert sorted(claims["claim_id"]) == sorted(row["claim_ids"])


@pytest.mark.parametrize("column", ["delivered", "delivered_low", "delivered_as_stated"])
def test_a_column_leads_to_the_claims_of_its_figure(column):
    claims = explain("deals", ORDER, column)
    assert set(claims["field"]) == {"delivered", "deal"}
    assert claims["wins"][0] is True
    assert claims.filter(claims["field"] == "deal")["stance"].to_list() == ["silent"]


def test_the_stage_leads_to_events_and_a_role_to_its_parties():
    assert set(explain("deals", ORDER, "stage")["table"]) == {"deal_events", "deals"}
    assert "buyers" in set(explain("deals", ORDER, "buyers")["field"])


def test_what_a_file_states_rests_on_no_claim_of_its_own():
    assert explain("deals", ORDER, "title").is_empty()


def test_explaining_a_past_view_leaves_out_later_claims():
    then = explain("deals", ORDER, "ordered", known_on="2024-09-30")
    assert 0 < then.height < explain("deals", ORDER, "ordered").height


@pytest.mark.parametrize(
    ("table", "record", "column", "hint"),
    [
        ("deal", ORDER, None, "Did you mean 'deals'"),
        ("deals", "bytedance-huawei-ascend-910b", None, f"Did you mean '{ORDER}'"),
        ("deals", ORDER, "orderd", "Did you mean 'ordered'"),
        ("products", "doubao", None, "no table that is made of claims 'products'"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(table, record, column, hint):
    with pytest.raises(UnknownNameError, match=re.escape(hint)):
        explain(table, record, column)


def test_an_id_is_found_in_whatever_table_has_it():
    assert locate("doubao")[0] == "products"
    assert locate(ORDER)[1]["kind"] == "purchase"


def test_a_source_is_cited_by_publisher_title_day_and_address():
    text = cite("neowin-bytedance-model-on-huawei-chips")
    assert text.startswith("neowin.net. TikTok parent ByteDance is training")
    assert "2024-09-30. https://www.neowin.net/" in text
    assert text.endswith("Read on 2026-11-23.")


def test_a_record_is_cited_with_its_version_and_what_it_rests_on():
    text = cite(ORDER)
    version = loaders.manifest()["version"]
    assert f"(deals: {ORDER}). ai-chip-deals, version {version}" in text
    assert "Rests on https://" in text


def test_bibtex_is_one_entry_with_its_special_characters_escaped():
    entry = cite(ORDER, style="bibtex")
    assert entry.startswith(f"@misc{{{ORDER},\n")
    assert r"\#:~:text=" in entry
    assert entry.endswith("},\n}")


def test_an_unknown_style_is_refused():
    with pytest.raises(ValueError, match="style is 'text' or 'bibtex', not 'apa'"):
        cite(ORDER, style="apa")


@pytest.fixture
def merged(world, tmp_path, monkeypatch):
    """A dataset in which the deal `first` went to `order`."""
    redirect = "deals: {first: {to: order, reason: They were one deal., date: 2026-11-23}}\n"
    (world.root / "redirects.yaml").write_text(redirect, "utf-8")
    world.page("reuters.com", order(ordered=100))
    build_dataset(world.root, tmp_path / "data", "1.0.0")
    loaders.manifest.cache_clear()
    monkeypatch.setattr(loaders, "DATA", tmp_path / "data")
    yield
    loaders.manifest.cache_clear()


def test_a_merged_id_leads_to_the_record_of_today_with_a_warning(merged):
    with pytest.warns(UserWarning, match="'first' was merged into 'order'"):
        assert locate("first")[1]["deal_id"] == "order"
    with pytest.warns(UserWarning, match="'first' was merged into 'order'"):
        claims = explain("deal_figures", "first/all/ordered/chip/-/says")
    assert claims["as_stated"].to_list() == ["100"]
    with pytest.warns(UserWarning, match="'first' was merged"):
        assert "order" in cite("first")


def test_load_takes_a_merged_id_and_brings_the_record_of_today(merged):
    with pytest.warns(UserWarning, match="'first' was merged into 'order'"):
        assert load("deals", ids="first")["deal_id"].to_list() == ["order"]
    with pytest.warns(UserWarning, match="'first' was merged into 'order'"):
        figures = load("deal_figures", ids=["first/all/ordered/chip/-/says"])
    assert figures["deal_id"].to_list() == ["order"]


def test_show_follows_a_merged_id_and_says_so(merged):
    result = CliRunner().invoke(app, ["show", "first"])
    assert "ordered  100 chips" in result.stdout
    assert result.stderr == "ai-chip-deals: 'first' was merged into 'order'\n"


def test_a_command_leaves_the_warnings_of_others_as_they_were(merged):
    before = warnings.showwarning
    CliRunner().invoke(app, ["show", "first"])
    assert warnings.showwarning is before


def test_an_id_that_no_merge_knows_is_unknown(merged):
    with pytest.raises(UnknownNameError, match="no record 'third'"):
        locate("third")
