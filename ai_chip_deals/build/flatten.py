"""Raw files -> the flat rows of `claims`: one for each value that a claim holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from ai_chip_deals.build.as_written import Fields, day_columns
from ai_chip_deals.build.currency import usd_rate
from ai_chip_deals.raw.amounts import Amount
from ai_chip_deals.raw.chains import Imprint, Who, chain_of, measurer_of, role_of
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    ComparisonClaim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.passages import link
from ai_chip_deals.raw.source import Source
from ai_chip_deals.rows.keys import UNNAMED, joined
from ai_chip_deals.vocabulary import (
    IMPLIED_STAGES,
    OTHERS,
    ROLE_TIERS,
    STATE_FIGURES,
    UNDISCLOSED,
    WEAK_TIER,
    Figure,
    LaunchEvent,
    Stage,
    Stance,
)


def claim_rows(identifier: str, source: Source, who: Who) -> list[Fields]:
    """One row for every value that a page says, expects or denies; none once it is withdrawn."""
    if source.withdrawn:
        return []
    rows = (
        row for _, _, claim in source.claims() for row in _rows_of(who, identifier, source, claim)
    )
    return list(_with_ids(rows))


def _rows_of(who: Who, source_id: str, source: Source, claim: Claim) -> Iterator[Fields]:
    common = _common(who, source_id, source, claim)
    if isinstance(claim, DealClaim):
        stated = _deal_values(claim)
    elif isinstance(claim, LaunchClaim):
        stated = _launch_values(claim)
    elif isinstance(claim, UserMetricClaim):
        stated = _metric_values(who, claim, common)
    elif isinstance(claim, ChipSpecClaim):
        stated = _spec_values(claim)
    else:
        assert isinstance(claim, ComparisonClaim)
        stated = _comparison_values(claim)
    for values in stated:
        yield common | values | _in_usd(values, source, claim)


def _common(who: Who, source_id: str, source: Source, claim: Claim) -> Fields:
    """What a claim's rows share: its source, its chain, its passage."""
    chain = chain_of(who, Imprint.of(source), claim.according_to)
    role = role_of(who, chain.origin)
    assert claim.passage is not None, "an unsealed claim does not get past validation"
    return {
        "source_id": source_id,
        "stance": claim.stance,
        "estimated": False,
        "according_to": list(chain.links),
        "anonymous": chain.anonymous,
        "origin": chain.origin,
        "tier": ROLE_TIERS[role] if role else WEAK_TIER,
        "weak": chain.origin is None,
        "publisher": chain.publisher,
        "known_publisher": chain.known_publisher,
        **day_columns("as_of", claim.as_of),
        **day_columns("published", source.published),
        "retrieved": source.retrieved,
        "known_from": _known_from(source),
        "passage_start": claim.passage.start,
        "passage_end": claim.passage.end,
        "passage_sha256": claim.passage.sha256,
        "url": link(source.url, claim.passage.start, claim.passage.end),
        "note": claim.note,
        "wins": False,
    }


def _known_from(source: Source) -> date:
    """A page read on a day was public by then, however vaguely it dates itself."""
    published = source.published.latest if source.published else None
    return min(published, source.retrieved) if published else source.retrieved


def _deal_values(claim: DealClaim) -> Iterator[Fields]:
    base: Fields = {"record_id": claim.deal, "lot": claim.lot or "all", "product_id": claim.chip}
    if claim.stance is Stance.DENIES:
        yield from (base | denied for name in claim.denies for denied in _denied_of_deal(name))
        return
    values = [] if claim.stance is Stance.SILENT else [base | row for row in _said_of_deal(claim)]
    yield from values or [base | {"table": "deals", "field": "deal"}]


def _denied_of_deal(name: str) -> Iterator[Fields]:
    """The rows that deny one name; `ordered` is both a figure and a stage."""
    if name in list(Figure):
        yield {"table": "deal_figures", "field": name}
    if name in list(Stage):
        yield {"table": "deal_events", "field": name, "text": name}
    if name not in [*Figure, *Stage]:
        yield {"table": "deals", "field": name}


