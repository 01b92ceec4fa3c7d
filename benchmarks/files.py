"""Raw files: reading their bytes, and checking them as we do and as others would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import yaml

from ai_chip_deals.build import build_dataset
from ai_chip_deals.build.kept import Kept
from ai_chip_deals.build.tables import tables_of
from ai_chip_deals.build.write import write_dataset
from ai_chip_deals.cache import Cache
from ai_chip_deals.checks import find_problems
from ai_chip_deals.raw.files import MODELS, read_tree
from ai_chip_deals.raw.listing import Listing
from benchmarks.measuring import Ready, Side

SCHEMAS = Path(__file__).parent.parent / "schemas" / "raw"
CHANGED_EVERY = 100


def ours(root: str) -> Ready:
    """Read every file, hold it against its model, and tell the place of whatever is wrong."""
    return lambda: len(read_tree(Path(root)).problems)


def ours_and_between(root: str) -> Ready:
    """The same, and all rules between the files: what `validate` does."""
    return lambda: sum(one.severity == "error" for one in find_problems(Path(root)))


def validated(root: str) -> Ready:
    """What `validate` does with what it keeps from run to run."""
    return lambda: sum(one.severity == "error" for one in find_problems(Path(root), _cache(root)))


def some_changed(root: str) -> Ready:
    """The same after one file in a hundred was given another title."""
    settle(Side(validated, (root,)))
    _change_some(root)
    return validated(root)


def built(root: str) -> Ready:
    """Build all tables of what nothing is known of."""
    return lambda: build_dataset(Path(root), Path(f"{root}-built"), "0.0.0")["claims"]


def built_by_what_is_kept(root: str) -> Ready:
    """Build them with what is kept from run to run."""
    return lambda: build_dataset(Path(root), Path(f"{root}-kept"), "0.0.0", _cache(root))["claims"]


def some_changed_built(root: str) -> Ready:
    """The same after one file in a hundred was given another title."""
    settle(Side(built_by_what_is_kept, (root,)))
    _change_some(root)
    return built_by_what_is_kept(root)


def tables_alone(root: str) -> Ready:
    """Resolve and write the tables of what all files say, as it is kept of a build."""
    kept = Kept.of(Listing(Path(root), _cache(root)))
    assert kept, "the case before built it"
    flat, output = kept.flat(), Path(f"{root}-alone")

    def resolve_and_write() -> int:
        write_dataset(tables_of(flat), output, "0.0.0")
        return flat.claims.height

    return resolve_and_write


def settle(side: Side) -> None:
    """Do some work until all of it is kept: what was written just now would be opened again."""
    side.measure()
    time.sleep(3)
    side.measure()


def _cache(root: str) -> Cache:
    return Cache(Path(f"{root}-cache"))


def _change_some(root: str) -> None:
    for path in islice(sorted(Path(root).rglob("*.yaml")), None, None, CHANGED_EVERY):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^((?:title|name): .*\w)", r"\1 again", text), "utf-8")


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
