"""The export for Hugging Face, read by the client that its users have, without network."""

from __future__ import annotations

import re
import sys

import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export import huggingface
from ai_chip_deals.export.huggingface import PICTURES, card, export_huggingface
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns


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
    export_huggingface(folder)
    old = hub.load_dataset(str(folder), "deals", split="train", cache_dir=cache)
    manifest, fewer = loaders.manifest() | {"version": "99.0.0"}, load("deals").head(3)
    monkeypatch.setattr(loaders, "manifest", lambda: manifest)
    monkeypatch.setattr(loaders, "load", lambda name: fewer if name == "deals" else load(name))
    export_huggingface(folder, force=True)
    new = hub.load_dataset(str(folder), "deals", split="train", cache_dir=cache)
    assert (len(old), len(new)) == (load("deals").height, 3)


def test_a_table_without_rows_is_left_out_of_card_and_folder(
    tmp_path, monkeypatch, without_pictures
):
    empty = {name: load(name).head(0 if name == "comparisons" else 9) for name in TABLES}
    monkeypatch.setattr(loaders, "load", empty.get)
    assert "comparisons" not in export_huggingface(tmp_path / "hub")
    assert not (tmp_path / "hub/data/comparisons.parquet").exists()
    assert "config_name: comparisons" not in (tmp_path / "hub/README.md").read_text("utf-8")


def test_the_card_describes_every_table():
    text = card({name: load(name) for name in TABLES})
    assert [line for line in text.splitlines() if line.startswith("| `")] == [
        f"| `{name}` | {load(name).height:,} | {(model.__doc__ or '').splitlines()[0]} |"
        for name, model in TABLES.items()
    ]
    assert "license: cc-by-4.0\n" in text
    assert "$" not in text


def test_the_pictures_of_the_card_lie_beside_it(folder):
    card_pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (folder / "README.md").read_text("utf-8"))
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
