"""`show`: a record at a glance, then everything that was claimed of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from ai_chip_deals import loaders, provenance
from ai_chip_deals.cli import printing
from ai_chip_deals.cli.printing import Row, amount_text, console, grid
from ai_chip_deals.loaders import TableName
from ai_chip_deals.vocabulary import PartyRole


def show(record_id: str, known_on: str | None) -> None:
    """Print a record, then its claims; of an entity or source, all that is about it."""
    table, row = provenance.locate(record_id, known_on)
    record_id = next(iter(row.values()))  # it may have been found by a name
    heading = row.get("title") or row.get("name") or record_id
    console.print(heading, style="bold", soft_wrap=True)
    facts = grid("", "", headed=False)
    about = _deal_facts(row, known_on) if table == "deals" else _facts(row)
    for name, text in about:
        facts.add_row(name, text)
    console.print(facts)
    for title, rows in _about(table, record_id, known_on):
        if rows:
            console.print(f"\n{title}", style="bold")
            _SECTIONS[title](rows)


def _deal_facts(row: Row, known_on: str | None) -> Iterator[tuple[str, str]]:
    as_ofs = _as_ofs(row["deal_id"], known_on)
    yield "deal", row["deal_id"]
    yield "kind", row["kind"] + ("" if row["transaction"] else " (no transaction)")
    yield from _stated(row, ("stage", "date"))
    for role in PartyRole:
        if row[role]:
            yield role.replace("_", " "), ", ".join(row[role])
    if row["chips"]:
        yield "chips", ", ".join(row["chips"])
    for name in ("ordered", "delivered", "value", "power_mw"):
        if row[f"{name}_qualifier"]:
            as_of = f", as of {as_ofs[name]}" if name in as_ofs else ""
            yield name.removesuffix("_mw"), _headline(row, name) + as_of
    yield from _stated(row, ("term", "part_of", "same_hardware_as", "counted_in"))
    for name in ("extends", "replaces", "related"):
        if row[name]:
            yield name, ", ".join(_with_denials(row[name], known_on))
    yield from _stated(row, ("note",))
    yield from _standing(row)


def _with_denials(deal_ids: list[str], known_on: str | None) -> Iterator[str]:
    """Deals, each with what is denied of it."""
    deals = loaders.load("deals", known_on).select("deal_id", "disputed")
    disputed = dict(deals.rows())
    for deal_id in deal_ids:
        denied = ", ".join(disputed.get(deal_id, []))
        yield f"{deal_id} (denied: {denied})" if denied else deal_id


def _as_ofs(deal_id: str, known_on: str | None) -> dict[str, str]:
    """When the figures of a deal as a whole held, where their claims say."""
    figures = loaders.load("deal_figures", known_on).filter(
        pl.col("deal_id") == deal_id,
        pl.col("lot") == "all",
        pl.col("stance") == "says",
        pl.col("as_of").is_not_null(),
    )
    return dict(figures.select("figure", "as_of").rows())


def _headline(row: Row, name: str) -> str:
    unit = row["unit"] if name in ("ordered", "delivered") else None
    if row[f"{name}_as_stated"]:
        return amount_text(row[f"{name}_as_stated"], unit)
    low, point, high = (row[f"{name}{ending}"] for ending in ("_low", "", "_high"))
    counted = unit or (row["currency"] if name == "value" else "MW")
    if point is not None:
        return f"{point:,.0f} {counted}, the sum of its lots"
    ends = [f"{bound:,.0f}" if bound is not None else "?" for bound in (low, high)]
    return f"{' to '.join(ends)} {counted}, the sum of its lots"


def _standing(row: Row) -> Iterator[tuple[str, str]]:
    shown = f"; shown: {row['origin']}{', official' if row['official'] else ''}"
    sources = f"{row['n_sources']} source{'' if row['n_sources'] == 1 else 's'}"
    yield "origins", f"{row['n_origins']} behind {sources}{shown if row['origin'] else ''}"
    if row["weak"]:
        yield "weak", "no page names an origin that is known"
    yield "denied", ", ".join(row["disputed"]) or "nothing"
    if row["conflicts"]:
        yield "conflicts", ", ".join(row["conflicts"])


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    """What a row says, but for the parts of figures and days, and for what is null."""
    parts = ("_low", "_high", "_qualifier", "_as_stated", "_earliest", "_latest", "_approximate")
    for name, value in row.items():
        stated = row.get(f"{name}_as_stated")
        if name in ("claim_ids", "title") or name.endswith(parts) or (not value and not stated):
            continue
        text = ", ".join(value) if isinstance(value, list) else str(stated or value)
        yield name.replace("_", " "), text


def _stated(row: Row, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if row[name]:
            yield name.replace("_", " "), row[name]


def _about(
    table: TableName, record_id: str, known_on: str | None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The sections beneath a record: its claims, or for an entity what there is about it."""
    if table == "products":
        about: tuple[tuple[TableName, str], ...] = (
            ("user_metrics", "product_id"),
            ("launches", "product_id"),
            ("chip_specs", "chip_id"),
            ("comparisons", "chip_id"),
        )
        for name, column in about:
            frame = loaders.load(name, known_on)
            yield name, frame.filter(pl.col(column) == record_id).rows(named=True)
        deals = loaders.load("deals", known_on)
        yield "deals", deals.filter(pl.col("chips").list.contains(record_id)).rows(named=True)
    elif table == "organizations":
        deals = loaders.load("deals", known_on)
        takes_part = [pl.col(role.value).list.contains(record_id) for role in PartyRole]
        yield "deals", deals.filter(pl.any_horizontal(takes_part)).rows(named=True)
        products = loaders.load("products")
        yield "products", products.filter(pl.col("maker") == record_id).rows(named=True)
    elif table == "sources":
        claims = loaders.load("claims", known_on)
        yield "claims", claims.filter(pl.col("source_id") == record_id).rows(named=True)
    elif table == "claims":
        claims = loaders.load("claims", known_on)
        yield "claims", claims.filter(pl.col("claim_id") == record_id).rows(named=True)
    else:
        yield "claims", provenance.explain(table, record_id, None, known_on).rows(named=True)


