"""The policy and the rules over Parquet files, on polars, DuckDB or Spark."""

from __future__ import annotations

from ai_chip_deals.engines.running import check_files, resolve_files

__all__ = ["check_files", "resolve_files"]
