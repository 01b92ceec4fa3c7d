"""A runner of GitHub's workflows, as far as ours use it: one job, with real git and real bash."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field

import yaml

CHECKOUT = "actions/checkout@"


def git(folder, *arguments):
    """Run git in a folder as some contributor, and return what it prints."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", folder, *identity, "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


@dataclass
class Run:
    """What came of a job: its log, its summary, and whether each step that ran succeeded."""

    log: str = ""
    summary: str = ""
    steps: dict[str, bool] = field(default_factory=dict)

    @property
    def passed(self):
        return all(self.steps.values())


class Runner:
    """Runs the only job of a workflow in a workspace, with checkouts of one remote."""

    def __init__(self, workflow, remote, workspace, ref):
        [self.job] = yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values()
        self.remote, self.workspace, self.ref = remote, workspace, ref
        self.values = {}
        self.files = {
            name: workspace.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
        }

    def run(self, without=()):
        """Run the steps in order, up to the first that fails, without those of some names."""
        run = Run()
        self.workspace.mkdir(parents=True)
        for step in self.job["steps"]:
            if step["name"] in without or not self._wanted(step):
                continue
            if step.get("uses", "").startswith(CHECKOUT):
                self._check_out(step["with"])
            elif "run" in step:
                run.steps[step["name"]] = self._script(step, run)
            if not run.passed:
                break
        return run

    def _wanted(self, step):
        name, value = re.fullmatch(r"(\S+) == '(.*)'", step.get("if", "'' == ''")).groups()
        return self.values.get(name, "") == value

    def _check_out(self, inputs):
        assert inputs["persist-credentials"] is False
        folder = self.workspace / inputs["path"]
        git(self.workspace, "init", "--quiet", folder)
        wanted = self._filled(inputs.get("ref", self.ref))
        git(folder, "fetch", "--quiet", self.remote, wanted)
        git(folder, "checkout", "--quiet", "FETCH_HEAD")

    def _script(self, step, run):
        for file in self.files.values():
            file.write_text("", "utf-8")
        stated = self.job.get("env", {}) | step.get("env", {})
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
            cwd=self.workspace / step.get("working-directory", "."),
            env=os.environ
            | {name: str(file) for name, file in self.files.items()}
            | {"RUNNER_TEMP": str(self.workspace.parent)}
            | {name: self._filled(value) for name, value in stated.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        run.log += done.stdout
        run.summary += self.files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        for line in self.files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode == 0

    def _filled(self, text):
        """A text with the values of its expressions; one that is not known is an error."""
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda match: self.values[match[1]], text)
