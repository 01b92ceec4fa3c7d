"""The site builds without network or warning, and everything public is on one of its pages."""

from __future__ import annotations

import json
import logging
import re
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest
from documents import commands
from mkdocs.commands.build import build
from mkdocs.config import load_config

import ai_chip_deals
from ai_chip_deals.cli import app
from ai_chip_deals.export.plots import PICTURES
from ai_chip_deals.raw.files import MODELS
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "mkdocs.yml"


def no_network(*_):
    raise AssertionError("a site is built without network")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built once; strict, so that a warning ends it."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr(socket.socket, "connect", no_network)
        build(load_config(str(CONFIG), site_dir=str(folder), strict=True))
    return folder


@pytest.fixture(scope="module")
def html(site):
    """The text of a page by its path."""
    pages = site.rglob("*.html")
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in pages}


def test_every_page_is_in_the_navigation_and_in_the_site(html):
    navigation = CONFIG.read_text("utf-8").partition("\nnav:\n")[2]
    named = re.findall(r"([\w/-]+)\.md$", navigation, re.MULTILINE)
    assert sorted([*named, "404"]) == [path.removesuffix(".html") for path in sorted(html)]


def test_nothing_is_loaded_from_elsewhere(site, html):
    loaded = re.compile(
        r"<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=[\"']?(https?:|//)"
    )
    assert [path for path, text in html.items() if loaded.search(text)] == []
    styles = [path.read_text("utf-8") for path in site.rglob("*.css")]
    assert styles != []
    assert [text for text in styles if re.search(r"@import|url\([\"']?(?:https?:|//)", text)] == []


@pytest.mark.parametrize("name", sorted(ai_chip_deals.__all__))
def test_every_public_name_is_in_the_reference(html, name):
    assert f'id="ai_chip_deals.{name}"' in html["reference/python.html"]


@pytest.mark.parametrize("name", list(commands(app)))
def test_every_command_is_in_the_reference(html, name):
    assert f'id="ai-chip-deals-{name.replace(" ", "-")}"' in html["reference/commands.html"]


def test_no_line_of_the_commands_is_cut_short(html):
    assert "...</li>" not in html["reference/commands.html"]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_dictionary(html, table):
    section = html["dictionary.html"].partition(f'<h2 id="{table}">')[2].partition("<h2 ")[0]
    cells = re.findall(r"<tr>\s*<td><code>(\w+)</code></td>", section)
    assert cells == [column.name for column in columns(TABLES[table])]


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_a_raw_file_is_in_the_reference(html, kind):
    name = kind.removesuffix("s")
    section = html["raw-files.html"].partition(f'<h2 id="{name}">')[2].partition("<h")[0]
    cells = re.findall(r"<tr>\s*<td><code>(\w+)</code></td>", section)
    assert cells == list(MODELS[kind].model_fields)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_and_shown(site, html, name):
    assert f'src="pictures/{name}.svg"' in html["pictures.html"]
    svg = ElementTree.parse(site / f"pictures/{name}.svg").getroot()
    texts = [element.text or "" for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    version = f"ai-chip-deals {ai_chip_deals.__version__}, "
    assert [text for text in texts if text.startswith(version)] != []


def test_what_leads_out_of_docs_leads_to_the_repository(html):
    code = "https://github.com/ai-chip-deals/ai-chip-deals/blob/main"
    assert f'href="{code}/CONTRIBUTING.md"' in html["how-to/share.html"]
    assert f'href="{code}/ai_chip_deals/resolve/policy.py"' in html["policy.html"]


def test_the_search_knows_every_page(site, html):
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    found = {document["location"].partition("#")[0] for document in index["docs"]}
    assert found == set(html) - {"404.html"}
    assert [document for document in index["docs"] if document["location"] == "policy.html"] != []


def test_a_link_or_anchor_that_leads_nowhere_is_a_warning():
    assert set(load_config(str(CONFIG)).validation.links.values()) == {logging.WARNING}
