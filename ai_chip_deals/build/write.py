"""Tables -> files: Parquet, the manifest, and the schemas that follow from the models."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from ai_chip_deals.build.tables import Built
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import MODELS
from ai_chip_deals.raw.redirects import Redirects
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns, json_schema
from ai_chip_deals.vocabulary import REPOSITORY


def write_dataset(built: Built, folder: Path, version: str) -> None:
    """Write every table and the manifest into a folder that does not exist yet."""
    folder.mkdir(parents=True)
    frames = {**built.tables, "deals_as_written": built.deals_as_written}
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=True)
    text = json.dumps(manifest(built, version), indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def manifest(built: Built, version: str) -> dict[str, Any]:
    """Version, day, and for each table its count of rows and the hash of its canonical rows."""
    tables = {
        name: {"rows": frame.height, "sha256": canonical_hash(frame)}
        for name, frame in built.tables.items()
    }
    hashes = "\n".join(f"{name} {table['sha256']}" for name, table in tables.items())
    return {
        "version": version,
        "data_as_of": built.data_as_of.isoformat() if built.data_as_of else None,
        "sha256": hashlib.sha256(hashes.encode()).hexdigest(),
        "tables": tables,
        "redirects": built.redirects,
        "columns": described_columns(),
    }


def described_columns() -> dict[str, dict[str, dict[str, Any]]]:
    """What every column of every table holds, so that a later build can tell what changed."""
    return {
        table: {
            column.name: {
                "type": column.kind,
                "nullable": column.nullable,
                "terms": list(column.terms),
                "description": column.description,
            }
            for column in columns(model)
        }
        for table, model in TABLES.items()
    }


def canonical_hash(frame: pl.DataFrame) -> str:
    """The SHA-256 of a table's rows as JSON lines, in the order of its key.

    Unlike the bytes of a Parquet file it does not depend on the library that wrote them.
    """
    digest = hashlib.sha256()
    for rows in frame.select(sorted(frame.columns)).iter_slices():
        for members in zip(*map(_members, rows), strict=True):
            digest.update(f"{{{', '.join(members)}}}\n".encode())
    return digest.hexdigest()


def _members(column: pl.Series) -> list[str]:
    """A column's part of each JSON object."""
    stem = f"{_json(column.name)}: "

    def written(value: object) -> str:
        return stem + _json(value)

    if column.dtype.is_float():  # 0.0 and -0.0 are equal, though they are written otherwise
        null = written(None)
        return [null if value is None else written(value) for value in column]
    if not column.dtype.is_nested():
        written = cache(written)  # for most values stand in many rows
    return [written(value) for value in column.to_list()]


_json = json.JSONEncoder(default=str, ensure_ascii=False, sort_keys=True).encode


def schema_files() -> dict[str, str]:
    """Every file of `schemas/` by its path there: of each kind of raw file, and of each table."""
    kinds: dict[str, type[RawFile]] = {
        kind.removesuffix("s"): model for kind, model in MODELS.items()
    }
    kinds |= {"redirects": Redirects, "checked": Checked}
    raw = {f"raw/{kind}.schema.json": _raw_schema(kind, model) for kind, model in kinds.items()}
    tables = {
        f"tables/{table}.schema.json": json_schema(model, table) for table, model in TABLES.items()
    }
    return {
        path: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for path, schema in (raw | tables).items()
    }


def write_schemas(folder: Path) -> None:
    """Write `schemas/`, and delete what no model stands behind any more."""
    files = schema_files()
    for path in [*folder.glob("raw/*.schema.json"), *folder.glob("tables/*.schema.json")]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _raw_schema(kind: str, model: type[RawFile]) -> dict[str, Any]:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{REPOSITORY}/raw/main/schemas/raw/{kind}.schema.json",
    }
    return head | model.model_json_schema()
