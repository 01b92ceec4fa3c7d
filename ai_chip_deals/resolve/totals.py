"""Headline figures of a deal, and which deal holds a figure already, so that sums are safe."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve.policy import Frame, keep_least
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

HEADLINES = {
    "ordered": Figure.ORDERED,
    "delivered": Figure.DELIVERED,
    "value": Figure.VALUE,
    "power_mw": Figure.POWER,
}
"""The headline columns of `deals` and the figures that they show."""
_ENDINGS = ("", "_low", "_high", "_qualifier", "_as_stated")
_RANKS = {unit.value: rank for rank, unit in enumerate([*HARDWARE_UNITS, *POWER_UNITS])}
_LAST = 99


def counted_in(written_deals: Frame, present: Frame, stages: Frame) -> Frame:
    """For each deal that counts elsewhere or not at all: deal_id, counted_in.

    Kinds in which nothing changes hands, and deals that were undone or only considered, count
    nowhere. Parts count in their whole, the same hardware in the deal upstream, and what was
    replaced in what replaced it, where that deal is known.
    """
    replaced = written_deals.select(_by="deal_id", deal_id="replaces").explode("deal_id")
    replaced = replaced.join(present.select(_by="deal_id"), on="_by", how="semi")
    replaced = replaced.group_by("deal_id").agg(nw.col("_by").min())
    rows = written_deals.select("deal_id", "kind", "part_of", "same_hardware_as")
    rows = rows.join(replaced, on="deal_id", how="left").join(stages, on="deal_id", how="left")
    for relation in ("part_of", "same_hardware_as"):
        known = present.select(_known="deal_id", **{relation: nw.col("deal_id")})
        rows = rows.join(known, on=relation, how="left").drop(relation)
        rows = rows.rename({"_known": relation})
    nothing = ~nw.col("kind").is_in([kind.value for kind in TRANSACTION_KINDS])
    undone = nw.col("stage").fill_null("").is_in([stage.value for stage in UNDONE_STAGES])
    elsewhere = nw.coalesce(nw.col("part_of"), nw.col("same_hardware_as"), nw.col("_by"))
    return rows.select(
        "deal_id",
        counted_in=nw.when(nothing | undone).then(nw.lit(NOT_A_TRANSACTION)).otherwise(elsewhere),
    )


def with_counted_in(figures: Frame, counting: Frame) -> Frame:
    """Add `counted_in` to figures.

    Beside what holds for the deal: expected figures count nowhere; of a figure stated in several
    units or currencies, or for all lots and for each, one counts and the deal holds the rest.
    """
    figure = ["deal_id", "figure", "stance", "_per", "_during"]
    ranked = figures.join(counting, on="deal_id", how="left").with_columns(
        _per=nw.col("per").fill_null(""),
        _during=nw.col("during").fill_null(""),
        _part=(nw.col("lot") != "all").cast(nw.Int8),
        _rank=_rank(),
        _counted=nw.coalesce(nw.col("unit"), nw.col("currency"), nw.lit("")),
    )
    first = ranked
    for preference in ("_part", "_rank", "_counted"):
        first = keep_least(first, figure, preference)
    counts = first.select("figure_id", _counts=nw.lit(True))
    expected = nw.col("stance") != Stance.SAYS.value
    rows = ranked.join(counts, on="figure_id", how="left").with_columns(
        counted_in=nw.when(expected)
        .then(nw.lit(NOT_A_TRANSACTION))
        .otherwise(
            nw.when(~nw.col("counted_in").is_null() | nw.col("_counts").fill_null(False))
            .then(nw.col("counted_in"))
            .otherwise(nw.col("deal_id"))
        )
    )
    return rows.drop("_per", "_during", "_part", "_rank", "_counted", "_counts")


def with_headlines(deals: Frame, figures: Frame) -> Frame:
    """Add the headline figures to deals: of the lot `all`, else the sum of lots in one unit."""
    sums = _sums(figures)
    hardware = _in_preferred(sums, [Figure.ORDERED.value, Figure.DELIVERED.value])
    deals = deals.join(hardware.select("deal_id", "unit").unique(), on="deal_id", how="left")
    money = _in_preferred(sums, [Figure.VALUE.value])
    deals = deals.join(money.select("deal_id", "currency").unique(), on="deal_id", how="left")
    power = _in_preferred(sums, [Figure.POWER.value])
    for name, figure in HEADLINES.items():
        source = {Figure.VALUE: money, Figure.POWER: power}.get(figure, hardware)
        shown = source.filter(nw.col("figure") == figure.value)
        deals = deals.join(_named(shown, "value", name), on="deal_id", how="left")
    return deals.join(_named(money, "usd", "value_usd"), on="deal_id", how="left")


def _named(figures: Frame, name: str, headline: str) -> Frame:
    columns = {f"{headline}{ending}": nw.col(f"{name}{ending}") for ending in _ENDINGS}
    return figures.select("deal_id", **columns)


def _sums(figures: Frame) -> Frame:
    """A row for each deal, figure and unit or currency: the lot `all`, else the sum of lots."""
    whole = ["deal_id", "figure", "unit", "currency"]
    plain = figures.filter(
        (nw.col("stance") == Stance.SAYS.value)
        & nw.col("per").is_null()
        & nw.col("during").is_null()
        & nw.col("figure").is_in([figure.value for figure in HEADLINES.values()])
    ).with_columns(_unit=nw.coalesce(nw.col("unit"), nw.col("currency"), nw.lit("")), _rank=_rank())
    columns = [f"{name}{ending}" for name in ("value", "usd") for ending in _ENDINGS]
    of_all = plain.filter(nw.col("lot") == "all").select(*whole, "_unit", "_rank", *columns)
    of_lots = plain.join(of_all, on=["deal_id", "figure", "_unit"], how="anti")
    summed = of_lots.group_by([*whole, "_unit", "_rank"]).agg(
        *(expression for name in ("value", "usd") for expression in _summed(name))
    )
    summed = summed.with_columns(
        **{
            column: expression
            for name in ("value", "usd")
            for column, expression in _bounds_of_sum(name).items()
        }
    )
    return nw.concat([of_all, summed.select(*whole, "_unit", "_rank", *columns)])


def _summed(name: str) -> list[nw.Expr]:
    """Sums over lots, and whether every lot has what is summed."""
    point, low, high = nw.col(name), nw.col(f"{name}_low"), nw.col(f"{name}_high")
    lower, upper = nw.coalesce(low, point), nw.coalesce(high, point)
    bounds = {"point": point, "lower": lower, "upper": upper}
    return [
        expression
        for bound, values in bounds.items()
        for expression in (
            values.sum().alias(f"_{name}_{bound}"),
            values.is_null().cast(nw.Int64).sum().alias(f"_{name}_{bound}_missing"),
        )
    ]


def _bounds_of_sum(name: str) -> dict[str, nw.Expr]:
    def whole(bound: str) -> nw.Expr:
        complete = nw.col(f"_{name}_{bound}_missing") == 0
        return nw.when(complete).then(nw.col(f"_{name}_{bound}"))

    point, low, high = whole("point"), whole("lower"), whole("upper")
    qualifier = (
        nw.when(~point.is_null())
        .then(nw.lit(Qualifier.EXACT.value))
        .otherwise(
            nw.when(~low.is_null() & ~high.is_null())
            .then(nw.lit(Qualifier.RANGE.value))
            .otherwise(
                nw.when(~low.is_null())
                .then(nw.lit(Qualifier.AT_LEAST.value))
                .otherwise(nw.when(~high.is_null()).then(nw.lit(Qualifier.UP_TO.value)))
            )
        )
    )
    return {
        name: point,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_qualifier": qualifier,
        f"{name}_as_stated": nw.lit(None, dtype=nw.String),
    }


def _in_preferred(sums: Frame, figures: list[str]) -> Frame:
    """The figures of each deal in the one unit or currency that its headline shows."""
    candidates = sums.filter(nw.col("figure").is_in(figures))
    later = (nw.col("figure") != figures[0]).cast(nw.Int8)
    first = candidates.with_columns(_later=later)
    for preference in ("_later", "_rank", "_unit"):
        first = keep_least(first, ["deal_id"], preference)
    chosen = first.select("deal_id", "_unit").unique()
    return candidates.join(chosen, on=["deal_id", "_unit"], how="semi")


def _rank() -> nw.Expr:
    """The order in which headlines prefer units and currencies; dollars before all other money."""
    dollars = (
        nw.when(nw.col("currency").fill_null("") == "USD").then(nw.lit(0)).otherwise(nw.lit(1))
    )
    return (
        nw.when(nw.col("unit").is_null())
        .then(dollars)
        .otherwise(nw.col("unit").replace_strict(_RANKS, default=_LAST, return_dtype=nw.Int64))
    )
