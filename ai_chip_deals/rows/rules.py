"""The rules of a table as expressions for any engine, all of them counted in one query."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw

from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.schema import Column, columns, pairs_in_order

Table: TypeAlias = "nw.LazyFrame[Any]"


class Rule(NamedTuple):
    """A rule of a table, in pandera's words, with the number of rows that break it."""

    column: str
    name: str
    broken: nw.Expr


@cache
def rules(model: type[Row]) -> tuple[Rule, ...]:
    """Every rule of a table's values: nulls, terms, bounds, forms, a unique key, ordered bounds."""
    of_pairs = [
        Rule(model.__name__, f"{lower} <= {upper}", _number(nw.col(lower) > nw.col(upper)))
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
    every = rules(model)
    counts = table.select(rule.broken.alias(str(n)) for n, rule in enumerate(every)).collect()
    # A sum over no rows is null where it is SQL that counts.
    return {(rule.column, rule.name): counts.item(0, str(n)) or 0 for n, rule in enumerate(every)}


def _of_column(column: Column) -> Iterator[Rule]:
    name, value = column.name, nw.col(column.name)
    if not column.nullable:
        missing = value.is_null() | value.is_nan() if column.kind == "number" else value.is_null()
        yield Rule(name, "not_nullable", _number(missing))
    if column.key:
        yield Rule(name, "field_uniqueness", nw.len() - value.n_unique())
    if column.terms and column.kind == "text":
        yield Rule(name, "isin", _number(~value.is_in(column.terms)))
    if column.at_least is not None:
        bound = f"greater_than_or_equal_to({column.at_least})"
        yield Rule(name, bound, _number(value < column.at_least))
    if column.at_most is not None:
        bound = f"less_than_or_equal_to({column.at_most})"
        yield Rule(name, bound, _number(value > column.at_most))
    if column.pattern and column.kind == "text":
        form = ~value.str.contains(f"^(?:{column.pattern})")
        yield Rule(name, "str_matches", _number(form))


def _number(broken: nw.Expr) -> nw.Expr:
    """How many rows break a rule; Spark sums no truths."""
    return broken.cast(nw.Int64).sum()
