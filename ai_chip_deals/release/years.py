"""The years by which pages count."""

from __future__ import annotations

import polars as pl

YEARS = ("2016 to 2021", "2022", "2023", "2024", "2025", "2026", "no year")


def year_named(year: pl.Expr) -> pl.Expr:
    """The name of a year, as a whole number, under which it is counted; null is `no year`."""
    early = pl.when(year < 2022).then(pl.lit(YEARS[0])).otherwise(year.cast(pl.String))
    return pl.when(year.is_null()).then(pl.lit(YEARS[-1])).otherwise(early)