def _print_metrics(rows: Sequence[Row]) -> None:
    """Metric by metric through time, with what others measured at the same time.

    Where nobody is named who measured, the one that tells the figure stands in brackets.
    """
    table = grid("as of", "value", "of", "measured by", "others say")
    ordered = sorted(rows, key=lambda row: (row["metric"], *_when(row)))
    for metric, observations in groupby(ordered, key=itemgetter("metric")):
        table.add_row(metric)
        for row in observations:
            limits = [row[name] for name in ("scope", "platform", "window", "region") if row[name]]
            when = row["as_of"] or _undated(row)
            table.add_row(
                "  " + when.replace("/", "/\n  "),
                row["value_as_stated"],
                " ".join(limits).replace("_", " "),
                row["measured_by"] or f"(says {row['origin'] or row['publisher']})",
                "; ".join(_others(row, rows)),
            )
    console.print(table)


def _when(row: Row) -> tuple[str, str]:
    """Sorts by the day that an observation is of, else by which it was told; the rest is last."""
    day = row["as_of_earliest"] or row["as_of_latest"] or row["first_published"] or date.max
    return str(day), row["metric_id"]


def _undated(row: Row) -> str:
    return f"by {row['first_published']:%Y-%m}" if row["first_published"] else "undated"


def _others(row: Row, rows: Sequence[Row]) -> Iterator[str]:
    """What is said otherwise of the same time: by pages of one measurer, and by other measurers."""
    if row["conflicts"]:
        yield "pages differ"
    for other in rows:
        comparable = other["series_id"] == row["series_id"] and _overlap(row, other)
        if comparable and other["measured_by"] != row["measured_by"]:
            yield f"{other['measured_by'] or 'unnamed'} {other['value_as_stated']}"


def _overlap(row: Row, other: Row) -> bool:
    starts, ends = ([one[f"as_of_{end}"] for one in (row, other)] for end in ("earliest", "latest"))
    return all(starts) and all(ends) and max(starts) <= min(ends)


def _print_launches(rows: Sequence[Row]) -> None:
    table = grid("date", "event", "where", "price", "origin")
    for row in sorted(rows, key=lambda row: str(row["date_earliest"])):
        event = row["event"] if row["stance"] == "says" else f"expected: {row['event']}"
        named = " ".join(part for part in (event, row["version"], row["to"]) if part)
        cells = (row["date"], named, row["region"], row["price_as_stated"], row["origin"])
        table.add_row(*(cell or "" for cell in cells))
    console.print(table)


def _print_specs(rows: Sequence[Row]) -> None:
    table = grid("spec", "value", "conditions", "origin", "conflicts")
    for row in rows:
        names = ("precision", "sparsity", "clock", "form_factor")
        conditions = " ".join(row[name] for name in names if row[name])
        cells = (row["spec"], row["value_as_stated"], conditions, row["origin"] or "none named")
        table.add_row(*cells, ", ".join(row["conflicts"]))
    console.print(table)


def _print_comparisons(rows: Sequence[Row]) -> None:
    table = grid("aspect", "result", "than", "origin")
    for row in rows:
        origin = row["origin"] or "none named"
        table.add_row(row["aspect"], row["result"], row["than_chip_id"], origin)
    console.print(table)


def _print_deals(rows: Sequence[Row]) -> None:
    table = grid("deal", "stage", "ordered", "origins")
    for row in rows:
        ordered = _headline(row, "ordered") if row["ordered_qualifier"] else ""
        cells = (row["deal_id"], row["stage"] or "", ordered)
        table.add_row(*cells, str(row["n_origins"]))
    console.print(table)


def _print_products(rows: Sequence[Row]) -> None:
    table = grid("product", "name", "category")
    for row in rows:
        table.add_row(row["product_id"], row["name"], row["category"])
    console.print(table)


_SECTIONS: dict[str, Callable[[Sequence[Row]], None]] = {
    "claims": printing.claims,
    "user_metrics": _print_metrics,
    "launches": _print_launches,
    "chip_specs": _print_specs,
    "comparisons": _print_comparisons,
    "deals": _print_deals,
    "products": _print_products,
}
