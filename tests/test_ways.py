"""Every way to the tables gives the very rows that were built: they have the manifest's hash.

CSV, workbooks, SQLite and JavaScript have fewer types than the tables. Their rows are typed by
datapackage.json, as by somebody who has nothing but the exports.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
from contextlib import closing

import datasets
import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from canonical import canonical_hash

from ai_chip_deals import connect, load, loaders, records, to_datasets
from ai_chip_deals.build.write import canonical_hash as built_hash
from ai_chip_deals.export import huggingface
from ai_chip_deals.export.datapackage import export_datapackage
from ai_chip_deals.export.excel import export_xlsx
from ai_chip_deals.export.files import export_files
from ai_chip_deals.export.huggingface import export_huggingface
from ai_chip_deals.export.sqlite import export_sqlite
from ai_chip_deals.export.sqlite_schema import sql_tables
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

JAVASCRIPT = """
import { readdirSync, writeFileSync } from 'node:fs'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const plain = (_, value) => typeof value === 'bigint' ? Number(value) : value
for (const name of readdirSync('parquet')) {
  const file = await asyncBufferFromFile(`parquet/${name}`)
  const rows = await parquetReadObjects({ file, compressors })
  const lines = rows.map(row => JSON.stringify(row, plain) + '\\n')
  writeFileSync(name.replace('parquet', 'js.jsonl'), lines.join(''))
}
"""
R = """
from <- DBI::dbConnect(RSQLite::SQLite(), "deals.sqlite")
to <- DBI::dbConnect(RSQLite::SQLite(), "r.sqlite")
tables <- "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict"
for (name in DBI::dbGetQuery(from, tables)$name)
  DBI::dbWriteTable(to, name, DBI::dbReadTable(from, name))
"""
"""R writes what it has read into a file of its own, from which Python takes it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with every export in it but the workbook."""
    place = tmp_path_factory.mktemp("exports")
    for form in ("csv", "jsonl", "parquet"):
        export_files(place / form, form)
    export_datapackage(place / "package")
    export_sqlite(place / "deals.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface, "PICTURES", ())  # they take seconds, and hold no rows
        export_huggingface(place / "hub")
    return place


@pytest.fixture(scope="module")
def database():
    with connect() as database:
        yield database


@pytest.fixture(scope="module")
def types(place):
    """The type of every column, by table, as datapackage.json has it."""
    package = json.loads((place / "package/datapackage.json").read_text("utf-8"))
    return {
        table["name"]: {field["name"]: field["type"] for field in table["schema"]["fields"]}
        for table in package["resources"]
    }


@pytest.fixture(scope="module")
def javascript(place):
    """What JavaScript has read, as JSON Lines."""
    packages = ["hyparquet", "hyparquet-compressors"]
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", *packages]
    for command in (install, ["node", "--input-type=module", "--eval", JAVASCRIPT]):
        subprocess.run(command, cwd=place, check=True)


@pytest.fixture(scope="module")
def r(place):
    """What R has read, as SQLite."""
    subprocess.run(["Rscript", "-e", R], cwd=place, check=True)


@pytest.fixture(scope="module")
def workbook(place):
    """A workbook with every tenth row only: to write and read them all takes half a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "load", in_workbook)
        export_xlsx(place / "deals.xlsx")
    return openpyxl.load_workbook(place / "deals.xlsx", read_only=True)


def in_workbook(table):
    return load(table).gather_every(10)


def typed(rows, types, **read):
    """Rows with every value in its type; a list is never null, and where it seems so, empty."""
    missing = {"list": []}
    for row in rows:
        yield {
            name: missing.get(types[name])
            if value is None or value == ""
            else read.get(types[name], lambda same: same)(value)
            for name, value in row.items()
        }


