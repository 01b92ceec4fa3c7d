"""Raw files: reading their bytes, and checking them as we do and as others would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

from ai_chip_deals.checks import find_problems
from ai_chip_deals.raw.files import MODELS, read_tree
from benchmarks.measuring import Ready

SCHEMAS = Path(__file__).parent.parent / "schemas" / "raw"


def ours(root: str) -> Ready:
    """Read every file with the place of all that it says, and hold it against its model."""
    return lambda: len(read_tree(Path(root)).problems)


def ours_and_between(root: str) -> Ready:
    """The same, and all rules between the files: what `validate` does."""
    return lambda: sum(one.severity == "error" for one in find_problems(Path(root)))


def bytes_read(root: str) -> Ready:
    """Read every file as fast as Python does, and no more."""

    def read() -> int:
        for folder, _, names in os.walk(root):
            for name in names:
                with open(f"{folder}/{name}", "rb", buffering=0) as file:
                    file.read()
        return 0

    return read


def safe_loader_and_pydantic(root: str) -> Ready:
    """PyYAML's quick loader and the same models: no places, no strictness about YAML."""

    def validate() -> int:
        for kind, model in MODELS.items():
            for path in (Path(root) / kind).rglob("*.yaml"):
                value = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
                model.model_validate_json(json.dumps(value, default=str), strict=True)
        return 0

    return validate


def check_jsonschema(root: str) -> Ready:
    """The usual checker of files, with the JSON Schemas that we publish: no places."""
    program = [sys.executable, "-m", "check_jsonschema", "--schemafile"]

    def validate() -> int:
        for kind in MODELS:
            schema = SCHEMAS / f"{kind.removesuffix('s')}.schema.json"
            files = map(str, (Path(root) / kind).rglob("*.yaml"))
            command = [*program, str(schema), *files]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return 0

    return validate
