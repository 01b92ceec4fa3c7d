"""The policy and the rules over Parquet files: three engines, one result."""

from __future__ import annotations

import json
import sys
from collections import Counter

import duckdb
import fsspec
import narwhals as nw
import polars as pl
import pytest
from local_spark import Cluster, tasks_done
from typer.testing import CliRunner

from ai_chip_deals.build.write import canonical_hash
from ai_chip_deals.cli import app
from ai_chip_deals.engines import check_files, resolve_files
from ai_chip_deals.engines.running import RESOLVED, WRITTEN, resolved
from ai_chip_deals.engines.sessions import duckdb_session, spark_session
from ai_chip_deals.loaders import DATA
from ai_chip_deals.resolve import evidence
from ai_chip_deals.resolve.engines import conformed, empty
from ai_chip_deals.resolve.evidence import gathered
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.rules import broken_rows, violations
from ai_chip_deals.rows.schema import conform, polars_schema

BROKEN = [
    ("claims", "claim_id", "field_uniqueness", 2),
    ("claims", "stance", "isin", 2),
    ("claims", "tier", "less_than_or_equal_to(4.0)", 2),
]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A part of the real claims in two files, and the same with some broken."""
    root = tmp_path_factory.mktemp("inputs")
    claims = pl.read_parquet(DATA / "claims.parquet")
    claims = claims.filter(pl.col("record_id").str.len_bytes() % 23 == 0)
    (root / "claims").mkdir()
    claims[:300].write_parquet(root / "claims/first.parquet")
    claims[300:].write_parquet(root / "claims/second.parquet")
    broken = claims[[0, 0]].with_columns(stance=pl.lit("shouts"), tier=pl.lit(9, pl.Int64))
    broken.write_parquet(root / "broken.parquet")
    return root


@pytest.fixture(scope="module")
def expected(inputs, tmp_path_factory):
    """The hash of each table as polars resolves it."""
    output = tmp_path_factory.mktemp("polars") / "out"
    resolve_files([str(inputs / "claims")], output, "polars")
    return hashes(output)


def test_ranges_of_deals_that_name_no_others_and_of_whole_products_give_the_same(
    inputs, expected, tmp_path
):
    deals = pl.read_parquet(DATA / "deals_as_written.parquet")
    relations = deals.select(
        "deal_id",
        pl.concat_list("part_of", "same_hardware_as", "extends", "replaces", "related")
        .list.drop_nulls()
        .alias("named"),
    )
    naming = relations.explode("named").drop_nulls()
    related = {*naming["deal_id"], *naming["named"]}
    about = pl.when(pl.col("table").str.starts_with("deal")).then("record_id")
    second = pl.coalesce(about, "product_id").str.len_bytes() % 2 == 1
    second &= ~pl.col("record_id").is_in(related)
    claims = pl.read_parquet(inputs / "claims/*.parquet")
    for name, part in (("first", claims.filter(~second)), ("second", claims.filter(second))):
        assert part.height > 100
        part.write_parquet(tmp_path / f"{name}.parquet")
        resolve_files([str(tmp_path / f"{name}.parquet")], tmp_path / name, "polars")
    assert {
        name: hash_of(tmp_path / "*" / f"{name}.parquet", name) for name in RESOLVED
    } == expected


def hashes(folder):
    return {name: hash_of(folder / f"{name}.parquet", name) for name in RESOLVED}


def hash_of(path, name):
    files = sorted(path.glob("*.parquet")) or [path]
    return canonical_hash(conform(pl.scan_parquet(files), TABLES[name]))


def run(*words):
    """A command's exit code and what it told."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_polars_resolves_the_published_claims_into_the_published_tables(tmp_path):
    resolve_files([str(DATA / "claims.parquet")], tmp_path / "out", "polars")
    published = json.loads((DATA / "manifest.json").read_text("utf-8"))["tables"]
    assert hashes(tmp_path / "out") == {name: published[name]["sha256"] for name in RESOLVED}


