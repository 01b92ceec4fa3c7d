"""The rules of a table as expressions for any engine, all of them counted in one query."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw

from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.schema import Column, columns, key_of, pairs_in_order

Table: TypeAlias = "nw.LazyFrame[Any]"

UNIQUE = "field_uniqueness"
_HASH = "_hash"


class Rule(NamedTuple):
    """A rule of a table, in pandera's words: which rows break it, and how many they are."""

    column: str
    name: str
    breaks: nw.Expr
    broken: nw.Expr


@cache
def rules(model: type[Row]) -> tuple[Rule, ...]:
    """Every rule of a table's values: nulls, terms, bounds, forms, a unique key, ordered bounds."""
    of_pairs = [
        _rule(model.__name__, f"{lower} <= {upper}", nw.col(lower) > nw.col(upper))
        for lower, upper in pairs_in_order(model)
    ]
    return (*(rule for column in columns(model) for rule in _of_column(column)), *of_pairs)


def broken_rules(table: Table, model: type[Row]) -> set[tuple[str, str]]:
    """The rules that some row breaks, each with its column; `pairs_in_order` are of the table."""
    return {rule for rule, rows in violations(table, model).items() if rows}


def violations(table: Table, model: type[Row]) -> dict[tuple[str, str], int]:
    """How many rows break each rule, by its column and name.

    One query counts them all. Columns of other types than those of the model are not looked for.
    """
    every, key = rules(model), key_of(model)
    hashed = _with_hashes(table, key)
    counts = hashed.select(rule.broken.alias(str(n)) for n, rule in enumerate(every)).collect()
    # A sum over no rows is null where it is SQL that counts.
    found = {(rule.column, rule.name): counts.item(0, str(n)) or 0 for n, rule in enumerate(every)}
    if found[key, UNIQUE]:  # two keys may have one hash
        found[key, UNIQUE] = _alike(table, key).select(_repeated(key)).collect().item()
    return found


def broken_rows(table: Table, model: type[Row]) -> list[tuple[str | None, str, str]]:
    """Every row that breaks a rule, by its key, with the column and the rule that it breaks.

    Only what some row breaks is looked for, so that a clean table costs no more than its count.
    """
    key, suspected = key_of(model), broken_rules(table, model)
    found = [
        (_alike(table, key) if rule.name == UNIQUE else table)
        .filter(rule.breaks)
        .select(
            nw.col(key).alias("key"),
            nw.lit(rule.column).alias("column"),
            nw.lit(rule.name).alias("rule"),
        )
        for rule in rules(model)
        if (rule.column, rule.name) in suspected
    ]
    return nw.concat(found).collect().rows() if found else []


def _with_hashes(table: Table, key: str) -> Table:
    """The table with a column that tells its keys apart: where polars runs, by their hashes.

    They are counted in a third of the time and memory that texts take; other engines hash anyway.
    """
    if not table.implementation.is_polars():
        return table.with_columns(nw.col(key).alias(_HASH))
    import polars as pl

    hashed: pl.LazyFrame = table.to_native().with_columns(pl.col(key).hash().alias(_HASH))
    return nw.from_native(hashed)


def _alike(table: Table, key: str) -> Table:
    """The rows whose keys have a hash that stands twice."""
    return _with_hashes(table, key).filter(nw.col(_HASH).is_duplicated())


def _repeated(column: str) -> nw.Expr:
    return nw.len() - nw.col(column).n_unique()


def _rule(column: str, name: str, breaks: nw.Expr) -> Rule:
    return Rule(column, name, breaks, breaks.cast(nw.Int64).sum())  # Spark sums no truths


def _of_column(column: Column) -> Iterator[Rule]:
    name, value = column.name, nw.col(column.name)
    if not column.nullable:
        missing = value.is_null() | value.is_nan() if column.kind == "number" else value.is_null()
        yield _rule(name, "not_nullable", missing)
    if column.key:
        yield Rule(name, UNIQUE, value.is_duplicated(), _repeated(_HASH))
    if column.terms and column.kind == "text":
        yield _rule(name, "isin", ~value.is_in(column.terms))
    if column.at_least is not None:
        bound = f"greater_than_or_equal_to({column.at_least})"
        yield _rule(name, bound, value < column.at_least)
    if column.at_most is not None:
        bound = f"less_than_or_equal_to({column.at_most})"
        yield _rule(name, bound, value > column.at_most)
    if column.pattern and column.kind == "text":
        yield _rule(name, "str_matches", ~value.str.contains(f"^(?:{column.pattern})"))
