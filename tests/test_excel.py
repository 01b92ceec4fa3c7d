"""The workbook, read back by another library than the one that writes it."""

from __future__ import annotations

import sys
from datetime import datetime

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from ai_chip_deals import load, loaders
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingExtraError, WrongPathError
from ai_chip_deals.export import excel
from ai_chip_deals.export.excel import export_xlsx
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

SOME = {table: load(table).gather_every(max(1, load(table).height // 60)) for table in TABLES}
"""Some rows of every table, so that writing and reading take no minute."""

ADDRESSES = {
    table: [column.name for column in columns(model) if column.name in ("url", "source_url")]
    for table, model in TABLES.items()
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("excel") / "ai-chip-deals.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "load", SOME.get)
        result = CliRunner().invoke(app, ["export", "xlsx", str(path)])
    rows = sum(frame.height for frame in SOME.values())
    assert result.output == f"{len(TABLES)} tables with {rows} rows in {path}\n"
    return path


@pytest.fixture(scope="module")
def workbook(path):
    return openpyxl.load_workbook(path)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a workbook in which one table is another, all others without rows, and read it."""

    def read(table, frame):
        frames = {name: some.clear() for name, some in SOME.items()} | {table: frame}
        monkeypatch.setattr(loaders, "load", frames.get)
        export_xlsx(tmp_path / "a.xlsx", force=True)
        return openpyxl.load_workbook(tmp_path / "a.xlsx")

    return read


def column_of(written, table, column, contents):
    """The cells of a column, written with these contents."""
    frame = SOME[table].head(len(contents)).with_columns(pl.Series(column, contents))
    place = frame.columns.index(column) + 1
    return [row[0] for row in written(table, frame)[table].iter_rows(2, None, place, place)]


def values(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_dictionary_comes_first_then_every_table(workbook):
    assert workbook.sheetnames == ["dictionary", *TABLES]


def test_the_dictionary_describes_every_column(workbook):
    assert values(workbook["dictionary"]) == [
        [table, column.name, column.kind, column.description]
        for table, model in TABLES.items()
        for column in columns(model)
    ]


@pytest.mark.parametrize("name", ["dictionary", *TABLES])
def test_the_header_stays_in_sight_and_filters(workbook, name):
    sheet = workbook[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_days_are_days_in_the_order_of_the_standard(workbook):
    column = SOME["sources"].columns.index("retrieved") + 1
    cell = workbook["sources"].cell(2, column)
    assert isinstance(cell.value, datetime)
    assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("table", [table for table, names in ADDRESSES.items() if names])
def test_an_address_is_a_link_to_itself_unless_its_passage_is_too_long(workbook, table):
    (name,) = ADDRESSES[table]
    place = SOME[table].columns.index(name)
    cells = [row[place] for row in workbook[table].iter_rows(min_row=2)]
    links = [cell.hyperlink and (cell.hyperlink.target, cell.hyperlink.location) for cell in cells]
    parts = [address.partition("#") for address in SOME[table][name]]
    fits = [len(fragment) <= 255 for _, _, fragment in parts]
    assert [link is not None for link in links] == fits
    assert sum(fits) > len(fits) * 0.9


def test_a_link_that_excel_has_no_room_for_or_that_leads_to_no_page_stays_text(written):
    linked = {
        "https://example.com/" + "a" * 2059: True,
        "https://example.com/" + "a" * 2060: False,
        "https://example.com/#" + "a" * 255: True,
        "https://example.com/#" + "a" * 256: False,
        "http://example.com/": True,
        "file:///etc/passwd": False,
        "internal:deals!A1": False,
    }
    cells = column_of(written, "sources", "url", list(linked))
    assert [cell.value for cell in cells] == list(linked)
    assert [cell.hyperlink is not None for cell in cells] == list(linked.values())


def test_a_link_opens_the_address_with_its_passage(written):
    address = "https://example.com/a?b=1&c=%20#:~:text=ByteDance%20has,by%20July."
    (cell,) = column_of(written, "deals", "source_url", [address])
    assert f"{cell.hyperlink.target}#{cell.hyperlink.location}" == address


def test_past_the_most_links_of_a_sheet_addresses_are_text(written, monkeypatch):
    monkeypatch.setattr(excel, "MAX_LINKS", 3)
    addresses = SOME["sources"]["url"].head(5).to_list()
    cells = column_of(written, "sources", "url", addresses)
    assert [cell.value for cell in cells] == addresses
    assert [cell.hyperlink is not None for cell in cells] == [True, True, True, False, False]


@pytest.mark.parametrize(("column", "of"), [("title", str), ("buyers", lambda text: [text])])
def test_no_text_is_a_formula_or_a_number(written, column, of):
    texts = ["=1+1", "{=1+1}", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.com")', "1"]
    cells = column_of(written, "deals", column, [of(text) for text in texts])
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]


def test_a_table_without_rows_is_a_sheet_with_its_header(written):
    sheet = written("deals", SOME["deals"].clear())["deals"]
    assert [[cell.value for cell in row] for row in sheet] == [SOME["deals"].columns]


def test_what_has_no_room_in_a_cell_is_refused_and_nothing_written(written, tmp_path):
    frame = SOME["deals"].head(1).with_columns(note=pl.lit("a" * 32_768))
    with pytest.raises(DatasetError, match=r"'aaa.*does not fit into row 2 of a sheet"):
        written("deals", frame)
    assert list(tmp_path.iterdir()) == []


def test_two_workbooks_of_one_version_are_alike_to_the_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(loaders, "load", lambda table: SOME[table].head(2))
    export_xlsx(tmp_path / "a.xlsx")
    export_xlsx(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_workbook_is_replaced_only_by_force(path):
    old = path.read_bytes()
    result = CliRunner().invoke(app, ["export", "xlsx", str(path)])
    assert result.exit_code == 1
    assert "is there already. Name a new file, or add --force." in result.stderr
    assert path.read_bytes() == old


def test_a_name_by_which_excel_does_not_know_its_files_is_refused(tmp_path):
    with pytest.raises(WrongPathError, match=r"thesis\.docx', expected a file that ends in \.xlsx"):
        export_xlsx(tmp_path / "thesis.docx", force=True)
    assert CliRunner().invoke(app, ["export", "xlsx", str(tmp_path / "a")]).exit_code == 2


def test_without_the_extra_the_error_names_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ai-chip-deals\[excel\]'"):
        export_xlsx(tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