def _said_of_deal(claim: DealClaim) -> Iterator[Fields]:
    for role, ids in claim.parties().items():
        if UNDISCLOSED not in ids:
            yield {"table": "deals", "field": role, "text": _as_text(ids)}
    if claim.chip:
        yield {"table": "deals", "field": "chip", "text": claim.chip}
    if claim.term:
        yield {"table": "deals", "field": "term", "text": claim.term}
    flow: Fields = {
        "during": claim.during.text if claim.during else None,
        "paid_by": claim.paid_by,
    }
    for figure, amount in claim.figures().items():
        yield {"table": "deal_figures", "field": figure, **_amount(amount), **flow}
    for event, stage, day in _events(claim):
        dated = day_columns("date", day) | _reach_of(day)
        yield {"table": "deal_events", "field": event, "text": stage, **dated}


def _events(claim: DealClaim) -> Iterator[tuple[str, Stage, Day | None]]:
    """The stages that a claim states or that its figures imply, with their days."""
    if claim.stage:
        yield claim.event or claim.stage, claim.stage, claim.date
    implied = {
        IMPLIED_STAGES[figure]: figure for figure in claim.figures() if figure in IMPLIED_STAGES
    }
    for stage, figure in implied.items():
        if stage is claim.stage:
            continue
        day = None if claim.stage else claim.date
        if day is None and figure in STATE_FIGURES and claim.stance is Stance.SAYS:
            day = _by(claim.as_of)
        yield stage, stage, day


def _by(as_of: Day | None) -> Day | None:
    """Some day up to the one on which a state held."""
    return Day.parse(f"../{as_of.latest.isoformat()}") if as_of and as_of.latest else None


def _launch_values(claim: LaunchClaim) -> Iterator[Fields]:
    stance = Stance.EXPECTS if claim.stance is Stance.EXPECTS else Stance.SAYS
    price = _price_apart(claim)
    version = [claim.version] if claim.version or price else []
    key = joined(claim.product, claim.event, claim.region, stance, *version, *price)
    base: Fields = {"table": "launches", "record_id": key, "product_id": claim.product}
    if claim.stance in (Stance.DENIES, Stance.SILENT):
        yield from (base | {"field": name} for name in claim.denies or ["date"])
        return
    yield base | {
        "field": "date",
        **day_columns("date", claim.date),
        **_reach_of(claim.date, slack=0.5),
    }
    if claim.price:
        yield base | {"field": "price", **_amount(claim.price)}
    if claim.to:
        yield base | {"field": "to", "text": claim.to}


def _price_apart(claim: LaunchClaim) -> list[str | None]:
    """What tells prices apart that stand side by side, or that follow each other."""
    if claim.price is None or claim.event not in (LaunchEvent.AVAILABLE, LaunchEvent.PRICE_CHANGE):
        return []
    standing = [claim.price.currency, claim.price.per]
    return standing if claim.event is LaunchEvent.AVAILABLE else [*standing, _number(claim.price)]


def _metric_values(who: Who, claim: UserMetricClaim, common: Fields) -> Iterator[Fields]:
    origin, measured_by, as_of = common["origin"], claim.measured_by, common["as_of"]
    if claim.stance is not Stance.DENIES:  # a denial is of whatever it does not tell apart
        measured_by = measurer_of(who, claim.product, measured_by, origin)
        as_of = as_of or (_undated(claim.value) if claim.value else None)
    key = joined(
        claim.product,
        claim.metric,
        claim.value.per if claim.value else None,
        claim.scope,
        claim.platform,
        claim.window,
        claim.region,
        measured_by or UNNAMED,
        as_of,
    )
    row: Fields = {"table": "user_metrics", "record_id": key, "product_id": claim.product}
    if measured_by and measured_by == origin:
        row["tier"] = 1  # a tracker comes first for what it measures
    yield row | {"field": "value", **(_amount(claim.value) if claim.value else {})}


