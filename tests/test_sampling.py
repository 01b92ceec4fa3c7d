"""Claims are drawn by a seed, each sentence once."""

from __future__ import annotations

import polars as pl
import pytest

from ai_chip_deals import load
from ai_chip_deals.release.sampling import DEAL_TABLES, as_checklist, draw

CLAIMS = load("claims")


def test_one_seed_draws_the_same_claims_and_another_draws_others():
    drawn = draw(CLAIMS, 60, "a", DEAL_TABLES)
    assert drawn.height == 60
    assert drawn.equals(draw(CLAIMS.reverse(), 60, "a", DEAL_TABLES))
    assert not drawn.equals(draw(CLAIMS, 60, "b", DEAL_TABLES))


def test_a_sample_stays_when_other_claims_are_added():
    drawn = draw(CLAIMS, 60, "a", DEAL_TABLES)["claim_id"].to_list()
    fewer = draw(CLAIMS.sample(fraction=0.5, seed=1), 60, "a", DEAL_TABLES)["claim_id"].to_list()
    shared = [claim for claim in fewer if claim in drawn]
    assert len(shared) > 10
    assert shared == [claim for claim in drawn if claim in shared]


@pytest.mark.parametrize("table", ["user_metrics", "launches"])
def test_only_claims_of_the_tables_asked_for_are_drawn(table):
    assert set(draw(CLAIMS, 20, "a", [table])["table"]) == {table}


def test_no_sentence_is_drawn_twice():
    drawn = draw(CLAIMS, CLAIMS.height, "a", DEAL_TABLES)
    assert not drawn.select("source_id", "passage_sha256").is_duplicated().any()


def test_the_checklist_shows_what_the_page_must_bear_out():
    plain = (pl.col("table") == "deal_figures") & ~pl.col("estimated") & pl.col("note").is_null()
    drawn = CLAIMS.filter(plain).head(1)
    number, page, sentence, stated = as_checklist(drawn).splitlines()
    assert number == f"1. {drawn['claim_id'][0]}"
    assert "#" not in page
    assert " … " in sentence
    assert f"as_stated: {drawn['as_stated'][0]}" in stated
    assert "estimated" not in stated
