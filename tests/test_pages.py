"""The generated pages tell of every rule and every word."""

from __future__ import annotations

import re

import pytest

from ai_chip_deals import vocabulary
from ai_chip_deals.build.pages import page_files
from ai_chip_deals.build.vocabulary_page import RESERVED
from ai_chip_deals.checks import RULES
from ai_chip_deals.checks.rules import READING_RULES
from ai_chip_deals.raw.amounts import HEDGE_WORDS
from ai_chip_deals.raw.units import PER_WORDS, UNITS
from ai_chip_deals.vocabulary import RESERVED_IDS, Term

PAGES = page_files()
DEMANDS = {rule.id: rule.line for rule in RULES.values()} | READING_RULES
LISTS = [kind for kind in vars(vocabulary).values() if isinstance(kind, type)]
LISTS = [kind for kind in LISTS if issubclass(kind, Term) and kind is not Term]


def section(page, heading):
    """What stands under a heading of a page, up to the next one."""
    [found] = re.findall(rf"^##+ {heading}\n(.*?)(?=^##|\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    return found


@pytest.mark.parametrize("rule", DEMANDS)
def test_a_rule_has_its_line_and_an_example_with_what_is_told_of_it(rule):
    assert f"| [`{rule}`](#{rule}) | {DEMANDS[rule]} |\n" in PAGES["rules.md"]
    example = section("rules.md", f"`{rule}`")
    assert example.startswith(f"\n{DEMANDS[rule]}\n\n")
    told = re.findall(r"^```text\n(.*?)^```", example, re.MULTILINE | re.DOTALL)
    assert told != []
    assert all(line.endswith(f" ({rule})") for block in told for line in block.splitlines())


def test_no_page_names_a_place_outside_of_raw():
    places = re.findall(r"^(\S+):\d+:\d+: ", PAGES["rules.md"], re.MULTILINE)
    assert len(places) > 60
    assert [place for place in places if not place.startswith("raw/")] == []


def test_a_mistake_stands_above_what_is_right():
    example = section("rules.md", "`chain-end`")
    assert (
        "-    according_to: [anonymous, daily]\n+    according_to: [daily, anonymous]\n" in example
    )


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_a_closed_list_has_every_term_with_its_definition(kind):
    heading = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).capitalize()
    text = section("vocabulary.md", heading)
    assert text.startswith(f"\n{kind.__doc__}\n\n")
    assert text.count("\n| `") == len(kind)
    assert [term for term in kind if f"| `{term}` | {term.definition} " not in text] == []


@pytest.mark.parametrize("words", HEDGE_WORDS)
def test_every_hedge_is_written_out(words):
    assert f"`{words} 1800`" in section("vocabulary.md", "Qualifier")


@pytest.mark.parametrize("word", [word for word in UNITS if f"{word}s" not in UNITS])
def test_every_unit_is_written_out(word):
    assert f"`{word}`" in section("vocabulary.md", "Unit")


@pytest.mark.parametrize("word", ["each", *(f"per {word}" for word in PER_WORDS)])
def test_every_rate_is_written_out(word):
    assert f"`{word}`" in section("vocabulary.md", "Per")


@pytest.mark.parametrize(
    "row",
    [
        "| `nearly` | Nearly, almost, close to: the number is the upper bound. "
        "| `nearly 1800`, `almost 1800`, `close to 1800` | | 1,800 | 1,800 |",
        "| `estimated 40000 to 50000` | 40,000 | | 50,000 | | |",
        "| `27000 USD per chip` | 27,000 | 27,000 | 27,000 | USD | chip |",
        "| `up to 6 GW` | | | 6,000 | MW | |",
        "| `2024-Q3` | 2024-07-01 | 2024-09-30 | |",
        "| `2024-10~` | 2024-10-01 | 2024-10-31 | yes |",
        "| `../2024-07` | | 2024-07-31 | |",
        "| `ordered` | Hardware ordered. Implies the stage `ordered`. |",
    ],
)
def test_an_example_says_what_becomes_of_it(row):
    assert f"\n{row}\n" in PAGES["vocabulary.md"]


def test_every_reserved_id_is_explained():
    assert RESERVED.keys() == RESERVED_IDS
