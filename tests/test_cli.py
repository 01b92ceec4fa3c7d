"""The commands as a user types them: output, exit codes, errors."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import make_product, make_source, order
from typer.testing import CliRunner

from ai_chip_deals.cli import app
from ai_chip_deals.loaders import DATA, data_as_of

ORDER = "bytedance-huawei-ascend-910b-2024"
ARTICLE = "raw/sources/2026/tpak-bytedance-will-use-huaweis-chips.yaml"


@pytest.fixture
def run(monkeypatch):
    """Run a command line in 80 columns, as when it is piped."""
    monkeypatch.setenv("COLUMNS", "80")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])


def test_the_version_tells_the_day_and_hash_of_the_data(run):
    result = run("--version")
    assert result.exit_code == 0
    manifest = json.loads((DATA / "manifest.json").read_text("utf-8"))
    version, day, digest = (manifest[name] for name in ("version", "data_as_of", "sha256"))
    assert result.stdout == f"ai-chip-deals {version}, data as of {day}, sha256 {digest}\n"


def test_tables_lists_every_table_with_its_rows(run):
    result = run("tables")
    assert result.exit_code == 0
    assert "deal_figures" in result.stdout
    assert f"data as of {data_as_of()}" in result.stdout


def test_show_answers_what_was_ordered_received_and_denied(run):
    result = run("show", ORDER)
    facts = " ".join(result.stdout.partition("claims")[0].split())
    assert result.exit_code == 0
    assert "ordered more than 100000 chips" in facts
    assert "delivered fewer than 30000 chips, as of 2024-07" in facts
    assert "origins 1 behind" in facts
    assert "shown: reuters" in facts
    assert "denied nothing" in facts
    assert "bytedance-huawei-model-2024 (denied: deal)" in facts


def test_show_puts_the_denial_on_what_was_denied(run):
    text = " ".join(run("show", "bytedance-huawei-model-2024").stdout.split())
    assert "denied deal" in text
    assert "deal denied bytedance" in text


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("doubao", ["user_metrics", "questmobile", "launches"]),
        ("bytedance", ["deals", ORDER, "products", "jimeng"]),
        ("huawei-ascend-910b", ["comparisons", "nvidia-a100", "deals"]),
        ("tpak-bytedance-will-use-huaweis-chips", ["claims", "ordered", "100000 chips"]),
        (f"{ORDER}/all/ordered/chip/-/says", ["more than 100000", "reuters"]),
    ],
)
def test_show_takes_the_key_of_any_row(run, record, words):
    result = run("show", record)
    assert result.exit_code == 0
    assert all(word in result.stdout for word in words)


def test_a_product_tells_metric_by_metric_who_measured_what_when(run):
    text = run("show", "doubao").stdout.partition("user_metrics\n")[2].partition("\n\n")[0]
    heading, *lines = text.splitlines()
    assert heading.startswith("as of")
    assert heading.rstrip().endswith("others say")
    metrics = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert metrics == sorted(set(metrics))


def test_piped_output_has_no_colours_and_no_broken_links(run):
    lines = run("show", ORDER).stdout.splitlines()
    links = [line for line in lines if "https://" in line]
    assert not any("\x1b" in line for line in lines)
    assert all("#:~:text=" in line for line in links)
    assert max(len(line) for line in lines if line not in links) <= 80


def test_show_as_known_on_a_day(run):
    assert run("show", ORDER, "--known-on", "2024-09-01").exit_code == 2
    assert run("show", ORDER, "--known-on", "2024-12-31").exit_code == 0


def test_explain_prints_the_claims_of_a_column(run):
    result = run("explain", "deals", ORDER, "delivered")
    assert result.exit_code == 0
    assert "fewer than 30000 chips" in result.stdout


def test_cite_prints_a_citation(run):
    assert run("cite", ORDER, "--style", "bibtex").stdout.startswith("@misc{")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "doubai"], "Did you mean 'doubao'"),
        (["explain", "deal", ORDER], "Did you mean 'deals'"),
        (["explain", "deals", ORDER, "orderd"], "Did you mean 'ordered'"),
        (["show", ORDER, "--known-on", "yesterday"], "a day such as '2024-12-31'"),
        (["cite", ORDER, "--style", "apa"], "apa"),
        (["shwo", ORDER], "No such command 'shwo'"),
        (["verify", "nowhere.yaml", "--text", ARTICLE], "does not exist"),
    ],
)
def test_a_wrong_command_line_exits_2_and_says_what_would_be_right(run, words, message):
    result = run(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_validate_is_silent_about_clean_files_but_for_its_count(run, world, monkeypatch):
    monkeypatch.chdir(world.root.parent)
    result = run("validate", "raw")
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings\n")


def test_warnings_fail_only_when_strict(run, world):
    for name in ("first", "second"):
        source = make_source(url="https://reuters.com/1", deals=[order(ordered=5)])
        world.add("sources", name, source)
    lenient = run("validate", "--raw", world.root)
    assert (lenient.exit_code, "0 errors, 1 warning" in lenient.stdout) == (0, True)
    assert "warning: url: got an address" in lenient.stdout
    assert run("validate", "--raw", world.root, "--strict").exit_code == 1


def test_no_passage_is_cut_off_in_80_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("show", "openai-nvidia-systems-2025").stdout
    table, _, passages = shown.partition("* the claim that the record shows. Passages:\n")
    numbers = {line.split()[0] for line in passages.splitlines()}
    cells = {word for line in table.splitlines() for word in line[60:].replace(",", " ").split()}
    assert len(numbers) > 9
    assert numbers <= cells


def test_validate_prints_every_problem_with_its_place(run, world):
    claim = {"deal": "order", "ordered": "more then 5", "quote": "Not sealed."}
    world.page("relay.com", claim)
    world.page("reuters.com", {"deal": "ordr", "ordered": 5})
    result = run("validate", "--raw", world.root)
    assert result.exit_code == 1
    assert "deals[0].ordered: got 'more then 5', expected an amount" in result.stdout
    assert "deals[0].deal: got 'ordr', expected the name of a file in raw/deals/" in result.stdout
    assert "2 errors, 0 warnings" in result.stdout


def test_validate_tells_only_of_the_paths_that_are_named(run, world):
    world.page(
        "relay.com",
        {"deal": "order", "ordered": "more then 5", "quote": "Not sealed."},
        identifier="bad",
    )
    good = world.page("reuters.com", {"deal": "order", "ordered": 5}, identifier="good")
    bad = good.with_name("bad.yaml")
    assert run("validate", "--raw", world.root, good).stdout == "0 errors, 0 warnings\n"
    assert "amount-syntax" in run("validate", "--raw", world.root, good, bad).stdout
    assert "amount-syntax" in run("validate", "--raw", world.root, good.parent).stdout
    missing = run("validate", "--raw", world.root, good.with_name("gone.yaml"))
    assert missing.exit_code == 2
    assert "gone.yaml is not there" in missing.stderr


def test_validate_refuses_a_path_that_it_does_not_check(run, world, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    result = run("validate", "--raw", world.root, elsewhere)
    assert result.exit_code == 2
    assert "elsewhere lies outside of " in result.stderr
    assert "Name another folder of raw files with --raw." in result.stderr


def test_validate_prints_annotations_that_no_text_can_break_out_of(run, world):
    world.page("relay.com", {"deal": "order", "ordered": "100%,\r\n::error ::owned", "quote": "x"})
    result = run("validate", "--raw", world.root, "--format", "github")
    assert result.exit_code == 1
    [annotation, count] = result.stdout.splitlines()
    place, _, message = annotation.removeprefix("::error ").partition("::")
    assert re.fullmatch(
        r"file=.*/sources/2026/relay-0\.yaml,title=amount-syntax,line=7,col=\d+", place
    )
    assert "100%25," in message
    assert "\r" not in message
    assert count == "1 error, 0 warnings"


def test_validate_prints_json_for_other_tools(run, world):
    world.page("relay.com", {"deal": "order", "ordered": "more then 5", "quote": "Not sealed."})
    result = run("validate", "--raw", world.root, "--format", "json")
    [problem] = json.loads(result.stdout)
    assert (problem["rule"], problem["line"], problem["severity"]) == ("amount-syntax", 7, "error")
    assert problem["fix"] == "Did you mean 'more than 5'?"


def git(folder, *arguments):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def test_validate_warns_only_of_what_changed_and_fails_for_all_that_is_wrong(run, world):
    old = world.add("products", "kimi", make_product(), accept_unused=False)
    git(world.root.parent, "init")
    git(world.root.parent, "add", ".")
    git(world.root.parent, "commit", "--message=First")
    new = world.add("products", "qwen", make_product(), accept_unused=False)
    arguments = ["validate", "--raw", world.root, "--changed-since", "HEAD"]
    told = run(*arguments).stdout
    assert (new.name in told, old.name in told) == (True, False)
    git(world.root.parent, "add", ".")
    git(world.root.parent, "commit", "--message=Second")
    assert run(*arguments).stdout == "0 errors, 0 warnings\n"
    old.unlink()
    world.page("reuters.com", {"deal": "order", "ordered": 5, "chip": "kimi"}, identifier="broken")
    git(world.root.parent, "add", ".")
    git(world.root.parent, "commit", "--message=Third")
    broken = run(*arguments)
    assert (broken.exit_code, "unknown-reference" in broken.stdout) == (1, True)


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_a_revision_that_git_does_not_know_is_told(run, world, revision):
    git(world.root.parent, "init")
    result = run("validate", "--raw", world.root, f"--changed-since={revision}")
    assert result.exit_code == 1
    assert "git cannot tell what changed: fatal: " in result.stderr


@pytest.fixture
def article(world):
    """A source whose passages were not sealed yet, among raw files."""
    path = world.page("new.example.com", identifier="new")
    path.write_text(
        "title: A new page\n"
        "url: https://new.example.com/1\n"
        "type: news\n"
        "retrieved: 2026-11-23\n"
        "deals:\n"
        "  - deal: order\n"
        "    ordered: more than 100000  # its hedge\n"
        "    quote: ByteDance has ordered more than 100,000 of these chips from Huawei.\n"
        "  - deal: order\n"
        "    delivered: 30000\n"
        "    quote: It has received only some of them, says the page, and waits for the rest.\n",
        "utf-8",
    )
    return path


def test_seal_seals_what_carries_its_claim_and_says_what_does_not(run, article):
    result = run("seal", article, "--raw", article.parents[2])
    assert result.exit_code == 1
    assert "1 of 2 quotes sealed" in result.stdout
    assert "figure-not-in-quote" in result.stdout
    text = article.read_text("utf-8")
    assert "ordered: more than 100000  # its hedge" in text
    assert text.count("passage: {start:") == 1
    assert text.count("quote: It has received only some") == 1


def test_seal_takes_several_files_and_one_that_cannot_be_read_holds_back_no_other(run, article):
    broken = article.with_name("broken.yaml")
    broken.write_text("title: [", "utf-8")
    result = run("seal", broken, article, "--raw", article.parents[2])
    assert result.exit_code == 1
    assert "broken.yaml:2:1: " in result.stdout
    assert f"0 of 0 quotes sealed in {broken}" in result.stdout
    assert f"1 of 2 quotes sealed in {article}" in result.stdout
    assert broken.read_text("utf-8") == "title: ["


def test_verify_finds_what_a_page_still_says_and_misses_what_it_does_not(run, article, tmp_path):
    text = article.read_text("utf-8")
    article.write_text(text[: text.rindex("  - deal:")], "utf-8")
    page = tmp_path / "page.txt"
    sentence = "ByteDance has ordered more than 100,000 of these chips from Huawei."
    page.write_text(f"Yesterday. {sentence} More to come.", "utf-8")
    unsealed = run("verify", article, "--text", page)
    assert (unsealed.exit_code, "not sealed" in unsealed.stdout) == (1, True)
    run("seal", article, "--raw", article.parents[2])
    assert run("verify", article, "--text", page).exit_code == 0
    page.write_text(sentence.replace("more than 100,000", "few"), "utf-8")
    result = run("verify", article, "--text", page)
    assert (result.exit_code, "changed" in result.stdout) == (1, True)


def test_a_page_that_is_no_text_is_refused(run, tmp_path):
    page = tmp_path / "page.bin"
    page.write_bytes(b"\xff\xfe\x00")
    result = run("verify", ARTICLE, "--text", page)
    assert result.exit_code == 2
    assert "Save the page as plain text" in result.output


def test_build_takes_the_place_of_a_former_build_and_of_nothing_else(run, world, tmp_path):
    world.page("reuters.com", {"deal": "order", "ordered": 5})
    output = tmp_path / "mine"
    output.mkdir()
    (output / "thesis.txt").write_text("years of work", "utf-8")
    result = run("build", "--raw", world.root, "--output", output)
    assert result.exit_code == 1
    assert "holds 'thesis.txt', which no build wrote" in result.output
    assert (output / "thesis.txt").read_text("utf-8") == "years of work"


def test_show_takes_a_name_or_alias_too(run):
    assert "nvidia-a100" in run("show", "Ascend 910B").stdout
    assert "bytedance" in run("show", "字节跳动").stdout


def test_show_of_a_day_before_the_first_claim_says_so(run):
    result = run("show", ORDER, "--known-on", "2024-01-01")
    assert "no record that was known by 2024-01-01" in " ".join(result.output.split())


def test_build_writes_tables_and_schemas(run, world, tmp_path):
    world.page("reuters.com", {"deal": "order", "ordered": 5})
    output, schemas = tmp_path / "data", tmp_path / "schemas"
    result = run("build", "--raw", world.root, "--output", output, "--schemas", schemas)
    assert result.exit_code == 0
    assert (output / "deals.parquet").exists()
    assert (schemas / "raw/source.schema.json").exists()


def test_build_refuses_files_with_errors_and_prints_them(run, world, tmp_path):
    world.page("relay.com", {"deal": "ordr", "ordered": 5})
    result = run("build", "--raw", world.root, "--output", tmp_path / "data")
    assert result.exit_code == 1
    assert "Did you mean 'order'" in result.stdout
    assert not (tmp_path / "data").exists()


def test_every_command_has_a_line_of_help(run):
    text = run("--help").stdout
    commands = ["tables", "show", "explain", "cite", "validate", "seal", "verify", "build"]
    assert all(command in text for command in commands)


def test_the_article_that_the_project_started_from_is_there():
    assert Path(ARTICLE).exists()
