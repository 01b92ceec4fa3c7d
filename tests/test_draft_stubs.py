"""Stubs: each sentence that holds something is a commented claim, which is valid uncommented."""

from __future__ import annotations

import pytest
import yaml
from conftest import order

from ai_chip_deals.draft.stubs import NO_DEAL, stubs_of
from ai_chip_deals.raw.building import FORBIDDEN
from ai_chip_deals.raw.files import read_tree

METRIC = {"product": "doubao", "metric": "mau", "value": "157.4M"}
LAUNCH = {"product": "doubao", "event": "released"}
SPEC = {"chip": "h20", "spec": "memory", "value": "96 GB"}


def uncommented(stubs):
    text = "\n".join(line.removeprefix("# ") for line in list(stubs.lines())[2:])
    return yaml.safe_load(text)


@pytest.fixture
def stubs(world):
    def found(text, language="en", **known):
        return stubs_of(text, read_tree(world.root), language, **known)

    return found


def test_a_verb_decides_which_figure_is_which(stubs, world):
    world.page("reuters.com", order(ordered=5, chip="ascend-910b"))
    sentence = (
        "ByteDance has ordered more than 100,000 Ascend 910B chips from Huawei, but received fewer "
        "than 30,000 as of July 2024, Reuters said."
    )
    assert uncommented(stubs(sentence)) == {
        "deals": [
            {
                "deal": "order",
                "chip": "ascend-910b",
                "ordered": "more than 100000 chips",
                "delivered": "fewer than 30000",
                "according_to": ["reuters"],
                "quote": sentence,
            }
        ]
    }


def test_a_newsroom_does_not_repeat_itself(stubs):
    found = uncommented(stubs("Huawei told Reuters of 5,000 chips.", publisher="reuters"))
    assert "according_to" not in found["deals"][0]


def test_what_is_announced_with_hardware_or_power_is_a_deal_and_no_launch(stubs):
    sentence = "Huawei and Alibaba today announced an agreement on 6 gigawatts of Ascend 910B."
    assert list(uncommented(stubs(sentence))) == ["deals"]


def test_where_no_word_says_what_a_figure_is_it_stays_in_a_comment(stubs):
    found = stubs("There is talk of 5,000 more chips for somebody in 2026.")
    assert set(uncommented(found)["deals"][0]) == {"deal", "quote"}
    assert "#     # found: 5000 chips; 2026" in list(found.lines())


def test_a_deal_that_nothing_fits_is_left_to_be_named(stubs):
    sentence = "Alibaba has bought 5,000 more chips in all."
    assert uncommented(stubs(sentence))["deals"][0]["deal"] == NO_DEAL
    assert uncommented(stubs(sentence, deal="order"))["deals"][0]["deal"] == "order"


@pytest.mark.parametrize(
    ("sentence", "group", "claim"),
    [
        ("Doubao had 157.4 million monthly active users.", "user_metrics", METRIC),
        ("Doubao was launched in Malaysia on 3 March 2025.", "launches", LAUNCH),
        ("The new H20 comes with 96 GB of memory on it.", "chip_specs", SPEC),
    ],
)
def test_a_sentence_goes_to_the_group_of_what_it_tells(stubs, sentence, group, claim):
    found = uncommented(stubs(sentence))
    assert list(found) == [group]
    assert claim.items() <= found[group][0].items()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The U.S. let 500 chips go to Mr. Li. It rained. He got 400 of them in May."),
        ("zh", "该公司已订购超过10万颗芯片。今天天气真好。它仅仅收到了不到3万颗芯片！"),
        ("ja", "同社はGPU1万個を購入した。今日は良い天気です。納入は2026年になる見込みだという。"),
        ("ko", "회사는 GPU 5만개를 구매했다. 오늘은 날씨가 좋다. 규모는 약 10억 달러다."),
        ("ar", "اشترت الشركة 18 ألف شريحة. الطقس جميل اليوم. هل قيمتها 10 مليارات دولار؟"),
        ("hi", "कंपनी ने 5 लाख चिप खरीदे हैं। आज मौसम अच्छा है। कीमत 10 अरब डॉलर है।"),
    ],
)
def test_sentences_are_told_apart_in_every_script(stubs, language, text):
    found = stubs(text, language)
    claims = [claim for group in uncommented(found).values() for claim in group]
    assert len(claims) == 2
    assert all(claim["quote"] in text for claim in claims)


@pytest.mark.parametrize(
    "sentence",
    [
        'He said: "we bought 5,000 chips" - and # no more: {a: [b]}.',
        "It's 100% true that \\n 5,000 chips' were bought & paid",
        "• It bought 5,000 chips in all, says the company today",
    ],
)
def test_a_quote_is_the_sentence_whatever_signs_it_holds(stubs, sentence):
    assert uncommented(stubs(sentence))["deals"][0]["quote"] == sentence


def test_characters_that_cannot_be_seen_are_counted_and_not_written(stubs):
    found = stubs("It bought\u202e 5,000 chips\x00 in all, says the company today.")
    assert found.hidden == 2
    assert not FORBIDDEN.search("".join(found.lines()))


def test_a_sentence_that_cannot_be_sealed_is_counted_and_left_out(stubs):
    found = stubs("2025\n\nAnd it rained for days.")
    assert (found.count, found.unsealable) == (0, 1)


def test_without_empty_lines_every_line_is_a_paragraph(stubs):
    found = stubs("Orders of 500 chips this year\nIt bought 400 chips in May of this year")
    assert found.count == 2
