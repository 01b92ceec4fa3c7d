"""The pictures: what they show of the real tables, and what is written of them."""

from __future__ import annotations

import json
import sys
from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export import plots
from ai_chip_deals.export.plots import PICTURES, export_plots, plot, svg, vega_lite
from ai_chip_deals.export.plots.claims import KNOWN, SPREAD
from ai_chip_deals.export.plots.flows import CIRCULAR, ties
from ai_chip_deals.export.plots.style import COLOURS, INK, bounded

SVG = "{http://www.w3.org/2000/svg}"
EVERY = {name: load(name) for name in tables()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plots") / "pictures"
    result = CliRunner().invoke(app, ["export", "plots", str(folder)])
    assert result.output == f"{len(PICTURES)} pictures in {folder}\n"
    return folder


@pytest.fixture(scope="module")
def described(folder):
    """The Vega-Lite of a picture."""
    return lambda name: json.loads((folder / f"{name}.vl.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def shown(described):
    """The rows that a picture shows, as its reader has them."""

    def shown(name):
        return [row for rows in described(name)["datasets"].values() for row in rows]

    return shown


def contrast_with_white(colour):
    """The ratio of luminances, as WCAG has it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 1.05 / (sum(map(float.__mul__, [0.2126, 0.7152, 0.0722], linear)) + 0.05)


def test_every_picture_is_written_in_both_forms_and_nothing_else(folder):
    assert {path.name for path in folder.iterdir()} == {
        f"{name}.{ending}" for name in PICTURES for ending in ("svg", "vl.json")
    }


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_a_title_marks_and_where_it_comes_from(folder, name, described):
    svg = ElementTree.parse(folder / f"{name}.svg").getroot()
    texts = [element.text for element in svg.iter(f"{SVG}text")]
    manifest = loaders.manifest()
    source = f"ai-chip-deals {manifest['version']}, data as of {manifest['data_as_of']}"
    assert described(name)["title"]["text"] in texts
    assert [text for text in texts if text and text.startswith(source)] != []
    groups = [group for group in svg.iter(f"{SVG}g") if "mark-symbol" in group.get("class", "")]
    assert [path for group in groups for path in group.iter(f"{SVG}path")] != []


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_brings_its_own_white_ground(folder, name):
    svg = ElementTree.parse(folder / f"{name}.svg").getroot()
    ground = svg.find(f"{SVG}rect")
    assert ground.get("fill") == "white"
    assert ground.get("width") == svg.get("width")


def test_every_colour_of_a_mark_stands_out_from_white():
    assert [colour for colour in COLOURS if contrast_with_white(colour) < 3] == []
    assert contrast_with_white(INK) >= 7


def test_two_exports_are_alike_to_the_byte(folder, tmp_path):
    export_plots(tmp_path / "again")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_what_was_ordered_and_delivered_counts_once(shown):
    rows = shown("ordered_and_delivered")
    assert {row["counted_in"] for row in rows} == {None}
    assert {row["unit"] for row in rows} == {"chip"}
    assert {row["figure"] for row in rows} == {"ordered", "delivered", "installed"}
    elsewhere = load("deals").filter(pl.col("counted_in").is_not_null())["deal_id"]
    assert {row["deal_id"] for row in rows}.isdisjoint(elsewhere)


def test_bounds_are_drawn_as_bounds_and_never_as_zero(shown):
    (ordered,) = [
        row
        for row in shown("ordered_and_delivered")
        if (row["deal_id"], row["figure"]) == ("bytedance-huawei-ascend-910b-2024", "ordered")
    ]
    assert (ordered["low"], ordered["high"], ordered["told"]) == (100000, None, "at least")
    assert ordered["maker"] == "Huawei"
    assert [row for row in shown("ordered_and_delivered") if not row["at"]] == []


@pytest.mark.parametrize(
    ("point", "low", "high", "at", "told"),
    [
        (5.0, None, None, 5.0, "a number"),
        (None, 3.0, 9.0, 3.0, "a range"),
        (None, 3.0, None, 3.0, "at least"),
        (None, None, 9.0, 9.0, "at most"),
    ],
)
def test_the_mark_of_a_figure_says_how_it_is_told(point, low, high, at, told):
    figure = {"x": point, "x_low": low, "x_high": high}
    frame = pl.DataFrame([figure, dict.fromkeys(figure)], schema=dict.fromkeys(figure, pl.Float64))
    (row,) = bounded(frame, "x").iter_rows(named=True)
    assert (row["at"], row["low"], row["high"], row["told"]) == (at, low, high, told)


def test_what_arrived_is_held_against_what_was_ordered_in_the_same_unit(shown):
    rows = shown("announced_against_delivered")
    of_deal = {}
    for row in rows:
        of_deal.setdefault((row["deal_id"], row["unit"]), set()).add(row["figure"])
    assert ("bytedance-huawei-ascend-910b-2024", "chip") in of_deal
    assert [figures for figures in of_deal.values() if "ordered" not in figures] == []
    assert [figures for figures in of_deal.values() if len(figures) < 2] == []


def test_flows_add_what_counts_itself_and_mark_the_circular_ones(shown):
    rows = {(row["buyer"], row["maker"]): row for row in shown("flows")}
    assert rows["OpenAI", "NVIDIA"]["tie"] == CIRCULAR
    assert rows["OpenAI", "NVIDIA"]["pair"] == "OpenAI ← NVIDIA *"
    assert rows["ByteDance", "Huawei"]["tie"] != CIRCULAR
    huawei = load("deals").filter(
        pl.col("counted_in").is_null(),
        pl.col("buyers").list.contains("bytedance"),
        pl.col("chips").list.join(" ").str.contains("huawei-"),
    )
    assert rows["ByteDance", "Huawei"]["deals"] == huawei.height
    assert [pair for pair in rows if pair[0] == pair[1]] == []


def test_only_what_was_done_makes_a_flow_circular():
    tied = set(ties(EVERY).select("buyer", "maker").iter_rows())
    assert {("openai", "nvidia"), ("coreweave", "nvidia"), ("anthropic", "google")} <= tied
    assert ("tenstorrent", "intel") not in tied  # they only talked


def test_months_and_weeks_are_never_on_one_line(shown):
    joined = {
        (row["line"], row["product"], row["metric"], row["measurer"])
        for row in shown("users_of_assistants")
        if row["line"]
    }
    assert len({line for line, *_ in joined}) == len(joined)
    assert {metric for _, _, metric, _ in joined} == {
        "monthly active users",
        "weekly active users",
    }


def test_no_line_joins_those_who_are_not_named(shown):
    unnamed = [row for row in shown("users_of_assistants") if row["measurer"] is None]
    assert {row["line"] for row in unnamed} == {None}


def test_every_measurer_of_an_assistant_is_shown_by_name(shown):
    doubao = load("user_metrics").filter(product_id="doubao", metric="mau")
    names = dict(load("organizations").select("organization_id", "name").iter_rows())
    measurers = {names.get(one) for one in doubao["measured_by"]}
    rows = [
        row
        for row in shown("users_of_assistants")
        if (row["product"], row["metric"]) == ("Doubao", "monthly active users")
        and "slot" not in row  # the names beside the panel are rows of their own
    ]
    assert len(rows) == doubao.height
    assert {row["measurer"] for row in rows} == measurers
    labels = {row["label"] for row in rows if row["label"]}
    assert {name for name in measurers if name} <= {label.partition(",")[0] for label in labels}


def test_a_company_is_told_apart_from_those_who_measure_it(shown):
    who = {(row["measurer"], row["who"]) for row in shown("users_of_assistants")}
    assert {("OpenAI", "the company itself"), ("QuestMobile", "a tracker")} <= who
    assert {kind for measurer, kind in who if measurer is None} == {"measurer not named"}


def test_the_spread_has_every_page_of_the_figure_with_its_origin(shown):
    deal = SPREAD.partition("/")[0]
    told = load("claims").filter(table="deal_figures", record_id=deal, field="ordered")
    rows = shown("spread_of_a_claim")
    assert sorted(row["url"] for row in rows) == sorted(told["url"])
    assert {row["origin"] for row in rows} == {"Reuters", "none named"}


def test_what_was_known_when_is_what_the_tables_of_that_day_show(shown):
    rows = {date.fromisoformat(row["day"][:10]): row for row in shown("known_when")}
    assert len(rows) > 2
    day = min(rows)
    then = load("deal_figures", known_on=day).filter(figure_id=KNOWN)
    assert then["value_as_stated"].to_list() == [rows[day]["value_as_stated"]]
    now = load("deal_figures", ids=KNOWN)
    assert now["value_as_stated"].to_list() == [rows[max(rows)]["value_as_stated"]]


@pytest.mark.parametrize("name", ["users_of_assistants", "ordered_and_delivered"])
def test_a_picture_of_nothing_is_still_one(name):
    nothing = plot(name, {table: frame.clear() for table, frame in EVERY.items()})
    assert ElementTree.fromstring(svg(vega_lite(nothing))).tag == f"{SVG}svg"


def test_pictures_are_replaced_only_by_force_and_never_with_what_is_foreign(
    folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(plots, "PICTURES", PICTURES[:1])
    export_plots(tmp_path / "a")
    with pytest.raises(DatasetError, match=r"is there already\..*--force"):
        export_plots(tmp_path / "a")
    export_plots(tmp_path / "a", force=True)
    (tmp_path / "a/notes.txt").touch()
    with pytest.raises(DatasetError, match=r"'notes.txt', which this export does not write"):
        export_plots(tmp_path / "a", force=True)


@pytest.mark.parametrize("library", ["altair", "vl_convert"])
def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[plots\]'"):
        export_plots(tmp_path / "a")
    result = CliRunner().invoke(app, ["export", "plots", str(tmp_path / "a")])
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []
