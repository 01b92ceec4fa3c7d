"""Publishing on a Hub of the tests' own, with the real clients on either side."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from local_hub import LocalHub

from ai_chip_deals import load, loaders, tables
from ai_chip_deals.rows import TABLES

REPO = "somebody/deals"
TOKEN = "hf_of_the_tests"
TAG = f"v{loaders.manifest()['version']}"


@pytest.fixture(scope="module")
def hub():
    hub = LocalHub(TOKEN)
    yield hub
    hub.close()


@pytest.fixture(scope="module")
def run(hub, tmp_path_factory):
    """Run a command as somebody does for whom the local Hub is the Hub."""
    home = str(tmp_path_factory.mktemp("hf"))
    theirs = os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": home, "HF_TOKEN": TOKEN}

    def run(*command, **changed):
        return subprocess.run(command, capture_output=True, text=True, env=theirs | changed)

    return run


@pytest.fixture(scope="module")
def publish(run):
    command = [sys.executable, "-c", "from ai_chip_deals.cli import app; app()", "publish"]
    return lambda *options, **changed: run(*command, "huggingface", *options, **changed)


@pytest.fixture(scope="module")
def published(publish):
    return publish("--repo-id", REPO)


@pytest.fixture(scope="module")
def python(run, published):
    """Run Python code after publishing, and read the JSON it prints."""
    return lambda code: json.loads(run(sys.executable, "-c", code).stdout)


def test_a_dry_run_sends_nothing(hub, publish):
    done = publish("--repo-id", "nobody/nothing", "--dry-run")
    assert done.returncode == 0
    assert done.stdout.endswith(f"would be published as {TAG} of nobody/nothing\n")
    assert "nobody/nothing" not in hub.repositories


def test_a_version_is_one_commit_with_its_tag(hub, published):
    assert published.returncode == 0
    assert published.stdout.endswith(f"{len(TABLES) + 4} files published as {TAG} of {REPO}\n")
    repository = hub.repositories[REPO]
    assert repository.tags == {TAG: repository.main}
    assert len(repository.commits) == 2  # the empty one, and this
    assert set(repository.commits[repository.main]) == {
        "README.md",
        "croissant.json",
        "plots/ordered_and_delivered.svg",
        "plots/users_of_assistants.svg",
        *(f"data/{table}.parquet" for table in TABLES),
    }


def test_a_version_that_is_out_is_not_published_again(hub, published, publish):
    before = hub.repositories[REPO].main
    again = publish("--repo-id", REPO)
    assert (again.returncode, hub.repositories[REPO].main) == (1, before)
    assert again.stderr == (
        f"ai-chip-deals: {REPO} has {TAG} already, and a version that is out is never changed. "
        "Prepare a new one: ai-chip-deals release prepare\n"
    )


def test_datasets_loads_every_table_of_a_version_by_name(python):
    code = f"""
import json, datasets
datasets.disable_progress_bars()
configs = datasets.get_dataset_config_names({REPO!r})
load = lambda name: datasets.load_dataset({REPO!r}, name, split="train", revision={TAG!r})
print(json.dumps({{name: len(load(name)) for name in configs}}))
"""
    assert python(code) == tables()


def test_datasets_streams_a_table(python):
    code = f"""
import json, datasets
rows = datasets.load_dataset({REPO!r}, "deals", split="train", streaming=True)
print(json.dumps(next(iter(rows))["deal_id"]))
"""
    assert python(code) == load("deals")["deal_id"][0]


def test_pandas_reads_a_file_of_the_hub(python):
    code = f"""
import json, pandas
frame = pandas.read_parquet("hf://datasets/{REPO}/data/chip_specs.parquet")
print(json.dumps(frame["spec_id"].tolist()))
"""
    assert python(code) == load("chip_specs")["spec_id"].to_list()


def test_without_a_right_to_write_the_error_says_what_to_do(publish):
    refused = publish("--repo-id", "somebody/else", HF_TOKEN="hf_of_somebody_else")
    assert refused.returncode == 1
    assert "status 401" in refused.stderr
    assert "hf auth login" in refused.stderr


@pytest.mark.parametrize("name", ["a b/c", "a/b/c", "-"])
def test_a_name_that_no_repository_has_is_refused_before_anything_is_written(publish, name):
    refused = publish("--repo-id", name, "--dry-run")
    assert refused.stderr == f"ai-chip-deals: {name!r} is no repository. Write owner/name.\n"


def test_a_hub_that_cannot_be_reached_is_told(publish):
    lost = publish("--repo-id", REPO, HF_ENDPOINT="http://127.0.0.1:9")
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "the Hub cannot be reached" in lost.stderr
