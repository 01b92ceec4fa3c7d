"""Names are found in any script: whole words where a script has them, the longest first."""

from __future__ import annotations

import pytest
from conftest import make_organization, make_product

from ai_chip_deals.draft.names import Names
from ai_chip_deals.raw.files import read_tree


@pytest.fixture
def names(world):
    aliases = ["字节跳动", "バイトダンス", "바이트댄스", "بايت دانس", "बाइटडांस"]
    organizations = {
        "bytedance": make_organization(name="ByteDance", aliases=aliases),
        "arm": make_organization(name="Arm"),
        "meta": make_organization(name="Meta"),
    }
    for identifier, organization in organizations.items():
        world.add("organizations", identifier, organization)
    world.add("products", "meta-ai", make_product(name="Meta AI"))
    return Names(read_tree(world.root))


@pytest.mark.parametrize(
    "text",
    [
        "The chips went to ByteDance.",
        "THE CHIPS WENT TO BYTEDANCE",
        "据悉，字节跳动已订购芯片。",
        "中国のバイトダンスは購入した。",
        "바이트댄스는 구매했다.",
        "اشترت بايت دانس الشرائح",
        "बाइटडांस ने चिप खरीदे।",
        "ByteDance는 구매했다",
        "ＢｙｔｅＤａｎｃｅは",
    ],
)
def test_a_name_is_found_in_every_script(names, text):
    assert [one.id for one in names.mentions(text)] == ["bytedance"]


@pytest.mark.parametrize("text", ["an arm of the firm", "Armada", "Charm", "Arm64", "ByteDances"])
def test_part_of_a_word_and_a_common_word_are_no_name(names, text):
    assert names.mentions(text) == []


def test_of_names_that_overlap_the_longest_counts(names):
    assert [one.id for one in names.mentions("Meta AI is made by Meta.")] == ["meta-ai", "meta"]


def test_a_longer_name_that_is_part_of_a_word_hides_no_shorter_one(names):
    assert [one.id for one in names.mentions("Meta AIs")] == ["meta"]


def test_a_name_of_two_things_stands_for_both(world):
    world.add("organizations", "kimi-lab", make_organization(name="Kimi"))
    world.add("products", "kimi", make_product(name="Kimi"))
    found = Names(read_tree(world.root)).mentions("Users of Kimi")
    assert {(one.kind, one.id) for one in found} == {
        ("organizations", "kimi-lab"),
        ("products", "kimi"),
    }


def test_the_place_of_a_name_is_that_in_the_text_as_given(names):
    text = "İstanbul: ＢｙｔｅＤａｎｃｅ"
    (found,) = names.mentions(text)
    assert text[found.start : found.end] == "ＢｙｔｅＤａｎｃｅ"
