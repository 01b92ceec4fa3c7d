"""The coverage page: what the tables hold by year, kind, segment and place, and what they lack."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ai_chip_deals.build.markdown import table
from ai_chip_deals.release.product_coverage import product_sections
from ai_chip_deals.release.segments import FIRST_TIER, SEGMENTS
from ai_chip_deals.release.snapshots import Snapshot
from ai_chip_deals.release.years import YEARS, year_named
from ai_chip_deals.vocabulary import DealKind, PartyRole, Stage

PAGE = "docs/coverage.md"

_HEAD = """\
# Coverage

What the tables hold, counted when a release is prepared. A deal can be of several segments: of a
country's where one of its parties is seated there. Its year is the one in its id: when it was made,
else first told of.
"""
_USERS = ("buyers", "end_users", "operators", "authorities")


def coverage_page(data: Snapshot) -> str:
    """The page as Markdown."""
    deals = _deals(data)
    return "\n".join(
        [
            _HEAD,
            "## Tables\n",
            _tables(data),
            "## Deals by year and kind\n",
            _crossed("kind", ((kind, pl.col("kind") == kind) for kind in DealKind), deals),
            "## Deals by segment and year\n",
            _crossed("segment", ((one.name, one.holds) for one in SEGMENTS), deals),
            "## Deals by segment and kind\n",
            _segments_by_kind(deals),
            "## Stages\n",
            _stages(data),
            "## How well deals are told\n",
            _quality(data, deals),
            *product_sections(data),
            "## What is known to be missing of deals\n",
            *(f"- **{one.name}**: {one.missing}" for one in SEGMENTS if one.missing),
            "",
        ]
    )


def _deals(data: Snapshot) -> pl.DataFrame:
    """The deals with what is known of their year, parties, makers and figures."""
    deals = data.tables["deals"]
    year = pl.col("deal_id").str.extract(r"-(20\d\d)(?:-|$)").cast(pl.Int64)
    told = pl.col("first_published").dt.year().cast(pl.Int64)
    makers = _makers(data)
    stated = data.tables["deal_figures"].group_by("deal_id").agg(pl.col("figure").alias("figures"))
    return (
        deals.with_columns(
            year_named(pl.coalesce(year, told)).alias("year"),
        )
        .join(_party_words(data, "parties", list(PartyRole)), on="deal_id", how="left")
        .join(_party_words(data, "users", list(_USERS)), on="deal_id", how="left")
        .join(makers, on="deal_id", how="left")
        .join(stated, on="deal_id", how="left")
        .with_columns(
            pl.col("parties", "users", "makers", "figures").fill_null([]),
            pl.col("second_tier").fill_null(False),
        )
    )


def _party_words(data: Snapshot, name: str, roles: list[str]) -> pl.DataFrame:
    """For each deal its parties as words, country and sector: `CN internet_company`."""
    deals, organizations = data.tables["deals"], data.tables["organizations"]
    words = organizations.select(
        "organization_id",
        pl.concat_str(
            pl.col("country").fill_null("-"), pl.col("sector").fill_null("-"), separator=" "
        ).alias("words"),
    )
    return (
        deals.select(
            "deal_id", pl.concat_list(pl.col(*roles).fill_null([])).alias("organization_id")
        )
        .explode("organization_id")
        .join(words, on="organization_id", how="left")
        .group_by("deal_id")
        .agg(pl.col("words").drop_nulls().alias(name))
    )


def _makers(data: Snapshot) -> pl.DataFrame:
    """For each deal the countries of its chips' makers, and whether one of them is second-tier."""
    chips = data.tables["products"].select("product_id", "maker")
    countries = data.tables["organizations"].select("organization_id", "country")
    second = ~pl.col("maker").is_in(list(FIRST_TIER)) & (pl.col("country") != "CN")
    return (
        data.tables["deals"]
        .select("deal_id", "chips")
        .explode("chips")
        .join(chips, left_on="chips", right_on="product_id")
        .join(countries, left_on="maker", right_on="organization_id", how="left")
        .group_by("deal_id")
        .agg(pl.col("country").drop_nulls().alias("makers"), second.any().alias("second_tier"))
    )


