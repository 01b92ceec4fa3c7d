"""The provenance block: what stands behind a row, whatever table it is in."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, collected, settled
from ai_chip_deals.resolve.parts import with_parts
from ai_chip_deals.resolve.policy import FLAG, TIERS, Judged, Told, keep_least
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.keys import KEY_PARTS
from ai_chip_deals.rows.schema import key_of
from ai_chip_deals.vocabulary import Figure, Stance

DEAL_TABLES = ["deals", "deal_figures", "deal_events"]
_SAYS = Stance.SAYS.value
_ROW = ["shown_in", "row"]


@dataclass(frozen=True)
class Evidence:
    """Claims by the row that they stand behind: its table in `shown_in`, its key in `row`.

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
        _of_deals(judged.denials).select(*_ROW, "claim_id", "field"),
        _denials_of_parts(assertions, judged.denials),
        *(
            _denials_of_records(assertions, judged.denials, table)
            for table in KEY_PARTS
            if Stance.DENIES.value in told.get(table, ())
        ),
    ]
    return Evidence(
        assertions=assertions,
        denials=settled(nw.concat(denials)),
        silences=_of_deals(judged.silences),
        conflicts=_conflicts(judged),
        leads=settled(_leads(_by_row(judged.winners))),
    )


def _by_row(frame: Frame) -> Frame:
    """Claims of their own rows; those of figures and events, and others of deals, of the deal."""
    own = frame.filter(nw.col("table") != "deals")
    own = own.with_columns(shown_in=nw.col("table"), row=nw.col("row_id"))
    return nw.concat([own, _of_deals(frame)])


def _of_deals(frame: Frame) -> Frame:
    of_deals = frame.filter(nw.col("table").is_in(DEAL_TABLES))
    return of_deals.with_columns(shown_in=nw.lit("deals"), row=nw.col("record_id"))


def _conflicts(judged: Judged) -> Frame:
    """Conflicts over each row; over a deal, those over what is said of it.

    There the days of a stage are told apart from figures. Where weak claims contradict each other,
    they cast no doubt on what an origin says elsewhere.
    """
    shown = keep_least(judged.winners, ["record_id", "field"], {"weak": FLAG})
    shown = shown.select("cell", _shown="cell")
    conflicts = _by_row(judged.conflicts).join(shown, on="cell", how="left")
    of_deal = nw.col("shown_in") == "deals"
    doubtful = (nw.col("stance") == _SAYS) & ~nw.col("_shown").is_null()
    stage = nw.concat_str([nw.lit("stage:"), nw.col("field")])
    of_stage = of_deal & (nw.col("table") == "deal_events")
    return conflicts.filter(~of_deal | doubtful).select(
        *_ROW, field=nw.when(of_stage).then(stage).otherwise(nw.col("field"))
    )


def _denials_of_parts(assertions: Frame, denials: Frame) -> Frame:
    """Denials of a figure or event, in its lot or in all, and of the deal as a whole."""
    parts = assertions.filter(nw.col("shown_in").is_in(DEAL_TABLES[1:]))
    rows = parts.select(*_ROW, "record_id", _field="field", _lot="lot").unique()
    pairs = rows.join(denials, on="record_id", how="inner")
    whole = nw.col("field") == "deal"
    same = (nw.col("table") == nw.col("shown_in")) & (nw.col("field") == nw.col("_field"))
    in_lot = (nw.col("lot") == "all") | (nw.col("lot") == nw.col("_lot"))
    return pairs.filter(whole | (same & in_lot)).select(*_ROW, "claim_id", "field")


def _denials_of_records(assertions: Frame, denials: Frame, table: str) -> Frame:
    """Denials of records: those that agree in every part of the key that the denial states."""
    names = [name for name in KEY_PARTS[table] if name != "stance"]
    rows = assertions.filter(nw.col("shown_in") == table)
    rows = with_parts(rows.select(*_ROW, "record_id", "as_of").unique(), table)
    rows = rows.select(*_ROW, **{f"_{name}": nw.col(name) for name in names})
    stated = with_parts(denials.filter(nw.col("table") == table), table)
    about, limits = names[:2], names[2:]
    pairs = rows.join(stated, left_on=[f"_{name}" for name in about], right_on=about, how="inner")
    for name in limits:
        same = (nw.col(name) == nw.col(f"_{name}")).fill_null(False)
        pairs = pairs.filter(nw.col(name).is_null() | same)
    return pairs.select(*_ROW, "claim_id", "field")


def _leads(winners: Frame) -> Frame:
    """The winning claim that a row shows first: no weak one, said before expected, headlines."""
    headline = [Figure.ORDERED.value, Figure.VALUE.value, Figure.POWER.value, "date"]
    shown = nw.col("field").is_in(headline) & (nw.col("table") != "deal_events")
    winners = winners.with_columns(
        _expected=(nw.col("stance") != _SAYS).cast(nw.Int8),
        _aside=(~shown).cast(nw.Int8),
        _foreign=(nw.col("currency").fill_null("USD") != "USD").cast(nw.Int8),
    )
    order = {"weak": FLAG, "_expected": FLAG, "_aside": FLAG, "_foreign": FLAG, "tier": TIERS}
    winners = keep_least(winners, _ROW, order, then="claim_id")
    return winners.drop("_expected", "_aside", "_foreign")


def blocks(evidence: Evidence) -> Frame:
    """The provenance block of every row of every table, but for `official`."""
    assertions = evidence.assertions.with_columns(_nobody=nw.col("origin").is_null().cast(nw.Int8))
    counts = assertions.group_by(_ROW).agg(
        nw.len().cast(nw.Int64).alias("n_claims"),
        nw.col("source_id").n_unique().cast(nw.Int64).alias("n_sources"),
        nw.col("published_latest").min().alias("first_published"),
        nw.col("published_latest").max().alias("last_published"),
        nw.col("origin").n_unique().cast(nw.Int64).alias("n_origins"),
        nw.col("_nobody").max(),  # nobody is counted as one origin too
        nw.col("weak").cast(nw.Int8).min().alias("_weak"),
    )
    denied = evidence.denials.group_by(_ROW).agg(
        nw.col("claim_id").n_unique().cast(nw.Int64).alias("n_denials")
    )
    behind = nw.concat(
        [
            frame.select(*_ROW, "claim_id")
            for frame in (evidence.assertions, evidence.denials, evidence.silences)
        ]
    )
    block = evidence.leads.select(*_ROW, "publisher", "origin", source_url="url")
    for part in (
        counts,
        denied,
        collected(evidence.denials, _ROW, "field", "disputed"),
        collected(evidence.conflicts, _ROW, "field", "conflicts"),
        collected(behind, _ROW, "claim_id", "claim_ids"),
    ):
        block = block.join(part, on=_ROW, how="left")
    return block.with_columns(
        nw.col("n_denials").fill_null(0),
        n_origins=nw.col("n_origins") - nw.col("_nobody"),
        weak=nw.col("_weak") == 1,
    ).drop("_weak", "_nobody")


def with_provenance(rows: Frame, table: str, about: str, block: Frame, insiders: Frame) -> Frame:
    """Add the provenance block to the rows of a table.

    `insiders` has who is official, by the column `about`.
    """
    shown = block.filter(nw.col("shown_in") == table).drop("shown_in")
    rows = rows.join(shown, left_on=key_of(TABLES[table]), right_on="row", how="left")
    official = insiders.select(about, origin="organization_id", _official=nw.lit(True)).unique()
    rows = rows.join(official, on=[about, "origin"], how="left")
    return rows.with_columns(official=nw.col("_official").fill_null(False)).drop("_official")
