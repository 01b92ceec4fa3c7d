"""The pieces of Markdown that generated pages are made of."""

from __future__ import annotations

from collections.abc import Iterable


def table(*headings: str, rows: Iterable[tuple[str, ...]]) -> str:
    """A table: its headings, then a line for each row."""
    lines = [_row(headings), "|---" * len(headings) + "|\n", *(_row(row) for row in rows)]
    return "".join(lines)


def fenced(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text}```\n"


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|\n"