def test_duckdb_spills_under_a_memory_limit_and_gives_the_same(inputs, expected, tmp_path):
    beside = {name: [str(DATA / f"{name}.parquet")] for name in WRITTEN}
    claims = [str(path) for path in sorted((inputs / "claims").iterdir())]
    with duckdb_session(tmp_path / "scratch", "256MB") as session:
        # Nearly all of it is taken, so that whatever the policy puts aside drives something out.
        session.connection.execute("CREATE TABLE others AS SELECT random() FROM range(30_000_000)")
        for name, frame in resolved(session, claims, beside).items():
            session.write(conformed(frame, TABLES[name]), tmp_path / f"{name}.parquet")
        spilled = session.connection.execute("SELECT sum(size) FROM duckdb_temporary_files()")
        (size,) = spilled.fetchone()
    assert size > 0
    assert hashes(tmp_path) == expected


def test_a_table_that_no_claim_speaks_of_has_its_columns_and_no_rows():
    model = TABLES["launches"]
    rows = empty(model, like=nw.from_native(duckdb.sql("SELECT 1 AS launch_id")))
    table = conformed(rows, model).to_native().pl()
    assert (table.schema, table.height) == (polars_schema(model), 0)


def test_rules_are_counted_alike_on_polars_and_duckdb(inputs):
    counts = [
        check_files([str(inputs / "broken.parquet")], "claims", e) for e in ("polars", "duckdb")
    ]
    assert counts == [BROKEN, BROKEN]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_files_are_read_wherever_fsspec_reads(inputs, engine):
    files = fsspec.filesystem("memory")
    files.pipe("/claims/broken.parquet", (inputs / "broken.parquet").read_bytes())
    assert check_files(["memory://claims/*.parquet"], "claims", engine) == BROKEN


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_command_tells_what_is_broken_and_lists_the_rows(inputs, tmp_path, engine):
    output, words = tmp_path / "broken.parquet", ("check", inputs / "broken.parquet")
    code, told = run(*words, "--output", output, "--engine", engine)
    assert code == 1
    assert "claims.claim_id: field_uniqueness: 2 rows\n" in told
    assert told.endswith("2 rows\n3 rules of claims broken\n")
    [key] = set(pl.read_parquet(inputs / "broken.parquet")["claim_id"])
    assert pl.read_parquet(output).rows() == [
        (table, key, column, rule) for table, column, rule, _ in BROKEN for _ in range(2)
    ]
    code, told = run(*words, "--output", output)
    assert code == 1
    assert "is there already" in told


def test_a_table_without_errors_passes():
    code, told = run("check", DATA / "deals.parquet", "--table", "deals")
    assert (code, told) == (0, "0 rules of deals broken\n")


def test_an_output_that_is_there_is_replaced_only_by_force(inputs, tmp_path):
    (tmp_path / "deals.parquet").touch()
    words = ("resolve", inputs / "claims", "--output", tmp_path)
    code, told = run(*words)
    assert code == 1
    assert "is there already" in told
    assert run(*words, "--force")[0] == 0


def test_what_is_no_input_is_refused_and_nothing_is_written(inputs, tmp_path):
    pl.DataFrame({"claim_id": [1]}).write_parquet(tmp_path / "odd.parquet")
    (tmp_path / "text.parquet").write_text("no parquet", "utf-8")
    output = tmp_path / "out"
    for place, reason in (
        ("nothing.parquet", "got no Parquet file, expected one"),
        ("odd.parquet", "got claim_id as Int64 instead of String, no table, no record_id"),
        ("text.parquet", "got no Parquet file, expected one of claims"),
    ):
        code, told = run("resolve", tmp_path / place, "--output", output)
        assert code in (1, 2)
        assert reason in told
    assert not output.exists()


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    cluster = Cluster(tmp_path / "cluster")
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    yield cluster
    cluster.close()


