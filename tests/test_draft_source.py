"""A new source file: its head, its place, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import World
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.draft.source import MAX_TEXT, Page, draft_source
from ai_chip_deals.draft.writing import write_draft
from ai_chip_deals.errors import RawError, UnknownNameError, WrongPathError
from ai_chip_deals.raw.files import parse_file, read_file, read_tree
from ai_chip_deals.raw.source import Source

URL = "https://relay.example.com/2024/09/30/bytedance-orders-chips"
TODAY = date(2026, 11, 28)
TEXT = "ByteDance orders chips\n\nByteDance has ordered 5,000 chips from Huawei in all.\n"


@pytest.fixture
def draft(world):
    return lambda url=URL, **said: draft_source(read_tree(world.root), Page(url, TODAY, **said))


def test_the_head_is_filled_in_and_the_file_valid_as_it_stands(draft, world):
    new = draft(text=TEXT)
    write_draft(new)
    source = read_file(new.path, Source).data
    assert new.path == world.root / "sources/2024/example-bytedance-orders-chips.yaml"
    assert (source.title, source.url) == ("ByteDance orders chips", URL)
    assert source.published.text == "2024-09-30"
    assert (source.retrieved, source.language) == (TODAY, "en")
    assert [one.rule for one in world.problems()] == ["quote-in-comment"]


def test_without_a_text_nothing_is_left_to_warn_of(draft, world):
    write_draft(draft())
    assert world.problems() == []


@pytest.mark.parametrize(
    ("url", "said", "year", "line"),
    [
        (URL, {}, "2024", "published: 2024-09-30"),
        (URL, {"published": "2023-12"}, "2023", "published: 2023-12"),
        (
            "https://x.com/2024/09/a",
            {},
            "2024",
            "# published: 2024-09  # if the page states it",
        ),
        ("https://x.com/a", {}, "2026", "# published: 2026  # if the page states it"),
    ],
)
def test_a_day_is_written_only_where_it_is_stated(draft, url, said, year, line):
    new = draft(url, **said)
    assert new.path.parent.name == year
    assert line in new.text.splitlines()


def test_the_publisher_is_told_by_the_domain(draft):
    assert "# The publisher is reuters, by its domain." in draft("https://www.reuters.com/a/1").text
    assert "# example.com is no known publisher" in draft().text


@pytest.mark.parametrize(
    "title", ["Yes: it's so", 'A "quoted" thing', "No #1", "2025", "no", "~", "[a]", "字节: 跳动"]
)
def test_a_title_is_read_back_as_it_was_given(draft, title):
    new = draft(title=title, id="some-page")
    write_draft(new)
    assert read_file(new.path, Source).data.title == title


def test_a_page_that_has_a_file_is_refused_with_its_place(draft, world):
    world.page("reuters.com", identifier="first")
    with pytest.raises(WrongPathError, match=r"first\.yaml is this page already"):
        draft("http://www.reuters.com/first/?utm_source=feed")


def test_an_id_in_use_is_refused_and_another_may_be_given(draft, world):
    world.page("reuters.com", identifier="example-bytedance-orders-chips")
    with pytest.raises(WrongPathError, match="choose another id with --id"):
        draft()
    assert draft(id="example-second").path.stem == "example-second"


def test_a_file_that_came_to_be_there_meanwhile_is_not_overwritten(draft):
    new = draft()
    new.path.parent.mkdir(parents=True)
    new.path.write_text("mine", "utf-8")
    with pytest.raises(WrongPathError, match="is there already"):
        write_draft(new)
    assert new.path.read_text("utf-8") == "mine"


def test_an_unknown_deal_a_bad_title_and_a_whole_book_are_refused(draft):
    with pytest.raises(UnknownNameError, match="Did you mean 'order'"):
        draft(deal="ordr")
    with pytest.raises(RawError, match="formula"):
        draft(title="=SUM(A1)", id="some-page")
    with pytest.raises(WrongPathError, match="Paste the article alone"):
        draft(text="x" * (MAX_TEXT + 1))


WORDS = ("ByteDance ", "Ascend 910B ", "ordered ", "more than ", "100,000 ", "$9.7bn ", "2024年7月")
SIGNS = "万颗。٥월\n\t '\"#:-{]\\%=@!&*|>?\u202e\x00\u2028\ufeff"
PIECES = st.sampled_from((*WORDS, *SIGNS, ". ", ": ", " # ", "- ", "\n\n"))


@given(st.lists(PIECES, max_size=80).map("".join))
def test_of_any_text_the_file_is_valid_and_so_is_every_stub_uncommented(tree, text):
    new = draft_source(tree, Page(URL, TODAY, text=text, id="some-page"))
    stated = parse_file(new.text, new.path, Source).data
    head, _, stubs = new.text.partition("stays in its file.\n")
    uncommented = "".join(line.removeprefix("# ") for line in stubs.splitlines(keepends=True))
    claims = parse_file(f"{head}\n{uncommented}", new.path, Source).data.claims()
    assert not list(stated.claims())
    assert len(list(claims)) == stubs.count("quote: ")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return read_tree(World(tmp_path_factory.mktemp("world") / "raw").root)


def test_the_same_page_gives_the_same_file(draft):
    assert draft(text=TEXT) == draft(text=TEXT)
