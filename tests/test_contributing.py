"""The walk in CONTRIBUTING is true: whoever follows it sees what it shows, and ends in green."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ai_chip_deals.checks.examples import write_right
from ai_chip_deals.cli import app, drafting

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALK = TEXT.partition("## Add a record in five minutes\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", WALK, re.MULTILINE | re.DOTALL)
SOURCE = Path("raw/sources/2024/daily-globex-turns-to-newer-chips.yaml")


class DayOfTheWalk(date):
    @classmethod
    def today(cls):
        return cls(2024, 11, 21)


def run(*words):
    return CliRunner().invoke(app, words).output


COMMANDS = {"ai-chip-deals": run, "cat": lambda path: Path(path).read_text("utf-8")}


def follow(block):
    prompt, _, output = block.partition("\n")
    command, *words = shlex.split(prompt.removeprefix("$ "))
    assert COMMANDS[command](*words) == output


STEPS = {
    "text": lambda block: Path("page.txt").write_text(block, "utf-8"),
    "yaml": lambda block: SOURCE.write_text(block, "utf-8"),
    "console": follow,
}
"""What somebody does who reads a block: save the page, edit the file, or run the command."""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A working folder with a tiny `raw/`, on the day of the walk."""
    write_right(tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(drafting, "date", DayOfTheWalk)


@pytest.mark.usefixtures("checkout")
def test_whoever_follows_the_walk_sees_what_it_shows_and_has_two_valid_files():
    before = set(Path("raw").rglob("*.yaml"))
    for language, block in BLOCKS:
        STEPS[language](block)
    assert {path.stem for path in set(Path("raw").rglob("*.yaml")) - before} == {
        "globex-acme-a2-2024",
        SOURCE.stem,
    }
    assert "quote" not in SOURCE.read_text("utf-8")
    assert run("validate", "--strict") == "0 errors, 0 warnings\n"


def test_the_walk_goes_from_an_article_to_the_green_check():
    assert BLOCKS[0][0] == "text"
    assert re.findall(r"^\$ ai-chip-deals (\w+)", WALK, re.MULTILINE) == [
        "new",
        "new",
        "new",
        "seal",
        "validate",
    ]


def test_every_path_that_the_page_links_exists():
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXT)
    assert targets != []
    assert [target for target in targets if not (ROOT / target).exists()] == []
