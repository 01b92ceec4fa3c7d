"""The export for Hugging Face, read by the client that its users have, without network."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from conftest import order
from huggingface_hub import DatasetCard
from typer.testing import CliRunner

from ai_chip_deals import connect, explain, load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export import about, huggingface
from ai_chip_deals.export.huggingface import PICTURES, export_huggingface
from ai_chip_deals.export.huggingface_card import card
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

ROOT = Path(__file__).parent.parent
ORDER = "bytedance-huawei-ascend-910b-2024"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The `datasets` library as it is on a machine without network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hf")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        import datasets

        yield datasets


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub") / "ai-chip-deals"
    result = CliRunner().invoke(app, ["export", "huggingface", str(folder)])
    rows = sum(tables().values())
    assert result.output == f"{len(TABLES)} tables with {rows} rows in {folder}\n"
    return folder


@pytest.fixture(scope="module")
def readme(folder):
    return (folder / "README.md").read_text("utf-8")


@pytest.fixture
def without_pictures(monkeypatch):
    """Pictures take seconds; what is not about them goes without."""
    monkeypatch.setattr(huggingface, "PICTURES", ())


@pytest.fixture(scope="module")
def client(hub, folder, tmp_path_factory):
    cache = str(tmp_path_factory.mktemp("cache"))
    return lambda *table: hub.load_dataset(str(folder), *table, split="train", cache_dir=cache)


def features_of(hub, table):
    kinds = {
        "text": hub.Value("string"),
        "whole number": hub.Value("int64"),
        "number": hub.Value("float64"),
        "true or false": hub.Value("bool"),
        "day": hub.Value("date32"),
        "list of text": hub.List(hub.Value("string")),
    }
    return {column.name: kinds[column.kind] for column in columns(TABLES[table])}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_with_the_columns_and_types_that_are_declared(hub, client, table):
    assert dict(client(table).features) == features_of(hub, table)


def test_the_deals_are_what_loads_where_no_table_is_named(client):
    assert client()["deal_id"][:] == load("deals")["deal_id"].to_list()


def test_the_folder_of_a_new_version_is_not_served_from_the_old_cache(
    hub, tmp_path, monkeypatch, without_pictures
):
    folder, cache = tmp_path / "ai-chip-deals", str(tmp_path / "cache")
    monkeypatch.setattr(loaders, "load", lambda name: load(name).head(9))
    export_huggingface(folder)
    old = hub.load_dataset(str(folder), "deals", split="train", cache_dir=cache)
    manifest = loaders.manifest() | {"version": "99.0.0"}
    monkeypatch.setattr(loaders, "manifest", lambda: manifest)
    monkeypatch.setattr(loaders, "load", lambda name: load(name).head(3))
    export_huggingface(folder, force=True)
    new = hub.load_dataset(str(folder), "deals", split="train", cache_dir=cache)
    assert (len(old), len(new)) == (9, 3)


def test_a_table_without_rows_is_left_out_of_card_and_folder(
    tmp_path, monkeypatch, without_pictures
):
    empty = {name: load(name).head(0 if name == "comparisons" else 9) for name in TABLES}
    monkeypatch.setattr(loaders, "load", empty.get)
    assert "comparisons" not in export_huggingface(tmp_path / "hub")
    assert not (tmp_path / "hub/data/comparisons.parquet").exists()
    assert "config_name: comparisons" not in (tmp_path / "hub/README.md").read_text("utf-8")


def cells(text):
    """The rows of the tables of a page that have two cells."""
    return dict(re.findall(r"^\| ([^|`]+) \| ([^|]+) \|$", text, re.MULTILINE))


def test_the_card_describes_every_table(readme, folder):
    assert re.findall(r"^\| `.*", readme, re.MULTILINE) == [
        f"| `{name}` | {load(name).height:,} "
        f"| {(folder / f'data/{name}.parquet').stat().st_size / 1000:,.0f} "
        f"| {(model.__doc__ or '').splitlines()[0]} |"
        for name, model in TABLES.items()
    ]
    assert "$" not in readme


def test_the_card_has_what_the_hub_and_datasets_read_of_it(readme, hub):
    data = DatasetCard(readme).data
    assert (data.license, data.size_categories) == ("cc-by-4.0", "10K<n<100K")
    assert data.language[:3] == ["en", "zh", "ko"]
    assert list(hub.utils.metadata.MetadataConfigs.from_dataset_card_data(data)) == list(TABLES)
    declared = hub.info.DatasetInfosDict.from_dataset_card_data(data)
    assert {name: info.splits["train"].num_examples for name, info in declared.items()} == tables()
    assert {name: dict(info.features) for name, info in declared.items()} == {
        name: features_of(hub, name) for name in TABLES
    }


def test_every_figure_of_the_card_is_counted_from_its_tables(world):
    world.page("reuters.com", order(ordered="100000"), published="2024-09-30")
    world.page("relay.com", order(ordered="about 100000"), language="zh-Hant")
    world.page("other.com", order(delivered="5"), published="2025", language="zh")
    frames = world.build().tables
    text = card(frames, {"deals": 2400})
    assert cells(text) == {
        "what": "number",
        "deals": "1",
        "deals that are transactions": "1 of 1 (100%)",
        "claims": "6",
        "claims with a sealed passage": "6 of 6 (100%)",
        "sources": "3",
        "languages of the sources": "2",
        "days of publication": "2024-09-30 to 2025-12-31",
        "origins": "1",
        "claims that name nobody, of publishers that are not known": "4 of 6 (67%)",
        "deals that rest on nothing else": "0 of 1 (0%)",
        "deals of one origin": "1 of 1 (100%)",
        "sources that state no day": "1 of 3 (33%)",
        "sources in English": "1 of 3 (33%)",
        "sources that a program has read again": "0 of 3 (0%)",
    }
    assert "by language (ISO 639): zh 2, en 1." in text
    assert "| `deals` | 1 | 2 |" in text


def test_the_card_says_what_is_missing_and_how_to_cite(readme):
    page = (ROOT / "docs/coverage.md").read_text("utf-8")
    missing = re.findall(r"^- \*\*.*", page, re.MULTILINE)
    assert [
        one.removeprefix("- **") for one in missing if one.removeprefix("- **") not in readme
    ] == []
    assert f"```bibtex\n{about.citation()}\n```" in readme


def test_the_sql_of_the_card_leads_to_the_claims(readme):
    (sql,) = re.findall(r"^```sql\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    with connect() as connection:
        found = connection.sql(sql).fetchall()
    assert sorted(url for *_, url in found) == sorted(explain("deals", ORDER)["url"])


def test_the_pictures_of_the_card_lie_beside_it(folder, readme):
    card_pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme)
    assert card_pictures == [f"plots/{name}.svg" for name in PICTURES]
    assert {f"plots/{path.name}" for path in (folder / "plots").iterdir()} == set(card_pictures)


def test_what_is_there_is_kept_unless_forced(tmp_path, without_pictures):
    folder = tmp_path / "hub"
    export_huggingface(folder)
    with pytest.raises(DatasetError, match=r"is there already\..*--force"):
        export_huggingface(folder)
    export_huggingface(folder, force=True)
    (folder / "notes.txt").touch()
    with pytest.raises(DatasetError, match=r"'notes.txt', which this export does not write"):
        export_huggingface(folder, force=True)
    assert (folder / "notes.txt").exists()


def test_an_empty_folder_may_be_filled(tmp_path, without_pictures):
    assert export_huggingface(tmp_path) == tables()


@pytest.mark.parametrize("library", ["altair", "huggingface_hub", "pyarrow.parquet", "vl_convert"])
def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[hf\]'"):
        export_huggingface(tmp_path / "hub")
    assert not (tmp_path / "hub").exists()
    result = CliRunner().invoke(app, ["export", "huggingface", str(tmp_path / "hub")])
    assert result.exit_code == 1
    assert "pip install 'ai-chip-deals[hf]'" in result.stderr