@pytest.mark.java
def test_spark_gives_the_same_though_a_worker_is_killed(
    cluster, inputs, expected, tmp_path, monkeypatch
):
    beside = {name: [str(DATA / f"{name}.parquet")] for name in WRITTEN}
    with spark_session(tmp_path / "scratch", cluster.address) as session:
        broken = session.scan([str(inputs / "broken.parquet")])
        counts = violations(broken, TABLES["claims"])
        listed = broken_rows(broken, TABLES["claims"])
        before = {}

        def killed(judged, told):
            """Halfway: the policy has judged, and nothing is gathered or written yet."""
            before.update(tasks_done(session.spark))
            cluster.kill(2)
            return gathered(judged, told)

        monkeypatch.setattr(evidence, "gathered", killed)
        for name, frame in resolved(session, [str(inputs / "claims")], beside).items():
            session.write(conformed(frame, TABLES[name]), tmp_path / f"{name}.parquet")
        after = tasks_done(session.spark)
    assert [(*rule, rows) for rule, rows in counts.items() if rows] == [one[1:] for one in BROKEN]
    assert Counter((column, rule) for _, column, rule in listed) == {
        (column, rule): rows for _, column, rule, rows in BROKEN
    }
    lost, left = cluster.executor(2), cluster.executor(1)
    assert before[lost] > 0
    assert after[lost] == before[lost]
    assert after[left] > before[left]
    assert hashes(tmp_path) == expected


def test_a_limit_that_is_no_size_is_told(inputs):
    words = ("check", inputs / "broken.parquet", "--engine", "duckdb", "--memory-limit", "lots")
    code, told = run(*words)
    assert code == 2
    assert "got the memory limit 'lots', expected a size such as 2GB" in told


@pytest.mark.parametrize(
    ("option", "value", "its"), [("--memory-limit", "2GB", "duckdb"), ("--master", "yarn", "spark")]
)
@pytest.mark.parametrize("command", ["resolve", "check"])
def test_an_option_of_another_engine_is_told(inputs, tmp_path, command, option, value, its):
    words = (inputs / "broken.parquet", "--output", tmp_path / "out")
    code, told = run(command, *words, option, value)
    assert code == 2
    assert f"got {option} '{value}' with the engine polars, expected none: it is only" in told
    assert f"or use --engine {its}." in told
    assert not (tmp_path / "out").exists()


@pytest.mark.java
@pytest.mark.parametrize("master", ["nonsense", "local[zz]", "local[0]", "locale", "spark://"])
def test_a_master_of_no_known_kind_is_told(inputs, master):
    words = ("check", inputs / "broken.parquet", "--engine", "spark", "--master", master)
    code, told = run(*words)
    assert code == 2
    assert f"got the master '{master}', expected one such as spark://host:7077" in told


def test_a_file_of_another_table_is_told_by_some_of_its_columns():
    code, told = run("check", DATA / "deals.parquet")
    assert code == 1
    assert "got no claim_id, no table" in told
    assert "more, expected the columns of claims" in told


@pytest.mark.java
def test_a_master_that_does_not_answer_is_told_at_once(inputs, tmp_path):
    words = ("resolve", inputs / "claims", "--output", tmp_path / "out", "--engine", "spark")
    code, told = run(*words, "--master", "spark://127.0.0.1:1")
    assert code == 2
    assert "got the master 'spark://127.0.0.1:1', which does not answer" in told


def test_without_java_spark_names_it(inputs, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    words = ("resolve", inputs / "claims", "--output", tmp_path / "out", "--engine", "spark")
    code, told = run(*words)
    assert code == 1
    assert "Spark needs Java 17" in told


@pytest.mark.parametrize(("engine", "library"), [("duckdb", "duckdb"), ("spark", "pyspark.sql")])
def test_an_engine_that_is_not_installed_names_its_extra(
    engine, library, inputs, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, library, None)
    words = ("resolve", inputs / "claims", "--output", tmp_path / "out", "--engine", engine)
    code, told = run(*words)
    assert code == 1
    assert f"pip install 'ai-chip-deals[{engine}]'" in told
