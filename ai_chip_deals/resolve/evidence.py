"""The provenance block: what stands behind a row, whatever table it is in."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, collected, settled
from ai_chip_deals.resolve.parts import with_parts
from ai_chip_deals.resolve.policy import DEAL_TABLES, FLAG, TIERS, Judged, Told, keep_least
from ai_chip_deals.rows.keys import KEY_PARTS
from ai_chip_deals.vocabulary import Figure, Stance

_SAYS = Stance.SAYS.value


@dataclass(frozen=True)
class Evidence:
    """Claims by the number of the `row` that they stand behind, whose table is in `shown_in`.

    `assertions` say or expect it, `denials` stand against it, `silences` add nothing but that
    somebody was asked; `conflicts` are fields; `leads` has the one claim that the row shows first.
    """

    assertions: Frame
    denials: Frame
    silences: Frame
    conflicts: Frame
    leads: Frame


def gathered(judged: Judged, told: Told) -> Evidence:
    """What stands behind each row of every table; behind a deal, everything that is claimed of it.

    All tables at once, because every query has its price on every engine.
    """
    assertions = settled(_by_row(judged.assertions))
    denials = [
        _of_deals(judged.denials).select("row", "claim_id", "field"),
        _denials_of_parts(assertions, judged.denials),
        *(
            _denials_of_records(assertions, judged.denials, table)
            for table in KEY_PARTS
            if Stance.DENIES.value in told.get(table, ())
        ),
    ]
    leads = settled(_leads(judged.winners))
    return Evidence(
        assertions=assertions,
        denials=settled(nw.concat(denials).unique()),
        silences=_of_deals(judged.silences),
        conflicts=_conflicts(judged),
        leads=judged.winners.drop("row").join(leads, on="nth", how="inner"),
    )


def _by_row(frame: Frame) -> Frame:
    """Claims of their own rows; those of figures and events, and others of deals, of the deal."""
    own = frame.filter(nw.col("table") != "deals").with_columns(shown_in="table")
    return nw.concat([own, _of_deals(frame)])


def _of_deals(frame: Frame) -> Frame:
    of_deals = frame.filter(nw.col("table").is_in(DEAL_TABLES))
    return of_deals.with_columns(row="record", shown_in=nw.lit("deals"))


def _conflicts(judged: Judged) -> Frame:
    """Conflicts over each row; over a deal, those over what is said of it.

    There the days of a stage are told apart from figures. Where weak claims contradict each other,
    they cast no doubt on what an origin says elsewhere.
    """
    shown = keep_least(judged.winners, ["record", "field"], {"weak": FLAG})
    shown = shown.select("cell", _shown="cell")
    conflicts = _by_row(judged.conflicts).join(shown, on="cell", how="left")
    of_deal = nw.col("shown_in") == "deals"
    doubtful = (nw.col("stance") == _SAYS) & ~nw.col("_shown").is_null()
    stage = nw.concat_str([nw.lit("stage:"), nw.col("field")])
    of_stage = of_deal & (nw.col("table") == "deal_events")
    fields = nw.when(of_stage).then(stage).otherwise(nw.col("field"))
    return conflicts.filter(~of_deal | doubtful).select("row", field=fields).unique()


def _denials_of_parts(assertions: Frame, denials: Frame) -> Frame:
    """Denials of a figure or event, in its lot or in all, and of the deal as a whole."""
    parts = assertions.filter(nw.col("shown_in").is_in(DEAL_TABLES[1:]))
    rows = parts.select("row", "shown_in", "record", _field="field", _lot="lot")
    pairs = rows.join(denials.drop("row"), on="record", how="inner")
    whole = nw.col("field") == "deal"
    same = (nw.col("table") == nw.col("shown_in")) & (nw.col("field") == nw.col("_field"))
    in_lot = (nw.col("lot") == "all") | (nw.col("lot") == nw.col("_lot"))
    return pairs.filter(whole | (same & in_lot)).select("row", "claim_id", "field")


def _denials_of_records(assertions: Frame, denials: Frame, table: str) -> Frame:
    """Denials of records: those that agree in every part of the key that the denial states."""
    names = [name for name in KEY_PARTS[table] if name != "stance"]
    rows = assertions.filter(nw.col("shown_in") == table)
    rows = with_parts(rows.select("row", "record_id", "as_of").unique(), table)
    rows = rows.select("row", **{f"_{name}": nw.col(name) for name in names})
    stated = with_parts(denials.filter(nw.col("table") == table), table)
    about, limits = names[:2], names[2:]
    ours = [f"_{name}" for name in about]
    pairs = rows.join(stated.drop("row"), left_on=ours, right_on=about, how="inner")
    for name in limits:
        same = (nw.col(name) == nw.col(f"_{name}")).fill_null(False)
        pairs = pairs.filter(nw.col(name).is_null() | same)
    return pairs.select("row", "claim_id", "field")


def _leads(winners: Frame) -> Frame:
    """The winning claim that a row shows first: no weak one, said before expected, headlines."""
    headline = [Figure.ORDERED.value, Figure.VALUE.value, Figure.POWER.value, "date"]
    shown = nw.col("field").is_in(headline) & (nw.col("table") != "deal_events")
    winners = winners.select(
        *("nth", "claim_id", "table", "record", "row", "weak", "tier"),
        _expected=(nw.col("stance") != _SAYS).cast(nw.Int8),
        _aside=(~shown).cast(nw.Int8),
        _foreign=(nw.col("currency").fill_null("USD") != "USD").cast(nw.Int8),
    )
    order = {"weak": FLAG, "_expected": FLAG, "_aside": FLAG, "_foreign": FLAG, "tier": TIERS}
    leads = keep_least(_by_row(winners), ["row"], order, then="claim_id")
    return leads.select("nth", "row", "shown_in")


def blocks(evidence: Evidence) -> Frame:
    """The provenance block of every row of every table, but for `official`."""
    assertions = evidence.assertions.with_columns(_nobody=nw.col("origin").is_null().cast(nw.Int8))
    counts = assertions.group_by("row").agg(
        nw.len().cast(nw.Int64).alias("n_claims"),
        nw.col("source_id").n_unique().cast(nw.Int64).alias("n_sources"),
        nw.col("published_latest").min().alias("first_published"),
        nw.col("published_latest").max().alias("last_published"),
        nw.col("origin").n_unique().cast(nw.Int64).alias("n_origins"),
        nw.col("_nobody").max(),  # nobody is counted as one origin too
        nw.col("weak").cast(nw.Int8).min().alias("_weak"),
    )
    denials = evidence.denials.select("row", "claim_id").unique()
    denied = denials.group_by("row").agg(nw.len().cast(nw.Int64).alias("n_denials"))
    told = (evidence.assertions, evidence.silences)
    behind = nw.concat([denials, *(frame.select("row", "claim_id") for frame in told)])
    disputed = evidence.denials.select("row", "field").unique()
    block = evidence.leads.select("row", "publisher", "origin", source_url="url")
    for part in (
        counts,
        denied,
        collected(disputed, "row", "field", "disputed"),
        collected(evidence.conflicts, "row", "field", "conflicts"),
        collected(behind, "row", "claim_id", "claim_ids"),
    ):
        block = block.join(part, on="row", how="left")
    return block.with_columns(
        nw.col("n_denials").fill_null(0),
        n_origins=nw.col("n_origins") - nw.col("_nobody"),
        weak=nw.col("_weak") == 1,
    ).drop("_weak", "_nobody")


def with_provenance(rows: Frame, about: str, block: Frame, insiders: Frame) -> Frame:
    """Add the provenance block to rows by their number.

    `insiders` has who is official, by the column `about`.
    """
    rows = rows.join(block, on="row", how="left")
    official = insiders.select(about, origin="organization_id", _official=nw.lit(True)).unique()
    rows = rows.join(official, on=[about, "origin"], how="left")
    return rows.with_columns(official=nw.col("_official").fill_null(False)).drop("_official")
