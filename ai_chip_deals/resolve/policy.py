"""The resolution policy: of all claims to one value, which one does its record show?

A *cell* is one value of one record: what the claims to it compete for. A *row* is what a cell
is part of. Each step below is one function and one sentence of the policy. Only relational
operations are used (group, join, minimum, maximum, distinct counts; no order of rows), so that
every engine gives the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, numbered, settled
from ai_chip_deals.vocabulary import OTHERS, STATE_FIGURES, Qualifier, Stance

CELL_PARTS = ("table", "record_id", "lot", "field", "unit", "currency", "per", "during", "stance")

DEAL_TABLES = ("deals", "deal_figures", "deal_events")

EXPECTING = ("deals", "deal_figures", "deal_events", "launches")
"""Tables in which what is expected has rows of its own; elsewhere it stays a claim."""

UNREAD = (
    *("according_to", "anonymous", "passage_start", "passage_end", "passage_sha256"),
    *("published", "published_approximate", "retrieved", "known_from", "wins"),
)
"""What the policy does not ask of a claim."""

UNSHOWN = (
    *("product_id", "published_earliest", "published_latest", "known_publisher", "source_id"),
    *("reach_low", "reach_high", "rivals"),
)
"""What no row takes from the claim that wins."""

_WHERE = (
    *("nth", "claim_id", "table", "record_id", "lot", "field", "stance"),
    *("record", "row", "cell"),
)
STANDING = (*_WHERE, "text", "as_of", "published_latest", "source_id", "origin", "weak")
"""What counts of a claim that stands behind a row."""
DECIDING = (
    *_WHERE,
    *("text", "date", "low", "point", "high", "reach_low", "reach_high", "qualifier", "estimated"),
    *("as_of", "as_of_earliest", "as_of_latest"),
    *("source_id", "publisher", "known_publisher", "origin", "tier", "weak"),
)
"""What decides between claims."""

FLAG, TIERS, DAYS, MANY = 2, 10, 1_000_000, 1_000_000_000
"""How many values a number that decides may have: yes or no, a tier, a day, a count."""

Told: TypeAlias = Mapping[str, Set[str]]
"""The stances that claims take, by the table that they speak of."""

LOWEST = nw.min_horizontal("low", "point", "high")
HIGHEST = nw.max_horizontal("low", "point", "high")
"""The ends of the number that a claim states."""


@dataclass(frozen=True)
class Judged:
    """Claims with the rows and cells that they feed, by what the policy makes of them.

    `winners` has one claim a cell; `conflicts` the cells whose claims conflict; `extremes` the
    lowest and highest number claimed for each contested cell; `denials` the standing denials;
    `silences` add nothing but that somebody was asked. A cell is named by its first claim's number.
    """

    assertions: Frame
    winners: Frame
    conflicts: Frame
    extremes: Frame
    denials: Frame
    silences: Frame


def told(claims: Frame) -> Told:
    """Find what claims speak of, so that no query looks for what none of them tells."""
    stances: dict[str, set[str]] = {}
    for table, stance in claims.select("table", "stance").unique().collect().iter_rows():
        stances.setdefault(table, set()).add(stance)
    return stances


def judge(claims: Frame) -> Judged:
    """Apply the policy to claims.

    Few claims have rivals, and of these few columns decide.
    """
    claims = settled(with_groups(numbered(claims.drop(*UNREAD), "nth")))
    expected = (nw.col("stance") == Stance.EXPECTS.value) & nw.col("table").is_in(EXPECTING)
    assertions = claims.filter(expected | (nw.col("stance") == Stance.SAYS.value))
    alone = assertions.filter(nw.col("rivals") == 1)
    contested = assertions.filter(nw.col("rivals") > 1)
    heard = settled(without_weak(contested.select(*DECIDING)))
    voices = settled(between_origins(settled(one_voice_an_origin(heard))))
    won = nw.concat([alone.select("nth"), voices.select("nth")])
    winners = settled(claims.drop(*UNSHOWN).join(won, on="nth", how="semi"))
    return Judged(
        assertions=assertions.select(*STANDING),
        winners=winners,
        conflicts=settled(conflicting_cells(heard, winners)),
        extremes=settled(claimed_extremes(heard, voices)),
        denials=settled(standing_denials(claims)),
        silences=claims.filter(nw.col("stance") == Stance.SILENT.value).select(*STANDING),
    )


def with_groups(claims: Frame) -> Frame:
    """Number the record that each claim is about, the row that shows it, and its cell.

    A figure or an event is a row and has one cell; a row of another table is a whole record. What
    is claimed of one deal is one record, whatever table it feeds. Its number is below zero, so
    that no cell has the same.
    """
    table = nw.col("table")
    claims = claims.with_columns(
        # An event is one of the deal; who means that of a lot names it.
        _lot=nw.when(table != "deal_events").then(nw.col("lot")),
        _about=nw.when(table.is_in(DEAL_TABLES)).then(nw.lit("deals")).otherwise(table),
    )
    parts = ["_lot" if part == "lot" else part for part in CELL_PARTS]
    claims = with_rivals(claims, parts, "cell").with_columns(
        record=-1 - nw.col("nth").min().over("_about", "record_id")
    )
    is_cell = table.is_in(["deal_figures", "deal_events"])
    return claims.with_columns(
        row=nw.when(is_cell).then(nw.col("cell")).otherwise(nw.col("record"))
    ).drop("_lot", "_about")


def with_rivals(claims: Frame, by: Sequence[str], group: str) -> Frame:
    """Name each group of claims by the number of its first, and count its claims as `rivals`."""
    first = nw.col("nth").min().over(*by)
    return claims.with_columns(first.alias(group), rivals=nw.len().over(*by))


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
    claims = claims.with_columns(
        _origin=nw.col("origin").fill_null(""),
        _as_of=nw.col("as_of").fill_null(""),
        _bare=_bare(),
        _dayless=_dayless(),
    )
    claims = settled(with_rivals(claims, ["cell", "_origin", "_as_of"], "_voice"))
    alone = claims.filter(nw.col("rivals") == 1)
    several = claims.filter(nw.col("rivals") > 1).select(
        *("nth", "claim_id", "publisher", "_voice", "_bare", "_dayless"),
        _printed=_printed(),
        _relayed=(nw.col("publisher") != nw.col("_origin")).cast(nw.Int64),
    )
    several = keep_least(several, ["_voice"], {"_dayless": FLAG, "_relayed": FLAG})
    votes = several.group_by("_voice", "_printed").agg(
        most_first(nw.col("publisher").n_unique()).alias("_votes")
    )
    several = several.join(votes, on=["_voice", "_printed"], how="inner")
    several = keep_least(several, ["_voice"], {"_votes": MANY, "_bare": FLAG}, then="claim_id")
    speaking = nw.concat([alone.select("nth"), several.select("nth")])
    return claims.join(speaking, on="nth", how="semi")


def between_origins(voices: Frame) -> Frame:
    """Of the origins' voices to one cell, the one that its record shows.

    Of an event, one that gives its day; reported before estimated; the tier of the origin; the
    latest stated as of (by its first day, where that is open by its last), dated before undated;
    the number of origins that agree; hedged before bare; claim id. For states, such as delivered,
    the as of comes before the tier.
    """
    dated = nw.coalesce(nw.col("as_of_earliest"), nw.col("as_of_latest"))
    tier, age = nw.col("tier"), latest_first(dated)
    is_state = nw.col("field").is_in([figure.value for figure in STATE_FIGURES])
    agreeing = agreeing_origins(voices)
    voices = voices.select(
        *("nth", "claim_id", "cell", "_dayless", "_bare"),
        _estimated=nw.col("estimated").cast(nw.Int64),
        _standing=nw.when(is_state).then(age * TIERS + tier).otherwise(tier * DAYS + age),
    )
    voices = voices.join(agreeing, on="nth", how="left").with_columns(
        _disagreed=most_first(nw.col("_agreeing").fill_null(0))
    )
    order = {"_dayless": FLAG, "_estimated": FLAG, "_standing": DAYS * TIERS}
    return keep_least(
        voices, ["cell"], order | {"_disagreed": MANY, "_bare": FLAG}, then="claim_id"
    )


def agreeing_origins(voices: Frame) -> Frame:
    """Count, for each voice, the other origins whose claim to the cell agrees with it, if any."""
    value = ["cell", "nth", "_origin", "text", "reach_low", "reach_high"]
    several = voices.filter(
        nw.col("_voice").min().over("cell") < nw.col("_voice").max().over("cell")
    )
    several = several.select(*value)
    others = several.rename({name: f"{name}_2" for name in value})
    pairs = several.join(others, left_on="cell", right_on="cell_2", how="inner")
    return (
        pairs.filter(
            (nw.col("_origin") != nw.col("_origin_2"))
            & _same(nw.col("text"), nw.col("text_2"))
            & ~_ends_before(nw.col("reach_high"), nw.col("reach_low_2"))
            & ~_ends_before(nw.col("reach_high_2"), nw.col("reach_low"))
        )
        .group_by("nth")
        .agg(nw.col("_origin_2").n_unique().cast(nw.Int64).alias("_agreeing"))
    )


def conflicting_cells(heard: Frame, winners: Frame) -> Frame:
    """Cells with claims that cannot all be right, with the row and field that they belong to.

    Intervals all have a point in common unless the highest lower end lies above the lowest upper
    end. Claims with different as of may differ; an undated one is held against all of them. A list
    of parties that its page leaves open conflicts with none.
    """
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
    dated = heard.group_by("cell", "_as_of").agg(*ends)
    undated = dated.filter(nw.col("_as_of") == "").drop("_as_of")
    both = dated.join(undated, on="cell", how="left", suffix="_2")
    low = nw.max_horizontal("highest_low", "highest_low_2")
    high = nw.min_horizontal("lowest_high", "lowest_high_2")
    first = nw.col("first_text") != nw.col("last_text")
    second = nw.col("first_text_2") != nw.col("last_text_2")
    third = nw.col("first_text") != nw.col("first_text_2")
    differ = first.fill_null(False) | second.fill_null(False) | third.fill_null(False)
    conflicting = both.filter((low > high).fill_null(False) | differ)
    where = winners.select("table", "record", "row", "field", "stance", "cell")
    return where.join(conflicting, on="cell", how="semi")


def claimed_extremes(heard: Frame, winners: Frame) -> Frame:
    """The extremes claimed for each cell: by a known publisher, by two pages, or by the winner."""
    figures = heard.filter(nw.col("table") == "deal_figures")
    numbers = figures.with_columns(_printed=_printed(), _low=LOWEST, _high=HIGHEST)
    pages = numbers.group_by("cell", "_printed").agg(nw.col("source_id").n_unique().alias("_pages"))
    numbers = numbers.join(pages, on=["cell", "_printed"], how="inner")
    numbers = numbers.join(winners.select("nth", _wins=nw.lit(True)), on="nth", how="left")
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


def keep_least(
    frame: Frame, by: list[str], order: Mapping[str, int], then: str | None = None
) -> Frame:
    """Of each group the rows that come first in an order.

    The first number decides, among its equals the next, and at last a text; none of them is null.
    Each number is whole, from 0 and below what `order` says, so that together they are one, and
    one query finds them all.
    """
    if order:
        first, *others = order
        place = nw.col(first).cast(nw.Int64)
        for name in others:
            place = place * order[name] + nw.col(name).cast(nw.Int64)
        frame = _least(frame, by, place)
    return _least(frame, by, nw.col(then)) if then else frame


def _least(frame: Frame, by: list[str], place: nw.Expr) -> Frame:
    placed = frame.with_columns(_place=place)
    return placed.filter(nw.col("_place") == nw.col("_place").min().over(*by)).drop("_place")


def most_first(count: nw.Expr) -> nw.Expr:
    """A count as a number that falls as it grows."""
    return (MANY - 1) - count.cast(nw.Int64)


def _printed() -> nw.Expr:
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


def earliest_first(day: nw.Expr) -> nw.Expr:
    """A day as a number that grows with time, in months of 32 days."""
    return (
        day.dt.year().cast(nw.Int64) * 384
        + day.dt.month().cast(nw.Int64) * 32
        + day.dt.day().cast(nw.Int64)
    )


def latest_first(day: nw.Expr) -> nw.Expr:
    """A day as a number that falls with time; no day comes last."""
    return ((DAYS - 2) - earliest_first(day)).fill_null(DAYS - 1)
