"""The made data of the benchmarks is like the real data, and their table tells what is missed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from typer.testing import CliRunner

import benchmarks.__main__ as running
from ai_chip_deals import load, tables
from ai_chip_deals.cli import app
from ai_chip_deals.engines.running import RESOLVED
from ai_chip_deals.resolve import policy
from benchmarks import engines, made, page, rules, scale
from benchmarks.case import exponent
from benchmarks.cases import FULL, GROUPS, QUICK, Inputs
from benchmarks.measuring import Measured, Side, cpu_seconds
from benchmarks.programs import python
from benchmarks.spark_work import SparkWork, summed
from benchmarks.table import BY_RANGES, EngineRow, GrowthRow, LimitRow, MemoryRow, Row, markdown

ROOT = Path(__file__).parent.parent
REAL_PAGES = sorted((ROOT / "raw/sources").rglob("*.yaml"))


@pytest.fixture(scope="module")
def claims():
    return made.table("claims", 20_000).collect()


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "raw"
    made.files(folder, 400)
    return folder


def test_one_seed_makes_the_same_files_twice_and_another_seed_makes_others(raw, tmp_path):
    made.files(tmp_path / "again", 400)
    made.files(tmp_path / "others", 400, seed=9)
    assert digests(tmp_path / "again") == digests(raw)
    assert digests(tmp_path / "others") != digests(raw)


def digests(root):
    return {
        path.relative_to(root): hashlib.sha256(path.read_bytes()).digest()
        for path in root.rglob("*.yaml")
    }


def test_one_seed_makes_the_same_table_twice_and_another_seed_makes_another(claims):
    assert made.table("claims", 20_000).collect().equals(claims)
    assert not made.table("claims", 20_000, seed=9).collect().equals(claims)


def test_made_claims_are_as_skewed_repeated_and_in_conflict_as_the_real_ones(claims):
    real, found = statistics(load("claims")), statistics(claims)
    assert {name: found[name] / real[name] for name in real} == pytest.approx(
        dict.fromkeys(real, 1), rel=0.15
    )


def statistics(claims):
    """Claims of a record and of a source, shares of stances, hedges and chains, conflicts."""
    judged = policy.judge(nw.from_native(claims.lazy()))
    cells = judged.assertions.select("cell").to_native().collect()["cell"].value_counts()["count"]
    records = claims["record_id"].value_counts()["count"]
    chains = claims["according_to"].list.len()
    return {
        "claims of a record": records.mean(),
        "largest record in a hundred": records.quantile(0.99),
        "claims of a source": claims["source_id"].value_counts()["count"].mean(),
        "claims of a cell": cells.mean(),
        "contested cells": (cells > 1).mean(),
        "conflicts of a cell": judged.conflicts.to_native().collect().height / cells.len(),
        "said": (claims["stance"] == "says").mean(),
        "expected": (claims["stance"] == "expects").mean(),
        "hedged": (claims["qualifier"].drop_nulls() != "exact").mean(),
        "repeated from others": (chains > 0).mean(),
        "chains of several links": (chains > 1).mean(),
        "weak": claims["weak"].mean(),
        "claims of the ten leading origins": top(claims["origin"], 10),
    }


def top(values, n):
    counts = values.drop_nulls().value_counts()["count"].sort(descending=True)
    return counts.head(n).sum() / counts.sum()


def test_scattered_claims_are_the_same_claims_in_another_order():
    apart = made.table("claims", 2_000, scattered=True).collect()
    together = made.table("claims", 2_000).collect()
    assert not apart.equals(together)
    assert apart.sort("claim_id").equals(together.sort("claim_id"))


def test_made_files_say_as_much_as_the_real_ones(raw):
    real, found = (
        [path.read_text("utf-8") for path in paths]
        for paths in (REAL_PAGES, sorted((raw / "sources").rglob("*.yaml")))
    )
    for pattern in (r"passage:", r"stance: expects", r"according_to:", r": (?:about|more than) "):
        each = [sum(len(re.findall(pattern, text)) for text in some) for some in (real, found)]
        assert each[1] / len(found) == pytest.approx(each[0] / len(real), rel=0.5), pattern


def test_made_files_validate(raw):
    done = CliRunner().invoke(app, ["validate", "--raw", str(raw)])
    assert done.exit_code == 0, done.stdout
    warned = set(re.findall(r"warning: .*\((\S+)\)$", done.stdout, re.MULTILINE))
    assert warned <= {"probable-duplicate"}


def test_every_fault_that_is_put_into_rows_is_found_alike_by_all_who_count(tmp_path):
    path = str(tmp_path / "broken.parquet")
    made.write_table(path, "sources", 9_000, "broken")()
    counts = [side(path)() for side in (rules.ours, rules.polars_query, rules.duckdb_query)]
    assert counts == [8, 8, 8]
    assert rules.ours_listed(path)() == 11  # nine rows; of three keys that stand twice both


def measured(seconds, counted=None):
    return Measured(seconds, peak=50_000_000, extra=10_000_000, counted=counted)


def test_the_table_marks_what_is_met_and_what_is_missed():
    rows = [
        Row("fast", "a peer", measured(1.0), measured(4.0), 0.5),
        Row("slow", "a peer", measured(3.0), measured(4.0), 0.5),
        Row("told", "a peer", measured(3.0), measured(4.0), None),
        MemoryRow("large", "the frame", measured(1.0), measured(0.0, counted=10_000_000), 0.5),
        GrowthRow("growth", "a scan", 1.2, 1.1, 0.15),
    ]
    assert markdown(rows).splitlines()[2:] == [
        "| fast | 1.000 s, 50 MB | a peer | 4.000 s, 50 MB | 0.25x | <= 0.5x | met |",
        "| slow | 3.000 s, 50 MB | a peer | 4.000 s, 50 MB | 0.75x | <= 0.5x | missed |",
        "| told | 3.000 s, 50 MB | a peer | 4.000 s, 50 MB | 0.75x |  |  |",
        "| large | 10 MB | the frame | 10 MB | 1.00x | <= 0.5x | missed |",
        "| growth | n^1.20 | a scan | n^1.10 | 0.10 above | <= 0.15 above | met |",
    ]


def test_work_is_measured_in_a_process_of_its_own():
    spent = Side(python, ("sum(range(10**6)); bytearray(50_000_000)",)).measure()
    assert 0 < spent.seconds < 60
    assert spent.peak > 50_000_000


def test_an_exponent_is_that_of_the_power_that_it_was_made_of():
    assert exponent([10, 100, 1000], [2 * 10**1.3, 2 * 100**1.3, 2 * 1000**1.3]) == pytest.approx(
        1.3
    )


def test_a_run_replaces_its_part_of_the_page_alone():
    start, end = page.START.format(group="files"), page.END
    other = f"{page.START.format(group='rules')}\nkept\n{end}\n"
    once = f"{other}before\n{start}\nold\n{end}\nafter\n"
    assert page.between(once, "files", "new") == f"{other}before\n{start}\n\nnew\n\n{end}\nafter\n"


def test_ranges_of_made_claims_are_the_made_claims_with_all_that_is_written_of_them(tmp_path):
    count = tables()["claims"] + 2_000
    made.write_ranges(str(tmp_path), count, at_most=1)()
    ranges = list(engines.ranges(str(tmp_path)))
    assert [one.name for one in ranges] == ["00000000", "00000001"]
    claims = pl.concat(pl.read_parquet(one / "claims.parquet") for one in ranges)
    assert claims.equals(made.table("claims", count).collect())
    for name, key in (("deals_as_written", "deal_id"), ("products", "product_id")):
        parts = pl.concat(pl.read_parquet(one / f"{name}.parquet") for one in ranges)
        every = pl.read_parquet(tmp_path / made.ALL_WRITTEN / f"{name}.parquet")
        assert parts.sort(key).equals(every.sort(key))
    deals = pl.read_parquet(tmp_path / made.ALL_WRITTEN / "deals_as_written.parquet")
    assert deals["part_of"].drop_nulls().is_in(deals["deal_id"].implode()).all()


def test_a_fingerprint_is_that_of_the_rows_and_not_of_their_order_or_files(tmp_path):
    for name in RESOLVED:
        table = load(name).head(50)
        write(tmp_path / "one" / f"{name}.parquet", table)
        write(tmp_path / "two" / f"first/{name}.parquet", table[30:])
        write(tmp_path / "two" / f"second/{name}.parquet/part.parquet", table[:30])
        write(tmp_path / "other" / f"{name}.parquet", table)
    changed = load("claims").head(50).with_columns(tier=pl.lit(0, pl.Int64))
    write(tmp_path / "other/claims.parquet", changed)
    one, two, other = (
        engines.fingerprint(str(tmp_path / name))() for name in ("one", "two", "other")
    )
    assert one == two
    assert one != other


def write(path, table):
    path.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(path)


def test_the_work_of_spark_is_the_sum_over_its_tasks():
    task = {
        "Event": "SparkListenerTaskEnd",
        "Task Metrics": {
            "Executor CPU Time": 500_000_000,
            "Disk Bytes Spilled": 3,
            "Shuffle Write Metrics": {"Shuffle Bytes Written": 10},
            "Output Metrics": {"Bytes Written": 30},
        },
    }
    lost = {"Event": "SparkListenerTaskEnd"}
    lines = map(json.dumps, [{"Event": "SparkListenerJobStart"}, task, lost, task])
    assert summed(lines) == SparkWork(3, shuffled=20, spilled=6, written=60, seconds=1.0)


def on(beside, claims, ours, theirs, *, equal=True, spark=None):
    """Polars beside another engine."""
    return EngineRow(
        "resolve", beside, measured(ours), measured(theirs), None, claims, equal, spark
    )


def limited(way, seconds):
    sides = measured(seconds), "at once", measured(2.0)
    return LimitRow("a run", way, 1_000, 60_000_000, *sides, equal=True)


def test_engines_whose_tables_differ_say_so_loudly():
    assert on("DuckDB", 10, 1.0, 2.0).cells()[5:] == ("equal tables", "met")
    assert "DIFFER" in on("DuckDB", 10, 1.0, 2.0, equal=False).cells()[6]
    kept = limited("slowly", 1.0)
    assert kept.cells()[4:] == ("0.83x the limit", "<= 1x the limit", "met")
    assert replace(kept, limit=40_000_000).cells()[6] == "missed"
    assert "DIFFER" in replace(kept, equal=False).cells()[6]


def test_a_cluster_pays_from_the_claims_at_which_it_is_done_at_the_same_time():
    spark, polars = scale.Line(100, 0.002), scale.Line(1, 0.001)
    at = scale.pays_from(spark, polars, cores=8)
    assert 100 + 0.002 * at / 8 == pytest.approx(1 + 0.001 * at)
    assert scale.pays_from(spark, polars, cores=2) is None


def test_the_page_of_scale_is_made_of_what_was_measured():
    work = SparkWork(40, shuffled=2_000_000, spilled=0, written=500_000, seconds=9)
    rows = [
        on("Spark, local[2]", 1_000, 2.0, 110.0, spark=work),
        on("Spark, local[2]", 11_000, 12.0, 120.0, spark=work),
        replace(on("Spark, local[2]", 21_000, 18.0, 130.0), ranged=True),
        limited(BY_RANGES, 3.6),
        limited("by spilling", 9.9),
    ]
    text = scale.text(rows)
    assert "| polars | 1,000 and 11,000 | 2.0 s and 12.0 s | 1.0 s | 1,000 s | n^0.75 |" in text
    assert "| polars by ranges of records | 21,000 | 18.0 s |  |  |  |  |  |" in text
    assert "| 8 | 0.1 million |" in text
    assert "| shuffled by Spark | 182 B x 1e+10 | 1.8 TB |" in text
    assert (
        "| by ranges of records on polars | 3,600.0 µs x 1e+10 / 3600 | 10,000 core-hours |" in text
    )


def test_spark_resolves_up_to_the_size_that_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(Inputs, "ranges", lambda self, claims, at_most: f"{claims}-{at_most}")
    inputs = Inputs(tmp_path)
    assert list(GROUPS["spark"](QUICK, inputs)) == []
    sizes = [(case.claims, case.ranged) for case in GROUPS["spark"](FULL, inputs)]
    assert sizes == [(100_000, False), (1_000_000, False)]
    more = [*GROUPS["spark"](replace(FULL, spark_up_to=10_000_000), inputs)]
    assert [(case.claims, case.ranged) for case in more] == [*sizes, (10_000_000, True)]


def test_what_fails_is_a_row_and_what_comes_after_it_is_measured(monkeypatch):
    def fails(*_):
        yield Told(map(int, ["no number"]))
        raise ValueError("no input")

    groups = {"first": fails, "second": lambda *_: [Told([on("DuckDB", 10, 1.0, 2.0)])]}
    monkeypatch.setattr(running, "GROUPS", groups)
    found = [row.cells()[:2] for group in groups for row in running.measured(group, QUICK, None)]
    assert [what for what, _ in found] == ["told", "first", "resolve"]
    assert [ours for _, ours in found][:2] == ["failed", "failed"]


@dataclass(frozen=True)
class Told:
    """A case whose rows are known."""

    known: Iterable[EngineRow]
    what: str = "told"

    def rows(self):
        yield from self.known


def test_the_time_of_a_child_that_has_not_ended_is_counted():
    code = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    before = cpu_seconds()
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as child:
        child.stdout.readline()
        assert cpu_seconds() - before >= 0.25
        child.communicate(b"\n")
