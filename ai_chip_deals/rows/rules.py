"""The rules of a table as expressions for any engine, all of them counted in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw

from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.schema import Column, columns, key_of, pairs_in_order

Table: TypeAlias = "nw.LazyFrame[Any]"

Test: TypeAlias = Callable[[nw.Expr], nw.Expr]
"""Which values break a rule."""

UNIQUE = "field_uniqueness"
_HASH = "_hash"


class Rule(NamedTuple):
    """A rule of a table, in pandera's words: the test that no value of a column may meet.

    Its place is that column, or the model where the rule is of two columns.
    """

    place: str
    name: str
    column: str
    test: Test

    @property
    def breaks(self) -> nw.Expr:
        """Whether a row breaks it."""
        return self.test(nw.col(self.column))


@cache
def rules(model: type[Row]) -> tuple[Rule, ...]:
    """Every rule of a table's values: nulls, terms, bounds, forms, a unique key, ordered bounds."""
    of_columns = [
        Rule(column.name, name, column.name, test)
        for column in columns(model)
        for name, test in _of_column(column)
    ]
    of_pairs = [
        Rule(model.__name__, f"{lower} <= {upper}", lower, _above_column(upper))
        for lower, upper in pairs_in_order(model)
    ]
    return (*of_columns, *of_pairs)


def broken_rules(table: Table, model: type[Row]) -> set[tuple[str, str]]:
    """The rules that some row breaks, each with its column; `pairs_in_order` are of the table."""
    return {rule for rule, rows in violations(table, model).items() if rows}


def violations(table: Table, model: type[Row]) -> dict[tuple[str, str], int]:
    """How many rows break each rule, by its column and name.

    One query counts them all. Columns of other types than those of the model are not looked for.
    """
    key = key_of(model)
    repeated = _repeated(_HASH).alias(key + UNIQUE)
    counts = _with_hashes(table, key).select(*_counts(model), repeated).collect()
    found = {
        # A sum over no rows is null where it is SQL that counts.
        (rule.place, rule.name): counts.item(0, rule.column + rule.name) or 0
        for rule in rules(model)
    }
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
            nw.lit(rule.place).alias("column"),
            nw.lit(rule.name).alias("rule"),
        )
        for rule in rules(model)
        if (rule.place, rule.name) in suspected
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


@cache
def _counts(model: type[Row]) -> tuple[nw.Expr, ...]:
    """How many rows break each rule, but for the unique key; columns of one test are asked at once.

    An expression has its price on every engine, however few the rows.
    """
    alike: dict[tuple[str, Test], list[str]] = {}
    for rule in rules(model):
        if rule.name != UNIQUE:
            alike.setdefault((rule.name, rule.test), []).append(rule.column)
    return tuple(
        test(nw.col(names)).cast(nw.Int64).sum().name.suffix(name)  # Spark sums no truths
        for (name, test), names in alike.items()
    )


def _of_column(column: Column) -> Iterator[tuple[str, Test]]:
    if not column.nullable:
        yield "not_nullable", _no_number if column.kind == "number" else nw.Expr.is_null
    if column.key:
        yield UNIQUE, nw.Expr.is_duplicated
    if column.terms and column.kind == "text":
        yield "isin", _none_of(column.terms)
    if column.at_least is not None:
        yield f"greater_than_or_equal_to({column.at_least})", _below(column.at_least)
    if column.at_most is not None:
        yield f"less_than_or_equal_to({column.at_most})", _above(column.at_most)
    if column.pattern and column.kind == "text":
        yield "str_matches", _unlike(column.pattern)


# A test is made once, so that columns can be seen to have the same one.


def _no_number(value: nw.Expr) -> nw.Expr:
    return value.fill_nan(None).is_null()


@cache
def _none_of(terms: tuple[str, ...]) -> Test:
    return lambda value: ~value.is_in(terms)


@cache
def _below(bound: float) -> Test:
    return lambda value: value < bound


@cache
def _above(bound: float) -> Test:
    return lambda value: value > bound


def _above_column(name: str) -> Test:
    return lambda value: value > nw.col(name)


@cache
def _unlike(pattern: str) -> Test:
    return lambda value: ~value.str.contains(f"^(?:{pattern})")
