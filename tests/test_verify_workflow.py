"""The job of the weekly workflow that may write proposes one file, and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

WORKFLOW = Path(__file__).parent.parent / ".github/workflows/verify.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]
GH = """#!/bin/sh
echo "$*" >> "$GH_LOG"
test "$1 $2" != "pr list" || grep -c "pr create" "$GH_LOG"
exit 0
"""
"""Stands in for GitHub's command: keeps what it was told, and counts the requests it opened."""


def git(folder, *arguments):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def propose(tmp_path):
    """Runs the script of the job in a clone of a remote, with a file that the other job made."""
    remote, clone, artifact = tmp_path / "remote", tmp_path / "clone", tmp_path / "checked"
    git(tmp_path, "init", "--bare", "--initial-branch=main", str(remote))
    git(tmp_path, "clone", str(remote), str(clone))
    (clone / "raw").mkdir()
    (clone / "raw/checked.yaml").write_text("sources: {}\n", "utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "--message=First")
    git(clone, "push", "origin", "HEAD:main")
    artifact.mkdir()
    (tmp_path / "gh").write_text(GH, "utf-8")
    (tmp_path / "gh").chmod(0o755)
    [script] = [step["run"] for step in JOBS["propose"]["steps"] if "run" in step]
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "GH_LOG": str(tmp_path / "gh.log"),
        "BASE": "main",
    }

    def run():
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)

    run.remote, run.clone, run.artifact = remote, clone, artifact / "checked.yaml"
    run.told = lambda: (tmp_path / "gh.log").read_text("utf-8")
    return run


def test_what_was_checked_is_pushed_to_a_branch_and_proposed_once(propose):
    for day in ("2026-11-23", "2026-11-30"):
        text = f'sources:\n  "page": {{date: {day}, result: found}}\n'
        propose.artifact.write_text(text, "utf-8")
        git(propose.clone, "checkout", "--quiet", "--detach", "origin/main")
        assert propose().returncode == 0
        assert git(propose.remote, "show", "sources-checked:raw/checked.yaml") == text
    changed = git(propose.remote, "diff", "--name-only", "main", "sources-checked")
    assert changed == "raw/checked.yaml\n"
    assert propose.told().count("pr create --base main --head sources-checked") == 1


def test_where_nothing_was_checked_anew_nothing_is_proposed(propose):
    propose.artifact.write_text("sources: {}\n", "utf-8")
    assert propose().returncode == 0
    assert git(propose.remote, "branch", "--format=%(refname:short)") == "main\n"


def test_a_link_or_a_file_too_large_is_not_proposed(propose):
    propose.artifact.symlink_to("/etc/hostname")
    assert propose().returncode != 0
    propose.artifact.unlink()
    propose.artifact.write_text("#" * 1_000_001, "utf-8")
    assert propose().returncode != 0
    assert git(propose.remote, "branch", "--format=%(refname:short)") == "main\n"


def test_the_job_that_reads_the_open_web_may_write_nothing():
    assert JOBS["fetch"]["permissions"] == {"contents": "read"}
    assert not any("ai-chip-deals" in step.get("run", "") for step in JOBS["propose"]["steps"])