def _tables(data: Snapshot) -> str:
    """Every table by the year of its records."""
    dated = {
        "launches": "date_latest",
        "user_metrics": "as_of_latest",
        "deal_events": "date_latest",
        "sources": "published_latest",
        "claims": "published_latest",
    }
    counts = []
    for name, frame in data.tables.items():
        if name in dated:
            year = pl.col(dated[name]).dt.year().cast(pl.Int64)
            by_year = frame.select(year_named(year).alias("year"))["year"].to_list()
            cells = [str(by_year.count(one) or "") for one in YEARS]
        else:
            cells = [""] * len(YEARS)
        counts.append((f"`{name}`", *cells, str(frame.height)))
    return table("table", *YEARS, "all", rows=counts)


def _crossed(heading: str, groups: Iterable[tuple[str, pl.Expr]], deals: pl.DataFrame) -> str:
    """The deals of each group by year."""
    rows = []
    for name, holds in groups:
        years = deals.filter(holds)["year"].to_list()
        cells = [str(years.count(year) or "") for year in YEARS]
        rows.append((str(name), *cells, str(len(years))))
    years = deals["year"].to_list()
    rows.append(("all deals", *(str(years.count(year)) for year in YEARS), str(len(years))))
    return table(heading, *YEARS, "all", rows=rows)


def _segments_by_kind(deals: pl.DataFrame) -> str:
    rows = []
    for segment in SEGMENTS:
        kinds = deals.filter(segment.holds)["kind"].to_list()
        rows.append((segment.name, *(str(kinds.count(kind) or "") for kind in DealKind)))
    return table("segment", *(kind.replace("_", " ") for kind in DealKind), rows=rows)


def _stages(data: Snapshot) -> str:
    said = data.tables["deal_events"].filter(pl.col("stance") == "says")
    reached = said.unique(["deal_id", "stage"])["stage"].to_list()
    return table(
        "stage",
        "deals that reached it",
        rows=((stage, str(reached.count(stage))) for stage in Stage),
    )


def _quality(data: Snapshot, deals: pl.DataFrame) -> str:
    sources = data.tables["sources"]
    precise = (
        data.tables["claims"]
        .filter(pl.col("published").str.len_chars() >= len("2026-01"))
        .select(pl.col("record_id").str.extract(r"^([^/]+)"))
        .to_series()
    )
    undone = ("delayed", "stalled", "suspended", "lapsed", "cancelled", "blocked", "retracted")
    events = data.tables["deal_events"].filter(
        pl.col("stage").is_in(undone), pl.col("stance") == "says"
    )
    otherwise = pl.col("deal_id").is_in(events["deal_id"].implode()) | (pl.col("n_denials") > 0)
    differ = (pl.col("conflicts").list.len() > 0) | (pl.col("disputed").list.len() > 0)
    counts = {
        "deals": deals.height,
        "with two origins or more": deals.filter(pl.col("n_origins") >= 2).height,
        "with conflicts or denials shown": deals.filter(differ).height,
        "that did not go as announced": deals.filter(otherwise).height,
        "with a dated source": deals.filter(pl.col("first_published").is_not_null()).height,
        "with a source dated to its month or day": deals.filter(
            pl.col("deal_id").is_in(precise.implode())
        ).height,
        "first told of in 2026": deals.filter(pl.col("year") == "2026").height,
        "before 2022": deals.filter(pl.col("year") == YEARS[0]).height,
        "sources": sources.height,
        "sources with a date": sources.filter(pl.col("published").is_not_null()).height,
        "sources in other languages than English": sources.filter(
            pl.col("language") != "en"
        ).height,
        "languages": sources["language"].str.extract("^([a-z]+)").n_unique(),
    }
    return table("what", "number", rows=((name, f"{count:,}") for name, count in counts.items()))
