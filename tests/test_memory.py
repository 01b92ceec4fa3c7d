"""With a cache and without: the same problems in the same places, and the same tables."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys

import pytest

from ai_chip_deals.build import build_dataset
from ai_chip_deals.cache import VARIABLE, Cache
from ai_chip_deals.checks import find_problems
from ai_chip_deals.checks.examples import _MADE, read_mistakes, write_right
from ai_chip_deals.errors import RawError
from ai_chip_deals.raw import files
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.rows import TABLES


@pytest.fixture
def read(monkeypatch):
    """The names of the files that were read as YAML so far."""
    names = []
    document_of = files.document_of

    def noted(content, path):
        names.append(path.name)
        return document_of(content, path)

    monkeypatch.setattr(files, "document_of", noted)
    return names


def test_every_mistake_is_told_as_without_a_cache_and_is_gone_once_it_is_undone(tmp_path, cache):
    root = tmp_path / "raw"
    write_right(root)
    right = find_problems(root, cache)
    assert right == find_problems(root)
    told = set()
    for mistake in (one for mistakes in read_mistakes().values() for one in mistakes[:1]):
        path = root / mistake.file
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(mistake.text)
        found = find_problems(root, cache)
        assert found == find_problems(root)
        told |= {problem.rule for problem in found}
        path.unlink() if before is None else path.write_bytes(before)
    assert len(told) > 50
    assert find_problems(root, cache) == right


@pytest.mark.parametrize("made", _MADE)
def test_what_is_no_file_to_be_read_is_told_as_without_a_cache(tmp_path, cache, made):
    root = tmp_path / "raw"
    write_right(root)
    find_problems(root, cache)
    path = root / "organizations/acme.yaml"
    _MADE[made](path)
    assert find_problems(root, cache) == find_problems(root) != []


def test_only_files_that_changed_are_read(told, cache, read):
    read_tree(told.root, cache)
    assert len(read) == len(list(told.root.rglob("*.yaml")))
    read.clear()
    read_tree(told.root, cache)
    assert read == []
    path = told.root / "deals/order.yaml"
    path.write_text(path.read_text() + "# read again\n")
    path.with_name("renamed.yaml").write_text(path.read_text())
    tree = read_tree(told.root, cache)
    assert read == ["order.yaml", "renamed.yaml"]
    assert tree.deals["renamed"].id == "renamed"


def test_a_file_with_problems_is_read_every_time(told, cache, read):
    told.add("deals", "broken", {"title": "A deal", "kind": "gift"})
    read_tree(told.root, cache)
    read.clear()
    assert [one.rule for one in read_tree(told.root, cache).problems] == ["unknown-term"]
    assert read == ["broken.yaml"]


def test_a_problem_in_a_file_that_was_not_read_again_has_its_place(told, cache):
    find_problems(told.root, cache)
    (told.root / "deals/order.yaml").unlink()
    found = find_problems(told.root, cache)
    assert found == find_problems(told.root)
    assert {problem.rule for problem in found} == {"unknown-reference"}
    assert all(problem.line > 1 for problem in found)


def test_a_damaged_cache_is_a_cold_run(told, cache):
    before = find_problems(told.root, cache)
    for entry in cache.folder.iterdir():
        entry.write_bytes(entry.read_bytes()[: entry.stat().st_size // 2])
    assert find_problems(told.root, cache) == before
    shutil.rmtree(cache.folder)
    assert find_problems(told.root, cache) == before


def test_a_tree_that_lies_elsewhere_is_told_by_its_own_paths(told, cache, tmp_path):
    (told.root / "deals/order.yaml").unlink()
    find_problems(told.root, cache)
    moved = told.root.rename(tmp_path / "moved")
    found = find_problems(moved, cache)
    assert found == find_problems(moved)
    assert all("moved" in problem.path for problem in found)


@pytest.mark.parametrize(
    "harmful",
    [
        pickle.dumps({"": os.system}),
        b"cai_chip_deals.raw.memory\nio\n.",
        pickle.PROTO + b"\x04cai_chip_deals.raw.memory\nio.FileIO\n.",
        b"cai_chip_deals.cache\nCache\n.",
    ],
)
def test_what_could_run_code_or_open_files_is_refused(told, cache, harmful):
    cache.put("files", str(told.root.resolve()), harmful)
    with pytest.raises(pickle.UnpicklingError, match="is not of raw files"):
        read_tree(told.root, cache)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_tables_are_the_same_to_the_byte(told, cache, tmp_path):
    build_dataset(told.root, tmp_path / "cold", "1.2.3")
    rows = build_dataset(told.root, tmp_path / "first", "1.2.3", cache)
    assert build_dataset(told.root, tmp_path / "second", "1.2.3", cache) == rows
    assert rows.keys() == TABLES.keys()
    assert rows["sources"] == 2
    assert contents(tmp_path / "cold") == contents(tmp_path / "first")
    assert contents(tmp_path / "cold") == contents(tmp_path / "second")
    path = told.root / "deals/order.yaml"
    path.write_text(path.read_text().replace("ByteDance orders", "ByteDance buys"))
    build_dataset(told.root, tmp_path / "changed cold", "1.2.4")
    build_dataset(told.root, tmp_path / "changed", "1.2.4", cache)
    assert contents(tmp_path / "changed cold") == contents(tmp_path / "changed")
    assert contents(tmp_path / "cold") != contents(tmp_path / "changed")


def test_errors_hold_a_build_back_every_time(told, cache, tmp_path):
    (told.root / "deals/order.yaml").unlink()
    for _ in range(2):
        with pytest.raises(RawError, match="unknown-reference"):
            build_dataset(told.root, tmp_path / "data", "1.2.3", cache)
    assert not (tmp_path / "data").exists()


VALIDATE = [sys.executable, "-c", "from ai_chip_deals.cli import app; app()", "validate", "--raw"]


def test_two_commands_at_once_tell_the_same(told, tmp_path):
    (told.root / "deals/order.yaml").unlink()
    told_twice = [
        subprocess.Popen(
            [*VALIDATE, told.root],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {VARIABLE: str(tmp_path / "cache")},
        )
        for _ in range(2)
    ]
    first, second = (process.communicate()[0] for process in told_twice)
    assert first == second
    assert "unknown-reference" in first
    assert find_problems(told.root, Cache(tmp_path / "cache")) == find_problems(told.root)
