"""The page of raw files: every field that each kind of file may have, from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ai_chip_deals import vocabulary
from ai_chip_deals.build.markdown import table
from ai_chip_deals.build.vocabulary_page import anchor
from ai_chip_deals.build.write import schema_files
from ai_chip_deals.vocabulary import ID_PATTERN

_HEAD = """\
# Raw files

What people write: the fields of each kind of file in `raw/`, and of the parts that it may hold. A
file may have no other. [CONTRIBUTING.md](../CONTRIBUTING.md) says how a page is read into them,
[the vocabulary](vocabulary.md) how amounts and dates are written.
"""
_PLACES = {
    "organization": "raw/organizations/ID.yaml",
    "product": "raw/products/ID.yaml",
    "deal": "raw/deals/ID.yaml",
    "source": "raw/sources/YEAR/ID.yaml",
    "redirects": "raw/redirects.yaml",
    "checked": "raw/checked.yaml",
}
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true, false"}


def raw_page() -> str:
    """Every kind of raw file with its fields, each with the parts that it may hold."""
    files = schema_files()
    schemas = {kind: json.loads(files[f"raw/{kind}.schema.json"]) for kind in _PLACES}
    return _HEAD + "".join(part for kind, schema in schemas.items() for part in _file(kind, schema))


def _file(kind: str, schema: dict[str, Any]) -> Iterator[str]:
    yield _section("##", kind.capitalize(), schema, f" One file: `{_PLACES[kind]}`.")
    for name, part in schema.get("$defs", {}).items():
        if part["type"] == "object":
            yield _section("###", name, part)


def _section(level: str, name: str, schema: dict[str, Any], place: str = "") -> str:
    required = schema.get("required", [])
    rows = [
        (
            f"`{field}`",
            "yes" if field in required else "",
            _written(what),
            " ".join(what.get("description", "").split()),
        )
        for field, what in schema["properties"].items()
    ]
    headings = ("field", "needed", "what is written", "meaning")
    description = " ".join(schema["description"].split())
    return f"\n{level} {name}\n\n{description}{place}\n\n{table(*headings, rows=rows)}"


def _written(what: dict[str, Any]) -> str:
    """What stands behind a key: a term, a part, a list, a mapping, text like an example."""
    if "anyOf" in what:
        return " or ".join(_written(one) for one in what["anyOf"] if one.get("type") != "null")
    if "$ref" in what:
        return _linked(what["$ref"].rpartition("/")[2])
    if what["type"] == "array":
        return f"list of: {_written(what['items'])}"
    if what["type"] == "object":
        values = [*what.get("patternProperties", {}).values(), what.get("additionalProperties")]
        return f"by name: {_written(values[0])}"
    if "examples" in what:
        return f"such as `{what['examples'][0]}`"
    if what.get("pattern") == ID_PATTERN:
        return "id"
    return _TYPES[what["type"]]


def _linked(name: str) -> str:
    """The list of the vocabulary, or the part of a file, that a name in a schema stands for."""
    kind = getattr(vocabulary, name, None)
    return f"[{name}](vocabulary.md#{anchor(kind)})" if kind else f"[{name}](#{name.lower()})"
