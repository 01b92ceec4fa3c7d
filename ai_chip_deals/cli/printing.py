"""What commands print: plain tables that read well in 80 columns and when piped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ai_chip_deals.errors import Problem, one_line
from ai_chip_deals.loaders import TableName
from ai_chip_deals.raw.sealing import Finding
from ai_chip_deals.vocabulary import Figure, Stance

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]

console = Console(highlight=False, markup=False)

MAX_COLUMNS = 6
"""Beyond so many columns a row of a query is printed as a record."""

MAX_UNBROKEN = 48
"""Up to so many characters the first column of a table is never broken."""

_COLOURS = {Stance.DENIES: "red", Stance.EXPECTS: "yellow", Stance.SILENT: "dim"}


def grid(*headings: str, headed: bool = True) -> Table:
    """A table without lines: columns two spaces apart, the first of which is never broken."""
    table = Table(
        box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False, show_header=headed
    )
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=place == 0)
    return table


def tables(rows: Mapping[TableName, int], manifest: Mapping[str, Any]) -> None:
    """The tables with their numbers of rows."""
    counts = grid("table", "rows")
    for name, count in rows.items():
        counts.add_row(name, f"{count:,}")
    console.print(counts)
    console.print(f"\nversion {manifest['version']}, data as of {manifest['data_as_of']}")


def problems(found: Sequence[Problem], form: str = "text") -> None:
    """Every problem on a line of its own, uncut, so that editors find their places.

    As `github` the lines are the commands that annotate a change; as `json` they are one list.
    """
    if form == "json":
        sys.stdout.write(json.dumps([asdict(problem) for problem in found], indent=2) + "\n")
        return
    for problem in found:
        line = _annotation(problem) if form == "github" else str(problem)
        console.print(line, soft_wrap=True)
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    console.print(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}")


def _annotation(problem: Problem) -> str:
    """The workflow command that shows a problem beside its line."""
    place = {"file": one_line(problem.path), "title": problem.rule}
    if problem.line:
        place |= {"line": str(problem.line), "col": str(problem.column)}
    named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in place.items())
    return f"::{problem.severity} {named}::{_escaped(str(problem))}"


def _escaped(text: str, signs: str = "") -> str:
    """Text that cannot end a workflow command or start another one."""
    for sign in f"%\r\n{signs}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def findings(found: Iterable[Finding]) -> None:
    """What became of each claim's passage."""
    table = grid("claim", "passage", "figures not in it")
    for finding in found:
        table.add_row(finding.claim, finding.state, ", ".join(finding.missing))
    console.print(table)


def claims(rows: Sequence[Row]) -> None:
    """Claims side by side, alike ones in one line, then the passages that they point at."""
    passages = {url: number for number, url in enumerate(_urls(rows), start=1)}
    records = sorted({row["record_id"] for row in rows})
    for record in records:
        if len(records) > 1:
            console.print(f"\n{record}", style="italic", soft_wrap=True)
        console.print(_claims_of([row for row in rows if row["record_id"] == record], passages))
    console.print("\n* the claim that the record shows. Passages:")
    by_url = {row["url"]: row for row in rows}
    for url, number in passages.items():
        row = by_url[url]
        day = f", {row['published']}" if row["published"] else ", undated"
        console.print(f"{number}  {row['publisher']}{day}  {url}", soft_wrap=True)


def _claims_of(rows: Sequence[Row], passages: Mapping[str, int]) -> Table:
    table = grid("field", "claim", "origin", "as of", "passages")
    table.columns[0].no_wrap = False  # else a long field cuts off what stands on the right
    for alike in _grouped(rows):
        first = alike[0]
        numbers = sorted({passages[row["url"]] for row in alike})
        table.add_row(
            _field(first) + (" *" if any(row["wins"] for row in alike) else ""),
            Text(claim_text(first), style=_COLOURS.get(first["stance"], "")),
            first["origin"] or "none named",
            first["as_of"] or "",
            ", ".join(str(number) for number in numbers),
        )
    return table


