"""What commands print: plain tables that read well in 80 columns and when piped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.sealing import Finding
from ai_chip_deals.vocabulary import Stance, Unit

console = Console(highlight=False)

_COLOURS = {"denies": "red", "expects": "yellow", "silent": "dim"}


def grid(*headings: str) -> Table:
    """A table without lines: headings, and columns two spaces apart."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def tables(rows: Mapping[str, int], manifest: Mapping[str, Any]) -> None:
    """The tables with their numbers of rows."""
    grid_ = grid("table", "rows")
    for name, count in rows.items():
        grid_.add_row(name, f"{count:,}")
    console.print(grid_)
    console.print(f"\nversion {manifest['version']}, data as of {manifest['data_as_of']}")


def problems(found: Sequence[Problem]) -> None:
    """Every problem on a line of its own, uncut, so that editors find their places."""
    for problem in found:
        console.print(escape(str(problem)), soft_wrap=True)
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    if found:
        console.print(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}")


def findings(found: Iterable[Finding]) -> None:
    """What became of each claim's passage."""
    table = grid("claim", "passage", "figures not in it")
    for finding in found:
        table.add_row(finding.claim, finding.state, ", ".join(finding.missing))
    console.print(table)


def claims(rows: Sequence[Mapping[str, Any]]) -> None:
    """Claims side by side, then the links that open their pages at the passage."""
    table = grid("", "field", "claim", "origin", "via", "as of", "published")
    for number, row in enumerate(rows, start=1):
        table.add_row(
            f"{number}{'*' if row['wins'] else ''}",
            _field(row),
            Text(claim_text(row), style=_COLOURS.get(row["stance"], "")),
            row["origin"] or "none named",
            Text(_via(row), style=f"link {row['url']}"),
            row["as_of"] or "",
            row["published"] or "",
        )
    console.print(table)
    if rows:
        console.print("\n* what the record shows; the passages:")
    for number, row in enumerate(rows, start=1):
        console.print(f"{number}  {escape(row['url'])}", soft_wrap=True)


def claim_text(row: Mapping[str, Any]) -> str:
    """What a claim states, in words: `more than 100000 chips`, `denied`."""
    stance = row["stance"]
    if stance == Stance.DENIES:
        return "denied"
    if stance == Stance.SILENT:
        return "no comment or announcement"
    stated = _stated(row)
    return f"expected: {stated}" if stance == Stance.EXPECTS else stated


def amount_text(as_stated: str | None, unit: str | None) -> str:
    """An amount with its unit, where the page leaves the unit to be understood."""
    if as_stated is None:
        return "not stated in one number"
    bare = as_stated.replace(",", "").split()[-1].rstrip("kMBT").replace(".", "").isdigit()
    named = Unit(unit).value.replace("_", " ") if unit else ""
    return f"{as_stated} {named}s" if bare and named else as_stated


def _stated(row: Mapping[str, Any]) -> str:
    if row["as_stated"]:
        estimated = " (estimate)" if row["estimated"] else ""
        return amount_text(row["as_stated"], row["unit"]) + estimated
    words = [row["text"] if row["text"] != row["field"] else None, row["date"]]
    return " ".join(word for word in words if word) or "yes"


def _field(row: Mapping[str, Any]) -> str:
    lot = row["lot"] if row["lot"] not in (None, "all") else None
    name = f"stage {row['field']}" if row["table"] == "deal_events" else row["field"]
    return f"{lot}: {name}" if lot else str(name)


def _via(row: Mapping[str, Any]) -> str:
    relays = [row["publisher"], *row["according_to"]]
    return " < ".join(name for name in relays if name != row["origin"]) or "its own page"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
