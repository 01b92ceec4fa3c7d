"""What is as it should be is read quickly, and all else is left to the reader that tells of it."""

from __future__ import annotations

import pytest
import yaml

from ai_chip_deals.raw.building import MAX_DEPTH
from ai_chip_deals.raw.plain import UnusualError, plain_value

PAGE = """\
# yaml-language-server: $schema=../../../schemas/raw/source.schema.json
title: 'A deal: 100%'
published: 2026-11-23
retrieved: "2026-11-23"
no_of_chips: 100000
deals: [{deal: order, open: true, passage: {start: "He said \\"yes\\"", end: "-", to: no one}}]
chips:
  - - 910B
  - []
"""


def test_a_usual_page_is_read():
    assert plain_value(PAGE.replace('"-"', "'010'")) == {
        "title": "A deal: 100%",
        "published": "2026-11-23",
        "retrieved": "2026-11-23",
        "no_of_chips": 100_000,
        "deals": [
            {
                "deal": "order",
                "open": True,
                "passage": {"start": 'He said "yes"', "end": "010", "to": "no one"},
            }
        ],
        "chips": [["910B"], []],
    }


def nested(depth):
    return "a: " + "[" * depth + "]" * depth


def test_what_is_nested_deeply_is_read_to_the_same_depth_as_ever():
    assert plain_value(nested(MAX_DEPTH))
    with pytest.raises(UnusualError):
        plain_value(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "text",
    [
        PAGE,  # whose passage ends like a formula
        "",
        "a",
        "[a]",
        "{a: b}\n---\n{c: d}",
        "a: &b c",
        "a: [&b c]",
        "&b a: c",
        "a: !!str c",
        "!!map {a: c}",
        "a: *b",
        "*b : a",
        "[a]: b",
        "a: b\na: c",
        "a:",
        "a: ~",
        "a: no",
        "no: a",
        "<<: a",
        "a: [010]",
        "a: 12:30",
        "a: 1234567890123456789",
        "a: -5",
        "a: '=1'",
        "a: <b>",
        "a: 'b](c)'",
        'a: "\\u202e"',
        'a: "\\\\"',
        "a: b #c",
        "a: b # c",
    ],
)
def test_what_may_be_refused_is_left_to_the_other_reader(text):
    with pytest.raises(UnusualError):
        plain_value(text)


def test_what_is_no_yaml_is_left_to_the_other_reader_too():
    with pytest.raises(yaml.MarkedYAMLError):
        plain_value("a: [b")
