"""What a change touches, asked of real repositories of git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import make_product
from typer.testing import CliRunner

from ai_chip_deals.checks.changes import problems_of_data_alone
from ai_chip_deals.cli import app


def git(*arguments):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(world, monkeypatch):
    """The folder of a repository with a world in raw/ and some code beside it, all committed."""
    monkeypatch.chdir(world.root.parent)
    Path("code.py").write_text("print('old')\n", "utf-8")
    git("init")
    git("add", ".")
    git("commit", "--message=First")
    return world.root.parent


def told():
    return [(problem.path, problem.rule) for problem in problems_of_data_alone(Path("raw"), "HEAD")]


def test_a_change_of_raw_files_alone_is_one_of_data(checkout, world):
    world.add("products", "kimi", make_product())
    (world.root / "products/h20.yaml").unlink()
    git("add", ".")
    assert told() == []


def test_a_change_that_touches_no_raw_file_is_not_judged(checkout):
    Path("code.py").write_text("print('new')\n", "utf-8")
    assert told() == []


def test_whatever_else_a_change_of_data_adds_changes_moves_or_deletes_is_told(checkout, world):
    world.add("products", "kimi", make_product())
    Path("new.py").touch()
    git("mv", "code.py", "moved.py")
    git("add", ".")
    assert told() == [(name, "outside-raw") for name in ("code.py", "moved.py", "new.py")]


def test_a_raw_file_that_is_moved_out_is_told_at_its_new_place(checkout):
    git("mv", "raw/products/h20.yaml", "h20.yaml")
    assert told() == [("h20.yaml", "outside-raw")]


def test_a_folder_beside_raw_whose_name_starts_alike_lies_outside(checkout, world):
    world.add("products", "kimi", make_product())
    Path("raw-and-more").touch()
    git("add", ".")
    assert told() == [("raw-and-more", "outside-raw")]


def test_another_repository_within_raw_is_told(checkout):
    git("init", "raw/products/other")
    git("-C", "raw/products/other", "commit", "--allow-empty", "--message=Other")
    git("add", "raw")
    assert told() == [("raw/products/other", "file-kind")]


def test_a_name_that_is_no_utf_8_is_told_and_printed(checkout, world):
    world.add("products", "kimi", make_product())
    Path(os.fsdecode(b"caf\xe9")).touch()
    git("add", ".")
    result = CliRunner().invoke(app, ["validate", "--changed-since=HEAD", "--data-only"])
    assert result.exit_code == 1
    assert "caf\\udce9: got a change outside of raw/, expected raw files" in result.stdout


def test_a_link_that_leads_nowhere_hides_no_problem(checkout):
    Path("raw/deals/order-2.yaml").symlink_to("/nowhere.yaml")
    result = CliRunner().invoke(app, ["validate", "--changed-since=HEAD"])
    assert result.stdout.startswith("raw/deals/order-2.yaml: got a symbolic link, expected ")


def test_data_only_asks_for_the_revision_that_it_is_held_against(checkout):
    result = CliRunner().invoke(app, ["validate", "--data-only"])
    assert result.exit_code == 2
    assert "add --changed-since main." in result.stderr
