"""The README is true: its output is what the commands print, and its code runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ai_chip_deals
from ai_chip_deals.build.pages import write_pages
from ai_chip_deals.cli import app
from ai_chip_deals.raw.claims import DealClaim
from ai_chip_deals.raw.files import read_file
from ai_chip_deals.raw.source import Source
from ai_chip_deals.rows import TABLES
from ai_chip_deals.vocabulary import DealKind

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def blocks(language):
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.parametrize("block", blocks("console"))
def test_the_output_in_the_readme_is_what_the_command_prints(block, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    prompt, _, output = block.partition("\n")
    command, *words = shlex.split(prompt.removeprefix("$ "))
    assert command == "ai-chip-deals"
    printed = [line.rstrip() for line in CliRunner().invoke(app, words).stdout.splitlines()]
    shown, dots, rest = output.removesuffix("\n").partition("\n…")
    assert printed[: len(shown.splitlines())] == shown.splitlines()
    assert bool(dots) == (len(printed) > len(shown.splitlines()))
    assert rest == ""


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_in_the_readme_runs(block, capsys):
    exec(compile(block, "README.md", "exec"), {})
    assert "ByteDance orders Huawei Ascend 910B accelerators" in capsys.readouterr().out


@pytest.mark.parametrize("block", blocks("yaml"))
def test_the_source_file_in_the_readme_is_one(block, tmp_path):
    path = tmp_path / "page.yaml"
    path.write_text(block, "utf-8")
    assert read_file(path, Source).data.deals[0].deal == "bytedance-huawei-ascend-910b-2024"


def test_the_set_up_is_two_commands():
    assert blocks("sh")[:2] == [
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


def commands(group, prefix=""):
    """The names of all commands, those of groups with the name of their group before them."""
    for command in group.registered_commands:
        yield prefix + (command.name or command.callback.__name__)
    for inner in group.registered_groups:
        yield from commands(inner.typer_instance, f"{prefix}{inner.name} ")


MODULES = [
    module.name for module in pkgutil.walk_packages(ai_chip_deals.__path__, "ai_chip_deals.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


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


def test_the_generated_pages_are_those_in_docs(tmp_path):
    write_pages(tmp_path)
    generated = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert generated == {name: (ROOT / "docs" / name).read_text("utf-8") for name in generated}
