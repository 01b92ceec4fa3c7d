"""The built wheel alone, in a clean environment, far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile

import pytest

MAX_MEGABYTES = 240


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the sdist, and of the wheel as an installer builds it from there."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, "."]
    subprocess.run(command, check=True, capture_output=True)
    (sdist,) = folder.iterdir()
    # The tests run where pip has built the package in isolation, so that this need not be.
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", folder, sdist], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """A Python that has the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    executable = folder / "bin/python"
    install = ["uv", "pip", "install", "--quiet", "--python", executable, wheel]
    subprocess.run(install, check=True)
    return executable


@pytest.fixture(scope="module")
def run(python, tmp_path_factory):
    """Run Python code in that environment, in an empty folder, and read the JSON it prints."""
    empty = tmp_path_factory.mktemp("empty")
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def answer(code):
        command = [python, "-c", code]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=empty, env=outside
        )
        return json.loads(done.stdout)

    return answer


def test_the_wheel_holds_tables_licences_and_types_and_no_raw_files(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "ai_chip_deals/data/deals.parquet" in names
    assert "ai_chip_deals/data/manifest.json" in names
    assert "ai_chip_deals/py.typed" in names
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)
    files = [name for name in names if name.endswith(".yaml")]
    ours = ("ai_chip_deals/checks/examples/", "ai_chip_deals/export/")
    assert [name for name in files if not name.startswith(ours)] == []


def test_the_wheel_alone_loads_every_table(run):
    code = """
import json, ai_chip_deals as acd
heights = {name: acd.load(name).height for name in acd.tables()}
print(json.dumps([acd.__file__, acd.tables(), heights]))
"""
    where, tables, heights = run(code)
    assert "site-packages" in where
    assert heights == tables
    assert tables["claims"] > 0


def test_the_wheel_alone_replays_the_past(run):
    code = (
        "import json, ai_chip_deals as a; print(json.dumps(a.load('deals', '2024-12-31').height))"
    )
    assert run(code) > 0


def test_the_command_of_the_wheel_shows_a_deal(python, tmp_path):
    command = [python.parent / "ai-chip-deals", "show", "bytedance-huawei-ascend-910b-2024"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert "more than 100000 chips" in done.stdout


def test_what_is_installed_stays_small(run):
    code = """
import json, sysconfig
from pathlib import Path
tools = ("pip", "setuptools", "pkg_resources", "_distutils_hack")
folder = Path(sysconfig.get_path("purelib"))
kept = [path for path in folder.iterdir() if not path.name.startswith(tools)]
files = [file for path in kept for file in ([path] if path.is_file() else path.rglob("*"))]
print(json.dumps(sum(file.stat().st_size for file in files if file.is_file()) / 1e6))
"""
    assert run(code) <= MAX_MEGABYTES


def test_a_build_in_another_folder_and_time_zone_is_alike_to_the_byte(built, tmp_path):
    tracked = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True).stdout
    checkout, output = tmp_path / "quite/another/folder", tmp_path / "built elsewhere"
    checkout.mkdir(parents=True)
    copy = ["xargs", "-0", "cp", "--parents", "-t", checkout]
    subprocess.run(copy, input=tracked, check=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", output, checkout]
    elsewhere = os.environ | {"TZ": "America/Los_Angeles"}
    subprocess.run(command, check=True, capture_output=True, env=elsewhere)
    here, there = ({path.name: path.read_bytes() for path in f.iterdir()} for f in (built, output))
    assert len(here) == 2
    assert here == there
