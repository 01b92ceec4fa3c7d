"""A diff in words: for a terminal, for a page on GitHub, and for programs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from ai_chip_deals.release.diff import Cell, Diff, SchemaChange, TableDiff
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.row import Provenance
from ai_chip_deals.rows.schema import stem_of

_TOLD = {"disputed", "conflicts", "weak", "n_origins", "n_denials"}
_UNTOLD = Provenance.model_fields.keys() - _TOLD
"""Columns that change with every claim that is added; only JSON has them."""


def as_text(diff: Diff) -> str:
    """A diff to be read in a terminal."""
    return _told(diff, _Text())


def as_markdown(diff: Diff) -> str:
    """A diff as Markdown, in which nothing that a file says is markup."""
    return _told(diff, _Markdown())


def as_json(diff: Diff) -> str:
    """A diff as one JSON object: every changed cell, those of provenance too."""
    return json.dumps(asdict(diff), default=str, ensure_ascii=False, indent=2) + "\n"


class _Text:
    """Marks in the first column, as a diff of text has them."""

    def heading(self, text: str) -> str:
        return f"\n{text}"

    def item(self, mark: str, text: str) -> str:
        return f"  {mark} {text}"

    def detail(self, text: str) -> str:
        return f"      {text}"

    def value(self, text: str) -> str:
        return " ".join(text.split())


class _Markdown:
    """Headings and lists."""

    def heading(self, text: str) -> str:
        return f"\n### {text}\n"

    def item(self, mark: str, text: str) -> str:
        words = {"+": "added", "-": "removed", "~": "changed"}
        return f"- {words[mark]}: {text}"

    def detail(self, text: str) -> str:
        return f"  - {text}"

    def value(self, text: str) -> str:
        return escaped(" ".join(text.split()))


def _told(diff: Diff, form: _Text | _Markdown) -> str:
    lines = [f"{form.value(diff.old)} -> {form.value(diff.new)}"]
    if not diff:
        lines.append("no difference")
    if diff.schema:
        lines.append(form.heading("schema"))
        lines += [_schema_line(change, form) for change in diff.schema]
    for table in diff.tables:
        lines.append(form.heading(f"{table.table}: {counted(table)}"))
        if table.table != "claims":  # each stands beside the cell that it changed
            lines += _table_lines(table, form)
    return "\n".join(lines) + "\n"


def counted(table: TableDiff) -> str:
    """How many rows of a table were added, changed and so on, in words."""
    counts = {
        "added": len(table.added),
        "changed": len({cell.record for cell in table.changed}),
        "removed": len(table.removed),
        "merged": len(table.merged),
        "withdrawn": len(table.withdrawn),
    }
    return ", ".join(f"{number:,} {word}" for word, number in counts.items() if number)


def schema_words(change: SchemaChange) -> str:
    """What became of a table or column, in words: `added`, `term purchase removed`."""
    match change.what:
        case "column added" | "column removed":
            return change.what.removeprefix("column ")
        case "retyped":
            return f"{change.old} became {change.new}"
        case "term added" | "term removed":
            return f"term {change.new or change.old} {change.what.removeprefix('term ')}"
        case _:
            return change.what


def _schema_line(change: SchemaChange, form: _Text | _Markdown) -> str:
    mark = {"added": "+", "removed": "-"}.get(change.what.rpartition(" ")[2], "~")
    return form.item(mark, form.value(f"{change.place}: {schema_words(change)}"))


def _table_lines(table: TableDiff, form: _Text | _Markdown) -> Iterator[str]:
    yield from (form.item("+", form.value(record)) for record in table.added)
    yield from (form.item("-", form.value(record)) for record in table.removed)
    for old, new in table.merged.items():
        yield form.item("-", form.value(f"{old}, merged into {new}"))
    for source, reason in table.withdrawn.items():
        yield form.item("-", form.value(f"{source}, withdrawn: {reason}"))
    quiet = 0
    for record, cells in groupby(table.changed, key=lambda cell: cell.record):
        told = list(_told_cells(table.table, cells))
        if not told:
            quiet += 1
            continue
        yield form.item("~", form.value(record))
        for name, cell in told:
            because = f" (because of {', '.join(cell.claims)})" if cell.claims else ""
            words = f"{name}: {_shown(cell.old)} -> {_shown(cell.new)}{because}"
            yield form.detail(form.value(words))
    if quiet:
        yield form.item("~", f"{quiet:,} in nothing but their provenance")


def _told_cells(table: str, cells: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    """Name and cell of each figure, day or plain value: of a figure, what was printed."""
    names = TABLES[table].model_fields
    by_stem: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        if cell.column not in _UNTOLD or table == "sources":
            of = stem_of(cell.column) if stem_of(cell.column) in names else cell.column
            by_stem.setdefault(of, {})[cell.column] = cell
    for name, parts in by_stem.items():
        printed = parts.get(f"{name}_as_stated") or parts.get(name)
        yield from [(name, printed)] if printed else parts.items()


def _shown(value: object) -> str:
    if value is None or value == []:
        return "nothing"
    if isinstance(value, float):
        return f"{value:,.15g}"
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def escaped(text: str) -> str:
    """Text in which neither Markdown nor HTML sees a mark, and nobody is called by an @."""
    marked = re.sub(r"([\\`*_{}\[\]#.|~:])", r"\\\1", html.escape(text, quote=False))
    return marked.replace("@", "&#64;")