def frame(rows: pl.DataFrame, form: str) -> None:
    """The result of a query: to be read, or as CSV, JSON or Parquet on standard output."""
    import polars as pl

    if form == "csv":
        lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
        joined = rows.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(";"))
        sys.stdout.write(joined.write_csv())
    elif form == "json":
        sys.stdout.write(rows.write_json() + "\n")
    elif form == "parquet":
        rows.write_parquet(sys.stdout.buffer)
    elif rows.width > MAX_COLUMNS:
        for row in rows.iter_rows(named=True):
            console.print(_record(row))
    else:
        table = grid(*rows.columns)
        lines = [[_cell(cell) for cell in cells] for cells in rows.iter_rows()]
        # Ids stay whole; long text such as a title leaves room for what stands beside it.
        table.columns[0].no_wrap = all(len(line[0]) <= MAX_UNBROKEN for line in lines)
        for line in lines:
            table.add_row(*line)
        console.print(table)


def _record(row: Row) -> Table:
    """A row with too many columns for a line: one line for each that holds something."""
    table = grid("", "", headed=False)
    for name, cell in row.items():
        if cell not in (None, []):
            table.add_row(name, _cell(cell))
    table.add_row("", "")
    return table


def _cell(cell: object) -> str:
    if isinstance(cell, list):
        return ", ".join(str(item) for item in cell)
    return "" if cell is None else str(cell)


def claim_text(row: Row) -> str:
    """What a claim states, in words: `more than 100000 chips`, `denied`."""
    stance = row["stance"]
    if stance == Stance.DENIES:
        return "denied"
    if stance == Stance.SILENT:
        return "no comment or announcement"
    stated = _stated(row)
    return f"expected: {stated}" if stance == Stance.EXPECTS else stated


def amount_text(as_stated: str, unit: str | None) -> str:
    """An amount with its unit, where the page leaves the unit to be understood."""
    last = as_stated.replace(",", "").split()[-1].rstrip("kMBT").replace(".", "")
    return f"{as_stated} {unit.replace('_', ' ')}s" if unit and last.isdigit() else as_stated


def _urls(rows: Sequence[Row]) -> list[str]:
    """The passages by day of publication, undated ones last."""
    ordered = sorted(rows, key=lambda row: (row["published"] is None, row["published"], row["url"]))
    return list(dict.fromkeys(row["url"] for row in ordered))


def _grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """Claims that state the same, from one origin with one as of; figures and denials first."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    figures = {row["url"] for row in rows if row["table"] == "deal_figures"}
    for row in rows:
        if row["table"] == "deal_events" and not row["date"] and row["url"] in figures:
            continue  # the figure in the same sentence implies the stage
        key = (_field(row), claim_text(row), row["origin"], row["as_of"])
        groups.setdefault(key, []).append(row)
    return [groups[key] for key in sorted(groups, key=lambda key: _order(groups[key]))]


def _order(alike: list[Row]) -> tuple[Any, ...]:
    row = alike[0]
    figures = list(Figure)
    rank = figures.index(row["field"]) if row["table"] == "deal_figures" else len(figures)
    aside = {"deal_figures": 0, "deals": 2, "deal_events": 3}.get(row["table"], 0)
    if row["stance"] in (Stance.DENIES, Stance.SILENT):
        aside = 1
    wins = any(claim["wins"] for claim in alike)
    return (aside, rank, _field(row), not wins, -len(alike), claim_text(row))


def _stated(row: Row) -> str:
    if row["as_stated"]:
        estimated = " (estimate)" if row["estimated"] else ""
        return amount_text(row["as_stated"], row["unit"]) + estimated
    words = [row["text"] if row["text"] != row["field"] else None, row["date"]]
    return " ".join(word for word in words if word) or "yes, undated"


def _field(row: Row) -> str:
    lot = row["lot"] if row["lot"] not in (None, "all") else None
    name = f"stage {row['field']}" if row["table"] == "deal_events" else str(row["field"])
    return f"{lot}: {name}" if lot else name


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
