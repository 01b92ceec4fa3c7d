"""Claims drawn at random, to be held against their pages by somebody who did not write them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

DEAL_TABLES = ("deals", "deal_figures", "deal_events")

_SHOWN = (
    *("lot", "field", "stance", "as_stated", "text", "estimated", "unit", "currency", "per"),
    *("date", "during", "as_of", "paid_by", "according_to", "anonymous", "published", "note"),
)
"""The columns of a claim that its page must bear out; what is null or false is not shown."""


def draw(claims: pl.DataFrame, number: int, seed: str, tables: Collection[str]) -> pl.DataFrame:
    """Some claims of some tables, the same for one seed whatever else is in the data.

    A sentence is drawn once: of the claims that one source makes by it, one.
    """
    ranked = claims.filter(pl.col("table").is_in(list(tables))).with_columns(
        pl.col("claim_id")
        .map_elements(lambda claim: _rank(seed, claim), return_dtype=pl.String)
        .alias("rank")
    )
    sentences = ranked.sort("rank").unique(["source_id", "passage_sha256"], keep="first")
    return sentences.sort("rank").head(number).drop("rank")


def as_checklist(drawn: pl.DataFrame) -> str:
    """The drawn claims as a list to work through, each with its link and what it states."""
    return "\n".join(
        line
        for number, claim in enumerate(drawn.iter_rows(named=True), start=1)
        for line in _lines(number, claim)
    )


def _rank(seed: str, claim_id: str) -> str:
    return hashlib.sha256(f"{seed}\n{claim_id}".encode()).hexdigest()


def _lines(number: int, claim: Mapping[str, Any]) -> Iterator[str]:
    yield f"{number}. {claim['claim_id']}"
    yield f"   page: {claim['url'].partition('#')[0]}"
    yield f"   sentence: {claim['passage_start']} … {claim['passage_end']}"
    stated = [f"{name}: {_cell(claim[name])}" for name in _SHOWN if claim[name]]
    yield f"   {'; '.join(stated)}"


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
