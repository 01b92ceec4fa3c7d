"""The rules of a table as expressions for any engine, all of them counted in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import narwhals as nw

from ai_chip_deals.rows.row import Row
from ai_chip_deals.rows.schema import Column, columns, key_of, pairs_in_order

if TYPE_CHECKING:
    import polars as pl

Table: TypeAlias = "nw.LazyFrame[Any]"

Test: TypeAlias = Callable[[nw.Expr], nw.Expr]
"""Which values break a rule."""

UNIQUE = "field_uniqueness"
_HASH = "_hash"
_ALIKE = "_alike"


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
    counts = _counted(table, model)
    found = {
        # A sum over no rows is null where it is SQL that counts.
        (rule.place, rule.name): counts.item(0, rule.column + rule.name) or 0
        for rule in rules(model)
    }
    if found[key, UNIQUE]:  # two keys may have one hash
        alike = _with_alike(table, key).filter(nw.col(_ALIKE)).filter(nw.col(key).is_duplicated())
        found[key, UNIQUE] = alike.select(nw.len()).collect().item()
    return found


def broken_rows(table: Table, model: type[Row]) -> list[tuple[str | None, str, str]]:
    """Every row that breaks a rule, by its key, with the column and the rule that it breaks.

    One pass keeps the rows that may break any; which rule they break is asked of those few.
    """
    key = key_of(model)
    may_break = [nw.col(_ALIKE) if rule.name == UNIQUE else rule.breaks for rule in rules(model)]
    judged = (
        _with_alike(table, key)
        .filter(nw.any_horizontal(*may_break, ignore_nulls=True))
        .select(key, *(rule.breaks.alias(rule.column + rule.name) for rule in rules(model)))
        .collect()
    )
    return [
        (name, rule.place, rule.name)
        for name, *verdicts in judged.iter_rows()
        for rule, broken in zip(rules(model), verdicts, strict=True)
        if broken
    ]


def _counted(table: Table, model: type[Row]) -> nw.DataFrame[Any]:
    """How many rows break each rule, in one row; where polars runs, a key counts by its hash."""
    key = key_of(model)
    counts = _counts(model, sums_truths=not table.implementation.is_spark_like())
    if not table.implementation.is_polars():
        return table.select(*counts, _repeated(key).alias(key + UNIQUE)).collect()
    import polars as pl

    again = _hashes_again(table, key).select(pl.len().alias(key + UNIQUE))
    row: pl.LazyFrame = pl.concat([table.select(*counts).to_native(), again], how="horizontal")
    return nw.from_native(row.collect())


def _with_alike(table: Table, key: str) -> Table:
    """The table, with whether the key of a row, or a hash of it, is that of another row too."""
    if not table.implementation.is_polars():
        return table.with_columns(nw.col(key).is_duplicated().alias(_ALIKE))
    import polars as pl

    again = _hashes_again(table, key).collect().to_series()
    alike = pl.col(key).hash().is_in(again.implode()).alias(_ALIKE)
    frame: pl.LazyFrame = table.to_native().with_columns(alike)
    return nw.from_native(frame)


def _hashes_again(table: Table, key: str) -> pl.LazyFrame:
    """The hashes of keys, in polars, that have one like them before; mostly there are none.

    They are put in order, which takes less time and memory than a set of them.
    """
    import polars as pl

    hashes: pl.LazyFrame = table.to_native().select(pl.col(key).hash().alias(_HASH))
    return hashes.sort(_HASH).filter(pl.col(_HASH) == pl.col(_HASH).shift())


def _repeated(key: str) -> nw.Expr:
    return nw.len() - nw.col(key).n_unique()


@cache
def _counts(model: type[Row], *, sums_truths: bool) -> tuple[nw.Expr, ...]:
    """How many rows break each rule, but for the unique key; columns of one test are asked at once.

    An expression has its price on every engine, however few the rows. Spark sums numbers only,
    and to make them of truths costs polars more than the sum.
    """
    alike: dict[tuple[str, Test], list[str]] = {}
    for rule in rules(model):
        if rule.name != UNIQUE:
            alike.setdefault((rule.name, rule.test), []).append(rule.column)
    broken = ((name, test(nw.col(names))) for (name, test), names in alike.items())
    return tuple(
        (rows if sums_truths else rows.cast(nw.Int64)).sum().name.suffix(name)
        for name, rows in broken
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
