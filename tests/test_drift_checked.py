"""What was checked longest ago comes first, and every check is kept."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import order

from ai_chip_deals.drift.checked import longest_unchecked, save_checks
from ai_chip_deals.drift.report import Report
from ai_chip_deals.errors import RawError
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.vocabulary import CheckResult

TODAY = date(2026, 11, 28)


@pytest.fixture
def tree(world):
    """Reads a world of four pages, one of them withdrawn, of which two were checked."""
    for name in ("new", "older", "old"):
        world.page("reuters.com", order(ordered=5), identifier=name)
    wrong = "The page was invented from start to end."
    world.page("reuters.com", order(ordered=6), identifier="wrong", withdrawn=wrong)
    (world.root / "checked.yaml").write_text(
        "sources:\n"
        "  old: {date: 2026-11-02, result: found}\n"
        "  older: {date: 2026-11-01, result: gone}\n",
        "utf-8",
    )
    return lambda: read_tree(world.root)


def reported(source, result):
    return Report(source, "https://reuters.com/", result, "", ())


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (None, ["new", "older", "old"]),
        (2, ["new", "older"]),
        (9, ["new", "older", "old"]),
    ],
)
def test_what_was_never_checked_comes_first_and_what_is_withdrawn_never(tree, number, names):
    assert [file.id for file in longest_unchecked(tree(), number)] == names


def test_without_a_file_of_checks_all_are_in_the_order_of_their_names(world):
    for name in ("second", "first"):
        world.page("reuters.com", order(ordered=5), identifier=name)
    sources = longest_unchecked(read_tree(world.root))
    assert [file.id for file in sources] == ["first", "second"]


def test_todays_checks_are_kept_beside_the_earlier_ones(tree):
    save_checks(tree().root, [reported("older", CheckResult.MOVED)], TODAY)
    after = tree()
    assert after.problems == []
    checks = after.checked.data.sources
    assert [(name, check.date.day, check.result) for name, check in checks.items()] == [
        ("old", 2, "found"),
        ("older", 28, "moved"),
    ]
    assert [file.id for file in longest_unchecked(after)] == ["new", "old", "older"]


def test_the_file_of_checks_is_the_same_whatever_the_order_of_the_pages(tree):
    reports = [reported("old", CheckResult.FOUND), reported("new", CheckResult.TOO_LARGE)]
    path = tree().root / "checked.yaml"
    save_checks(tree().root, reports, TODAY)
    first = path.read_text("utf-8")
    save_checks(tree().root, reversed(reports), TODAY)
    assert path.read_text("utf-8") == first
    assert '  "new": {date: 2026-11-28, result: too_large}\n' in first
    assert tree().problems == []


def test_a_source_that_is_no_more_has_no_check(world, tree):
    (world.root / "sources/2026/old.yaml").unlink()
    save_checks(tree().root, [], TODAY)
    assert list(tree().checked.data.sources) == ["older"]
    (world.root / "sources/2026/older.yaml").unlink()
    save_checks(tree().root, [], TODAY)
    assert tree().checked.data.sources == {}
    assert world.problems() == []


@pytest.mark.parametrize("name", ["no", "null", "123", "1e5", "2026-11-23", "0x1f"])
def test_an_id_that_looks_like_something_else_stays_one(world, name):
    world.page("reuters.com", order(ordered=5), identifier=name)
    save_checks(world.root, [reported(name, CheckResult.FOUND)], TODAY)
    assert world.problems() == []
    assert list(read_tree(world.root).checked.data.sources) == [name]


def test_when_a_page_was_checked_is_told_in_the_table_of_sources(world, tree):
    save_checks(tree().root, [reported("old", CheckResult.GONE)], TODAY)
    old, new = world.row("sources", "old"), world.row("sources", "new")
    assert (old["last_checked"], old["last_result"]) == (TODAY, "gone")
    assert (new["last_checked"], new["last_result"]) == (None, None)


def test_a_broken_file_of_checks_is_told_and_not_written_over(world):
    world.page("reuters.com", order(ordered=5), identifier="page")
    path = world.root / "checked.yaml"
    path.write_text("sources: {page: {date: yesterday, result: found}}\n", "utf-8")
    with pytest.raises(RawError, match=r"sources\.page\.date: got 'yesterday'"):
        save_checks(world.root, [reported("page", CheckResult.GONE)], TODAY)
    assert "yesterday" in path.read_text("utf-8")
