"""README and docs/ are true: their output is what the commands print, and their code runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import pytest
from documents import assert_shown, code_blocks, commands, console_steps, executed, run, understood

import ai_chip_deals
from ai_chip_deals.build.pages import write_pages
from ai_chip_deals.cli import app
from ai_chip_deals.raw.claims import DealClaim
from ai_chip_deals.raw.files import read_file
from ai_chip_deals.raw.source import Source
from ai_chip_deals.release.pictures import IN_README
from ai_chip_deals.rows import TABLES
from ai_chip_deals.vocabulary import DealKind

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = code_blocks(README)
WRITTEN = (
    "index.md",
    "tutorial.md",
    "policy.md",
    "pictures.md",
    "how-to/read.md",
    "how-to/share.md",
    "reference/python.md",
)
"""The pages of docs/ that people write; code writes the others, and tests of their own run them."""
NOT_RUN = ("git ", "pip install ", "ai-chip-deals explore", "ai-chip-deals publish ")
"""How a line of `sh` begins that is read and not run: it installs, publishes, or waits."""


def blocks(language):
    return [block for block in BLOCKS if block.language == language]


@pytest.fixture(autouse=True)
def width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def follow_console(block, names):
    for words, output in console_steps(block):
        assert_shown(run(words), output)


def follow_python(block, names):
    assert_shown(executed(block.code, names), block.answer)


def follow_sql(block, names):
    assert_shown(run(["query", block.code]), block.answer)


def follow_yaml(block, names):
    Path("page.yaml").write_text(block.code, "utf-8")
    deal = "bytedance-huawei-ascend-910b-2024"
    assert read_file(Path("page.yaml"), Source).data.deals[0].deal == deal


def follow_sh(block, names):
    lines = block.code.splitlines()
    for line in [line for line in lines if line.startswith("ai-chip-deals ")]:
        understood(shlex.split(line)[1:])
    for line in [line for line in lines if not line.startswith(NOT_RUN)]:
        command, *words = shlex.split(line)
        assert command == "ai-chip-deals"
        run(words)


FOLLOW = {
    "console": follow_console,
    "python": follow_python,
    "sql": follow_sql,
    "yaml": follow_yaml,
    "sh": follow_sh,
}
"""What a reader does with a block of each language; there is no other on these pages."""


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.code.split("\n")[0])
def test_the_output_in_the_readme_is_what_the_command_prints(block):
    follow_console(block, {})


@pytest.mark.parametrize("block", blocks("python"), ids=["load"])
def test_the_python_in_the_readme_runs(block):
    assert "ByteDance orders Huawei Ascend 910B accelerators" in executed(block.code, {})


@pytest.mark.parametrize("block", blocks("yaml"), ids=["source"])
def test_the_source_file_in_the_readme_is_one(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    follow_yaml(block, {})


@pytest.mark.parametrize("page", WRITTEN)
def test_every_block_of_a_page_runs_and_prints_what_stands_below_it(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in code_blocks((ROOT / "docs" / page).read_text("utf-8")):
        FOLLOW[block.language](block, names)


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The pages that follow from the code, by their names."""
    folder = tmp_path_factory.mktemp("docs")
    write_pages(folder)
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_every_page_is_written_and_followed_or_made_by_code(generated):
    made = {"benchmarks.md", "coverage.md", "dictionary.md", "totals.md", "quickstarts.md"}
    made |= {"scale.md", *generated}
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert pages == made | set(WRITTEN)


def test_the_set_up_is_two_commands():
    assert [block.code for block in blocks("sh")[:2]] == [
        "pip install . && ai-chip-deals show bytedance-huawei-ascend-910b-2024\n",
        "pip install -e '.[test]' && pytest\n",
    ]


def test_every_table_is_in_the_readme_with_the_line_that_defines_it():
    rows = [
        f"| `{name}` | {(model.__doc__ or '').splitlines()[0]} |" for name, model in TABLES.items()
    ]
    listed = [line for line in README.splitlines() if line.startswith("| `")]
    assert listed == rows


def test_every_command_is_in_the_readme():
    assert [name for name in commands(app) if f"ai-chip-deals {name}" not in README] == []


MODULES = [
    module.name for module in pkgutil.walk_packages(ai_chip_deals.__path__, "ai_chip_deals.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_pictures_of_the_readme_are_those_that_a_release_draws():
    shown = re.findall(r"^!\[.+\]\((.+)\)$", README, re.MULTILINE)
    assert shown == [f"docs/pictures/{name}.svg" for name in IN_README]


def test_every_path_that_the_readme_links_exists():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert [target for target in targets if not Path(target).exists()] == []


def test_every_field_that_the_rules_of_reading_name_is_one():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("## Which figure")[2].partition("## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    named = {name for row in rows[1:] for name in re.findall(r"`([a-z_]+)`", row)}
    assert len(named) > 20
    assert named <= {*DealClaim.model_fields, *DealKind}


def test_the_generated_pages_are_those_in_docs(generated):
    assert generated == {name: (ROOT / "docs" / name).read_text("utf-8") for name in generated}
