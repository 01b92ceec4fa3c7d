"""Every rule has an example of what breaks it, and nothing else is wrong with the example."""

from __future__ import annotations

import pytest

from ai_chip_deals.checks import RULES
from ai_chip_deals.checks.examples import RIGHT, Mistake, read_mistakes, told
from ai_chip_deals.checks.rules import READING_RULES

MISTAKES = [(rule, one) for rule, several in read_mistakes().items() for one in several]
EDITS = [(rule, mistake) for rule, mistake in MISTAKES if mistake.right]
FILES = sorted(path.relative_to(RIGHT).as_posix() for path in RIGHT.rglob("*.yaml"))
WARNINGS = {
    "probable-duplicate",
    "quote-in-comment",
    "quote-says-less",
    "source-twice",
    "unused-entity",
}
"""Rules that only warn: sources may disagree, and a file may come before what names it."""


def named(value):
    return value if isinstance(value, str) else value.file.rpartition("/")[2]


def test_every_rule_has_an_example():
    assert read_mistakes().keys() == RULES.keys() | READING_RULES.keys()


def test_without_a_mistake_nothing_is_told():
    assert told(Mistake(file=FILES[0], right="name:", wrong="name:")) == []


@pytest.mark.parametrize("file", [name for name in FILES if name.startswith("sources/")])
def test_every_quote_of_the_examples_can_be_sealed(file):
    assert told(Mistake(file=file, right="title:", wrong="title:", command="seal")) == []


@pytest.mark.parametrize(("rule", "mistake"), MISTAKES, ids=named)
def test_an_example_breaks_its_rule_and_no_other(rule, mistake):
    assert {problem.rule for problem in told(mistake)} == {rule}


@pytest.mark.parametrize(("rule", "mistake"), EDITS, ids=named)
def test_a_mistake_is_made_in_the_one_place_that_it_names(rule, mistake):
    assert mistake.corrected.count(mistake.right) == 1
    assert mistake.text != mistake.corrected


@pytest.mark.parametrize("rule", sorted(WARNINGS))
def test_what_may_be_right_is_a_warning(rule):
    severities = {problem.severity for one in read_mistakes()[rule] for problem in told(one)}
    assert severities == {"warning"}


@pytest.mark.parametrize("folder", ["/", "."])
def test_what_is_told_names_files_from_raw_on_wherever_one_stands(folder, monkeypatch):
    [mistake] = read_mistakes()["unsealed-quote"]
    monkeypatch.chdir(folder)
    [problem] = told(mistake)
    assert problem.path == f"raw/{mistake.file}"
    assert problem.fix == f"Run: ai-chip-deals seal raw/{mistake.file}"