def fetched(answer):
    """The rows of an answer of a database."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def of_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def of_csv(path, types):
    truth = {"true": True, "false": False}.__getitem__
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, strict=True)
        yield from typed(rows, types, integer=int, number=float, boolean=truth, list=split)


def split(text):
    return text.split(";")


def of_sqlite(path, table, types):
    with closing(sqlite3.connect(path)) as database:
        rows = fetched(database.execute(select(table)))
    return typed(rows, types, boolean=bool, list=json.loads)


def select(table):
    """All columns of a table under their own names, lists of ids as JSON."""
    names = {column.name: f't."{column.name}"' for column in columns(TABLES[table])}
    joins = ""
    for one in sql_tables():
        if one.of == table and one.list_column:
            key, value, of = one.key[0], one.columns[2].name, one.list_column
            joins += (
                f" LEFT JOIN (SELECT {key}, json_group_array({value}) AS {of}"
                f" FROM (SELECT * FROM {one.name} ORDER BY position) GROUP BY {key}) USING ({key})"
            )
            names[of] = of
    return f"SELECT {', '.join(names.values())} FROM {table} AS t{joins}"


def of_hub(folder, table):
    cache = str(folder.parent / "cache")
    return datasets.load_dataset(str(folder), table, split="train", cache_dir=cache).to_list()


PYTHON = {
    "polars": lambda table: load(table).to_dicts(),
    "pandas": lambda table: load(table, as_="pandas").to_dict("records"),
    "arrow": lambda table: load(table, as_="arrow").to_pylist(),
    "duckdb": lambda table: fetched(load(table, as_="duckdb")),
    "records": lambda table: [row.model_dump() for row in records(table)],
    "to_datasets": lambda table: to_datasets(table).to_list(),
}
"""How each way of the package gives the rows of a table."""
FILES = {
    "csv": lambda place, table, types: of_csv(place / f"csv/{table}.csv", types),
    "jsonl": lambda place, table, types: of_lines(place / f"jsonl/{table}.jsonl"),
    "parquet in pyarrow": lambda place, table, types: (
        pq.ParquetFile(place / f"parquet/{table}.parquet").read().to_pylist()
    ),
    "parquet in duckdb": lambda place, table, types: fetched(
        duckdb.read_parquet(str(place / f"parquet/{table}.parquet"))
    ),
    "load_dataset": lambda place, table, types: of_hub(place / "hub", table),
    "sqlite": lambda place, table, types: of_sqlite(place / "deals.sqlite", table, types),
}
"""How each export gives them back."""


def built(table):
    return loaders.manifest()["tables"][table]["sha256"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", PYTHON)
def test_what_python_loads_is_what_was_built(way, table):
    assert canonical_hash(PYTHON[way](table), table) == built(table)


@pytest.mark.parametrize("table", TABLES)
def test_what_a_connection_holds_is_what_was_built(table, database):
    assert canonical_hash(fetched(database.table(table)), table) == built(table)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", FILES)
def test_what_an_export_holds_is_what_was_built(way, table, place, types):
    assert canonical_hash(FILES[way](place, table, types[table]), table) == built(table)


@pytest.mark.node
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("javascript")
def test_what_javascript_reads_is_what_was_built(table, place, types):
    rows = of_lines(place / f"{table}.js.jsonl")
    whole = typed(rows, types[table], number=float, date=lambda moment: moment[:10])
    assert canonical_hash(whole, table) == built(table)


@pytest.mark.r
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("r")
def test_what_r_reads_is_what_was_built(table, place, types):
    assert canonical_hash(of_sqlite(place / "r.sqlite", table, types[table]), table) == built(table)


@pytest.mark.parametrize("table", TABLES)
def test_what_a_workbook_holds_is_what_was_built(table, workbook, types):
    header, *cells = workbook[table].values
    rows = [dict(zip(header, row, strict=True)) for row in cells]
    whole = typed(rows, types[table], integer=int, number=float, list=split)
    assert canonical_hash(whole, table) == built_hash(in_workbook(table))
