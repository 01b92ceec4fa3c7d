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
from ai_chip_deals.vocabulary import HUB_DATASET

REPO = HUB_DATASET
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
    """Publish without pictures: they take seconds, and only one test is about them."""
    code = (
        "from ai_chip_deals.cli import app\n"
        "from ai_chip_deals.export import huggingface\n"
        "huggingface.PICTURES = ()\n"
        "app()"
    )
    command = [sys.executable, "-c", code, "publish", "huggingface"]
    return lambda *options, **changed: run(*command, *options, **changed)


@pytest.fixture(scope="module")
def published(run):
    code = "from ai_chip_deals.cli import app; app()"
    return run(sys.executable, "-c", code, "publish", "huggingface", "--repo-id", REPO)


RELEASES = """
from ai_chip_deals import loaders
from ai_chip_deals.export import huggingface
from ai_chip_deals.export.publishing import publish_huggingface

load, manifest, huggingface.PICTURES = loaders.load, loaders.manifest(), ()
for version, rows in {"0.1.0": 3, "0.2.0": 5}.items():
    loaders.load = lambda name: load(name).head(rows)
    loaders.manifest = lambda: manifest | {"version": version}
    publish_huggingface("somebody/releases")
"""
"""Two versions of one dataset, of which the second has more rows."""

READ = f"""
import json, re
import datasets, pandas
from huggingface_hub import DatasetCard
from ai_chip_deals import to_datasets

datasets.disable_progress_bars()
whole = {{
    name: datasets.load_dataset({REPO!r}, name, split="train", revision={TAG!r})
    for name in datasets.get_dataset_config_names({REPO!r})
}}
stream = datasets.load_dataset({REPO!r}, "deals", split="train", streaming=True)
pandas_frame = pandas.read_parquet("hf://datasets/{REPO}/data/chip_specs.parquet")
releases = {{
    revision: datasets.load_dataset("somebody/releases", "deals", split="train", revision=revision)
    for revision in ("v0.1.0", "v0.2.0", "main", "v0.1.0")
}}
(block,) = re.findall("```python\\n(.*?)```", DatasetCard.load({REPO!r}).text, re.DOTALL)
asked = {{}}
exec(block.replace("print(", "answer = ("), asked)
print(json.dumps({{
    "rows": {{name: len(table) for name, table in whole.items()}},
    "other features": [n for n, t in whole.items() if t.features != to_datasets(n).features],
    "first of stream": next(iter(stream))["deal_id"],
    "pandas": pandas_frame["spec_id"].tolist(),
    "releases": {{revision: table["deal_id"][:] for revision, table in releases.items()}},
    "card": asked["answer"]["ordered_as_stated"],
}}))
"""


@pytest.fixture(scope="module")
def read(run, published):
    """What the clients of the Hub read after publishing, all in one process."""
    assert run(sys.executable, "-c", RELEASES).stderr == ""
    return json.loads(run(sys.executable, "-c", READ).stdout)


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


def test_datasets_loads_every_table_of_a_version_by_name_in_its_types(read):
    assert read["rows"] == tables()
    assert read["other features"] == []


def test_datasets_streams_a_table(read):
    assert read["first of stream"] == load("deals")["deal_id"][0]


def test_pandas_reads_a_file_of_the_hub(read):
    assert read["pandas"] == load("chip_specs")["spec_id"].to_list()


def test_each_version_keeps_its_rows_and_the_newest_is_what_loads_without_one(read):
    ids = load("deals")["deal_id"].to_list()
    assert read["releases"] == {"v0.1.0": ids[:3], "v0.2.0": ids[:5], "main": ids[:5]}


def test_the_code_of_the_card_runs(read):
    assert read["card"] == "more than 100000"


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
