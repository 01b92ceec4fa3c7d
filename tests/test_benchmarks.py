"""The made data of the benchmarks is like the real data, and their table tells what is missed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import narwhals as nw
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load
from ai_chip_deals.cli import app
from ai_chip_deals.resolve import policy
from benchmarks import made, page, rules
from benchmarks.case import exponent
from benchmarks.measuring import Measured, Side
from benchmarks.programs import python
from benchmarks.table import GrowthRow, MemoryRow, Row, markdown

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
    once = f"before\n{page.START}\nold\n{page.END}\nafter\n"
    assert page.between(once, "new") == f"before\n{page.START}\n\nnew\n\n{page.END}\nafter\n"
