"""An example of what breaks each rule: a mistake in a tiny `raw/` that is right without it.

`raw/` in this folder is about companies that do not exist, with its sentences still as quotes;
`mistakes.yaml` says what to write wrong in which of its files. What is told of a mistake comes
from the rule itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from ai_chip_deals.checks import find_problems
from ai_chip_deals.checks.changes import outside_raw
from ai_chip_deals.errors import Problem, shown
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.raw.reader import MAX_BYTES
from ai_chip_deals.raw.sealing import seal_file, seal_source

FOLDER = Path(__file__).parent
RIGHT = FOLDER / "raw"


class Mistake(BaseModel):
    """One mistake in one file; what is right is what stands in that file without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    """Its path in `raw/`. A file that is not there is one too many."""
    right: str = ""
    """What the file says where the mistake is made, once."""
    wrong: str = ""
    """What stands there instead, or all of a file that is one too many."""
    made: Literal["a symbolic link", "a named pipe", "saved in Latin-1", "too large"] | None = None
    """In place of another text: what is made of the file."""
    command: Literal["validate", "seal", "validate --data-only"] = "validate"
    """Which command tells of it; before `seal` the quotes of a file are quotes still."""

    @property
    def text(self) -> str:
        """The file with the mistake in it."""
        return self.corrected.replace(self.right, self.wrong, 1) if self.right else self.wrong

    @property
    def corrected(self) -> str:
        """The file without it; empty where there should be none."""
        return _files(sealed=self.command != "seal").get(self.file, "")


@cache
def read_mistakes() -> Mapping[str, list[Mistake]]:
    """The mistakes that break each rule, by its id."""
    written = yaml.safe_load((FOLDER / "mistakes.yaml").read_text("utf-8"))
    return TypeAdapter(dict[str, list[Mistake]]).validate_python(written)


def told(mistake: Mistake) -> list[Problem]:
    """What the command tells of a mistake to somebody whose working folder holds `raw/`."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "raw"
        write_right(root)
        path = root / mistake.file
        if mistake.made:
            _MADE[mistake.made](path)
        else:
            _write(path, mistake.text)
        if mistake.command == "seal":
            problems = seal_file(path, read_tree(root)).problems
        elif mistake.command == "validate":
            problems = find_problems(root)
        else:
            problems = [outside_raw(path)]
        return [_seen_from_above(problem, root) for problem in problems]


def write_right(root: Path) -> None:
    """Write the files that are right, sealed, as a `raw/` of their own."""
    for name, text in _files(sealed=True).items():
        _write(root / name, text)


@cache
def _files(*, sealed: bool) -> Mapping[str, str]:
    """The files that are right, by their path in `raw/`."""
    tree = read_tree(RIGHT)
    texts = {path: path.read_text("utf-8") for path in sorted(RIGHT.rglob("*.yaml"))}
    if sealed:
        texts |= {file.document.path: seal_source(file, tree)[0] for file in tree.sources.values()}
    return {path.relative_to(RIGHT).as_posix(): text for path, text in texts.items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _seen_from_above(problem: Problem, root: Path) -> Problem:
    def seen(text: str) -> str:
        return text.replace(f"{shown(root)}/../", "").replace(shown(root), "raw")

    return replace(
        problem, path=seen(problem.path), expected=seen(problem.expected), fix=seen(problem.fix)
    )


def _link(path: Path) -> None:
    target = path.rename(path.parents[2] / "elsewhere.yaml")
    path.symlink_to(target)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _latin_1(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").replace("name: A", "name: Á").encode("latin-1"))


def _large(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "#" * MAX_BYTES, "utf-8")


_MADE: Mapping[str, Callable[[Path], None]] = {
    "a symbolic link": _link,
    "a named pipe": _pipe,
    "saved in Latin-1": _latin_1,
    "too large": _large,
}
