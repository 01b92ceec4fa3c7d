"""What changed between two snapshots, and what is said of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import make_deal, make_organization, order
from typer.testing import CliRunner

from ai_chip_deals.cli import app
from ai_chip_deals.errors import DatasetError, MissingDataError
from ai_chip_deals.loaders import DATA
from ai_chip_deals.release.diff import SchemaChange, diff
from ai_chip_deals.release.snapshots import from_raw, read_snapshot
from ai_chip_deals.release.wording import as_json, as_markdown, as_text


@pytest.fixture
def changed(world):
    """The difference that a change makes to a tree with one order."""
    page = world.page("reuters.com", order(ordered="more than 5"), identifier="first")

    def changed(change):
        before = from_raw(world.root, "before")
        change(world)
        return diff(before, from_raw(world.root, "after")), page

    return changed


def table(found, name):
    return next(one for one in found.tables if one.table == name)


def cells(found, name, column):
    return [cell for cell in table(found, name).changed if cell.column == column]


def test_a_tree_does_not_differ_from_itself(world):
    world.page("reuters.com", order(ordered=5))
    found = diff(from_raw(world.root, "a"), from_raw(world.root, "b"))
    assert not found
    assert as_text(found) == "a -> b\nno difference\n"


def test_a_record_that_came_is_added_and_one_that_went_is_removed(changed):
    def change(world):
        world.add("organizations", "new", make_organization(name="Newcomer"))
        (world.root / "products/h20.yaml").unlink()

    found, _ = changed(change)
    assert table(found, "organizations").added == ("new",)
    assert table(found, "products").removed == ("h20",)
    assert "  + new\n" in as_text(found)
    assert "  - h20\n" in as_text(found)


def test_a_merged_record_is_not_removed(changed):
    def change(world):
        (world.root / "products/h20.yaml").unlink()
        line = "h20: {to: ascend-910b, reason: They are one chip., date: 2026-11-28}"
        (world.root / "redirects.yaml").write_text(f"products:\n  {line}\n", "utf-8")

    found, _ = changed(change)
    assert table(found, "products").removed == ()
    assert table(found, "products").merged == {"h20": "ascend-910b"}
    assert "h20, merged into ascend-910b" in as_text(found)


def test_a_withdrawn_source_is_told_with_its_reason(changed):
    found, _ = changed(
        lambda world: world.page(
            "reuters.com", order(ordered=5), identifier="first", withdrawn="The page was invented."
        )
    )
    assert table(found, "sources").withdrawn == {"first": "The page was invented."}
    assert "first, withdrawn: The page was invented." in as_text(found)


def test_a_changed_value_has_the_claims_that_changed_it(changed):
    found, _ = changed(lambda world: world.page("huawei.com", order(ordered=7)))
    (cell,) = cells(found, "deals", "ordered")
    assert (cell.record, cell.old, cell.new) == ("order", None, 7)
    assert cell.claims == ("huawei-1/order/all/ordered/says/2",)
    (origin,) = cells(found, "deal_figures", "origin")
    assert (origin.old, origin.new) == ("reuters", "huawei")


def test_only_the_claims_that_the_column_rests_on_are_its_cause(changed):
    claim = order(ordered=7, buyers=["alibaba"])
    found, _ = changed(lambda world: world.page("huawei.com", claim))
    (cell,) = cells(found, "deals", "buyers")
    assert cell.claims == ("huawei-1/order/all/buyers/says",)


def test_what_a_file_changed_has_no_claim_behind_it(changed):
    found, _ = changed(lambda world: world.add("deals", "order", make_deal(title="A new title")))
    (cell,) = cells(found, "deals", "title")
    assert cell.claims == ()


def test_a_figure_is_told_once_and_as_printed(changed):
    found, _ = changed(lambda world: world.page("huawei.com", order(ordered="about 7")))
    text = as_text(found)
    assert text.count("ordered: more than 5 -> about 7") == 1
    assert "ordered_low" not in text
    assert "claim_ids" not in text


def test_json_has_every_changed_cell(changed):
    found, _ = changed(lambda world: world.page("huawei.com", order(ordered="about 7")))
    told = json.loads(as_json(found))
    deals = next(one for one in told["tables"] if one["table"] == "deals")
    columns = {cell["column"] for cell in deals["changed"]}
    assert {"ordered", "ordered_low", "ordered_as_stated", "n_claims", "claim_ids"} <= columns


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("[free] (https://evil.example)", r"\[free\] (https\://evil\.example)"),
        ("<img src=x onerror=alert(1)", "&lt;img src=x onerror=alert(1)"),
        ("# Heading\n# again", r"\# Heading \# again"),
        ("`code` | cell", r"\`code\` \| cell"),
        ("thanks @everyone", "thanks &#64;everyone"),
    ],
)
def test_what_a_file_says_is_no_markup(changed, title, told):
    found, _ = changed(lambda world: world.add("deals", "order", make_deal(title=title)))
    assert f"title\\: ByteDance orders Ascend 910B -&gt; {told}\n" in as_markdown(found)


def test_columns_that_came_went_or_changed_their_meaning_are_told(world):
    data = from_raw(world.root, "before")
    columns = {name: dict(of) for name, of in data.columns.items()}
    kind = columns["deals"]["kind"]
    columns["deals"]["kind"] = kind | {"terms": kind["terms"][1:], "nullable": True}
    columns["deals"]["term"] = columns["deals"]["term"] | {"type": "number"}
    columns["deals"]["colour"] = columns["deals"].pop("note")
    del columns["comparisons"]
    found = diff(data, type(data)("after", data.tables, columns, {}))
    assert set(found.schema) == {
        SchemaChange("comparisons", "", "table removed"),
        SchemaChange("deals", "note", "column removed", "text"),
        SchemaChange("deals", "colour", "column added", "", "text"),
        SchemaChange("deals", "term", "retyped", "text", "number"),
        SchemaChange("deals", "kind", "may be null"),
        SchemaChange("deals", "kind", "term removed", "purchase"),
    }
    assert "  - deals.note: removed\n" in as_text(found)


@pytest.fixture
def repository(world):
    """A repository with two commits: an order of five, then of seven."""

    def commit(message):
        subprocess.run(["git", "add", "-A"], cwd=world.root, check=True)
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *who, "commit", "-qm", message], cwd=world.root, check=True)

    subprocess.run(["git", "init", "-q", "."], cwd=world.root.parent, check=True)
    world.page("reuters.com", order(ordered=5), identifier="first")
    commit("five")
    world.page("reuters.com", order(ordered=7), identifier="first")
    commit("seven")
    return world


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_two_revisions_of_git_are_compared_and_exit_as_diff_does(repository):
    told = run("diff", "HEAD~1", "HEAD", "--raw", repository.root)
    assert told.exit_code == 1
    assert "ordered: 5 -> 7 (because of first/order/all/ordered/says/2)" in told.stdout
    assert run("diff", "HEAD", "HEAD", "--raw", repository.root).exit_code == 0
    assert run("diff", "HEAD", repository.root, "--raw", repository.root).exit_code == 0
    assert run("diff", "nowhere", "HEAD", "--raw", repository.root).exit_code == 2


@pytest.mark.parametrize(
    ("revision", "reason"),
    [("nowhere", "git cannot tell"), ("--output=x", "git cannot tell"), ("HEAD:first", "git")],
)
def test_a_revision_that_is_none_is_refused(repository, revision, reason):
    with pytest.raises(DatasetError, match=reason):
        read_snapshot(revision, repository.root)
    assert not Path("x").exists()


def test_a_revision_whose_files_hold_errors_is_refused_with_the_first(repository):
    (repository.root / "deals/order.yaml").write_text("title: [", "utf-8")
    subprocess.run(["git", "stash", "-q"], cwd=repository.root, check=True, env=WHO)
    with pytest.raises(
        DatasetError, match=r"the raw files of .* hold errors: deals/order.yaml:2:1"
    ):
        read_snapshot("stash@{0}", repository.root)


WHO = {
    f"GIT_{role}_{what}": "a@example.com"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def test_a_wheel_and_a_folder_hold_what_is_installed(tmp_path):
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as files:
        for path in DATA.iterdir():
            files.write(path, f"ai_chip_deals/data/{path.name}")
    folder = tmp_path / "export"
    shutil.copytree(DATA, folder / "data")
    (folder / "data/manifest.json").unlink()
    installed = read_snapshot("installed", Path("raw"))
    assert not diff(read_snapshot(str(wheel), Path("raw")), installed)
    assert not diff(read_snapshot(str(folder), Path("raw")), installed)


@pytest.mark.parametrize(
    ("name", "error"),
    [("no.whl", DatasetError), ("text.txt", DatasetError), ("", MissingDataError)],
)
def test_what_holds_no_tables_is_refused(tmp_path, name, error):
    (tmp_path / "text.txt").write_text("nothing", "utf-8")
    with pytest.raises(error, match=name or "holds none of the tables"):
        read_snapshot(str(tmp_path / name), Path("raw"))
