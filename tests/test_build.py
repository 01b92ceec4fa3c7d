"""What a build writes: the same bytes each time, all or nothing, true to its models."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from datetime import date

import polars as pl
import pytest
from conftest import make_source, order, sealed

from ai_chip_deals import build
from ai_chip_deals.build import build_dataset, flatten
from ai_chip_deals.build.currency import usd_rate
from ai_chip_deals.build.tables import dangling
from ai_chip_deals.build.write import canonical_hash, manifest
from ai_chip_deals.errors import DatasetError, RawError
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import key_of, polars_schema


@pytest.fixture
def told(world):
    """A world in which something is told for every table."""
    metric = {"product": "doubao", "metric": "mau", "as_of": "2025-08", "value": "157.4M"}
    launch = {"product": "doubao", "event": "released", "date": "2024-05-15", "price": "1 CNY"}
    spec = {"chip": "h20", "spec": "memory", "value": "96 GB"}
    comparison = {"chip": "h20", "than": "ascend-910b", "aspect": "overall", "result": "similar"}
    lots = [order(lot=lot, value=f"{number}.7B EUR") for number, lot in enumerate("abcdefg", 1)]
    world.page("reuters.com", order(ordered="more than 100000", note="A note."), *lots)
    world.page("engadget.com", order(ordered=90000, as_of="2024"), published="2024-09-27")
    world.page("questmobile.com.cn", metric, group="user_metrics", retrieved="2026-11-24")
    world.page("bytedance.com", launch, group="launches")
    world.page("reuters.com", spec, group="chip_specs")
    world.page("reuters.com", comparison, group="comparisons")
    return world


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_builds_are_alike_to_the_byte(told, tmp_path):
    build_dataset(told.root, tmp_path / "one", "1.2.3")
    build_dataset(told.root, tmp_path / "other", "1.2.3")
    names = {f"{table}.parquet" for table in [*TABLES, "deals_as_written"]} | {"manifest.json"}
    assert set(contents(tmp_path / "one")) == names
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_a_build_takes_the_place_of_the_former_one(told, tmp_path):
    build_dataset(told.root, tmp_path / "data", "1.2.3")
    build_dataset(told.root, tmp_path / "data", "1.2.4")
    assert b'"version": "1.2.4"' in contents(tmp_path / "data")["manifest.json"]
    assert leftovers(tmp_path) == {"raw", "data"}


def test_a_folder_with_files_that_no_build_wrote_is_left_alone(told, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.tex").write_text("")
    with pytest.raises(DatasetError, match=r"holds 'thesis\.tex', which no build wrote"):
        build_dataset(told.root, tmp_path / "home", "1.2.3")
    assert leftovers(tmp_path / "home") == {"thesis.tex"}


def leftovers(folder):
    return {path.name for path in folder.iterdir()}


def test_the_manifest_counts_and_hashes_the_tables_that_lie_beside_it(told, tmp_path):
    build_dataset(told.root, tmp_path / "data", "1.2.3")
    written = json.loads((tmp_path / "data" / "manifest.json").read_text())
    assert (written["version"], written["data_as_of"]) == ("1.2.3", "2026-11-24")
    assert list(written["tables"]) == list(TABLES)
    hashes = []
    for table, entry in written["tables"].items():
        frame = pl.read_parquet(tmp_path / "data" / f"{table}.parquet")
        lines = [
            json.dumps(row, default=str, ensure_ascii=False, sort_keys=True) + "\n"
            for row in frame.sort(frame.columns[0]).iter_rows(named=True)
        ]
        sha256 = hashlib.sha256("".join(lines).encode()).hexdigest()
        assert entry == {"rows": frame.height, "sha256": sha256}
        assert entry["rows"] > 0
        hashes.append(f"{table} {sha256}")
    assert written["sha256"] == hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def test_every_file_reads_back_as_its_model_has_it_in_the_order_of_its_key(told, tmp_path):
    rows = build_dataset(told.root, tmp_path / "data", "1.2.3")
    built = told.build()
    for table, model in TABLES.items():
        frame = pl.read_parquet(tmp_path / "data" / f"{table}.parquet")
        assert frame.schema == polars_schema(model)
        assert frame.equals(built.tables[table])
        assert frame.height == rows[table]
        assert frame[key_of(model)].is_sorted()


def test_an_error_in_raw_leaves_the_former_build_untouched(told, tmp_path):
    build_dataset(told.root, tmp_path / "data", "1.2.3")
    before = contents(tmp_path / "data")
    told.add("deals", "broken", {"title": "A deal", "kind": "gift"})
    with pytest.raises(RawError, match="unknown-term"):
        build_dataset(told.root, tmp_path / "data", "1.2.4")
    assert contents(tmp_path / "data") == before
    assert leftovers(tmp_path) == {"raw", "data"}


def test_a_full_disk_leaves_the_former_build_untouched(told, tmp_path, monkeypatch):
    build_dataset(told.root, tmp_path / "data", "1.2.3")
    before = contents(tmp_path / "data")

    def write_half(built, folder, version):
        folder.mkdir()
        (folder / "deals.parquet").write_text("half of")
        raise OSError("No space left on device")

    monkeypatch.setattr(build, "write_dataset", write_half)
    with pytest.raises(OSError, match="No space left"):
        build_dataset(told.root, tmp_path / "data", "1.2.4")
    assert contents(tmp_path / "data") == before
    assert leftovers(tmp_path) == {"raw", "data"}


def test_a_folder_that_cannot_be_swapped_in_leaves_the_former_build(told, tmp_path, monkeypatch):
    build_dataset(told.root, tmp_path / "data", "1.2.3")
    before = contents(tmp_path / "data")
    monkeypatch.setattr(build, "write_dataset", lambda built, folder, version: None)
    with pytest.raises(OSError, match="fresh"):
        build_dataset(told.root, tmp_path / "data", "1.2.4")
    assert contents(tmp_path / "data") == before
    assert leftovers(tmp_path) == {"raw", "data"}


def test_the_data_is_as_of_the_latest_day_of_reading(world):
    assert world.build().data_as_of is None
    assert manifest(world.build(), "1.2.3")["data_as_of"] is None
    world.page("reuters.com", order(ordered=100), retrieved="2026-11-24")
    world.page("engadget.com", order(ordered=100), retrieved="2026-11-23")
    assert world.build().data_as_of == date(2026, 11, 24)


def test_the_canonical_hash_is_of_the_rows_however_they_were_stored():
    frame = pl.DataFrame({"id": ["a", "b"], "n": [1.5, None], "day": [date(2024, 7, 31), None]})
    expected = b'{"day": "2024-07-31", "id": "a", "n": 1.5}\n{"day": null, "id": "b", "n": null}\n'
    assert canonical_hash(frame) == hashlib.sha256(expected).hexdigest()
    stored = [{"compression": "zstd"}, {"compression": "uncompressed", "row_group_size": 1}]
    files = [io.BytesIO() for _ in stored]
    for file, options in zip(files, stored, strict=True):
        frame.write_parquet(file, **options)
    assert files[0].getvalue() != files[1].getvalue()
    assert {canonical_hash(pl.read_parquet(file.getvalue())) for file in files} == {
        canonical_hash(frame)
    }
    assert canonical_hash(frame.reverse()) != canonical_hash(frame)


def test_an_id_that_leads_nowhere_is_named_with_its_table_and_column(told):
    tables = told.build().tables
    assert dangling(tables) == []
    deals = tables["deals"].with_columns(
        buyers=pl.lit(["others", "nobody"]), counted_in=pl.lit("not_a_transaction")
    )
    figures = tables["deal_figures"].with_columns(deal_id=pl.lit("no-deal"))
    assert dangling({**tables, "deals": deals, "deal_figures": figures}) == [
        "deals.buyers: no organizations 'nobody'",
        "deal_figures.deal_id: no deals 'no-deal'",
    ]
    nameless = tables["deals"].with_columns(buyers=pl.lit(["", "nobody"]))
    assert dangling({**tables, "deals": nameless}) == ["deals.buyers: no organizations ''"]


def test_a_table_that_breaks_its_schema_is_never_published(told, monkeypatch):
    monkeypatch.setitem(flatten.ROLE_TIERS, "newsroom", 5)
    with pytest.raises(DatasetError, match=r"the table claims breaks its schema: tier: less_than"):
        told.build()


def test_a_withdrawn_source_is_listed_and_counts_for_nothing(told):
    reason = "The publisher took the page down."
    told.page("reuters.com", order(ordered=5), identifier="gone", withdrawn=reason)
    built = told.build()
    source = built.tables["sources"].row(by_predicate=pl.col("source_id") == "gone", named=True)
    assert (source["n_claims"], source["withdrawn"]) == (0, reason)
    assert "gone" not in built.tables["claims"]["source_id"]


def test_what_was_built_cannot_be_swapped(told):
    with pytest.raises(dataclasses.FrozenInstanceError):
        told.build().data_as_of = None


def test_claims_of_one_sentence_by_two_origins_keep_their_ids_in_any_order(world):
    claims = [order(according_to=[name], value="1B USD") for name in ("reuters", "engadget")]
    passage = sealed(make_source(deals=claims[:1]))["deals"][0]["passage"]
    claims = [claim | {"passage": passage} for claim in claims]
    world.page("digest.com", *claims, identifier="digest")
    ids = origins_by_id(world)
    world.page("digest.com", *claims[::-1], identifier="digest")
    assert origins_by_id(world) == ids
    assert sorted(ids.values()) == ["engadget", "reuters"]


def origins_by_id(world):
    return dict(world.table("claims").select("claim_id", "origin").rows())


@pytest.mark.parametrize("day", [date(2024, 9, 27), date(2024, 9, 28), date(2024, 9, 29)])
def test_the_rate_of_friday_holds_over_the_weekend(day):
    assert usd_rate("EUR", day) == pytest.approx(1.1158)


def test_a_weekday_has_its_own_rate():
    assert usd_rate("EUR", date(2024, 9, 30)) == pytest.approx(1.1196)
    assert usd_rate("CNY", date(2024, 9, 30)) == pytest.approx(1.1196 / 7.8511)


def test_dollars_are_dollars_on_any_day():
    assert usd_rate("USD", date(2099, 1, 1)) == 1


@pytest.mark.parametrize("currency", ["TWD", "XXX", "VND"])
def test_a_currency_without_a_rate_of_the_bank_is_not_converted(currency):
    assert usd_rate(currency, date(2024, 9, 27)) is None


@pytest.mark.parametrize("day", [date(1998, 12, 31), date(2099, 1, 1)])
def test_a_day_before_the_first_rate_or_long_after_the_last_is_not_converted(day):
    assert usd_rate("EUR", day) is None


def test_a_currency_that_ended_is_not_converted_afterwards():
    assert usd_rate("RUB", date(2022, 3, 1)) is not None
    assert usd_rate("RUB", date(2022, 3, 20)) is None
