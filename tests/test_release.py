"""Three releases of a scratch repository, one of which is refused; and the parts of the check."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from conftest import World, make_product, order
from typer.testing import CliRunner

import ai_chip_deals
from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError
from ai_chip_deals.loaders import tables
from ai_chip_deals.release.changelog import computed_lines
from ai_chip_deals.release.checking import fallen
from ai_chip_deals.release.diff import Diff, SchemaChange, TableDiff
from ai_chip_deals.release.filling import filled
from ai_chip_deals.release.snapshots import read_snapshot
from ai_chip_deals.release.version import Version, demanded, last_release
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.floors import FLOORS, Floor
from ai_chip_deals.rows.schema import columns

PACKAGE = Path(ai_chip_deals.__file__).parent
CHANGELOG = """\
# Changelog

## [Unreleased]

### Data

- The first order.

### Code

- Everything.

## [0.9.0] - 2026-01-01

### Data

- Nothing yet.
"""


class Repository:
    """A checkout with the package, a small tree of raw files and a changelog."""

    def __init__(self, root):
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__", "data")
        shutil.copytree(PACKAGE, root / "ai_chip_deals", ignore=ignored)
        self.world = World(root / "raw")
        self.write("CHANGELOG.md", CHANGELOG)
        self.write("CITATION.cff", "cff-version: 1.2.0\nversion: 0.9.0\n")
        self.state("0.9.0")
        self.git("init", "-q", "-b", "main", ".")

    def write(self, name, text):
        (self.root / name).write_text(text, "utf-8")

    def read(self, name):
        return (self.root / name).read_text("utf-8")

    def state(self, version):
        text = self.read("ai_chip_deals/__init__.py")
        self.write("ai_chip_deals/__init__.py", re.sub(r'"\d+\.\d+\.\d+"', f'"{version}"', text))

    def git(self, *words):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *who, *words], cwd=self.root, check=True, capture_output=True)

    def commit(self, message, tag=None):
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        if tag:
            self.git("tag", tag)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "checkout")
    monkeypatch.chdir(made.root)
    # What it holds is far below the floors of the real data.
    monkeypatch.setattr("ai_chip_deals.release.checking.FLOORS", {})
    return made


def release(*words):
    return CliRunner().invoke(app, ["release", *words])


def test_three_releases_of_which_the_third_is_refused_until_it_is_right(repository):
    world = repository.world
    world.page("reuters.com", order(ordered="more than 5"), identifier="first")
    repository.commit("First release", "v0.9.0")
    assert "no release stands before 0.9.0" in release("check").output

    # The second adds a record: the version must rise by a minor one, and the changelog say so.
    world.page("huawei.com", order(ordered=7), identifier="second")
    too_low = release("check")
    assert too_low.exit_code == 1
    assert "got version 0.9.0, expected at least 0.10.0" in too_low.output
    assert "prepared 0.10.0" in release("prepare").output
    assert release("check").output == "0 reasons against a release\n"
    written = repository.read("CHANGELOG.md")
    assert f"## [Unreleased]\n\n## [0.10.0] - {date.today()}\n" in written
    assert "- The first order.\n" in written
    assert "- `sources`: 1 added\n" in written
    assert "- `deals`: 1 changed\n" in written
    assert "| `sources` |" in repository.read("docs/coverage.md")
    assert "| [`sources`](#sources) | 2 |" in repository.read("docs/dictionary.md")
    assert "ai-chip-deals 0.10.0, data as of 2026-11-23." in repository.read(
        "docs/pictures/flows.svg"
    )
    assert f"version: 0.10.0\ndate-released: {date.today()}\n" in repository.read("CITATION.cff")
    assert "- `sources`: 1 added\n" in release("notes").output
    repository.commit("Second release", "v0.10.0")
    assert release("check").output == "0 reasons against a release\n"

    # The third only corrects a value, but a product has gone, and nothing says where.
    world.page("huawei.com", order(ordered=8), identifier="second")
    (world.root / "products/h20.yaml").unlink()
    assert "prepared 0.10.1" in release("prepare").output
    refused = release("check")
    assert refused.exit_code == 1
    assert "products: 'h20' has disappeared" in refused.output
    line = "h20: {to: ascend-910b, reason: They are one chip., date: 2026-11-28}"
    repository.write("raw/redirects.yaml", f"products:\n  {line}\n")
    stale = release("check")
    assert "does not say: Data: `h20` was merged into `ascend-910b`" in stale.output
    assert release("prepare").exit_code == 0
    assert release("check").output == "0 reasons against a release\n"
    written = repository.read("CHANGELOG.md")
    assert written.count("- `products`: ") == 1
    repository.commit("Third release", "v0.10.1")


def test_without_tags_the_last_release_is_the_commit_that_last_changed_the_version(repository):
    with pytest.raises(DatasetError, match="git cannot tell"):
        last_release(repository.root)
    repository.commit("First release")
    with pytest.raises(DatasetError, match="no release stands before"):
        last_release(repository.root)
    repository.write("raw/notes.txt", "what waits for a release")
    assert str(last_release(repository.root).version) == "0.9.0"
    repository.state("0.10.0")
    repository.commit("Second release")
    assert str(last_release(repository.root).version) == "0.9.0"
    repository.git("tag", "v0.10.0")  # the first tag of all
    assert str(last_release(repository.root).version) == "0.9.0"
    repository.write("raw/notes.txt", "what waits for another")
    repository.commit("Data")
    assert str(last_release(repository.root).version) == "0.10.0"


def test_where_the_version_is_the_released_one_nothing_is_checked(repository):
    repository.world.page("reuters.com", order(ordered=5))
    repository.commit("First release", "v0.9.0")
    repository.world.page("huawei.com", order(ordered=7))
    repository.commit("Data that waits for a release")
    assert release("check", "--if-changed").exit_code == 0
    repository.state("0.9.1")
    assert release("check", "--if-changed").exit_code == 1


def test_a_history_that_was_cut_off_is_no_history(repository, tmp_path):
    repository.commit("First")
    repository.world.page("reuters.com", order(ordered=5))
    repository.commit("Second")
    shallow = tmp_path / "shallow"
    source = f"file://{repository.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, shallow], check=True)
    with pytest.raises(DatasetError, match="fetch --unshallow"):
        last_release(shallow)


@pytest.mark.parametrize(("asked", "code"), [("0.9.0", 1), ("one", 2)])
def test_a_version_that_is_too_low_or_none_is_not_prepared(repository, asked, code):
    repository.world.page("reuters.com", order(ordered=5))
    repository.commit("First release", "v0.9.0")
    repository.world.add("products", "new", make_product())
    before = repository.read("CHANGELOG.md")
    assert release("prepare", "--version", asked).exit_code == code
    assert repository.read("CHANGELOG.md") == before


def changes(*schema, **rows):
    empty = dict.fromkeys(("added", "removed", "changed"), ()) | {"merged": {}, "withdrawn": {}}
    table = TableDiff("deals", **(empty | rows))
    return Diff("old", "new", schema, (table,) if table else ())


@pytest.mark.parametrize(
    ("diff", "version"),
    [
        (changes(), "1.2.3"),
        (changes(merged={"a": "b"}), "1.2.4"),
        (changes(withdrawn={"a": "Invented."}), "1.2.4"),
        (changes(SchemaChange("deals", "term", "described anew")), "1.2.4"),
        (changes(added=("a",)), "1.3.0"),
        (changes(SchemaChange("deals", "term", "column added")), "1.3.0"),
        (changes(SchemaChange("deals", "kind", "term added")), "1.3.0"),
        (changes(SchemaChange("deals", "term", "column removed"), added=("a",)), "2.0.0"),
        (changes(SchemaChange("deals", "term", "retyped")), "2.0.0"),
        (changes(SchemaChange("deals", "term", "may be null")), "2.0.0"),
        (changes(SchemaChange("deals", "", "table removed")), "2.0.0"),
    ],
)
def test_a_break_demands_a_major_an_addition_a_minor_a_correction_a_patch(diff, version):
    assert str(demanded(diff, Version.parse("1.2.3"))) == version


def test_a_change_of_the_schema_is_named_as_code_in_the_changelog():
    lines = computed_lines(
        changes(
            SchemaChange("sources", "last_checked", "column added", "", "day"),
            SchemaChange("deals", "term", "retyped", "text", "number"),
            SchemaChange("deals", "kind", "term removed", "purchase"),
            SchemaChange("comparisons", "", "table removed"),
        )
    )
    assert lines["Schema"] == [
        "`sources.last_checked`: added",
        "`deals.term`: text became number",
        "`deals.kind`: term purchase removed",
        "`comparisons`: table removed",
    ]


def test_a_table_that_lost_rows_or_values_has_fallen_below_its_floor():
    data = read_snapshot("installed", Path("raw"))
    assert list(fallen(data, {"deals": Floor(1, {"title": 1.0})})) == []
    rows, value = fallen(data, {"deals": Floor(10_000_000, {"value": 1.0})})
    assert "deals: got " in rows
    assert "expected at least 10,000,000" in rows
    assert "deals.value: got " in value


@pytest.mark.parametrize(
    ("values", "share"), [([1, None], 0.5), ([["a"], []], 0.5), ([], 0.0), ([False, True], 1.0)]
)
def test_null_and_empty_lists_fill_nothing(values, share):
    assert filled(pl.Series(values)) == share


def test_every_table_has_a_floor_that_the_shipped_data_reaches_and_nearly_touches():
    assert FLOORS.keys() == TABLES.keys()
    assert list(fallen(read_snapshot("installed", Path("raw")), FLOORS)) == []
    assert [name for name, rows in tables().items() if FLOORS[name].rows < 0.8 * rows] == []


@pytest.mark.parametrize("table", FLOORS)
def test_a_floor_is_of_columns_that_exist_and_may_be_empty(table):
    by_name = {column.name: column for column in columns(TABLES[table])}
    assert FLOORS[table].filled.keys() <= by_name.keys()
