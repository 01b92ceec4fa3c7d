"""Imports point one way: ground floor <- wings <- attic <- front door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ai_chip_deals

PACKAGE = Path(ai_chip_deals.__file__).parent
GROUND = {"vocabulary", "errors", "atomic", "cache", "git", "rows", "resolve"}
READERS = {"frames", "interop", "loaders", "provenance", "sql"}
CONTRIBUTORS = {"raw", "checks", "build", "drift"}
DRAFTS = {"draft"}
ATTIC = {"export", "release", "engines"}
FRONT = {"cli"}
ROOMS = {
    **dict.fromkeys(GROUND, GROUND),
    **dict.fromkeys(READERS, GROUND | READERS),
    **dict.fromkeys(CONTRIBUTORS, GROUND | CONTRIBUTORS),
    **dict.fromkeys(DRAFTS, GROUND | CONTRIBUTORS | DRAFTS),
    **dict.fromkeys(ATTIC, GROUND | READERS | CONTRIBUTORS | ATTIC),
    **dict.fromkeys(
        FRONT, GROUND | READERS | CONTRIBUTORS | DRAFTS | ATTIC | FRONT | {"__version__"}
    ),
}
"""What each room may import of the package."""


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "ai_chip_deals":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ai_chip_deals."):
            yield node.module.split(".")[1]


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_lies_below_it(path):
    assert set(imported_rooms(path)) <= ROOMS[room_of(path)]


def test_every_room_is_on_the_plan():
    assert {room_of(path) for path in MODULES} == set(ROOMS)
