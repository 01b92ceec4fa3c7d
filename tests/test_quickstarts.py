"""The page of quick starts is true: each client, run again, prints what stands there."""

from __future__ import annotations

import re

import pytest
from quickstarts import FIGURES, HEAD, PAGE, STARTS, answer

TEXT = PAGE.read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
NEEDS = {"js": [pytest.mark.node], "r": [pytest.mark.r]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("quickstarts")


@pytest.mark.parametrize(
    "start",
    [pytest.param(one, marks=NEEDS.get(one.language, []), id=one.client) for one in STARTS],
)
def test_a_client_prints_what_the_page_says(start, folder):
    shown = f"## {start.client}\n{SECTIONS[start.client]}".rstrip("\n")
    (version,) = re.findall(r"^It prints \(version ([\d.]+)\):$", shown, re.MULTILINE)
    printed = answer(start, folder)
    assert start.section(version, printed).rstrip("\n") == shown
    assert start.row(version, printed) in TEXT
    assert [figure for figure in FIGURES if figure not in printed] == []


def test_the_page_has_every_client_and_nothing_else():
    assert TEXT.startswith(HEAD)
    assert list(SECTIONS) == [start.client for start in STARTS]
    links = re.findall(r"^\| \[(.*)\]\(#.*?\) \|", TEXT, re.MULTILINE)
    assert links == list(SECTIONS)


def test_a_first_answer_needs_three_lines_at_most():
    assert [start.client for start in STARTS if len(start.code.splitlines()) > 3] == []
