"""The page of quick starts is true: each client, run again, prints what stands there."""

from __future__ import annotations

import re

import pytest
from quickstarts import HEAD, PAGE, STARTS, answer

TEXT = PAGE.read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
NODE = {"js": [pytest.mark.node]}


@pytest.mark.parametrize(
    "start",
    [pytest.param(one, marks=NODE.get(one.language, []), id=one.client) for one in STARTS],
)
def test_a_client_prints_what_the_page_says(start, tmp_path):
    shown = f"## {start.client}\n{SECTIONS[start.client]}".rstrip("\n")
    (version,) = re.findall(r"^It prints \(version ([\d.]+)\):$", shown, re.MULTILINE)
    assert start.section(version, answer(start, tmp_path)).rstrip("\n") == shown


def test_the_page_has_every_client_and_nothing_else():
    assert TEXT.startswith(HEAD)
    assert list(SECTIONS) == [start.client for start in STARTS]


def test_python_needs_three_lines_at_most():
    pythons = [start for start in STARTS if start.language == "python"]
    assert [len(start.code.splitlines()) for start in pythons] == [3, 3, 3, 3]
