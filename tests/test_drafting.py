"""From an article to valid files: the commands that begin a file, as a contributor types them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ai_chip_deals.cli import app

URL = "https://relay.example.com/2026/03/05/zorblatt-orders-chips"
ARTICLE = """Zorblatt orders chips of Huawei

Zorblatt has ordered more than 5,000 Ascend 910B chips from Huawei, Reuters reported on Thursday.
The weather was good.

Doubao had 157.4 million monthly active users in August 2025, according to QuestMobile.
"""


@pytest.fixture
def run(monkeypatch):
    """Run a command line on a folder of raw files."""
    monkeypatch.setenv("COLUMNS", "80")
    runner = CliRunner()
    return lambda root, *words: runner.invoke(app, [str(word) for word in (*words, "--raw", root)])


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def take_first_stub(path):
    """What a person does in an editor: uncomment the first claim, and delete the rest."""
    head, _, claims = path.read_text("utf-8").partition("# deals:\n")
    first, quote, rest = claims.partition("quote:")
    claim = f"{first}{quote}{rest.splitlines()[0]}"
    lines = ["deals:", *(line.removeprefix("# ") for line in claim.splitlines())]
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")


def real(tmp_path):
    root = tmp_path / "real"
    shutil.copytree("raw", root)
    return root


@pytest.mark.parametrize("tree", ["tiny", "real"])
def test_a_page_with_a_new_deal_takes_four_commands(
    run, world, article, tmp_path, monkeypatch, tree
):
    monkeypatch.setenv("AI_CHIP_DEALS_CACHE", str(tmp_path / "cache"))
    root = {"tiny": lambda: world.root, "real": lambda: real(tmp_path)}[tree]()
    (root / "organizations/zorblatt.yaml").write_text("name: Zorblatt\nrole: party\n", "utf-8")

    title = "Zorblatt orders Ascend 910B"
    parties = ("--buyers", "zorblatt", "--sellers", "huawei", "--year", "2026")
    deal = run(root, "new", "deal", title, "--kind", "purchase", *parties)
    (named,) = root.glob("deals/zorblatt-*.yaml")
    source = run(root, "new", "source", URL, "--text", article, "--deal", named.stem)
    page = root / "sources/2026/example-zorblatt-orders-chips.yaml"
    take_first_stub(page)
    seal = run(root, "seal", page)
    validate = run(root, "validate")

    assert [one.exit_code for one in (deal, source, seal, validate)] == [0, 0, 0, 0]
    assert f"new source URL --deal {named.stem}" in deal.stdout
    assert f"ai-chip-deals seal {page}" in source.stdout
    assert "1 of 1 quotes sealed" in seal.stdout
    assert "passage: {start:" in page.read_text("utf-8")
    assert validate.stdout == "0 errors, 0 warnings\n"


def test_beside_what_is_near_nothing_is_written_without_a_yes(run, world):
    words = ("new", "organization", "Huawei Technologies", "--role", "party", "--id", "huawei-2")
    refused = run(world.root, *words)
    path = world.root / "organizations/huawei-2.yaml"
    assert (refused.exit_code, path.exists()) == (1, False)
    assert "huawei is called 'Huawei'" in refused.stdout
    assert "add --yes" in refused.stderr
    assert run(world.root, *words, "--yes").exit_code == 0
    assert path.exists()


def test_every_list_is_given_with_commas(run, world):
    aliases = "佐尔布, Zorb"
    words = ("--category", "chip", "--maker", "huawei", "--family", "h20", "--aliases", aliases)
    assert run(world.root, "new", "product", "Zorblatt One", *words).exit_code == 0
    assert (world.root / "products/huawei-zorblatt-one.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../../schemas/raw/product.schema.json\n"
        "name: Zorblatt One\ncategory: chip\nmaker: huawei\nfamily: h20\naliases: [佐尔布, Zorb]\n"
    )


def test_the_commands_in_the_readme_begin_one_file_each(run, world, article):
    readme = Path("README.md").read_text("utf-8")
    lines = re.findall(r"^ai-chip-deals (new .*)$", readme, re.MULTILINE)
    stand_ins = {"URL": URL, "PAGE.txt": str(article)}
    before = set(world.root.rglob("*.yaml"))
    for line in lines:
        words = [stand_ins.get(word, word) for word in shlex.split(line)]
        assert run(world.root, *words).exit_code == 0
    assert len(set(world.root.rglob("*.yaml")) - before) == len(lines) == 4


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["source", "ftp://example.org"], "starts with https:// or http://"),
        (["source", URL, "--published", "2026-13"], "a day of the calendar"),
        (["source", URL, "--language", "english"], "Write 'en'"),
        (["source", URL, "--id", "A b"], "Write 'a-b'"),
        (["source", URL, "--deal", "ordr"], "Did you mean 'order'"),
        (["deal", "x", "--kind", "purchase", "--buyers", "huawai"], "Did you mean 'huawei'"),
        (["deal", "x"], "Missing option"),
        (["product", "Doubao", "--category", "chatbot"], "doubao.yaml is there already"),
    ],
)
def test_a_wrong_command_line_exits_2_and_writes_nothing(run, world, words, message):
    before = sorted(world.root.rglob("*"))
    result = run(world.root, "new", *words)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert sorted(world.root.rglob("*")) == before


def test_a_text_that_is_no_utf_8_is_refused(run, world, tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes("订购".encode("utf-16"))
    result = run(world.root, "new", "source", URL, "--text", path)
    assert (result.exit_code, "no text in UTF-8" in result.stderr) == (2, True)
