"""What the coverage page counts of products: their launches, users and specifications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from ai_chip_deals.build.markdown import table
from ai_chip_deals.release.segments import PLACES
from ai_chip_deals.release.snapshots import Snapshot
from ai_chip_deals.release.years import YEARS, year_named
from ai_chip_deals.vocabulary import (
    CHIP_CATEGORIES,
    LaunchEvent,
    Metric,
    OrganizationRole,
    ProductCategory,
)

MISSING = {
    "United States": "Launch days of plans and desktop apps, users of Copilot as its maker counts "
    "them, and prices of Claude's plans were looked for and not found.",
    "China": "Trackers publish few months in the open: of 2023 and after February 2026 hardly any. "
    "Paid plans and most prices in yuan are missing, and of SenseNova, Baichuan and InternLM all.",
    "Korea": "Makers seldom say how many use A., Wrtn or ChatGPT for Kakao; trackers do.",
    "Japan": "Counts of users are polls; tsuzumi, cotomi, Takane and PLaMo have few launch days.",
    "Europe": "Users of DeepL, ElevenLabs and Le Chat after 2022, and launch days of the national "
    "models (EuroLLM, Minerva, Bielik), were not found.",
    "India": "Launch days of Krutrim, Hanooman and Bhashini, and users of Indian assistants.",
    "Middle East": "Users of assistants there, and the Hebrew and Turkish models.",
    "Latin America": "Maritaca and other models of the region; users are polls.",
    "Africa": "Lelapa, InkubaLM and the like; nothing on users.",
    "Chips": "Data sheets of the A2, A10, A16, A30 and H800, of Intel's Flex, Hygon, Enflame, "
    "Vastai and Denglin; days of the last order; export classes are hardly ever printed.",
}
"""What was looked for and not found, by the place of the maker, and of chips."""
FIRST_YEAR = 2016
LONG_SERIES = 5
"""So many observations of one product, counted in one way, are a history."""


def product_sections(data: Snapshot) -> Iterator[str]:
    """The sections of the page, as Markdown."""
    products = _with_places(data)
    launches = _of_products(data.tables["launches"], "product_id", "date_latest", products)
    metrics = _of_products(data.tables["user_metrics"], "product_id", "as_of_latest", products)
    specs = data.tables["chip_specs"].join(products, left_on="chip_id", right_on="product_id")
    yield "## Launches and observations year by year\n"
    yield _year_by_year(launches, metrics)
    yield "## Launches by event and year\n"
    yield _crossed("event", LaunchEvent, launches)
    yield "## Launches by kind of product and year\n"
    yield _crossed("category", ProductCategory, launches)
    yield "## Observations of users by metric and year\n"
    yield _crossed("metric", Metric, metrics)
    yield "## Products by the country of their maker\n"
    yield _by_place(products, launches, metrics, specs)
    yield "## How well products are told\n"
    yield _told(data, launches, metrics, specs)
    yield "## What is known to be missing of products\n"
    yield "\n".join(f"- **{place}**: {missing}" for place, missing in MISSING.items())


def _with_places(data: Snapshot) -> pl.DataFrame:
    """The products, each with the part of the world in which its maker is seated."""
    countries = data.tables["organizations"].select("organization_id", "country")
    place = pl.lit("elsewhere")
    for name, pattern in reversed(PLACES.items()):
        seated = pl.col("country").str.contains(f"^(?:{pattern})$").fill_null(False)
        place = pl.when(seated).then(pl.lit(name)).otherwise(place)
    return (
        data.tables["products"]
        .select("product_id", "category", "maker")
        .join(countries, left_on="maker", right_on="organization_id", how="left")
        .with_columns(place.alias("place"))
        .drop("maker", "country")
    )


def _of_products(rows: pl.DataFrame, key: str, day: str, products: pl.DataFrame) -> pl.DataFrame:
    year = pl.col(day).dt.year().cast(pl.Int64)
    return rows.with_columns(year_named(year).alias("year")).join(products, on=key)


def _year_by_year(launches: pl.DataFrame, metrics: pl.DataFrame) -> str:
    """Launches, those of chips, and observations, in each year by the last day they may have."""
    chips = launches.filter(pl.col("category").is_in(list(CHIP_CATEGORIES)))
    days = [
        rows[name].dt.year().to_list()
        for rows, name in (
            (launches, "date_latest"),
            (chips, "date_latest"),
            (metrics, "as_of_latest"),
        )
    ]
    last = max((year for years in days for year in years if year), default=FIRST_YEAR)
    rows = (
        (str(year), *(f"{years.count(year):,}" for years in days))
        for year in range(FIRST_YEAR, last + 1)
    )
    return table("year", "launches", "of chips and systems", "observations of users", rows=rows)


def _crossed(column: str, terms: Iterable[str], rows: pl.DataFrame) -> str:
    """The rows of each term by year; terms that none has are left out."""
    lines = []
    for term in terms:
        years = rows.filter(pl.col(column) == term)["year"].to_list()
        if years:
            cells = (str(years.count(year) or "") for year in YEARS)
            lines.append((str(term), *cells, str(len(years))))
    years = rows["year"].to_list()
    lines.append(("all", *(str(years.count(year)) for year in YEARS), str(len(years))))
    return table(column, *YEARS, "all", rows=lines)


def _by_place(
    products: pl.DataFrame, launches: pl.DataFrame, metrics: pl.DataFrame, specs: pl.DataFrame
) -> str:
    def numbers(place: str) -> Iterator[int]:
        there = pl.col("place") == place
        yield products.filter(there).height
        yield launches.filter(there).height
        yield launches.filter(there)["product_id"].n_unique()
        yield metrics.filter(there).height
        yield metrics.filter(there)["product_id"].n_unique()
        yield specs.filter(there)["chip_id"].n_unique()

    headings = ("products", "launches", "launched", "observations of users", "measured")
    rows = ((place, *map(str, numbers(place))) for place in (*PLACES, "elsewhere"))
    return table("maker's seat", *headings, "chips specified", rows=rows)


def _told(
    data: Snapshot, launches: pl.DataFrame, metrics: pl.DataFrame, specs: pl.DataFrame
) -> str:
    series = metrics.group_by("series_id").len().filter(pl.col("len") >= LONG_SERIES)
    differ = (pl.col("conflicts").list.len() > 0) | (pl.col("also_measured").list.len() > 0)
    organizations = data.tables["organizations"]
    trackers = organizations.filter(pl.col("role") == OrganizationRole.TRACKER)["organization_id"]
    of_chips = pl.col("category").is_in(list(CHIP_CATEGORIES))
    counts = {
        "launches": launches.height,
        "products launched": launches["product_id"].n_unique(),
        "launches of chips and systems": launches.filter(of_chips).height,
        "launches with a day, month or year": launches.filter(pl.col("date").is_not_null()).height,
        "launches with a price": launches.filter(pl.col("price_as_stated").is_not_null()).height,
        "observations of users": metrics.height,
        "products measured": metrics["product_id"].n_unique(),
        f"series of {LONG_SERIES} observations or more": series.height,
        "observations that others measured too, or pages tell otherwise": metrics.filter(
            differ
        ).height,
        "observations measured by a tracker": metrics.filter(
            pl.col("measured_by").is_in(trackers.implode())
        ).height,
        "observations that the maker gives of itself": metrics.filter(pl.col("official")).height,
        "chips and systems specified": specs["chip_id"].n_unique(),
        "specifications": specs.height,
        "comparisons": data.tables["comparisons"].height,
    }
    return table("what", "number", rows=((name, f"{count:,}") for name, count in counts.items()))
