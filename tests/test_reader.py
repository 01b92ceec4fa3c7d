"""YAML is read strictly, with a place for everything, and whatever readers differ on is refused."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.errors import RawError
from ai_chip_deals.raw.building import FORBIDDEN, MAX_DEPTH, Builder, Places
from ai_chip_deals.raw.reader import MAX_BYTES, parse_document, read_document

PATH = Path("raw/deals/order.yaml")


def parse(text):
    """A document, which reads alike for its value alone and with the places of all of it."""
    document, problems = parse_document(text, PATH), []
    assert repr(Builder(text, PATH, problems, Places()).build()) == repr(document.value)
    assert problems == []
    return document


def refusals(text):
    """Rule, line and column of every problem of a text, which has some."""
    with pytest.raises(RawError) as refusal:
        parse(text)
    return [(problem.rule, problem.line, problem.column) for problem in refusal.value.problems]


def place(span):
    return span.line, span.column


PAGE = """\
# A comment
title: "字节跳动: 订单"
parties: [字节跳动, {id: huawei, "role": seller}]
deals:
  - deal: order
    note: 𝄞𝄞 # after two letters beyond the basic plane
    chips:
      - - a
        - b
  - {deal: 订单, lots: [u, [v, w]]}
text: >
  folded
  lines
"""


@pytest.mark.parametrize(
    ("steps", "line", "column", "written"),
    [
        (("title",), 2, 8, '"字节跳动: 订单"'),
        (("parties",), 3, 10, '[字节跳动, {id: huawei, "role": seller}]'),
        (("parties", 0), 3, 11, "字节跳动"),
        (("parties", 1), 3, 17, '{id: huawei, "role": seller}'),
        (("parties", 1, "id"), 3, 22, "huawei"),
        (("parties", 1, "role"), 3, 38, "seller"),
        (("deals", 0, "deal"), 5, 11, "order"),
        (("deals", 0, "note"), 6, 11, "𝄞𝄞"),
        (("deals", 0, "chips", 0, 0), 8, 11, "a"),
        (("deals", 0, "chips", 0, 1), 9, 11, "b"),
        (("deals", 1), 10, 5, "{deal: 订单, lots: [u, [v, w]]}"),
        (("deals", 1, "deal"), 10, 12, "订单"),
        (("deals", 1, "lots", 1), 10, 26, "[v, w]"),
        (("deals", 1, "lots", 1, 1), 10, 30, "w"),
        (("text",), 11, 7, ">\n  folded\n  lines\n"),
    ],
)
def test_every_value_has_its_place(steps, line, column, written):
    span = parse(PAGE).values[steps]
    assert place(span) == (line, column)
    assert PAGE[span.start : span.end] == written


@pytest.mark.parametrize(
    ("steps", "line", "column", "written"),
    [
        (("title",), 2, 1, "title"),
        (("parties",), 3, 1, "parties"),
        (("parties", 1, "id"), 3, 18, "id"),
        (("parties", 1, "role"), 3, 30, '"role"'),
        (("deals", 0, "deal"), 5, 5, "deal"),
        (("deals", 0, "note"), 6, 5, "note"),
        (("deals", 1, "lots"), 10, 16, "lots"),
        (("text",), 11, 1, "text"),
    ],
)
def test_every_key_has_its_place(steps, line, column, written):
    span = parse(PAGE).keys[steps]
    assert place(span) == (line, column)
    assert PAGE[span.start : span.end] == written


def test_places_are_the_same_where_lines_end_in_two_characters():
    text = "a: x\r\nb:\r\n  - c: z\r\n"
    document = parse(text)
    assert document.value == {"a": "x", "b": [{"c": "z"}]}
    assert place(document.values["b", 0, "c"]) == (3, 8)
    assert text[document.values["b", 0, "c"].start] == "z"


def test_a_problem_of_something_without_a_place_stands_at_the_nearest_above():
    problem = parse(PAGE).problem(("deals", 0, "ordered", 2), "x", "y", rule="some-rule")
    assert (problem.line, problem.column, problem.field) == (5, 5, "deals[0].ordered[2]")
    assert str(problem).startswith("raw/deals/order.yaml:5:5: deals[0].ordered[2]: got x, expected")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: x", "x"),
        ("a: true", True),
        ("a: false", False),
        ("a: 0", 0),
        ("a: 100000", 100_000),
        ("a: 999999999999999999", 10**18 - 1),
        ("a: 2024-07-31", "2024-07-31"),
        ("a: 2024-07", "2024-07"),
        ("a: 9.7B USD", "9.7B USD"),
        ("a: 60%", "60%"),
        ('a: "010"', "010"),
        ("a: 'no'", "no"),
        ("a: ''", ""),
        ('a: "null"', "null"),
        ("a: |\n  x\n  y\n", "x\ny\n"),
        ("a: []", []),
        ("a: {}", {}),
    ],
)
def test_plain_yaml_is_read_as_every_reader_reads_it(text, value):
    read = parse(text).value["a"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
        ("x:\n  - {a: 1, 'a': 2}", "duplicate-key", 2, 12),
        ("a: &x b", "anchor", 1, 4),
        ("a: &x [b]", "anchor", 1, 4),
        ("&x a: b", "anchor", 1, 1),
        ("a: *x", "alias", 1, 4),
        ("b: 1\n*x : b", "alias", 2, 1),
        ("a: !!int 5", "tag", 1, 4),
        ("a: !!python/object:os.system {}", "tag", 1, 4),
        ("b: 1\n!!str a: 5", "tag", 2, 1),
        ("b:\n  <<: {a: 1}", "merge-key", 2, 3),
        ("a: 1\n---\nb: 2", "second-document", 2, 1),
        ("a: 1\n...\n---\nb: 2", "second-document", 3, 1),
        ("b: 1\n? [a]\n: c", "key", 2, 3),
        ("? {a: b}\n: c", "key", 1, 3),
        ("a: x\x00", "control-character", 1, 5),
        ("a: x\nb: y\x1b[31m", "control-character", 2, 5),
        ("a: x\x85y", "control-character", 1, 5),
        ("a: x\ry", "control-character", 1, 5),
        ("a: x\u2028y", "control-character", 1, 5),
        ("a: 中\ufffe", "control-character", 1, 5),
        ("a: x\uffff", "control-character", 1, 5),
        ("a: \u202egnp.exe", "control-character", 1, 4),
        ("# \u2066\na: x", "control-character", 1, 3),
        ("a:\tx", "control-character", 1, 3),
        ("a:\n\t- x", "control-character", 2, 1),
        ('a: "x\\0"', "control-character", 1, 4),
        ('a: "x\\u202ey"', "control-character", 1, 4),
        ('a: "x\\ty"', "control-character", 1, 4),
        ("a: =1+1", "formula", 1, 4),
        ("a: '=1+1'", "formula", 1, 4),
        ("a: >\n  =1+1", "formula", 1, 4),
        ("a: +1", "formula", 1, 4),
        ("a: -1", "formula", 1, 4),
        ('a: "- x"', "formula", 1, 4),
        ('a: "@x"', "formula", 1, 4),
        ('a: "\\tx"', "formula", 1, 4),
        ("a: [x, '@y']", "formula", 1, 8),
        ("a: GPU #1 of x", "cut-text", 1, 4),
        ("a:", "empty-value", 1, 3),
        ("a: x\nb: ~", "empty-value", 2, 4),
        ("a: null", "empty-value", 1, 4),
        ("a: [x, Null]", "empty-value", 1, 8),
        ("- a", "not-a-mapping", 1, 1),
        ("text", "not-a-mapping", 1, 1),
        ("", "not-a-mapping", 1, 1),
        ("# only a comment\n", "not-a-mapping", 1, 1),
        ("a: [x", "yaml-syntax", 2, 1),
        ("a: 'x", "yaml-syntax", 1, 4),
        ('a: "x\nb: "y\nc: 1', "yaml-syntax", 1, 4),
        ("a: [x, , y]", "yaml-syntax", 1, 8),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("a: @x", "yaml-syntax", 1, 4),
        ("a: x\n b: y", "yaml-syntax", 2, 3),
        ('a: "\\ud800"', "yaml-syntax", 1, 7),
    ],
)
def test_what_is_outside_of_the_subset_is_refused_in_its_place(text, rule, line, column):
    assert refusals(text) == [(rule, line, column)]


AMBIGUOUS = [
    "no",
    "No",
    "NO",
    "yes",
    "YES",
    "y",
    "N",
    "on",
    "off",
    "True",
    "FALSE",
    "010",
    "00",
    "08",
    "-010",
    "0_7",
    "1_000",
    "0x1f",
    "0X1F",
    "-0x1f",
    "0b11",
    "0o17",
    "12:30",
    "1:2:3",
    "190:20:30.15",
    ".inf",
    "-.INF",
    ".nan",
    "=",
    "1000000000000000000",
    "12345678901234567890",
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_text_that_readers_read_differently_is_refused_with_quotes_as_the_fix(text):
    with pytest.raises(RawError) as refusal:
        parse(f"b: 1\na: {text}")
    [problem] = refusal.value.problems
    assert (problem.rule, problem.line, problem.column) == ("ambiguous-text", 2, 4)
    assert problem.fix == f'Put it between quotes: "{text}".'


@pytest.mark.parametrize("text", sorted({*AMBIGUOUS, "true", "~", "null"} - {"="}))
def test_keys_that_readers_read_differently_are_refused_too(text):
    assert refusals(f"a:\n  {text}: x") == [("ambiguous-text", 2, 3)]


@pytest.mark.parametrize("text", [text for text in AMBIGUOUS if text[0] not in "-="])
def test_the_same_text_between_quotes_is_text(text):
    assert parse(f'"{text}": "{text}"').value == {text: text}


def test_a_quote_may_start_as_its_page_does():
    assert parse("a: {quote: '- x'}").value == {"a": {"quote": "- x"}}


@pytest.mark.parametrize(
    "text",
    ["<img src=x>", "a <b>c", "a </b>", "<!-- a", "<a\n>", "[a](https://b.org)", "![a](b)"],
)
def test_text_holds_no_tag_and_no_link(text):
    assert refusals(f"title: {json.dumps(text)}") == [("markup", 1, 8)]


@pytest.mark.parametrize(
    "text", ["a < b > c", "x <3 y", "[a] (b)", "*a* `b` | c", "5 <-> 6", "AT&amp;T"]
)
def test_signs_that_are_no_markup_may_stand_in_text(text):
    assert parse(f"title: {json.dumps(text)}").value == {"title": text}


def test_a_passage_may_hold_the_markup_of_its_page():
    text = 'quote: "<b>a</b>"\npassage: {start: "[a](b)"}'
    assert parse(text).value == {"quote": "<b>a</b>", "passage": {"start": "[a](b)"}}


def test_a_comment_that_starts_with_a_space_cuts_no_text():
    assert parse("a: GPU # of x").value == {"a": "GPU"}


def test_a_syntax_error_on_a_second_colon_names_quotes_as_the_fix():
    with pytest.raises(RawError, match="Put the whole text between double quotes"):
        parse("title: Report: more chips")


def test_a_key_written_twice_says_where_it_stands_first():
    with pytest.raises(RawError, match="Line 1 has one too"):
        parse("title: a\nkind: b\ntitle: c")


def test_all_problems_of_a_file_are_told_at_once():
    text = "a: no\nb:\nc: 010\na: =x\nd:\n  - 12:30\n  - '@x'\n---\ne: 1\n"
    assert refusals(text) == [
        ("ambiguous-text", 1, 4),
        ("empty-value", 2, 3),
        ("ambiguous-text", 3, 4),
        ("duplicate-key", 4, 1),
        ("formula", 4, 4),
        ("ambiguous-text", 6, 5),
        ("formula", 7, 5),
        ("second-document", 8, 1),
    ]


def test_problems_before_a_syntax_error_are_told_with_it():
    assert refusals("a: no\nb: [x\n") == [("ambiguous-text", 1, 4), ("yaml-syntax", 3, 1)]


def test_all_forbidden_characters_are_told_at_once():
    text = "a:\tx\nb: \u202ey\nc: z\x07\n"
    assert refusals(text) == [
        ("control-character", 1, 3),
        ("control-character", 2, 4),
        ("control-character", 3, 5),
    ]


def nested(levels):
    return "a: " + "[" * levels + "]" * levels


def test_a_file_may_be_as_deep_as_the_limit_and_no_deeper():
    assert parse(nested(MAX_DEPTH)).value["a"] != []
    assert refusals(nested(MAX_DEPTH + 1)) == [("depth", 1, 4 + MAX_DEPTH)]


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 200_000, "a: " + "{a: " * 200_000, "- " * 200_000, nested(200_000)],
    ids=["brackets", "braces", "dashes", "closed brackets"],
)
def test_a_bomb_of_brackets_is_refused_like_any_deep_file(text):
    # The column is where this reader or libyaml, by its version, has had enough.
    assert [(rule, line) for rule, line, _ in refusals(text)] == [("depth", 1)]


def test_a_bomb_of_keys_is_refused_too():
    assert refusals("? " * 200_000) == [("key", 1, 3)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "order.yaml"


def problem_of(path):
    with pytest.raises(RawError) as refusal:
        read_document(path)
    [problem] = refusal.value.problems
    return problem


def test_whatever_is_forbidden_cannot_be_printed():
    assert not any(map(str.isprintable, FORBIDDEN.findall("".join(map(chr, range(0xFFFF + 1))))))
    assert not FORBIDDEN.search("".join(map(chr, range(0x10000, sys.maxunicode + 1))))


def test_a_clean_file_is_read_with_its_text_unchanged(path):
    path.write_bytes("a: ä\r\nb: 中\r\n".encode())
    document = read_document(path)
    assert document.value == {"a": "ä", "b": "中"}
    assert document.text == "a: ä\r\nb: 中\r\n"


@pytest.mark.parametrize(
    ("data", "line", "column", "got"),
    [
        (b"a: x\nb: \xff", 2, 4, "the byte 0xff"),
        ("a: x\nb: ä".encode("latin-1"), 2, 4, "the byte 0xe4"),
        ("a: x".encode("utf-16"), 1, 1, "the byte 0xff"),
        (b"a: \xed\xa0\x80", 1, 4, "the byte 0xed"),
        (b"\xef\xbb\xbfa: x", 1, 1, "a byte order mark"),
    ],
)
def test_only_utf_8_without_a_mark_is_read(path, data, line, column, got):
    path.write_bytes(data)
    problem = problem_of(path)
    assert (problem.rule, problem.line, problem.column) == ("encoding", line, column)
    assert problem.got == got


def test_a_file_of_a_megabyte_is_read_and_a_larger_one_is_not(path):
    path.write_text("a: x\n#" + "x" * (MAX_BYTES - 6), "utf-8")
    assert read_document(path).value == {"a": "x"}
    path.write_text("a: x\n#" + "x" * (MAX_BYTES - 5), "utf-8")
    problem = problem_of(path)
    assert (problem.rule, problem.line, problem.got) == ("file-size", 0, "1,000,001 bytes")


def test_a_symbolic_link_is_refused_wherever_it_leads(path, tmp_path):
    target = tmp_path / "elsewhere.yaml"
    target.write_text("a: x", "utf-8")
    path.symlink_to(target)
    assert problem_of(path).rule == "file-link"


def test_a_pipe_is_refused_and_not_waited_for(path):
    os.mkfifo(path)
    assert problem_of(path).rule == "file-kind"


text = st.text(max_size=20) | st.sampled_from([*AMBIGUOUS, "<<", "~", "null", "2024-07", "1.5"])
values = st.recursive(
    text | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)
plain_text = st.text("abcxz 中国äöü123456789:,#'\"{}[]|>%&*!?", max_size=20)
plain_values = st.recursive(
    plain_text | st.integers(0, 10**18 - 1) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(text, values, max_size=4), st.booleans(), st.sampled_from([None, True]))
def test_any_value_is_read_back_equal_or_refused(value, allow_unicode, flow):
    written = yaml.safe_dump(
        value, allow_unicode=allow_unicode, default_flow_style=flow, sort_keys=False
    )
    with suppress(RawError):
        assert repr(parse(written).value) == repr(value)


@given(st.dictionaries(plain_text, plain_values, max_size=4), st.sampled_from([None, True]))
def test_any_plain_value_is_read_back_equal(value, flow):
    written = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=1_000
    )
    assert repr(parse(written).value) == repr(value)


@given(st.text(alphabet=st.sampled_from("ab:-[]{},'\"#&*!|>?%@`\n\t =~<.0\\"), max_size=40))
def test_any_text_is_read_or_refused_and_never_crashes_the_reader(text):
    with suppress(RawError):
        assert isinstance(parse(text).value, dict)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "x.yaml"
    path.write_bytes(data)
    with suppress(RawError):
        assert read_document(path).text == data.decode()
