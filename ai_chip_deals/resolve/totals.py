"""Headline figures of a deal, and which deal holds a figure already, so that sums are safe."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, settled
from ai_chip_deals.resolve.policy import FLAG, keep_least
from ai_chip_deals.vocabulary import (
    HARDWARE_UNITS,
    NOT_A_TRANSACTION,
    POWER_UNITS,
    TRANSACTION_KINDS,
    UNDONE_STAGES,
    Figure,
    Qualifier,
    Stance,
)

ENDINGS = ("", "_low", "_high", "_qualifier", "_as_stated")
"""What the columns of a figure end in."""

_BOUNDS = [f"{name}{ending}" for name in ("value", "usd") for ending in ENDINGS[:3]]
_WORDS = [f"{name}{ending}" for name in ("value", "usd") for ending in ENDINGS[3:]]
_BARE = ["_value_bare", "_usd_bare"]

_RANKS = {unit.value: rank for rank, unit in enumerate([*HARDWARE_UNITS, *POWER_UNITS])}
_LAST = 99
CENTS = 2
"""Sums are of whole hundredths: beyond, the order in which an engine adds would show."""
_TRANSACTIONS = [kind.value for kind in TRANSACTION_KINDS]


def counted_in(written_deals: Frame, present: Frame, stages: Frame) -> Frame:
    """For every deal: deal_id, and counted_in where it counts elsewhere or not at all.

    Kinds in which nothing changes hands, and deals that were undone or only considered, count
    nowhere. Parts count in their whole, the same hardware in the deal upstream, and what was
    replaced in what replaced it, where that is a transaction that somebody tells of.
    """
    holders = written_deals.filter(nw.col("kind").is_in(_TRANSACTIONS))
    holders = holders.join(present, on="deal_id", how="semi")
    replaced = holders.select(_by="deal_id", deal_id="replaces").explode("deal_id")
    replaced = replaced.group_by("deal_id").agg(nw.col("_by").min())
    rows = written_deals.select("deal_id", "kind", "part_of", "same_hardware_as")
    rows = rows.join(replaced, on="deal_id", how="left").join(stages, on="deal_id", how="left")
    for relation in ("part_of", "same_hardware_as"):
        held = holders.select(**{relation: nw.col("deal_id"), f"_{relation}": nw.col("deal_id")})
        rows = rows.join(held, on=relation, how="left")
    nothing = ~nw.col("kind").is_in(_TRANSACTIONS)
    undone = nw.col("stage").fill_null("").is_in([stage.value for stage in UNDONE_STAGES])
    elsewhere = nw.coalesce(nw.col("_part_of"), nw.col("_same_hardware_as"), nw.col("_by"))
    return rows.select(
        "deal_id",
        counted_in=nw.when(nothing | undone).then(nw.lit(NOT_A_TRANSACTION)).otherwise(elsewhere),
    )


def with_counted_in(figures: Frame, counting: Frame) -> Frame:
    """Add `counted_in` to figures.

    Beside what holds for the deal: expected figures count nowhere. Of one figure, the lot `all`
    counts, else every lot; a lot stated in several units or currencies counts in one; a weak
    figure counts only where there is no other. The deal itself holds the rest.
    """
    figure = ["deal_id", "figure", "stance", "_per", "_during"]
    ranked = figures.join(counting, on="deal_id", how="left").with_columns(
        _per=nw.col("per").fill_null(""),
        _during=nw.col("during").fill_null(""),
        _part=(nw.col("lot") != "all").cast(nw.Int8),
        _rank=_rank(),
        _counted=_counted(),
    )
    first = keep_least(ranked, figure, {"weak": FLAG, "_part": FLAG})
    first = keep_least(first, [*figure, "lot"], {"_rank": _LAST + 1}, then="_counted")
    counts = first.select("figure_id", _counts=nw.lit(True))
    expected = nw.col("stance") != Stance.SAYS.value
    rows = ranked.join(counts, on="figure_id", how="left").with_columns(
        counted_in=nw.when(expected)
        .then(nw.lit(NOT_A_TRANSACTION))
        .otherwise(
            nw.when(nw.col("_counts").fill_null(False))
            .then(nw.col("counted_in"))
            .otherwise(nw.col("deal_id"))
        )
    )
    return rows.drop("_per", "_during", "_part", "_rank", "_counted", "_counts")


def with_headlines(deals: Frame, figures: Frame) -> Frame:
    """Add the headline figures to deals: of the lot `all`, else the sum of lots in one unit.

    Rates and flows have no headline, nor has a figure whose lots are stated in several units;
    `delivered` has one only in the unit of `ordered`.
    """
    sums = settled(_sums(figures))
    ordered, delivered, value, power = (
        sums.filter(nw.col("figure") == figure.value)
        for figure in (Figure.ORDERED, Figure.DELIVERED, Figure.VALUE, Figure.POWER)
    )
    units = ordered.select("deal_id", "unit")
    delivered = delivered.join(units.rename({"unit": "_unit"}), on="deal_id", how="left").filter(
        nw.col("_unit").is_null() | (nw.col("_unit") == nw.col("unit"))
    )
    units = nw.concat([units, delivered.select("deal_id", "unit")]).unique()
    currencies = value.select("deal_id", "currency")
    for part in (
        units,
        currencies,
        _named(ordered, "value", "ordered"),
        _named(delivered, "value", "delivered"),
        _named(value, "value", "value"),
        _named(value, "usd", "value_usd"),
        _named(power, "value", "power_mw"),
    ):
        deals = deals.join(part, on="deal_id", how="left")
    return deals


def _named(figures: Frame, name: str, headline: str) -> Frame:
    names = {f"{name}{ending}": f"{headline}{ending}" for ending in ENDINGS}
    return figures.select("deal_id", *names).rename(names)


def _sums(figures: Frame) -> Frame:
    """A row for each deal and figure that it counts in one unit: the sum of what it counts."""
    held = nw.col("counted_in").fill_null("") == nw.col("deal_id")
    counted = figures.filter(
        (nw.col("stance") == Stance.SAYS.value)
        & nw.col("per").is_null()
        & nw.col("during").is_null()
        & ~held
    ).with_columns(
        (nw.col(*_BOUNDS) * 10**CENTS + 0.5).floor().cast(nw.Int64),
        _counted=_counted(),
        _value_bare=_bare("value"),
        _usd_bare=_bare("usd"),
    )
    sums = counted.group_by("deal_id", "figure").agg(
        nw.col("unit", "currency", *_WORDS).min(),
        nw.col(*_BOUNDS).sum(),
        nw.col(*_BOUNDS).count().name.suffix("_lots"),
        nw.col(*_BARE).sum(),
        nw.col("_counted").n_unique().alias("_units"),
        nw.len().alias("_lots"),
    )
    sums = sums.filter(nw.col("_units") == 1).with_columns(
        nw.when(nw.col(f"{bound}_lots") == nw.col("_lots"))
        .then((nw.col(bound).cast(nw.Float64) / 10**CENTS).round(CENTS))
        .alias(bound)
        for bound in _BOUNDS
    )
    return sums.with_columns(**_as_told("value"), **_as_told("usd"))


def _bare(name: str) -> nw.Expr:
    """1 for a lot that states a bare number."""
    return (nw.col(f"{name}_qualifier") == Qualifier.EXACT.value).cast(nw.Int64)


def _as_told(name: str) -> dict[str, nw.Expr]:
    """How a sum is told; no firmer than the lots that it sums."""
    single = nw.col("_lots") == 1
    qualifier, as_stated = (f"{name}{ending}" for ending in ENDINGS[3:])
    return {
        qualifier: nw.when(single).then(nw.col(qualifier)).otherwise(_firmness(name)),
        as_stated: nw.when(single).then(nw.col(as_stated)),
    }


def _firmness(name: str) -> nw.Expr:
    """The qualifier of a sum, from the first of these that it has."""
    point, low, high = (nw.col(f"{name}{ending}") for ending in ENDINGS[:3])
    bare = nw.col(f"_{name}_bare") == nw.col("_lots")
    cases = (
        (bare, Qualifier.EXACT),
        (~point.is_null(), Qualifier.ABOUT),
        (~low.is_null() & ~high.is_null(), Qualifier.RANGE),
        (~low.is_null(), Qualifier.AT_LEAST),
        (~high.is_null(), Qualifier.UP_TO),
    )
    return nw.coalesce(
        *(nw.when(holds).then(nw.lit(qualifier.value)) for holds, qualifier in cases)
    )


def _counted() -> nw.Expr:
    """What a figure counts: its unit, or its currency."""
    return nw.coalesce(nw.col("unit"), nw.col("currency"), nw.lit(""))


def _rank() -> nw.Expr:
    """The order in which units and currencies are preferred; dollars before all other money."""
    dollars = (
        nw.when(nw.col("currency").fill_null("") == "USD").then(nw.lit(0)).otherwise(nw.lit(1))
    )
    return (
        nw.when(nw.col("unit").is_null())
        .then(dollars)
        .otherwise(nw.col("unit").replace_strict(_RANKS, default=_LAST, return_dtype=nw.Int64))
    )
