"""The card of the dataset on the Hugging Face Hub: what it is, counted from its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ai_chip_deals import loaders
from ai_chip_deals.build.markdown import table
from ai_chip_deals.export import about
from ai_chip_deals.release.product_coverage import MISSING
from ai_chip_deals.release.segments import SEGMENTS
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import Column, Kind, columns
from ai_chip_deals.vocabulary import HUB_DATASET, REPOSITORY

if TYPE_CHECKING:
    import polars as pl

    from ai_chip_deals.loaders import TableName

BODY = Path(__file__).with_suffix(".md")
DEFAULT = "deals"

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
"""The Hub's words for how many rows a dataset has, by what they are fewer than."""

_TYPES: dict[Kind, dict[str, str]] = {
    "text": {"dtype": "string"},
    "whole number": {"dtype": "int64"},
    "number": {"dtype": "float64"},
    "true or false": {"dtype": "bool"},
    "day": {"dtype": "date32"},
    "list of text": {"list": "string"},
}
"""The types of features, in the words of `datasets`."""


def path_of(name: str) -> str:
    """Where the file of a table lies beside the card."""
    return f"data/{name}.parquet"


def card(frames: Mapping[TableName, pl.DataFrame], sizes: Mapping[TableName, int]) -> str:
    """The dataset card: front matter that the Hub and `datasets` read, and a body for people.

    Args:
        frames: Every table of the version, those without rows too; these get no config.
        sizes: How many bytes the file of each table with rows has.
    """
    from huggingface_hub import DatasetCardData

    manifest = loaders.manifest()
    shown = {name: frames[name] for name in sizes}
    rows = sum(frame.height for frame in shown.values())
    # No task: the tables were made to be asked, not to train a model on one column of them.
    front = DatasetCardData(
        pretty_name=about.TITLE,
        language=list(languages(frames)),
        license="cc-by-4.0",
        size_categories=next((words for bound, words in _SIZES if rows < bound), "100K<n<1M"),
        tags=["ai-chips", "gpu", "semiconductors", "claims", "provenance", "tabular"],
        dataset_info=[_info(name, frame.height, sizes[name]) for name, frame in shown.items()],
        configs=[_config(name, manifest["version"]) for name in shown],
    )
    body = Template(BODY.read_text(encoding="utf-8")).substitute(
        version=manifest["version"],
        data_as_of=manifest["data_as_of"],
        sha256=manifest["sha256"],
        counts=_counted(counts(frames)),
        tables=_tables(shown, sizes),
        limits=_counted(limits(frames)),
        missing="\n".join(_missing()),
        languages=_by_number(languages(frames)),
        citation=about.citation(),
        repository=REPOSITORY,
        dataset=HUB_DATASET,
    )
    return f"---\n{front.to_yaml()}\n---\n{body}"


def languages(frames: Mapping[TableName, pl.DataFrame]) -> dict[str, int]:
    """How many sources are in each language, the most frequent first."""
    import polars as pl

    primary = frames["sources"].select(pl.col("language").str.extract("^([a-z]+)"))
    counted = primary.group_by("language").len("n").sort(-pl.col("n").cast(pl.Int64), "language")
    return dict(counted.iter_rows())


def counts(frames: Mapping[TableName, pl.DataFrame]) -> dict[str, str]:
    """What there is, and how far each value can be followed back."""
    import polars as pl

    deals, claims, sources = frames["deals"], frames["claims"], frames["sources"]
    days = sources.select(pl.col("published_earliest").min(), pl.col("published_latest").max())
    return {
        "deals": f"{deals.height:,}",
        "deals that are transactions": _part(deals, pl.col("transaction")),
        "claims": f"{claims.height:,}",
        "claims with a sealed passage": _part(claims, pl.col("passage_sha256").is_not_null()),
        "sources": f"{sources.height:,}",
        "languages of the sources": f"{len(languages(frames)):,}",
        "days of publication": "{} to {}".format(*days.row(0)),
        "origins": f"{claims['origin'].drop_nulls().n_unique():,}",
    }


def limits(frames: Mapping[TableName, pl.DataFrame]) -> dict[str, str]:
    """How far the data is to be trusted."""
    import polars as pl

    deals, claims, sources = frames["deals"], frames["claims"], frames["sources"]
    english = pl.col("language").str.contains("^en(-|$)")
    return {
        "claims that name nobody, of publishers that are not known": _part(claims, pl.col("weak")),
        "deals that rest on nothing else": _part(deals, pl.col("weak")),
        "deals of one origin": _part(deals, pl.col("n_origins") == 1),
        "sources that state no day": _part(sources, pl.col("published").is_null()),
        "sources in English": _part(sources, english),
        "sources that a program has read again": _part(
            sources, pl.col("last_checked").is_not_null()
        ),
    }


def _part(frame: pl.DataFrame, holds: pl.Expr) -> str:
    part = frame.filter(holds).height
    return f"{part:,} of {frame.height:,} ({part / frame.height:.0%})"


def _counted(numbers: Mapping[str, str]) -> str:
    return table("what", "number", rows=numbers.items())


def _tables(frames: Mapping[TableName, pl.DataFrame], sizes: Mapping[TableName, int]) -> str:
    rows = (
        (
            f"`{name}`",
            f"{frame.height:,}",
            f"{sizes[name] / 1000:,.0f}",
            about.of_table(TABLES[name]).splitlines()[0],
        )
        for name, frame in frames.items()
    )
    return table("table", "rows", "kB", "a row is", rows=rows)


def _by_number(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())


def _missing() -> Iterator[str]:
    """What was looked for and not found, as the coverage page has it."""
    yield from (f"- **{one.name}**: {one.missing}" for one in SEGMENTS if one.missing)
    yield from (f"- **Products, {place}**: {what}" for place, what in MISSING.items())


def _config(name: str, version: str) -> dict[str, Any]:
    """One table as a config; its version is what tells `datasets` that its cache is stale."""
    files = [{"split": "train", "path": path_of(name)}]
    default = {"default": True} if name == DEFAULT else {}
    return {"config_name": name, "version": version, **default, "data_files": files}


def _info(name: str, rows: int, size: int) -> dict[str, Any]:
    """What `datasets` is to find in a config: every column with its type, and so many rows."""
    return {
        "config_name": name,
        "features": [_feature(column) for column in columns(TABLES[name])],
        "splits": [{"name": "train", "num_examples": rows}],
        "download_size": size,
    }


def _feature(column: Column) -> dict[str, str]:
    return {"name": column.name, **_TYPES[column.kind]}
