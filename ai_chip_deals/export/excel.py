"""The tables as a workbook for spreadsheets: the dictionary, then one sheet a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ai_chip_deals import loaders
from ai_chip_deals.errors import DatasetError, MissingExtraError, WrongPathError
from ai_chip_deals.export.about import LICENCE
from ai_chip_deals.export.files import joined
from ai_chip_deals.export.output import output_file
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import Column, columns
from ai_chip_deals.vocabulary import PROJECT

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

DICTIONARY = "dictionary"
MAX_LINKS = 65_530
"""How many links Excel opens in one sheet; with more it calls the file damaged."""
MAX_ADDRESS = 2_079
MAX_FRAGMENT = 255
"""How long the parts of a link before and after its `#` may be in every Excel that is in use."""


def export_xlsx(path: Path, *, force: bool = False) -> dict[str, int]:
    """Write a workbook: what every column means, then each table under a header that filters.

    Numbers, days and truth values are such cells, lists are text joined with `;`, null and the
    empty list are empty cells. No cell is a formula, whatever its text starts with. Addresses are
    links, but for those that Excel has no room for: they stay text.

    Args:
        path: Where; it appears whole or not at all.
        force: Whether a workbook that is there already is replaced.

    Returns:
        How many rows each table has.

    Raises:
        MissingExtraError: The extra `excel` is not installed.
        WrongPathError: The path does not end in .xlsx, by which Excel knows its files.
        DatasetError: Something is there, or does not fit into a sheet.
        MissingDataError: The package was not built.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("excel", "export for Excel") from None
    if path.suffix.lower() != ".xlsx":
        raise WrongPathError(f"got {str(path)!r}, expected a file that ends in .xlsx")
    with output_file(path, force=force) as fresh:
        frames = {name: loaders.load(name) for name in loaders.tables()}
        with xlsxwriter.Workbook(fresh) as workbook:
            _describe(workbook)
            _write_dictionary(workbook)
            for name, frame in frames.items():
                _write_table(workbook, name, joined(frame, name))
    return {name: frame.height for name, frame in frames.items()}


def _describe(workbook: Workbook) -> None:
    manifest = loaders.manifest()
    workbook.set_properties(
        {
            "title": f"{PROJECT} {manifest['version']}",
            "comments": f"Data as of {manifest['data_as_of']}. {LICENCE}.",
            # Not the moment of writing: two exports of one version are alike to the byte.
            "created": datetime.combine(loaders.data_as_of(), time()),
        }
    )


def _write_dictionary(workbook: Workbook) -> None:
    sheet = _sheet(workbook, DICTIONARY, ["table", "column", "type", "description"])
    described = [(name, column) for name, model in TABLES.items() for column in columns(model)]
    for row, (name, column) in enumerate(described, 1):
        for place, text in enumerate((name, column.name, column.kind, column.description)):
            _put(sheet.write_string, row, place, text)
    sheet.autofilter(0, 0, len(described), 3)


def _write_table(workbook: Workbook, name: str, frame: pl.DataFrame) -> None:
    sheet = _sheet(workbook, name, frame.columns)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    described = columns(TABLES[name])
    addresses = [column for column in described if _holds_addresses(column)]
    last_link = MAX_LINKS // max(len(addresses), 1)
    for place, column in enumerate(described):
        write = _writer(sheet, column)
        style = [day] if column.kind == "day" else []
        for row, value in enumerate(frame[column.name], 1):
            if value in (None, ""):  # null and the empty list are empty cells
                continue
            if column in addresses and row <= last_link and _links(value):
                _put(sheet.write_url, row, place, value)
            else:
                _put(write, row, place, value, *style)
    sheet.autofilter(0, 0, frame.height, frame.width - 1)


def _sheet(workbook: Workbook, name: str, header: list[str]) -> Worksheet:
    """A sheet whose first row names its columns and stays in sight."""
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, len(header) - 1, 20)
    sheet.write_row(0, 0, header, workbook.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    return sheet


def _writer(sheet: Worksheet, column: Column) -> Callable[..., int]:
    """How a cell of a column is written; `write_string` makes no formula of any text."""
    writers: dict[str, Callable[..., int]] = {
        "text": sheet.write_string,
        "whole number": sheet.write_number,
        "number": lambda row, place, value: sheet.write_number(row, place, _Exact(value)),
        "true or false": sheet.write_boolean,
        "day": sheet.write_datetime,
        "list of text": sheet.write_string,
    }
    return writers[column.kind]


class _Exact(float):
    """A number in as many digits as it needs; xlsxwriter formats it in 16, and some need 17."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def _put(write: Callable[..., int], row: int, place: int, *content: Any) -> None:
    """Write a cell, or say that it has no room; the library would leave it out."""
    if write(row, place, *content) < 0:
        raise DatasetError(
            f"{str(content[0])[:40]!r}… does not fit into row {row + 1} of a sheet: Excel has room "
            "for 1,048,576 rows and for 32,767 characters a cell. Export CSV or Parquet."
        )


def _holds_addresses(column: Column) -> bool:
    return column.name.rpartition("_")[2] in ("url", "website")


def _links(address: str) -> bool:
    """Whether Excel has room for a link to an address."""
    page, _, fragment = address.partition("#")
    return (
        page.startswith(("https://", "http://"))
        and len(page) <= MAX_ADDRESS
        and len(fragment) <= MAX_FRAGMENT
    )
