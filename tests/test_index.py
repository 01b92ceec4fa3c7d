"""After a change only what may be judged otherwise is judged again, and nothing else is told."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest
from conftest import make_organization, order

from ai_chip_deals import checks
from ai_chip_deals.checks import find_problems, index
from ai_chip_deals.checks.examples import read_mistakes, write_right


@pytest.fixture
def judged(told, cache, monkeypatch):
    """Looks for problems again, and tells which groups were judged."""
    keys = set()

    def note(group, others):
        keys.add(tuple(map(str, group.key)))
        return iter(())

    rules = {kind: [note, *several] for kind, several in checks.BETWEEN.items()}
    monkeypatch.setattr(checks, "BETWEEN", rules)

    def judge():
        keys.clear()
        find_problems(told.root, cache)
        return keys.copy()

    judge()
    return judge


def edit(root, place, old, new):
    path = root / place
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_is_judged_between_files_that_say_the_same_to_each_other(told, judged):
    edit(told.root, "deals/order.yaml", "ByteDance orders", "ByteDance buys")
    edit(told.root, "organizations/huawei.yaml", "name: Huawei", "name: Huawei Technologies")
    assert judged() == set()


def test_a_figure_is_held_against_those_of_the_same_value_and_a_new_page_against_its_names(
    told, judged
):
    told.page("reuters.com", order(ordered=80000, as_of="2024"), identifier="third")
    keys = judged()
    assert {kind for kind, *_ in keys} == {"names", "address", "domain", "value", "lot"}
    assert {key[1:] for key in keys if key[0] == "names"} == {
        ("sources", "third"),
        ("deals", "order"),
        ("organizations", "reuters"),
    }
    [value] = [key for key in keys if key[0] == "value"]
    assert "2024" in value


def test_a_group_is_judged_again_where_what_its_judgement_rested_on_changes(told, judged):
    told.page("reuters.com", order(ordered=90000, as_of="2024"), identifier="third")
    judged()
    edit(told.root, "organizations/reuters.yaml", "role: newsroom", "role: party")
    assert {kind for kind, *_ in judged()} == {"about", "names", "value"}


def test_a_group_in_which_something_was_wrong_is_judged_until_it_is_mended(told, judged, cache):
    told.add("organizations", "idle", make_organization(), accept_unused=False)
    first = judged()
    assert ("names", "organizations", "idle") in first
    assert judged() == set()  # all of it is as it was
    edit(told.root, "deals/order.yaml", "ByteDance orders", "ByteDance buys")
    assert judged() == {("names", "organizations", "idle")}
    (told.root / "organizations/idle.yaml").unlink()
    assert find_problems(told.root, cache) == []
    edit(told.root, "deals/order.yaml", "ByteDance buys", "ByteDance orders")
    assert judged() == set()


def test_what_waits_for_a_file_that_cannot_be_read_is_judged_once_it_can(told, cache):
    told.add("organizations", "idle", make_organization(), accept_unused=False)
    broken = told.root / "deals/broken.yaml"
    broken.write_text("title: [")
    assert [one.rule for one in find_problems(told.root, cache)] == ["yaml-syntax"]
    broken.unlink()
    assert [one.rule for one in find_problems(told.root, cache)] == ["unused-entity"]


def test_a_page_whose_id_was_taken_is_judged_once_it_is_not(told, cache):
    path = told.root / "sources/2026/first.yaml"
    double = told.root / "sources/2027/first.yaml"
    double.parent.mkdir()
    text = path.read_text().replace("reuters.com/first", "reuters.com/other")
    double.write_text(text.replace("more than 100000", "more than 200000"))
    assert "duplicate-id" in {one.rule for one in find_problems(told.root, cache)}
    path.unlink()
    assert [one.rule for one in find_problems(told.root, cache)] == ["figure-edited"]


MISTAKES = [one for several in read_mistakes().values() for one in several if not one.made]


def spoilt(root, drawn):
    mistake = drawn.choice(MISTAKES)
    path = root / mistake.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drawn.choice([mistake.text, mistake.corrected + "\n"]))


def deleted(root, drawn):
    drawn.choice(sorted(root.rglob("*.yaml"))).unlink()


def copied(root, drawn):
    path = drawn.choice(sorted(root.rglob("*.yaml")))
    path.with_name(f"{path.stem}-again.yaml").write_bytes(path.read_bytes())


def put_right(root, drawn):
    write_right(root)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_after_whatever_the_same_is_told_as_without_a_cache(
    tmp_path, cache, seed
):
    root, drawn, told = tmp_path / "raw", random.Random(seed), set()
    write_right(root)
    for _ in range(30):
        # What was edited before stays so, but where the same file is meant.
        drawn.choice([spoilt, spoilt, spoilt, deleted, copied, put_right])(root, drawn)
        found = find_problems(root, cache)
        assert found == find_problems(root)
        told |= {problem.rule for problem in found}
    assert len(told) > 5


def test_a_folder_that_holds_no_raw_files_any_more_is_told_as_without_a_cache(told, cache):
    find_problems(told.root, cache)
    shutil.rmtree(told.root)
    told.root.mkdir()
    found = find_problems(told.root, cache)
    assert found == find_problems(told.root)
    assert [one.rule for one in found] == ["file-place"]


def test_another_run_that_takes_long_is_not_waited_for_without_end(told, cache, monkeypatch):
    find_problems(told.root, cache)
    [kept] = cache.folder.glob("facts-*")
    other = sqlite3.connect(kept)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(index, "_PATIENCE", 0.0)
    (told.root / "deals/order.yaml").unlink()
    assert {one.rule for one in find_problems(told.root, cache)} == {"unknown-reference"}
    other.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from ai_chip_deals.cache import Cache
from ai_chip_deals.checks import find_problems
from ai_chip_deals.checks.index import Index
Index.judge = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
find_problems(Path(sys.argv[1]), Cache(Path(sys.argv[2])))
"""


def test_a_kill_while_it_is_judged_leaves_what_was_kept_before(told, cache):
    find_problems(told.root, cache)
    (told.root / "deals/order.yaml").unlink()
    killed = subprocess.run([sys.executable, "-c", KILLED, told.root, cache.folder], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert {one.rule for one in find_problems(told.root, cache)} == {"unknown-reference"}
