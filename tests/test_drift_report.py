"""A report tells of each source whether its page says what was taken from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import order

from ai_chip_deals.drift.fetch import Page
from ai_chip_deals.drift.report import (
    as_json,
    as_markdown,
    as_text,
    check_source,
    compared,
    counts,
)
from ai_chip_deals.errors import FetchError
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.vocabulary import CheckResult, PassageState

URL = "https://reuters.com/page"
ORDERED = "ByteDance has ordered more than 100,000 of these chips from Huawei."
DELIVERED = "It has received fewer than 30,000 of them, two people said on Monday."


@pytest.fixture
def source(world):
    """A source with two claims, each sealed with its sentence."""
    claims = [
        order(ordered="more than 100000", passage=sealed(ORDERED, ordered="more than 100000")),
        order(
            delivered="fewer than 30000", passage=sealed(DELIVERED, delivered="fewer than 30000")
        ),
    ]
    world.page("reuters.com", *claims, identifier="page")
    return read_tree(world.root).sources["page"]


def sealed(sentence, **figures):
    return passages.seal(sentence, figures).model_dump(exclude_none=True)


def report(source, *sentences, url=URL):
    return compared(source, Page(url, (" ".join(sentences),)))


def test_a_page_that_says_so_is_found(source):
    told = report(source, "Good day.", ORDERED, DELIVERED)
    assert (told.source, told.result, told.why, told.is_found) == ("page", "found", "", True)
    assert [finding.state for finding in told.findings] == ["found", "found"]


def test_a_page_with_a_sealed_hash_that_does_not_say_so_is_caught(source):
    told = report(source, "Good day.", ORDERED)
    assert (told.result, told.is_found) == ("changed", False)
    assert [finding.state for finding in told.findings] == ["found", "gone"]


def test_a_figure_that_changed_on_the_page_is_caught(source):
    told = report(source, ORDERED.replace("100,000", "150,000"), DELIVERED)
    assert told.result == "changed"
    assert (told.findings[0].state, told.findings[0].missing) == ("changed", ("ordered",))


def test_a_page_that_stands_elsewhere_has_moved(source):
    told = report(source, ORDERED, DELIVERED, url="https://reuters.com/archive/7")
    assert (told.result, told.is_found) == ("moved", True)
    assert told.why == "it is now https://reuters.com/archive/7"


def test_what_moved_and_reads_otherwise_has_changed(source):
    told = report(source, ORDERED, url="https://reuters.com/")
    assert (told.result, told.why) == ("changed", "it is now https://reuters.com/")


@pytest.mark.parametrize("url", ["http://www.reuters.com/page/", f"{URL}?utm_source=feed"])
def test_a_page_under_another_spelling_of_its_address_has_not_moved(source, url):
    assert report(source, ORDERED, DELIVERED, url=url).result == "found"


@pytest.mark.parametrize("term", [*CheckResult, *PassageState])
def test_every_result_is_explained_to_contributors(term):
    text = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
    assert f"| `{term}` | {term.definition} |\n" in text


def test_a_page_that_cannot_be_read_is_told_with_its_reason(source):
    def fetch(url):
        raise FetchError(CheckResult.REFUSED, f"{url} answers 403")

    told = check_source(source, fetch)
    assert (told.result, told.why, told.findings) == ("refused", f"{URL} answers 403", ())
    assert not told.is_found


def test_as_text_a_source_is_a_line_and_so_is_each_claim_that_is_lost(source):
    lost = report(source, ORDERED.replace("100,000", "150,000"))
    assert as_text(lost).splitlines() == [
        "changed      page",
        "             deals[0] changed, without ordered",
        "             deals[1] gone",
    ]
    assert as_text(report(source, ORDERED, DELIVERED)) == "found        page"


def test_the_results_are_counted_in_their_order(source):
    lost, found = report(source), report(source, ORDERED, DELIVERED)
    assert counts([lost, found, lost]) == "3 checked: 1 found, 2 changed"
    assert counts([]) == "nothing to check"


def test_as_json_every_report_is_an_object_of_one_list(source):
    told = json.loads(as_json([report(source, ORDERED)]))
    assert [(one["source"], one["result"]) for one in told] == [("page", "changed")]
    assert told[0]["findings"][1] == {"claim": "deals[1]", "state": "gone", "missing": []}


def test_as_markdown_the_results_are_explained_and_what_drifted_is_listed(source):
    page = as_markdown([report(source, ORDERED, DELIVERED), report(source, ORDERED)])
    assert f"| found | 1 | {CheckResult.FOUND.definition} |" in page
    assert "| page | changed | deals&#91;1&#93; gone |" in page
    assert page.count("| page |") == 1


def test_nothing_that_a_server_says_is_markdown_or_html(source):
    attack = "https://x.test/a|b](http://evil.test)<img src=x>`@everyone`\n::error::owned"
    page = as_markdown([report(source, ORDERED, DELIVERED, url=attack)])
    [row] = [line for line in page.splitlines() if line.startswith("| page |")]
    assert row.count("|") == 4
    assert not set("[]()<>`@") & set(row)
    assert "\n::error" not in page
