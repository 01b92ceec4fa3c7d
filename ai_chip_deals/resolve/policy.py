"""The resolution policy: of all claims to one value, which one does its record show?

A *cell* is one value of one record: what the claims to it compete for. A *row* is what a cell
is part of. Each step below is one function and one sentence of the policy. Only relational
operations are used (group, join, minimum, maximum, distinct counts; no order of rows), so that
every engine gives the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, settled
from ai_chip_deals.rows.keys import NOT_STATED
from ai_chip_deals.vocabulary import OTHERS, STATE_FIGURES, Qualifier, Stance

CELL_PARTS = ("table", "record_id", "lot", "field", "unit", "currency", "per", "during", "stance")

EXPECTING = ("deals", "deal_figures", "deal_events", "launches")
"""Tables in which what is expected has rows of its own; elsewhere it stays a claim."""

_WITHOUT_AS_OF = -1
_SHIFT = 5_000_000_000
"""Gives ten digits to every number that decides between claims: counts, ranks, days."""


Told: TypeAlias = Mapping[str, Set[str]]


@dataclass(frozen=True)
class Judged:
    """All claims with the rows and cells that they feed, and what the policy makes of them.

    `winners` has one claim a cell; `conflicts` the cells whose claims conflict; `extremes` the
    lowest and highest number claimed for each cell; `denials` the standing denials.
    """

    claims: Frame
    assertions: Frame
    winners: Frame
    conflicts: Frame
    extremes: Frame
    denials: Frame


def told(claims: Frame) -> Told:
    """The stances that claims take, by the table that they speak of."""
    stances: dict[str, set[str]] = {}
    for table, stance in claims.select("table", "stance").unique().collect().iter_rows():
        stances.setdefault(table, set()).add(stance)
    return stances


def judge(claims: Frame) -> Judged:
    """Apply the policy to claims."""
    claims = settled(with_cells(claims))
    expected = (nw.col("stance") == Stance.EXPECTS.value) & nw.col("table").is_in(EXPECTING)
    assertions = settled(claims.filter(expected | (nw.col("stance") == Stance.SAYS.value)))
    heard = settled(without_weak(assertions))
    winners = settled(between_origins(settled(one_voice_an_origin(heard))))
    return Judged(
        claims=claims,
        assertions=assertions,
        winners=winners,
        conflicts=settled(conflicting_cells(heard)),
        extremes=settled(claimed_extremes(heard, winners)),
        denials=settled(standing_denials(claims)),
    )


def with_cells(claims: Frame) -> Frame:
    """Give each claim the key of its cell, and of the row that the cell is part of."""
    stated = claims.with_columns(
        *(nw.col(name).fill_null(NOT_STATED).alias(f"_{name}") for name in CELL_PARTS)
    ).with_columns(
        # An event is one of the deal; who means that of a lot names it.
        _lot=nw.when(nw.col("table") == "deal_events")
        .then(nw.lit(NOT_STATED))
        .otherwise(nw.col("_lot")),
        # Money is told apart by its currency, everything else by its unit.
        _counted=nw.when(nw.col("currency").is_null())
        .then(nw.col("_unit"))
        .otherwise(nw.col("currency")),
    )
    figure_parts = ["record_id", "_lot", "field", "_counted", "_per"]
    table = nw.col("table")
    return stated.with_columns(
        cell=nw.concat_str([f"_{name}" for name in CELL_PARTS], separator="|"),
        row_id=nw.when(table == "deal_figures")
        .then(
            nw.when(nw.col("during").is_null())
            .then(nw.concat_str([*figure_parts, "stance"], separator="/"))
            .otherwise(nw.concat_str([*figure_parts, "stance", "_during"], separator="/"))
        )
        .otherwise(
            nw.when(table == "deal_events")
            .then(nw.concat_str(["record_id", "field", "stance"], separator="/"))
            .otherwise(nw.col("record_id"))
        ),
    ).drop(*(f"_{name}" for name in CELL_PARTS), "_counted")


def without_weak(assertions: Frame) -> Frame:
    """Weak claims count only where nothing else exists."""
    best = nw.col("weak").cast(nw.Int8).min().over("cell")
    return assertions.filter(nw.col("weak").cast(nw.Int8) == best)


def one_voice_an_origin(claims: Frame) -> Frame:
    """Among claims of one origin with one as of: one of them speaks.

    Of an event, one that gives its day; its own document; else the number or day that most
    publishers print, and of equal numbers the hedged wording, because retelling loses hedges and
    seldom adds them.
    """
    voice = ["cell", "_origin", "_as_of"]
    claims = claims.with_columns(
        _origin=nw.col("origin").fill_null(""),
        _as_of=nw.col("as_of").fill_null(""),
        _number=_number(),
        _relayed=(nw.col("publisher") != nw.col("origin").fill_null("")).cast(nw.Int8),
        _bare=_bare(),
        _dayless=_dayless(),
    )
    claims = keep_least(claims, voice, "_dayless", "_relayed")
    votes = claims.group_by([*voice, "_number"]).agg(
        (-nw.col("publisher").n_unique().cast(nw.Int64)).alias("_votes")
    )
    claims = claims.join(votes, on=[*voice, "_number"], how="inner")
    return keep_least(claims, voice, "_votes", "_bare", then="claim_id")


def between_origins(voices: Frame) -> Frame:
    """Of the origins' voices to one cell, the one that its record shows.

    Of an event, one that gives its day; reported before estimated; the tier of the origin; the
    latest stated as of (by its first day, where that is open by its last), dated before undated;
    the number of origins that agree; hedged before bare; claim id. For states, such as delivered,
    the as of comes before the tier.
    """
    dated = nw.coalesce(nw.col("as_of_earliest"), nw.col("as_of_latest"))
    voices = with_agreeing_origins(voices).with_columns(
        _estimated=nw.col("estimated").cast(nw.Int8),
        _age=-as_number(dated).fill_null(_WITHOUT_AS_OF),
        _state=nw.col("field").is_in([figure.value for figure in STATE_FIGURES]),
        _disagreed=-nw.col("_agreeing"),
    )
    tier, age = nw.col("tier").cast(nw.Int64), nw.col("_age")
    voices = voices.with_columns(
        _first=nw.when(nw.col("_state")).then(age).otherwise(tier),
        _second=nw.when(nw.col("_state")).then(tier).otherwise(age),
    )
    order = ("_dayless", "_estimated", "_first", "_second", "_disagreed", "_bare")
    voices = keep_least(voices, ["cell"], *order, then="claim_id")
    return voices.drop(*(name for name in voices.collect_schema().names() if name.startswith("_")))


def with_agreeing_origins(voices: Frame) -> Frame:
    """Count, for each voice, the other origins whose claim to the cell agrees with it."""
    value = ["cell", "claim_id", "_origin", "text", "reach_low", "reach_high"]
    others = voices.select(nw.col(name).alias(f"{name}_2") for name in value)
    pairs = voices.select(*value).join(others, left_on="cell", right_on="cell_2", how="inner")
    agreeing = (
        pairs.filter(
            (nw.col("_origin") != nw.col("_origin_2"))
            & _same(nw.col("text"), nw.col("text_2"))
            & ~_ends_before(nw.col("reach_high"), nw.col("reach_low_2"))
            & ~_ends_before(nw.col("reach_high_2"), nw.col("reach_low"))
        )
        .group_by("claim_id")
        .agg(nw.col("_origin_2").n_unique().cast(nw.Int64).alias("_agreeing"))
    )
    counted = voices.join(agreeing, on="claim_id", how="left")
    return counted.with_columns(nw.col("_agreeing").fill_null(0))


def conflicting_cells(heard: Frame) -> Frame:
    """Cells with claims that cannot all be right, with the row and field that they belong to.

    Intervals all have a point in common unless the highest lower end lies above the lowest upper
    end. Claims with different as of may differ; an undated one is held against all of them. A list
    of parties that its page leaves open conflicts with none.
    """
    cell = ["table", "row_id", "record_id", "field", "stance", "cell"]
    text = nw.col("text").fill_null("")
    is_open = (text == OTHERS) | text.str.ends_with(f" {OTHERS}")
    closed = nw.when(~is_open).then(nw.col("text"))
    ends = [
        nw.col("reach_low").max().alias("highest_low"),
        nw.col("reach_high").min().alias("lowest_high"),
        nw.col("_text").min().alias("first_text"),
        nw.col("_text").max().alias("last_text"),
    ]
    heard = heard.with_columns(_text=closed, _as_of=nw.col("as_of").fill_null(""))
    dated = heard.group_by([*cell, "_as_of"]).agg(*ends)
    undated = heard.filter(nw.col("as_of").is_null()).group_by("cell").agg(*ends)
    both = dated.join(undated, on="cell", how="left", suffix="_2")
    low = nw.max_horizontal("highest_low", "highest_low_2")
    high = nw.min_horizontal("lowest_high", "lowest_high_2")
    first = nw.col("first_text") != nw.col("last_text")
    second = nw.col("first_text_2") != nw.col("last_text_2")
    third = nw.col("first_text") != nw.col("first_text_2")
    differ = first.fill_null(False) | second.fill_null(False) | third.fill_null(False)
    return both.filter((low > high).fill_null(False) | differ).select(*cell).unique()


def claimed_extremes(heard: Frame, winners: Frame) -> Frame:
    """The extremes claimed for each cell: by a known publisher, by two pages, or by the winner."""
    numbers = heard.with_columns(
        _number=_number(),
        _low=nw.min_horizontal("low", "point", "high"),
        _high=nw.max_horizontal("low", "point", "high"),
    )
    pages = numbers.group_by(["cell", "_number"]).agg(
        nw.col("source_id").n_unique().alias("_pages")
    )
    winning = winners.select("claim_id", _wins=nw.lit(True))
    numbers = numbers.join(pages, on=["cell", "_number"], how="inner")
    numbers = numbers.join(winning, on="claim_id", how="left")
    vouched = nw.col("known_publisher") | (nw.col("_pages") > 1) | nw.col("_wins").fill_null(False)
    return (
        numbers.filter(vouched)
        .group_by("cell")
        .agg(nw.col("_low").min().alias("claimed_low"), nw.col("_high").max().alias("claimed_high"))
    )


def standing_denials(claims: Frame) -> Frame:
    """Denials that their origin has not taken back by saying so later.

    It takes a denial back by saying what it denied, of the same lot or of all; a denial of the
    deal by saying anything of it.
    """
    denials = claims.filter(nw.col("stance") == Stance.DENIES.value)
    said = claims.filter((nw.col("stance") == Stance.SAYS.value) & ~nw.col("origin").is_null())
    later = said.select("record_id", "origin", "field", "lot", _said="published_earliest")
    pairs = denials.join(later, on=["record_id", "origin"], how="inner", suffix="_2")
    whole = nw.col("field") == "deal"
    lot, lot_2 = nw.col("lot").fill_null("all"), nw.col("lot_2").fill_null("all")
    same_lot = (lot == lot_2) | lot.is_in(["all"]) | lot_2.is_in(["all"])
    taken_back = pairs.filter(
        (whole | ((nw.col("field") == nw.col("field_2")) & same_lot))
        & (nw.col("_said") > nw.col("published_latest")).fill_null(False)
    )
    return denials.join(taken_back.select("claim_id"), on="claim_id", how="anti")


def keep_least(frame: Frame, by: list[str], *numbers: str, then: str | None = None) -> Frame:
    """Of each group the rows that come first in an order.

    The first number decides, among its equals the next, and at last a text; none of them is null.
    Together they are one text, so that one query finds them all: shifted, every number has as
    many digits.
    """
    places = [(nw.col(name).cast(nw.Int64) + _SHIFT).cast(nw.String) for name in numbers]
    frame = frame.with_columns(
        _place=nw.concat_str([*places, nw.col(then) if then else nw.lit("")])
    )
    return (
        frame.with_columns(_least=nw.col("_place").min().over(*by))
        .filter(nw.col("_place") == nw.col("_least"))
        .drop("_place", "_least")
    )


def _number() -> nw.Expr:
    """What a claim prints without its hedge, as text: `more than 100000` and `100000` are equal."""
    two_ends = nw.col("qualifier").is_in([Qualifier.RANGE.value, Qualifier.MAGNITUDE.value])
    number = nw.coalesce(nw.col("point"), nw.col("low"), nw.col("high")).cast(nw.String)
    ends = nw.concat_str(
        [nw.col("low").cast(nw.String), nw.col("high").cast(nw.String)], separator=".."
    )
    return nw.coalesce(
        nw.when(two_ends.fill_null(False)).then(ends).otherwise(number),
        nw.col("date"),
        nw.col("text"),
        nw.lit(""),
    )


def _dayless() -> nw.Expr:
    """Whether a claim tells of an event and not of its day."""
    event = (nw.col("table") == "deal_events") | (nw.col("field") == "date")
    return (event & nw.col("date").is_null()).cast(nw.Int8)


def _bare() -> nw.Expr:
    """0 for a hedged amount or a day, 1 for a bare number."""
    return (nw.col("qualifier").fill_null("") == Qualifier.EXACT.value).cast(nw.Int8)


def _same(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    return one.fill_null("") == other.fill_null("")


def _ends_before(high: nw.Expr, low: nw.Expr) -> nw.Expr:
    return (high < low).fill_null(False)


def as_number(day: nw.Expr) -> nw.Expr:
    """A day as a number that grows with time."""
    return (
        day.dt.year().cast(nw.Int64) * 10_000
        + day.dt.month().cast(nw.Int64) * 100
        + day.dt.day().cast(nw.Int64)
    )
