"""The description of a folder of Parquet in Croissant 1.1, which loaders of datasets read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ai_chip_deals import loaders
from ai_chip_deals.export import about
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import Column, Kind, columns, key_of
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

_TYPES: dict[Kind, str] = {
    "text": "sc:Text",
    "whole number": "cr:Int64",
    "number": "cr:Float64",
    "true or false": "sc:Boolean",
    "day": "sc:Date",
    "list of text": "sc:Text",
}

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives; readers warn of one that lacks a word of it."""


def croissant(folder: Path, paths: dict[str, str]) -> dict[str, Any]:
    """Describe the Parquet files of some tables: their hashes, and every column.

    Args:
        folder: Where the files are; what is written beside them loads without network.
        paths: By table, the path of its file within the folder.
    """
    manifest = loaders.manifest()
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": PROJECT,
        "alternateName": about.TITLE,
        "description": about.DESCRIPTION,
        "url": REPOSITORY,
        "license": about.LICENCE_URL,
        "creator": {"@type": "sc:Organization", "name": about.CREATOR, "url": REPOSITORY},
        "citeAs": about.citation(),
        "keywords": about.KEYWORDS,
        "inLanguage": "en",
        "version": manifest["version"],
        "datePublished": manifest["data_as_of"],
        "distribution": [_file_object(folder, path) for path in paths.values()],
        "recordSet": [_record_set(table, path) for table, path in paths.items()],
    }


def _file_object(folder: Path, path: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{(folder / path).stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": about.sha256(folder / path),
    }


def _record_set(table: str, path: str) -> dict[str, Any]:
    model = TABLES[table]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": about.of_table(model),
        "key": {"@id": f"{table}/{key_of(model)}"},
        "field": [_field(table, path, column) for column in columns(model)],
    }


def _field(table: str, path: str, column: Column) -> dict[str, Any]:
    """A column; what its ids refer to is in its description alone.

    A formal `references` is a join to mlcroissant 1.1: it then fails on a table that refers to
    itself, and loses rows of others without a word.
    """
    array = {"isArray": True, "arrayShape": "-1"} if column.kind == "list of text" else {}
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": about.of_column(column),
        "dataType": _TYPES[column.kind],
        **array,
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
