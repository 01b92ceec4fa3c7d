"""`verify --fetch` as a user types it: what it prints, keeps and exits with."""

from __future__ import annotations

import json
import sys
from functools import partial

import pytest
from conftest import make_source, order
from local_web import article
from typer.testing import CliRunner

from ai_chip_deals.cli import app
from ai_chip_deals.drift import fetch
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.files import read_tree

SENTENCE = "ByteDance has ordered more than 100,000 of these chips from Huawei."


@pytest.fixture
def run(world, web, monkeypatch):
    """Verify the pages of a world, which lie on the server of this machine."""
    hasty = partial(fetch.Fetcher, fetch.Limits(pause_seconds=0))
    monkeypatch.setattr(fetch, "Fetcher", hasty)
    monkeypatch.setenv("COLUMNS", "80")

    def verify(*words):
        options = ["--fetch", "--raw", world.root, "--allow-host", web.host]
        return CliRunner().invoke(app, ["verify", *map(str, [*options, *words])])

    return verify


@pytest.fixture
def source(world, web):
    """Writes a source whose page is a path of the server."""

    def add(name, **changes):
        passage = passages.seal(SENTENCE, {"ordered": "more than 100000"})
        claim = order(ordered="more than 100000", passage=passage.model_dump(exclude_none=True))
        content = make_source(url=web.url(f"/{name}"), deals=[claim], **changes)
        return world.add("sources", name, content)

    return add


def test_pages_that_say_so_are_found(run, source, web):
    source("page")
    web.page("/page", article(SENTENCE))
    result = run()
    assert (result.exit_code, result.stdout) == (
        0,
        "found        page\n1 checked: 1 found\n",
    )


def test_a_sealed_hash_whose_page_does_not_say_so_is_caught(run, source, web):
    source("page")
    web.page("/page", article(SENTENCE.replace("100,000", "70,000")))
    result = run()
    assert result.exit_code == 1
    assert "changed      page\n             deals[0] changed, without ordered\n" in result.stdout


def test_one_page_that_is_gone_keeps_no_other_from_being_read(run, source, web):
    source("first")
    source("second")
    web.page("/second", article(SENTENCE))
    result = run()
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "gone         first: the server answers 404",
        "found        second",
        "2 checked: 1 found, 1 gone",
    ]


def test_only_the_named_files_are_read_and_fetched(run, source, web):
    named = source("named")
    source("other")
    (named.parent / "broken.yaml").write_text("title: [", "utf-8")
    web.page("/named", article(SENTENCE))
    assert run(named).stdout.splitlines() == ["found        named", "1 checked: 1 found"]
    assert "/other" not in web.paths()


def test_what_was_saved_is_checked_last_the_next_time(run, source, web, world):
    for name in ("first", "second"):
        source(name)
        web.page(f"/{name}", article(SENTENCE))
    assert run("--oldest", 1).stdout.splitlines()[0] == "found        first"
    assert read_tree(world.root).checked is None
    assert run("--oldest", 1, "--save").stdout.splitlines()[0] == "found        first"
    assert list(read_tree(world.root).checked.data.sources) == ["first"]
    assert run("--oldest", 1, "--save").stdout.splitlines()[0] == "found        second"
    assert world.problems() == []


def test_reports_come_as_json_and_markdown_alone(run, source, web):
    source("page")
    web.page("/page", article(SENTENCE))
    [report] = json.loads(run("--format", "json").stdout)
    assert (report["source"], report["result"]) == ("page", "found")
    assert run("--format", "markdown").stdout.startswith("## Sources checked\n")


def test_a_server_that_was_not_allowed_is_not_asked(world, source, web):
    source("page")
    words = ["verify", "--fetch", "--raw", str(world.root)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert result.stdout.startswith("unsafe       page: ")
    assert web.asked == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["{file}"],
        ["--text", "{file}"],
        ["{file}", "{file}", "--text", "{file}"],
        ["{file}", "--fetch", "--text", "{file}"],
        ["{file}", "--fetch", "--oldest", "3"],
        ["{file}", "--text", "{file}", "--save"],
        ["{file}", "--text", "{file}", "--format", "json"],
    ],
)
def test_a_command_line_that_does_not_say_what_to_verify_exits_2(source, world, words):
    file = str(source("page"))
    line = ["verify", "--raw", str(world.root), *(word.format(file=file) for word in words)]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 2
    assert "FILE --text PAGE, or --fetch" in result.stderr


def test_files_that_cannot_be_read_are_told_before_anything_is_fetched(run, source, web):
    path = source("page")
    path.write_text("title: [", "utf-8")
    result = run()
    assert result.exit_code == 1
    assert "page.yaml:2:1: " in result.stdout
    assert web.asked == []


def test_without_the_extra_it_is_told_how_to_get_it(run, monkeypatch):
    monkeypatch.delitem(sys.modules, "ai_chip_deals.drift.fetch")
    monkeypatch.setitem(sys.modules, "httpx2", None)
    result = run()
    assert result.exit_code == 1
    assert "pip install 'ai-chip-deals[verify]'" in result.stderr
