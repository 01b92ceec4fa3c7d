"""A passage finds its sentence, proves it, and never shows it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ai_chip_deals.errors import SealError
from ai_chip_deals.raw.passages import (
    MAX_CHARACTERS,
    MAX_PLACES,
    MAX_SENTENCE,
    MAX_WORDS,
    digest,
    figures_digest,
    find,
    find_alike,
    is_an_end,
    link,
    normalise,
    seal,
)

SENTENCE = (
    "ByteDance has ordered more than 100,000 Ascend 910B chips this year, but has received "
    "fewer than 30,000 as of July."
)
CHINESE = "据知情人士透露，字节跳动今年已订购超过10万颗昇腾910B芯片，但截至7月仅收到不足3万颗。"


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("It’s ‘new’", "it's 'new'"),
        ("It`s ´new′", "it's 'new'"),
        ("“chips” „chips‟ «chips»", '"chips" "chips" "chips"'),
        ("2024–2025—now‑then−on ‒ ― -", "2024-2025-now-then-on - - -"),
        ("ＡＢＣ １００％", "abc 100%"),
        ("ﬁve chips", "five chips"),
        ("cafe\u0301", "café"),
        ("ByteDance STRASSE straße", "bytedance strasse strasse"),
        ("  a \n\t b\u00a0c\u2009d\u3000e ", "a b c d e"),
        ("字节 跳动\n订购", "字节跳动订购"),
        ("字节\u3000跳动", "字节跳动"),
        ("订购 100 颗", "订购 100 颗"),
        ("semi\u00adconductor", "semiconductor"),
        ("zero\u200bwidth\u200d \ufeffjoined\u2060", "zerowidth joined"),
        ("\u202bright to left\u202c", "right to left"),
        ("", ""),
    ],
)
def test_what_differs_between_copies_of_a_page_is_made_alike(written, normalised):
    assert normalise(written) == normalised


COPIES = {
    "'": "'‘’‚‛′ʼ`",
    '"': '"“”„‟«»',
    "-": "-‐‑‒–—―−－",
    " ": [" ", "\u00a0", "\u2009", "\u202f", "\u3000", "  ", "\n", " \r\n\t", "\u200b "],
    "": ["", "\u00ad", "\u200b", "\u2060", "\ufeff"],
}
letters = st.sampled_from(list("abcXYZé字节 '\"-100,.%"))


@st.composite
def copies(draw):
    """A sentence and a copy of it with other quotes, dashes, white space and hidden characters."""
    characters = draw(st.lists(letters, max_size=40))
    others = [draw(st.sampled_from(COPIES.get(one, one))) for one in characters]
    hidden = [draw(st.sampled_from(COPIES[""])) for _ in characters]
    both = zip(others, hidden, strict=True)
    return "".join(characters), "".join(part for pair in both for part in pair)


@given(copies())
def test_other_quotes_dashes_and_white_space_never_change_the_hash(pair):
    sentence, copy = pair
    assert digest(copy) == digest(sentence)


@given(
    st.lists(st.sampled_from("字节跳动订购芯片、。"), min_size=1),
    st.sampled_from([" ", "\n", "\u3000"]),
)
def test_white_space_between_chinese_characters_never_changes_the_hash(characters, space):
    assert digest(space.join(characters)) == digest("".join(characters))


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE.replace("100,000", "100,001"),
        SENTENCE.replace("more", "fewer"),
        SENTENCE.replace("this year, but", "this year but"),
        SENTENCE[:-1],
    ],
)
def test_another_word_number_or_point_changes_the_hash(other):
    assert digest(other) != digest(SENTENCE)


def test_a_hash_is_the_same_for_ever():
    assert digest("A  “Test” — 中 国") == digest('a "test" - 中国')
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_passage_holds_the_first_and_last_words_as_on_the_page():
    passage = seal(SENTENCE, {"ordered": "more than 100000"})
    assert passage.start == "ByteDance has ordered more than"
    assert passage.end == "than 30,000 as of July."
    assert passage.sha256 == digest(SENTENCE)


def test_a_passage_of_a_long_sentence_has_six_words_at_either_end():
    passage = seal(" ".join(f"word{number}" for number in range(60)), {})
    assert passage.start == "word0 word1 word2 word3 word4 word5"
    assert passage.end == "word54 word55 word56 word57 word58 word59"


def test_a_passage_in_a_script_without_spaces_cuts_no_latin_word_or_number():
    passage = seal(CHINESE, {})
    assert CHINESE.startswith(passage.start)
    assert CHINESE.endswith(passage.end)
    assert not re.search(r"[A-Za-z0-9.]$", passage.start)
    assert not re.search(r"^[A-Za-z0-9.]", passage.end)
    assert 2 <= len(passage.start) <= MAX_CHARACTERS


def test_a_passage_cuts_no_letter_from_its_mark():
    sentence = "ファーウェイのチップがここでたくさんつくられているそうで" + "か\u3099" * 20
    passage = seal(sentence, {})
    assert find(passage, sentence) == normalise(sentence)


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12)
sentences = st.lists(words, min_size=8, max_size=60).map(" ".join)
chinese = st.text("据知情人士透露字节跳动，。10.5BH ", min_size=20, max_size=120)


@given(st.one_of(sentences, chinese))
def test_start_and_end_are_never_more_than_half_of_the_sentence(sentence):
    passage = _sealed(sentence)
    assert len(passage.start + passage.end) <= len(" ".join(sentence.split())) / 2


@given(st.lists(st.text("abcdefgäöü,.'-", min_size=1, max_size=12), min_size=20, max_size=60))
def test_start_and_end_are_whole_words(words):
    passage = _sealed(" ".join(words))
    start, end = passage.start.split(" "), passage.end.split(" ")
    assert start == words[: len(start)]
    assert end == words[-len(end) :]
    assert 1 <= len(start) <= MAX_WORDS
    assert 1 <= len(end) <= MAX_WORDS


def test_a_sentence_that_repeats_itself_is_found():
    sentence = "ha ha ha ha ha ha ha ha"
    assert find(seal(sentence, {}), f"X ha. {sentence} Y ha.") == sentence


@given(st.one_of(sentences, chinese))
def test_a_sealed_sentence_is_found_in_its_page(sentence):
    passage = _sealed(sentence)
    page = f"Before it stands this. {sentence} And after it stands that."
    assert find(passage, page) == normalise(sentence)


def _sealed(sentence):
    """The passage of a generated sentence; one that is too short or long is not what is tested."""
    text = " ".join(sentence.split())
    assume(len(text) <= MAX_SENTENCE)
    passage = None
    with suppress(SealError):
        passage = seal(sentence, {})
    assume(passage is not None)
    return passage


@pytest.mark.parametrize(
    "sentence",
    ["", " ", "Too short.", "Only three words", "芯片", "x" * 200, "Ha " + "x" * 9 + " ho"],
)
def test_a_quote_that_could_not_be_pointed_at_without_copying_it_is_refused(sentence):
    with pytest.raises(SealError, match="too short: paste the whole sentence"):
        seal(sentence, {})


def test_a_quote_longer_than_any_sentence_is_refused():
    longest = ("word " * 240).strip() + "s"
    assert len(longest) == MAX_SENTENCE
    assert seal(longest, {}).end.endswith("words")
    with pytest.raises(SealError, match="1201 characters, more than 1200"):
        seal(longest + ".", {})


@given(st.text(alphabet="ab 1字节，。（）-*[]", min_size=20, max_size=80))
def test_what_sealing_leaves_of_a_sentence_is_no_more_than_the_rule_allows(sentence):
    with suppress(SealError):
        passage = seal(sentence, {})
        assert is_an_end(passage.start)
        assert is_an_end(passage.end)


@pytest.mark.parametrize("bullet", ["- ", "• ", "— ", "* - "])
def test_the_bullet_of_a_list_is_no_part_of_the_sentence(bullet):
    assert seal(bullet + SENTENCE, {}) == seal(SENTENCE, {})


@pytest.mark.parametrize("mark", "=+-@")
def test_no_passage_starts_like_the_formula_of_a_spreadsheet(mark):
    with pytest.raises(SealError, match="start with the word after it"):
        seal(mark + SENTENCE, {})
    words = SENTENCE.split()
    marked = [*words[:-5], mark + words[-5], *words[-4:]]
    assert seal(" ".join(marked), {}).end == " ".join(words[-4:])


def test_white_space_is_not_counted_against_a_quote():
    assert seal("\n  ".join(SENTENCE.split()), {}) == seal(SENTENCE, {})


PAGE = f"ByteDance has ordered chips. It will not say more.\n\n{SENTENCE} Nobody commented in July."


def test_the_sentence_is_found_among_others_that_start_and_end_like_it():
    assert find(seal(SENTENCE, {}), PAGE) == normalise(SENTENCE)


@pytest.mark.parametrize("sentence", [SENTENCE, CHINESE])
def test_the_sentence_is_found_in_a_page_that_is_set_in_another_way(sentence):
    page = f"X. {sentence} Y.".replace(" ", "\u00a0\n").replace("1", "1\u2060").upper()
    assert find(seal(sentence, {}), page) == normalise(sentence)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "Nothing of the kind.",
        PAGE.replace("100,000", "90,000"),
        PAGE.replace("ByteDance has ordered more", "It has ordered more"),
        PAGE.replace("as of July.", "as of June."),
        SENTENCE[:60],
    ],
)
def test_a_sentence_that_the_page_has_no_more_is_not_found(page):
    assert find(seal(SENTENCE, {}), page) is None


@pytest.mark.parametrize(
    ("url", "start", "end", "linked"),
    [
        (
            "https://a.org/x",
            "More than ten",
            "in July.",
            "https://a.org/x#:~:text=More%20than%20ten,in%20July.",
        ),
        (
            "https://a.org/x?y=1&z",
            "a-b, c",
            "d & e",
            "https://a.org/x?y=1&z#:~:text=a%2Db%2C%20c,d%20%26%20e",
        ),
        ("https://a.org/x#part", "a", "b", "https://a.org/x#part:~:text=a,b"),
        ("https://a.org/x#", "a", "b", "https://a.org/x#:~:text=a,b"),
        ("https://a.org/x", "100%", "#/?", "https://a.org/x#:~:text=100%25,%23%2F%3F"),
        (
            "https://a.org/x",
            "中",
            "“é”",
            "https://a.org/x#:~:text=%E4%B8%AD,%E2%80%9C%C3%A9%E2%80%9D",
        ),
    ],
)
def test_a_link_opens_the_page_at_its_passage(url, start, end, linked):
    assert link(url, start, end) == linked


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_a_link_has_no_syntax_of_its_own_in_what_it_quotes(start, end):
    directive = link("https://a.org/x", start, end).removeprefix("https://a.org/x#:~:text=")
    assert re.fullmatch(
        r"(?:[A-Za-z0-9_.~]|%[0-9A-F]{2})*,(?:[A-Za-z0-9_.~]|%[0-9A-F]{2})*", directive
    )


def test_the_digest_of_figures_depends_on_them_and_not_on_their_order():
    figures = {"ordered": "more than 100000", "as_of": "2024-07"}
    stated = figures_digest(figures)
    assert re.fullmatch("[0-9a-f]{8}", stated)
    assert figures_digest(dict(reversed(figures.items()))) == stated
    assert figures_digest(figures | {"ordered": "more than 100001"}) != stated
    assert figures_digest({"delivered": "more than 100000", "as_of": "2024-07"}) != stated


def test_a_claim_without_figures_has_no_digest_of_them():
    assert figures_digest({}) is None
    assert seal(SENTENCE, {}).figures is None


def test_a_line_break_after_fullwidth_punctuation_is_no_difference():
    assert normalise("已订购，\n超过十万颗") == normalise("已订购，超过十万颗")


@pytest.mark.parametrize(
    "now", [SENTENCE.replace("100,000", "200,000"), SENTENCE.replace(" this year,", ""), SENTENCE]
)
def test_a_sentence_that_starts_and_ends_as_it_did_is_alike(now):
    text = f"First. {now} Last. {now[:50]} is how it began, and so it went on as of July."
    assert find_alike(seal(SENTENCE, {}), text) == normalise(now)


@pytest.mark.parametrize("now", ["", SENTENCE[:60], SENTENCE[60:], SENTENCE[60:] + SENTENCE[:60]])
def test_a_sentence_of_which_an_end_is_missing_has_none_alike(now):
    assert find_alike(seal(SENTENCE, {}), f"First. {now} Last.") is None


@pytest.mark.parametrize("around", ["a ", "a b "])
def test_a_page_made_of_nothing_but_starts_and_ends_is_given_up(around):
    passage = seal(SENTENCE, {}).model_copy(update={"start": "a", "end": "b"})
    hidden = passage.model_copy(update={"sha256": digest("a page b")})
    assert find(hidden, f"a page b {around * MAX_PLACES}") == "a page b"
    assert find(hidden, f"{around * MAX_PLACES} a page b") is None
