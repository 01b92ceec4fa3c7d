"""Drafts: the text of a file that is not there yet, and how it comes to be there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ai_chip_deals.atomic import write_new
from ai_chip_deals.draft.nearness import Near
from ai_chip_deals.errors import RawError, UnknownNameError, WrongPathError, shown
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.reader import parse_document


@dataclass(frozen=True)
class Draft:
    """A file to be written, what it comes near to, and what its writer should know."""

    path: Path
    text: str
    near: list[Near] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def write_draft(draft: Draft) -> None:
    """Write a draft whole, and never over a file.

    Raises:
        WrongPathError: A file of that name has come to be there.
    """
    draft.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_new(draft.path, draft.text)
    except FileExistsError:
        raise WrongPathError(f"{shown(draft.path)} is there already.") from None


def free_path(tree: Tree, kind: str, identifier: str, folder: str = "") -> Path:
    """The path of a new file, whose id no file of its kind has, or had.

    Raises:
        WrongPathError: The id is in use, or was given up for another.
    """
    path = tree.root / kind / folder / f"{identifier}.yaml"
    files = getattr(tree, kind)
    redirects = getattr(tree.redirects.data, kind) if tree.redirects else {}
    if identifier in files:
        place = shown(files[identifier].document.path)
        raise WrongPathError(f"{place} is there already. Edit it, or choose another id with --id.")
    if identifier in redirects:
        to = redirects[identifier].to
        raise WrongPathError(f"{identifier!r} was merged into {to!r}. Use that, or another --id.")
    if path.exists():
        raise WrongPathError(f"{shown(path)} is there already, with problems: run validate.")
    return path


def known(tree: Tree, kind: str, identifier: str) -> str:
    """An id that a file of the tree has.

    Raises:
        UnknownNameError: None has; the message names the nearest.
    """
    files = getattr(tree, kind)
    if identifier not in files:
        raise UnknownNameError(kind.removesuffix("s"), identifier, files)
    return identifier


def as_yaml(schema: str, fields: Mapping[str, str | list[str] | None]) -> str:
    """A file with one line for each field that says something."""
    lines = [schema]
    for name, value in fields.items():
        if isinstance(value, list) and value:
            lines.append(f"{name}: [{', '.join(scalar(one, flow=True) for one in value)}]")
        elif isinstance(value, str) and value:
            lines.append(f"{name}: {scalar(value)}")
    return "\n".join(lines) + "\n"


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as a YAML value: plain where the reader reads it back alike, else between quotes."""
    line = f"x: [{text}]" if flow else f"x: {text}"
    try:
        document = parse_document(line, Path("draft"))
        plain = document.value == {"x": [text] if flow else text} and not document.problems
    except RawError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def schema_line(kind: str, depth: int) -> str:
    """The comment by which an editor finds the schema of a kind of file."""
    return f"# yaml-language-server: $schema={'../' * depth}schemas/raw/{kind}.schema.json"