def _undated(value: Amount) -> str:
    """Stands in for an as of that no page gives: without any day the number tells it apart.

    Else all undated observations would compete, however far apart in time.
    """
    return f"undated-{_number(value)}"


def _number(value: Amount) -> str:
    number = next((bound for bound in (value.point, value.low, value.high) if bound is not None), 0)
    return f"{number:.15g}"


def _spec_values(claim: ChipSpecClaim) -> Iterator[Fields]:
    conditions = (claim.precision, claim.sparsity, claim.clock, claim.form_factor)
    key = joined(claim.chip, claim.spec, *conditions)
    base: Fields = {"table": "chip_specs", "record_id": key, "product_id": claim.chip}
    value = _amount(claim.value) if claim.value else {"text": claim.text}
    yield base | {"field": "value", **value}


def _comparison_values(claim: ComparisonClaim) -> Iterator[Fields]:
    key = joined(claim.chip, claim.than, claim.aspect)
    base: Fields = {"table": "comparisons", "record_id": key, "product_id": claim.chip}
    yield base | {"field": "result", "text": claim.result}


def _as_text(ids: list[str]) -> str:
    """Ids as one comparable text: in order, with `others` at the end."""
    return " ".join(sorted(set(ids), key=lambda identifier: (identifier == OTHERS, identifier)))


def _amount(amount: Amount) -> Fields:
    return {
        "as_stated": amount.as_stated,
        "low": amount.low,
        "point": amount.point,
        "high": amount.high,
        "qualifier": amount.qualifier,
        "estimated": amount.estimated,
        "unit": amount.unit,
        "currency": amount.currency,
        "per": amount.per,
        "reach_low": amount.reach[0],
        "reach_high": amount.reach[1],
    }


def _reach_of(day: Day | None, slack: float = 0) -> Fields:
    """The day's bounds as numbers of days; with slack, days that stand twice that apart agree."""
    if day is None:
        return {"reach_low": None, "reach_high": None}
    return {
        "reach_low": day.earliest.toordinal() - slack if day.earliest else None,
        "reach_high": day.latest.toordinal() + slack if day.latest else None,
    }


def _in_usd(values: Fields, source: Source, claim: Claim) -> Fields:
    """Amounts of money at the rate of the day of publication, else of the end of `as_of`."""
    currency = values.get("currency")
    day = (source.published.exact if source.published else None) or (
        claim.as_of.latest if claim.as_of else None
    )
    rate = 1.0 if currency == "USD" else usd_rate(currency, day) if currency and day else None
    if rate is None:
        return {}
    bounds = {name: values[name] for name in ("low", "point", "high")}
    return {
        f"{name}_usd": None if bound is None else bound * rate for name, bound in bounds.items()
    }


def _with_ids(rows: Iterable[Fields]) -> Iterator[Fields]:
    """The rows with their ids; the order of a file has no say in them."""
    alike: dict[str, list[Fields]] = defaultdict(list)
    for row in rows:
        lot = [row["lot"]] if row.get("lot") else []
        stem = joined(row["source_id"], row["record_id"], *lot, row["field"], row["stance"])
        alike[stem].append(row)
    for stem, repeats in alike.items():
        if repeats[1:]:
            repeats.sort(key=_order_of_repeats)
        for ordinal, row in enumerate(repeats, start=1):
            yield row | {"claim_id": stem if ordinal == 1 else f"{stem}/{ordinal}"}


def _order_of_repeats(row: Fields) -> tuple[str, ...]:
    names = (
        "passage_sha256",
        "as_stated",
        "unit",
        "currency",
        "per",
        "text",
        "date",
        "as_of",
        "during",
        "product_id",
        "paid_by",
        "according_to",
        "anonymous",
        "note",
    )
    return tuple(str(row.get(name) or "") for name in names)
