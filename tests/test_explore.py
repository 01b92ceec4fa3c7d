"""The tables in a browser: a server started as a reader starts it, opened in headless Chromium."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from functools import cached_property
from urllib.parse import quote
from urllib.request import urlopen

import polars as pl
import pytest
import yaml
from typer.testing import CliRunner

from ai_chip_deals import load, tables
from ai_chip_deals.cli import app
from ai_chip_deals.export.about import TITLE
from ai_chip_deals.export.explore import SHOWN
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

QUESTIONS = yaml.safe_load(SHOWN.read_text("utf-8"))["queries"]
FACETED = yaml.safe_load(SHOWN.read_text("utf-8"))["tables"]


class Site:
    """A server of the command `explore`, which keeps what it writes in a folder."""

    def __init__(self, folder, *options, **variables):
        command = [sys.executable, "-c", "from ai_chip_deals.cli import app; app()", "explore"]
        self.process = subprocess.Popen(
            [*command, "--port", "0", *options],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(folder)} | variables,
        )

    @cached_property
    def told(self):
        """The line that it prints once it listens."""
        return self.process.stdout.readline()

    @property
    def port(self):
        return int(re.search(r"http://127\.0\.0\.1:(\d+)/", self.told)[1])

    def address(self, path=""):
        return f"http://127.0.0.1:{self.port}/{path}"

    def text(self, path):
        with urlopen(self.address(path), timeout=30) as answer:
            return answer.read().decode()

    def json(self, path):
        return json.loads(self.text(path))

    def end(self, how):
        """The exit code, once the server has ended."""
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"), "--no-browser")
    yield site
    site.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def browse(site, tmp_path_factory):
    """Opens a path of the site in headless Chromium; gives the page as it stands there."""
    profile = tmp_path_factory.mktemp("profile")

    def page(path):
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
        command += ["--no-first-run", "--disable-background-networking"]
        command += ["--disable-component-update", "--disable-sync", f"--user-data-dir={profile}"]
        command += ["--dump-dom", site.address(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    return page


@pytest.mark.browser
def test_the_front_page_says_what_it_is_and_leads_to_the_tables_and_questions(browse, site):
    page = browse("")
    assert TITLE in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert 'href="/ai-chip-deals"' in page
    overview = site.text("ai-chip-deals")
    assert [name for name in TABLES if f'href="/ai-chip-deals/{name}"' not in overview] == []
    assert 'href="/ai-chip-deals/deals_buyers"' not in overview  # lists are reached from a row
    assert [name for name in QUESTIONS if f'href="/ai-chip-deals/{name}"' not in overview] == []


@pytest.mark.browser
def test_a_table_shows_its_number_of_rows_its_facets_and_what_its_columns_mean(browse):
    page = browse("ai-chip-deals/deals")
    (heading,) = re.findall(r"<title>.*: ([\d,]+) rows", page)
    assert int(heading.replace(",", "")) == tables()["deals"]
    kinds = page.partition('id="facet-kind"')[2].partition("</ul>")[0]
    shown = re.findall(r'deals\?kind=(\w+)">\w+</a> ([\d,]+)</li>', kinds)
    counted = load("deals")["kind"].value_counts()
    assert {kind: int(count.replace(",", "")) for kind, count in shown} == dict(counted.rows())
    assert "Who gets the hardware, capacity or licence" not in page  # a list: a table of its own
    assert "How far it has come" in page


@pytest.mark.browser
def test_a_question_shows_its_answer(browse):
    page = browse("ai-chip-deals/ascend-910b-of-bytedance")
    assert QUESTIONS["ascend-910b-of-bytedance"]["title"] in page
    claims = load("claims").filter(
        pl.col("record_id") == "bytedance-huawei-ascend-910b-2024",
        pl.col("field").is_in(["ordered", "delivered", "deal"]),
        pl.col("table") != "deal_events",
    )
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [row for row in body.split("</tr>") if "ByteDance orders Huawei Ascend" in row]
    assert len(rows) == claims.height > 10
    assert [row for row in rows if 'href="https://' not in row] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_whole_answer(site, name):
    answer = site.json(f"ai-chip-deals/{name}.json?_shape=objects&words={quote('字节')}")
    assert answer["rows"] != []
    assert not answer["truncated"]


def test_a_name_is_found_by_two_of_its_signs(site):
    found = site.json(f"ai-chip-deals/find.json?_shape=array&words={quote('字节')}")
    assert {"kind": "organizations", "id": "bytedance"}.items() <= found[0].items()


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_rows_and_its_facets(site, table):
    answer = site.json(f"ai-chip-deals/{table}.json?_size=1")
    assert answer["filtered_table_rows_count"] == tables()[table]
    assert len(answer["facet_results"]) == len(FACETED[table]["facets"])


def test_every_column_is_described_as_its_row_model_does(site):
    shown = site.json("-/metadata.json")["databases"]["ai-chip-deals"]["tables"]
    for table, model in TABLES.items():
        described = {column.name: column.description for column in columns(model)}
        assert (
            described.items()
            >= {
                name: text for name, text in shown[table]["columns"].items() if name in described
            }.items()
        )
        assert shown[table]["description"] == (model.__doc__ or "").splitlines()[0]


def test_nobody_else_on_the_network_can_ask(site):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", site.port), timeout=5)


def test_it_opens_a_browser_and_leaves_nothing_behind_when_it_ends(tmp_path):
    asked, folder = tmp_path / "asked", tmp_path / "folder"
    os.mkfifo(asked)
    folder.mkdir()
    interrupted = Site(folder, BROWSER=f"sh -c 'echo %s >{asked}'")
    ended = Site(folder, "--no-browser")
    assert asked.read_text() == f"{interrupted.address()}\n"
    assert interrupted.told == f"The tables are at {interrupted.address()} until Ctrl-C.\n"
    assert interrupted.json("-/versions.json")["datasette"]["version"]
    assert ended.told.startswith("The tables are at ")
    assert [path.name for path in folder.glob("*/*")] == ["ai-chip-deals.sqlite"] * 2
    assert interrupted.end(signal.SIGINT) == 0
    assert ended.end(signal.SIGTERM) == 0
    assert list(folder.iterdir()) == []


def test_a_port_that_is_in_use_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["explore", "--no-browser", "--port", port])
    assert result.exit_code == 1
    assert result.stderr == (
        f"ai-chip-deals: port {port} cannot be had (Address already in use). "
        "Name another, or --port 0 for any.\n"
    )


@pytest.mark.parametrize("library", ["datasette.app", "uvicorn"])
def test_without_the_extra_the_error_names_it(monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    result = CliRunner().invoke(app, ["explore", "--no-browser"])
    assert result.exit_code == 1
    assert "pip install 'ai-chip-deals[explore]'" in result.stderr
