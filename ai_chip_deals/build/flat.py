"""Raw files as flat frames, before anything of them is resolved.

What a page says is laid out anew only if its file changed, or if it is known otherwise who is who.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

import polars as pl

from ai_chip_deals.build import as_written
from ai_chip_deals.build.as_written import Fields
from ai_chip_deals.build.flatten import claim_rows
from ai_chip_deals.build.who import Answers, Asked, Directory, same
from ai_chip_deals.raw.chains import Who
from ai_chip_deals.raw.files import CHECKED, MODELS, REDIRECTS, File, Tree, id_at, part_of
from ai_chip_deals.raw.listing import Listing
from ai_chip_deals.raw.source import Source
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import key_of, polars_schema
from ai_chip_deals.vocabulary import PartyRole

_CHECKS = ("last_checked", "last_result")


@dataclass(frozen=True)
class Flat:
    """What raw files say, each frame in the order of its key."""

    claims: pl.DataFrame
    """The table, but that nothing wins yet."""
    sources: pl.DataFrame
    organizations: pl.DataFrame
    products: pl.DataFrame
    deals: pl.DataFrame
    """What the files of deals say, which no claim replays."""
    redirects: Mapping[str, Mapping[str, str]]
    """By kind of file, the ids that were given up, each with the one that it leads to now."""
    answers: Mapping[str, Answers]
    """What the rows of each source rest on beside its file."""


def flat_of(tree: Tree) -> Flat:
    """All of a valid tree."""
    entities = _entities(tree)
    who = Directory(entities["organizations"], entities["products"])
    claims, sources, answers = _pages(tree.sources, who)
    sources = _with_checks(sources, _checks(tree))
    return Flat(claims, sources, **entities, redirects=_redirects(tree), answers=answers)


def read_since(former: Flat, changed: Set[str], listing: Listing) -> Tree:
    """Read what is to be laid out anew: files that changed, and pages of which an answer did.

    Args:
        former: What the listing said before.
        changed: Places of files that came, went, or are not as they were.
        listing: What lies in `raw/` now.
    """
    part = part_of(listing, changed)
    entities = _entities_since(former, changed, part)
    who = Directory(entities["organizations"], entities["products"])
    stale = {name for name, answers in former.answers.items() if not same(who, answers)}
    pages = {entry.place for entry in listing.entries if entry.place.startswith("sources/")}
    more = part_of(listing, {place for place in pages - changed if id_at(place) in stale})
    return replace(part, sources={**part.sources, **more.sources})


def flat_since(former: Flat, changed: Set[str], part: Tree) -> Flat:
    """What a valid listing says, by what it said before and what was read since."""
    entities = _entities_since(former, changed, part)
    who = Directory(entities["organizations"], entities["products"])
    claims, sources, answers = _pages(part.sources, who)
    stale = _ids(changed, "sources") | part.sources.keys()
    checks = _checks(part) if CHECKED in changed else former.sources.select("source_id", *_CHECKS)
    return Flat(
        _replaced(former.claims, stale, claims),
        _with_checks(_replaced(former.sources, stale, sources), checks),
        **entities,
        redirects=_redirects(part) if REDIRECTS in changed else former.redirects,
        answers={name: former.answers[name] for name in former.answers.keys() - stale} | answers,
    )


def _entities_since(former: Flat, changed: Set[str], part: Tree) -> dict[str, pl.DataFrame]:
    return {
        kind: _replaced(getattr(former, kind), _ids(changed, kind), frame)
        for kind, frame in _entities(part).items()
    }


def _entities(tree: Tree) -> dict[str, pl.DataFrame]:
    """What is published of entities as their files say it, by kind."""
    names = ["deal_id", "title", "kind", *PartyRole, "part_of", "same_hardware_as"]
    names += ["extends", "replaces", "related"]
    schema = {str(name): polars_schema(TABLES["deals"])[str(name)] for name in names}
    deals = [{name: row[name] for name in schema} for row in as_written.written_deal_rows(tree)]
    return {
        "organizations": _table("organizations", as_written.organization_rows(tree)),
        "products": _table("products", as_written.product_rows(tree)),
        "deals": _frame(deals, schema),
    }


def _pages(
    files: Mapping[str, File[Source]], who: Who
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Answers]]:
    """The rows of `claims` and of `sources` that pages make, and what they rest on."""
    claims, sources, answers = [], [], {}
    for identifier, file in files.items():
        asked = Asked(who)
        of_page = claim_rows(identifier, file.data, asked)
        claims += of_page
        sources.append(as_written.source_row(identifier, file.data, len(of_page), asked))
        answers[identifier] = asked.answers()
    return _table("claims", claims), _table("sources", sources), answers


def _checks(tree: Tree) -> pl.DataFrame:
    schema = polars_schema(TABLES["sources"])
    rows = as_written.checked_rows(tree.checked.data if tree.checked else None)
    return _frame(rows, {name: schema[name] for name in ("source_id", *_CHECKS)})


def _with_checks(sources: pl.DataFrame, checks: pl.DataFrame) -> pl.DataFrame:
    """Sources with the day on which each was last looked at."""
    joined = sources.drop(_CHECKS).join(checks, on="source_id", how="left", maintain_order="left")
    return joined.select(sources.columns)


def _redirects(tree: Tree) -> dict[str, dict[str, str]]:
    if tree.redirects is None:
        return {}
    stated = tree.redirects.data
    return {
        kind: {old: redirect.to for old, redirect in sorted(getattr(stated, kind).items())}
        for kind in MODELS
    }


def _replaced(former: pl.DataFrame, stale: Set[str], rows: pl.DataFrame) -> pl.DataFrame:
    """A table with these rows in place of those of the stale sources or entities."""
    of = "source_id" if "source_id" in former.columns else former.columns[0]
    kept = former.filter(~pl.col(of).is_in(list(stale)))
    return pl.concat([kept, rows]).sort(former.columns[0])


def _ids(places: Iterable[str], kind: str) -> set[str]:
    return {id_at(place) for place in places if place.startswith(f"{kind}/")}


def _table(name: str, rows: list[Fields]) -> pl.DataFrame:
    """Rows of a table in the order of its key; what a row leaves out is null."""
    return _frame(rows, polars_schema(TABLES[name])).sort(key_of(TABLES[name]))


def _frame(rows: list[Fields], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
