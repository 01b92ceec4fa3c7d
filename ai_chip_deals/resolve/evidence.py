"""The provenance block: what stands behind a row, whatever table it is in."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame, collected
from ai_chip_deals.resolve.parts import with_parts
from ai_chip_deals.resolve.policy import Judged, keep_least
from ai_chip_deals.rows.keys import KEY_PARTS
from ai_chip_deals.vocabulary import Figure, Stance

DEAL_TABLES = ["deals", "deal_figures", "deal_events"]
_SAYS, _SILENT = Stance.SAYS.value, Stance.SILENT.value


@dataclass(frozen=True)
class Evidence:
    """Claims by the row that they stand behind, in a column `row`.

    `assertions` say or expect it, `denials` stand against it, `silences` add nothing but that
    somebody was asked; `conflicts` are fields; `leads` has the one claim that the row shows first.
    """

    assertions: Frame
    denials: Frame
    silences: Frame
    conflicts: Frame
    leads: Frame


def of_deals(judged: Judged) -> Evidence:
    """What stands behind each deal: everything that is claimed of it."""

    def of_deal(frame: Frame) -> Frame:
        return frame.filter(nw.col("table").is_in(DEAL_TABLES)).with_columns(
            row=nw.col("record_id")
        )

    silences = of_deal(judged.claims).filter(nw.col("stance") == _SILENT)
    # Where weak claims contradict each other, they cast no doubt on what an origin says elsewhere.
    shown = keep_least(judged.winners, ["record_id", "field"], "weak").select("cell")
    return Evidence(
        assertions=of_deal(judged.assertions),
        denials=of_deal(judged.denials),
        silences=silences,
        conflicts=_conflicts_of_deal(of_deal(judged.conflicts).join(shown, on="cell", how="semi")),
        leads=_leads(of_deal(judged.winners)),
    )


def _conflicts_of_deal(conflicts: Frame) -> Frame:
    """Conflicts over what is said of a deal; the days of a stage are told apart from figures."""
    said = conflicts.filter(nw.col("stance") == _SAYS)
    stage = nw.concat_str([nw.lit("stage:"), nw.col("field")])
    of_stage = nw.col("table") == "deal_events"
    return said.with_columns(field=nw.when(of_stage).then(stage).otherwise(nw.col("field")))


def of_table(judged: Judged, table: str) -> Evidence:
    """What stands behind each row of a table."""

    def of_row(frame: Frame) -> Frame:
        return frame.filter(nw.col("table") == table).with_columns(row=nw.col("row_id"))

    assertions = of_row(judged.assertions)
    denials_of = _denials_of_parts if table in DEAL_TABLES else _denials_of_records
    denials = denials_of(assertions, judged.denials, table)
    return Evidence(
        assertions=assertions,
        denials=denials,
        silences=denials.filter(nw.col("claim_id").is_null()),
        conflicts=of_row(judged.conflicts),
        leads=_leads(of_row(judged.winners)),
    )


def _denials_of_parts(assertions: Frame, denials: Frame, table: str) -> Frame:
    """Denials of a figure or event, in its lot or in all, and of the deal as a whole."""
    rows = assertions.select("row", "record_id", _field="field", _lot="lot").unique()
    pairs = rows.join(denials, on="record_id", how="inner")
    whole = nw.col("field") == "deal"
    same = (nw.col("table") == table) & (nw.col("field") == nw.col("_field"))
    in_lot = (nw.col("lot") == "all") | (nw.col("lot") == nw.col("_lot"))
    return pairs.filter(whole | (same & in_lot)).drop("_field", "_lot")


def _denials_of_records(assertions: Frame, denials: Frame, table: str) -> Frame:
    """Denials of records: those that agree in every part of the key that the denial states."""
    names = [name for name in KEY_PARTS[table] if name != "stance"]
    rows = with_parts(assertions.select("row", "record_id", "as_of").unique(), table)
    rows = rows.select("row", **{f"_{name}": nw.col(name) for name in names})
    stated = with_parts(denials.filter(nw.col("table") == table), table)
    about, limits = names[:2], names[2:]
    pairs = rows.join(stated, left_on=[f"_{name}" for name in about], right_on=about, how="inner")
    for name in limits:
        same = (nw.col(name) == nw.col(f"_{name}")).fill_null(False)
        pairs = pairs.filter(nw.col(name).is_null() | same)
    return pairs.select("row", "claim_id", "field")


def _leads(winners: Frame) -> Frame:
    """The winning claim that a row shows first: no weak one, said before expected, headlines."""
    headline = [Figure.ORDERED.value, Figure.VALUE.value, Figure.POWER.value, "date"]
    shown = nw.col("field").is_in(headline) & (nw.col("table") != "deal_events")
    winners = winners.with_columns(
        _expected=(nw.col("stance") != _SAYS).cast(nw.Int8),
        _aside=(~shown).cast(nw.Int8),
        _foreign=(nw.col("currency").fill_null("USD") != "USD").cast(nw.Int8),
    )
    order = ("weak", "_expected", "_aside", "_foreign", "tier")
    winners = keep_least(winners, ["row"], *order, then="claim_id")
    return winners.drop("_expected", "_aside", "_foreign")


def with_provenance(
    rows: Frame, key: str, about: str, evidence: Evidence, insiders: Frame
) -> Frame:
    """Add the provenance block to rows; `insiders` has who is official, by the column `about`."""
    counts = evidence.assertions.group_by("row").agg(
        nw.col("claim_id").n_unique().cast(nw.Int64).alias("n_claims"),
        nw.col("source_id").n_unique().cast(nw.Int64).alias("n_sources"),
        nw.col("published_latest").min().alias("first_published"),
        nw.col("published_latest").max().alias("last_published"),
        nw.col("weak").cast(nw.Int8).min().alias("_weak"),
    )
    said = evidence.assertions.filter(~nw.col("origin").is_null())
    origins = said.group_by("row").agg(
        nw.col("origin").n_unique().cast(nw.Int64).alias("n_origins")
    )
    denied = evidence.denials.group_by("row").agg(
        nw.col("claim_id").n_unique().cast(nw.Int64).alias("n_denials")
    )
    behind = nw.concat(
        [
            frame.select("row", "claim_id")
            for frame in (evidence.assertions, evidence.denials, evidence.silences)
        ]
    )
    leads = evidence.leads.select("row", "publisher", "origin", source_url="url")
    for part in (
        leads,
        counts,
        origins,
        denied,
        collected(evidence.denials, "row", "field", "disputed"),
        collected(evidence.conflicts, "row", "field", "conflicts"),
        collected(behind, "row", "claim_id", "claim_ids"),
    ):
        rows = rows.join(part, left_on=key, right_on="row", how="left")
    official = insiders.select(about, origin="organization_id", _official=nw.lit(True)).unique()
    return (
        rows.join(official, on=[about, "origin"], how="left")
        .with_columns(
            nw.col("n_origins").fill_null(0),
            nw.col("n_denials").fill_null(0),
            official=nw.col("_official").fill_null(False),
            weak=nw.col("_weak") == 1,
        )
        .drop("_official", "_weak")
    )
