"""Files that passed are not judged again, and what is told is what is told without a cache."""

from __future__ import annotations

import random

from ai_chip_deals.checks import find_problems
from ai_chip_deals.checks.examples import read_mistakes, write_right
from ai_chip_deals.checks.passed import Passed
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.raw.listing import Listing


def judged(root, cache):
    """The ids of the sources that the rules of one file are still to be held against."""
    return sorted(Passed(Listing(root, cache)).others(read_tree(root)).sources)


def test_only_files_that_changed_or_failed_are_judged_again(told, cache):
    assert judged(told.root, cache) == ["first", "second"]
    find_problems(told.root, cache)
    assert judged(told.root, cache) == []
    first, second = sorted(told.root.glob("sources/*/*.yaml"))
    text = first.read_text()
    first.write_text(text.replace("more than 100000", "more than 200000"))
    assert judged(told.root, cache) == ["first"]
    assert [one.rule for one in find_problems(told.root, cache)] == ["figure-edited"]
    second.write_text(second.read_text() + "# read again\n")
    assert judged(told.root, cache) == ["first", "second"]
    assert [one.rule for one in find_problems(told.root, cache)] == ["figure-edited"]
    first.write_text(text)
    assert find_problems(told.root, cache) == []


def test_a_file_that_was_not_read_did_not_pass(told, cache):
    path = told.root / "sources/2026/first.yaml"
    double = told.root / "sources/2027/first.yaml"
    double.parent.mkdir()
    text = path.read_text().replace("reuters.com/first", "reuters.com/other")
    double.write_text(text.replace("more than 100000", "more than 200000"))
    assert "duplicate-id" in {one.rule for one in find_problems(told.root, cache)}
    path.unlink()
    assert [one.rule for one in find_problems(told.root, cache)] == ["figure-edited"]


def test_whatever_is_edited_after_whatever_the_same_is_told_as_without_a_cache(tmp_path, cache):
    root = tmp_path / "raw"
    write_right(root)
    drawn = random.Random(8)
    mistakes = [one for several in read_mistakes().values() for one in several if not one.made]
    told = set()
    for mistake in drawn.sample(mistakes, 25):
        # The mistakes before it stay, but for those in the same file.
        path = root / mistake.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn.choice([mistake.text, mistake.text, mistake.corrected + "\n"]))
        found = find_problems(root, cache)
        assert found == find_problems(root)
        told |= {problem.rule for problem in found}
    assert len(told) > 10
