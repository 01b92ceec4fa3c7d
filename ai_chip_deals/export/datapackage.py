"""The tables as a Data Package: CSV, and a datapackage.json that says what every column holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ai_chip_deals import loaders
from ai_chip_deals.export import about
from ai_chip_deals.export.files import SEPARATOR, write_csv
from ai_chip_deals.export.output import output_folder
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import Column, Kind, columns, key_of
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

DESCRIPTION = "datapackage.json"

_TYPES: dict[Kind, dict[str, str]] = {
    "text": {"type": "string"},
    "whole number": {"type": "integer"},
    "number": {"type": "number"},
    "true or false": {"type": "boolean"},
    "day": {"type": "date"},
    "list of text": {"type": "list", "delimiter": SEPARATOR, "itemType": "string"},
}


def export_datapackage(folder: Path, *, force: bool = False) -> dict[str, int]:
    """Write a folder that every reader of Data Package 2 loads and checks, frictionless for one.

    CSV knows no empty list: where a list is empty, its cell is, as where a value is null.

    Args:
        folder: Where; it appears whole or not at all.
        force: Whether a Data Package that is there already is replaced.

    Returns:
        How many rows each table has.

    Raises:
        DatasetError: The folder is there and not empty, or holds what this export does not
            write; or an item of a list holds what separates items.
        MissingDataError: The package was not built.
    """
    frames = {name: loaders.load(name) for name in loaders.tables()}
    with output_folder(folder, [DESCRIPTION, "data"], force=force) as fresh:
        (fresh / "data").mkdir()
        for name, frame in frames.items():
            write_csv(frame, name, fresh / _path(name))
        about.write_description(fresh / DESCRIPTION, _package(fresh))
    return {name: frame.height for name, frame in frames.items()}


def _path(table: str) -> str:
    return f"data/{table}.csv"


def _package(folder: Path) -> dict[str, Any]:
    manifest = loaders.manifest()
    licence = {"name": about.LICENCE, "path": about.LICENCE_URL}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": PROJECT,
        "title": about.TITLE,
        "description": about.DESCRIPTION,
        "homepage": REPOSITORY,
        "version": manifest["version"],
        "created": f"{manifest['data_as_of']}T00:00:00Z",
        "keywords": about.KEYWORDS,
        "contributors": [{"title": about.CREATOR, "path": REPOSITORY, "roles": ["creator"]}],
        "licenses": [licence],
        "sources": [
            {
                "title": "The pages in the table `sources`, as read into the files of raw/",
                "path": f"{REPOSITORY}/tree/main/raw",
            }
        ],
        "resources": [_resource(folder, table) for table in TABLES],
    }


def _resource(folder: Path, table: str) -> dict[str, Any]:
    path = _path(table)
    return {
        "name": table,
        "type": "table",
        "description": about.of_table(TABLES[table]),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{about.sha256(folder / path)}",
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    described = columns(TABLES[table])
    return {
        "fields": [_field(column) for column in described],
        "primaryKey": [key_of(TABLES[table])],
        "foreignKeys": [key for column in described for key in _foreign_keys(column, table)],
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        **_TYPES[column.kind],
        "description": about.of_column(column),
        "constraints": dict(_constraints(column)),
    }


def _constraints(column: Column) -> Iterator[tuple[str, Any]]:
    """What a cell must be. Patterns are left out: the standard has a grammar of its own for them.

    Those of a list would hold for its items, and the standard knows none of these.
    """
    if column.kind == "list of text":
        return
    if not column.nullable:
        yield "required", True
    if column.key:
        yield "unique", True
    if column.terms:
        yield "enum", list(column.terms)
    for name, bound in (("minimum", column.at_least), ("maximum", column.at_most)):
        if bound is not None:
            yield name, int(bound) if bound.is_integer() else bound


def _foreign_keys(column: Column, table: str) -> Iterator[dict[str, Any]]:
    """The column as a foreign key, where every cell is one id and none a reserved word."""
    refers = column.references
    if refers is None or refers.reserved or column.kind == "list of text":
        return
    elsewhere = {"resource": refers.table} if refers.table != table else {}
    reference = {**elsewhere, "fields": [key_of(TABLES[refers.table])]}
    yield {"fields": [column.name], "reference": reference}
