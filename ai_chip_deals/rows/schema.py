"""Everything that follows from a row model: columns, polars and pandera schemas, JSON Schema."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from ai_chip_deals.rows.row import Key, Provenance, References, Row
from ai_chip_deals.vocabulary import REPOSITORY

if TYPE_CHECKING:
    import pandera.polars as pa
    import polars as pl
    import pyarrow

Kind = Literal["text", "whole number", "number", "true or false", "day", "list of text"]

_ENDINGS = ("_low", "_high", "_qualifier", "_as_stated", "_earliest", "_latest", "_approximate")

_KINDS: dict[type, Kind] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "day",
}


@dataclass(frozen=True)
class Column:
    """One column of a table, as the row model has it."""

    name: str
    kind: Kind
    nullable: bool
    key: bool
    terms: tuple[str, ...]
    at_least: float | None
    at_most: float | None
    pattern: str | None
    references: References | None
    description: str


@cache
def columns(model: type[Row]) -> tuple[Column, ...]:
    """The columns of a table in their published order: its own, then provenance."""
    shared = Provenance.model_fields if issubclass(model, Provenance) else {}
    own = [name for name in model.model_fields if name not in shared]
    return tuple(_column(name, model.model_fields[name]) for name in [*own, *shared])


def key_of(model: type[Row]) -> str:
    """The name of the column by which a table's rows are told apart."""
    return next(column.name for column in columns(model) if column.key)


def stem_of(column: str) -> str:
    """The figure or day that a column is a part of: `ordered` of `ordered_low`."""
    for ending in _ENDINGS:
        column = column.removesuffix(ending)
    return column


def polars_schema(model: type[Row]) -> pl.Schema:
    """The polars schema of a table, which is that of its Parquet file too."""
    import polars as pl

    dtypes: dict[Kind, pl.DataType] = {
        "text": pl.String(),
        "whole number": pl.Int64(),
        "number": pl.Float64(),
        "true or false": pl.Boolean(),
        "day": pl.Date(),
        "list of text": pl.List(pl.String()),
    }
    return pl.Schema({column.name: dtypes[column.kind] for column in columns(model)})


def arrow_schema(model: type[Row]) -> pyarrow.Schema:
    """The Arrow schema of a table, for tools that read Arrow or Parquet by its types."""
    import pyarrow

    dtypes: dict[Kind, pyarrow.DataType] = {
        "text": pyarrow.string(),
        "whole number": pyarrow.int64(),
        "number": pyarrow.float64(),
        "true or false": pyarrow.bool_(),
        "day": pyarrow.date32(),
        "list of text": pyarrow.list_(pyarrow.string()),
    }
    return pyarrow.schema([(column.name, dtypes[column.kind]) for column in columns(model)])


def table_schema(model: type[Row]) -> pa.DataFrameSchema:
    """The pandera schema of a table: types, nulls, terms, bounds, a unique key, ordered bounds.

    Check DataFrames with it; on a LazyFrame pandera checks no data.
    """
    import pandera.polars as pa

    dtypes = polars_schema(model)
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                dtypes[column.name],
                checks=list(_checks(column)),
                nullable=column.nullable,
                unique=column.key,
                description=column.description,
            )
            for column in columns(model)
        },
        checks=[_order_check(lower, upper) for lower, upper in pairs_in_order(model)],
        strict=True,
        ordered=True,
        name=model.__name__,
    )


def json_schema(model: type[Row], table: str) -> dict[str, Any]:
    """The JSON Schema of one row of a table."""
    schema = model.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{REPOSITORY}/raw/main/schemas/tables/{table}.schema.json",
    }
    properties = {column.name: schema["properties"][column.name] for column in columns(model)}
    return head | schema | {"properties": properties, "required": list(properties)}


def _column(name: str, info: FieldInfo) -> Column:
    flat = list(_flat(info.annotation)) + info.metadata
    terms = next(
        (part for part in flat if isinstance(part, type) and issubclass(part, StrEnum)), None
    )
    base = next((part for part in flat if part in _KINDS), str)
    return Column(
        name=name,
        kind="list of text" if list in flat else _KINDS[base],
        nullable=types.NoneType in flat,
        key=any(isinstance(part, Key) for part in flat),
        terms=tuple(terms) if terms else (),
        at_least=_bound(flat, annotated_types.Ge),
        at_most=_bound(flat, annotated_types.Le),
        pattern=next((part.pattern for part in flat if getattr(part, "pattern", None)), None),
        references=next((part for part in flat if isinstance(part, References)), None),
        description=info.description or "",
    )


def _flat(annotation: Any) -> Iterator[Any]:
    """The types and marks that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        yield from _flat(inner)
        for mark in marks:
            yield from mark.metadata if isinstance(mark, FieldInfo) else [mark]
    elif origin in (Union, types.UnionType, list):
        yield origin
        for part in get_args(annotation):
            yield from _flat(part)
    else:
        yield annotation


def _bound(
    flat: list[Any], mark: type[annotated_types.Ge] | type[annotated_types.Le]
) -> float | None:
    found = next((part for part in flat if isinstance(part, mark)), None)
    return None if found is None else float(getattr(found, mark.__name__.lower()))


def _checks(column: Column) -> Iterator[pa.Check]:
    import pandera.polars as pa

    if column.kind == "list of text":
        return
    if column.terms:
        yield pa.Check.isin(list(column.terms))
    if column.at_least is not None:
        yield pa.Check.ge(column.at_least)
    if column.at_most is not None:
        yield pa.Check.le(column.at_most)
    if column.pattern:
        yield pa.Check.str_matches(column.pattern)


_ORDERED = (("_low", ""), ("", "_high"), ("_low", "_high"), ("_earliest", "_latest"))


def pairs_in_order(model: type[Row]) -> Iterator[tuple[str, str]]:
    """Columns of which the first is never above the second: low and high, earliest and latest."""
    names = [column.name for column in columns(model)]
    stems = {name.removesuffix("_low") for name in names if name.endswith("_low")}
    stems |= {name.removesuffix("_earliest") for name in names if name.endswith("_earliest")}
    for stem in sorted(stems):
        for lower, upper in ((stem + low, stem + high) for low, high in _ORDERED):
            if lower in names and upper in names:
                yield lower, upper
    for ending in ("", "_usd"):
        if f"low{ending}" in names:  # a claim has its one amount in columns of their own
            for lower, upper in (("low", "point"), ("point", "high"), ("low", "high")):
                yield lower + ending, upper + ending


def _order_check(lower: str, upper: str) -> pa.Check:
    import pandera.polars as pa
    import polars as pl

    def in_order(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col(lower) <= pl.col(upper)).fill_null(True))

    return pa.Check(in_order, name=f"{lower} <= {upper}")


def conform(frame: pl.LazyFrame, model: type[Row]) -> pl.DataFrame:
    """A frame with exactly the columns of a table, in its types and in the order of its key."""
    import polars as pl

    schema = polars_schema(model)
    lists = [column.name for column in columns(model) if column.kind == "list of text"]
    return (
        frame.select(
            pl.col(name).fill_null([]).cast(dtype) if name in lists else pl.col(name).cast(dtype)
            for name, dtype in schema.items()
        )
        .sort(key_of(model))
        .collect()
    )
