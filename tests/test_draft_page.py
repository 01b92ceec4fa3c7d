"""What a page's address and text tell of it without being read."""

from __future__ import annotations

import re

import pytest

from ai_chip_deals.draft.page import Stated, day_of, id_of, language_of, title_of
from ai_chip_deals.vocabulary import ID_PATTERN


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/09/30/huawei", "2024-09-30"),
        ("/2024/9/3/huawei", "2024-09-03"),
        ("/a-2024-09-30.html", "2024-09-30"),
        ("/20240930/1", "2024-09-30"),
    ],
)
def test_a_whole_day_in_an_address_is_the_day(path, day):
    assert day_of(f"https://example.org{path}") == Stated(day, whole=True)


def test_a_month_in_an_address_is_no_day():
    assert day_of("https://example.org/2024/09/huawei") == Stated("2024-09", whole=False)


@pytest.mark.parametrize("path", ["/", "/2024", "/41085643/x", "/2024/13/45", "/120240930/"])
def test_other_numbers_in_an_address_are_no_day(path):
    assert day_of(f"https://example.org{path}") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Huawei's chips", None),
        ("字节跳动订购华为芯片 Ascend 910B", "zh"),
        ("ソフトバンクがGPUを大量購入", "ja"),
        ("삼성전자 GPU 구매 NVIDIA Blackwell", "ko"),
        ("هيوماين تشتري الشرائح", "ar"),
        ("रिलायंस ने चिप खरीदे", "hi"),
        ("ByteDance, known at home as 字节跳动, has ordered chips", None),
        ("", None),
    ],
)
def test_the_script_tells_the_language_where_one_language_has_it(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("url", "title", "identifier"),
    [
        ("https://www.neowin.net/news/it-is-a-new-big-model/", "", "neowin-it-is-a-new-big"),
        ("https://news.site.co.uk/24/09/1234/chips-for-china.html", "", "site-chips-for-china"),
        ("https://example.org/a/10658004", "삼성, Nvidia B200 GPU 구매", "example-nvidia-b200-gpu"),
        ("https://example.org/article/10658004", "芯片", "example-10658004"),
        ("https://example.org/", "芯片", "example-page"),
    ],
)
def test_an_id_is_the_site_and_the_topic(url, title, identifier):
    assert id_of(url, title) == identifier
    assert re.fullmatch(ID_PATTERN, identifier)


def test_the_first_line_of_a_text_is_its_title():
    text = "ByteDance orders chips\n\nIt has ordered 100."
    assert title_of("https://example.org/x", text) == (
        "ByteDance orders chips",
        "\nIt has ordered 100.",
    )


@pytest.mark.parametrize("first", ["It has ordered 100 chips.", "它订购了芯片。", "long " * 60])
def test_a_sentence_is_no_title_and_the_address_has_words_instead(first):
    url = "https://example.org/byte-dance-orders"
    assert title_of(url, f"{first}\nMore.") == ("Byte dance orders", f"{first}\nMore.")


def test_what_a_spreadsheet_takes_for_a_formula_starts_no_title():
    assert title_of("https://example.org/x", "=- Orders\nMore.")[0] == "Orders"
