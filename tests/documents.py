"""The code in Markdown pages, and what a reader who runs it sees."""

from __future__ import annotations

import re
import shlex
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from typer.main import get_command
from typer.testing import CliRunner

from ai_chip_deals.cli import app

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```(?:\n+```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code, and the block of text that tells at once below it what it prints."""

    language: str
    code: str
    answer: str = ""


def code_blocks(text):
    """The blocks of a page in their order."""
    return [Block(*(part or "" for part in found)) for found in _FENCE.findall(text)]


def console_steps(block):
    """Each command of a block of language `console`, with what it is said to print."""
    for step in re.split(r"^\$ ", block.code, flags=re.MULTILINE)[1:]:
        prompt, _, output = step.partition("\n")
        command, *words = shlex.split(prompt)
        assert command == "ai-chip-deals"
        yield words, output


def run(words):
    """What a command prints; it must end well."""
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def understood(words):
    """The command that words begin is there, and takes the rest of them."""
    command, rest = get_command(app), list(words)
    while rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest.pop(0)]
    command.make_context(words[0], rest)


def executed(code, names):
    """What Python prints, in a module that has the names of the blocks before it."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "a page", "exec"), names)
    return printed.getvalue()


def assert_shown(printed, shown):
    """What is shown is what is printed, or its beginning where a line with dots ends it."""
    lines = [line.rstrip() for line in printed.splitlines()]
    start, dots, rest = shown.removesuffix("\n").partition("\n…")
    assert lines[: len(start.splitlines())] == [line.rstrip() for line in start.splitlines()]
    assert bool(dots) == (len(lines) > len(start.splitlines()))
    assert rest == ""


def commands(group, prefix=""):
    """The names of all commands, those of groups with the name of their group before them."""
    for command in group.registered_commands:
        yield prefix + (command.name or command.callback.__name__)
    for inner in group.registered_groups:
        yield from commands(inner.typer_instance, f"{prefix}{inner.name} ")
