"""How a problem is told: in one line that nobody who wrote a file can break out of."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_chip_deals.errors import Problem, one_line, shown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("more than 100000, 字节跳动 und \\ Łódź", "more than 100000, 字节跳动 und \\ Łódź"),
        ("a\n::error::b", "a\\n::error::b"),
        ("a\r\x1b[31m", "a\\r\\x1b[31m"),
        ("a\u2028\u202eb", "a\\u2028\\u202eb"),
        ("\udcff", "\\udcff"),
        ("##[error]a", "#\\x23[error]a"),
        ("###[error]a", "##\\x23[error]a"),
    ],
)
def test_what_cannot_be_seen_or_would_command_is_written_as_an_escape(text, line):
    assert one_line(text) == line


def test_a_problem_is_one_line_whatever_its_file_is_called():
    problem = Problem("raw/a\n::error::b", 1, 1, "x\n", "y\n", "z\n", "", "form")
    assert str(problem) == "raw/a\\n::error::b:1:1: x\\n: got y\\n, expected z\\n. (form)"


def test_a_link_is_shown_by_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("target").touch()
    Path("link").symlink_to("target")
    assert shown(tmp_path / "link") == "link"
