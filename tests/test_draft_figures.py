"""The figures and days of a sentence, as the grammars write them, in the scripts of the pages."""

from __future__ import annotations

import pytest

from ai_chip_deals.draft.figures import figures_in


def amounts(sentence, language="en"):
    return [one.amount.as_stated for one in figures_in(sentence, [], language).amounts]


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        (
            "en",
            "ordered more than 100,000 chips for $9.7bn",
            ["more than 100000 chips", "9.7B USD"],
        ),
        ("en", "fewer than 30,000 cards, 500 servers", ["fewer than 30000 cards", "500 servers"]),
        ("en", "between 40,000 and 50,000 GPUs", ["40000 to 50000 chips"]),
        ("en", "no more than 6 gigawatts, at least 60%", ["up to 6 GW", "at least 60%"]),
        ("en", "a hundred thousand Nvidia Hopper GPUs", ["100000 chips"]),
        ("en", "hundreds of thousands of chips", ["hundreds of thousands"]),
        ("en", "$920 million per month for about RMB70bn", ["920M USD per month", "about 70B CNY"]),
        ("en", "a warrant for up to 160 million shares", ["up to 160M shares"]),
        ("en", "HK$3 billion and NT$4 billion", ["3B HKD", "4B TWD"]),
        (
            "en",
            "141 GB at 4.8 TB/s, 700 W, 989 TFLOPS",
            ["141 GB", "4.8 TB/s", "700 W", "989 TFLOPS"],
        ),
        ("zh", "订购超过10万颗芯片，约为100亿元", ["more than 100000 chips", "about 10B CNY"]),
        (
            "zh",
            "耗资20亿美元，不到3万张卡，数万颗",
            ["tens of thousands", "2B USD", "fewer than 30000 cards"],
        ),
        ("ko", "GPU 5만개 이상을 약 10억 달러", ["at least 50000", "about 1B USD"]),
        ("ja", "GPU 1万個以上を約10億ドル、100億円", ["at least 10000", "about 1B USD", "10B JPY"]),
        ("ar", "أكثر من ١٨ ألف شريحة بقيمة 10 مليارات دولار", ["more than 18000 chips", "10B USD"]),
        ("hi", "5 लाख से अधिक चिप 10 अरब डॉलर", ["more than 500000", "10B USD"]),
        (
            "de",
            "mehr als 10.000 Chips für 3,5 Milliarden Euro",
            ["more than 10000 chips", "3.5B EUR"],
        ),
    ],
)
def test_an_amount_is_written_with_its_hedge_and_what_it_counts(language, sentence, found):
    assert amounts(sentence, language) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "on 30 September 2024",
        "on Sept. 30",
        "the 3 firms",
        "in 2024-2026",
        "the 20th chip",
        "the H100",
        "2024年9月30日",
        "2024년 9월 30일",
    ],
)
def test_a_day_an_ordinal_and_a_small_bare_number_are_no_amounts(sentence):
    assert amounts(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("on 30 September 2024 and in July 2025", ["2024-09-30", "2025-07"]),
        ("on Sept. 30, 2024", ["2024-09-30"]),
        ("截至2024年7月", ["2024-07"]),
        ("2025년 3월 5일", ["2025-03-05"]),
        ("في عام ٢٠٢٥", ["2025"]),
        ("2025 में", ["2025"]),
        ("for 2,024 chips on 31 February 2024", []),
    ],
)
def test_days_are_written_as_vaguely_as_they_are_told(sentence, days):
    assert figures_in(sentence, [], "en").days == days


def test_the_digits_of_a_name_are_no_amount():
    sentence = "it bought 5,000 Ascend 910B chips"
    start = sentence.index("Ascend")
    found = figures_in(sentence, [(start, start + len("Ascend 910B"))], "en")
    assert [one.amount.as_stated for one in found.amounts] == ["5000 chips"]
