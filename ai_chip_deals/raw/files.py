"""The files under `raw/` as typed objects, each with the places of what it says."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ai_chip_deals.errors import Problem, RawError, TextSyntaxError, did_you_mean, shown
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.fields import KEY_TEXT_PATTERN, RawFile
from ai_chip_deals.raw.organization import (
    DOMAIN_PATTERN,
    TICKER_PATTERN,
    WIKIDATA_PATTERN,
    Organization,
)
from ai_chip_deals.raw.passages import DIGEST_PATTERN, SHA256_PATTERN
from ai_chip_deals.raw.product import Product
from ai_chip_deals.raw.reader import Document, Steps, Value, parse_document, read_document
from ai_chip_deals.raw.redirects import Redirects
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import ID_PATTERN, WINDOW_PATTERN, Window

Model = TypeVar("Model", bound=RawFile, covariant=True)


@dataclass(frozen=True)
class File(Generic[Model]):
    """One raw file: its id, what it says, and where it says it."""

    id: str
    data: Model
    document: Document


@dataclass
class Tree:
    """All of `raw/`, by kind and id, as far as it could be read; the rest is in `problems`."""

    root: Path
    organizations: dict[str, File[Organization]] = field(default_factory=dict)
    products: dict[str, File[Product]] = field(default_factory=dict)
    deals: dict[str, File[Deal]] = field(default_factory=dict)
    sources: dict[str, File[Source]] = field(default_factory=dict)
    redirects: File[Redirects] | None = None
    checked: File[Checked] | None = None
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Ids of files that could not be read: known, so that nobody calls them unknown."""

    def files(self) -> Iterator[File[RawFile]]:
        """Every file of an entity or source, in the order of kinds and ids."""
        for kind in (self.organizations, self.products, self.deals, self.sources):
            yield from kind.values()

    @cached_property
    def by_domain(self) -> Mapping[str, str]:
        """The organization that publishes on a domain, once the whole tree is read."""
        return {
            domain: identifier
            for identifier, file in self.organizations.items()
            for domain in file.data.domains
        }


MODELS: Mapping[str, type[RawFile]] = {
    "organizations": Organization,
    "products": Product,
    "deals": Deal,
    "sources": Source,
}
"""What each folder of `raw/` holds. Sources lie one folder deeper, by year."""

CHECKED = "checked.yaml"
"""Where in `raw/` it is kept when each page was last looked at."""

_PLACES = {
    "organizations": re.compile(r"organizations/[^/]+\.yaml"),
    "products": re.compile(r"products/[^/]+\.yaml"),
    "deals": re.compile(r"deals/[^/]+\.yaml"),
    "sources": re.compile(r"sources/(?:19|20)\d\d/[^/]+\.yaml"),
}

_SCHEMA_LINE = re.compile(r"^ *#.*\$schema\s*[=:][^\S\n]*(?P<schema>\S*)", re.MULTILINE)
_SCHEMAS: Mapping[type[RawFile], str] = {
    Organization: "../../schemas/raw/organization.schema.json",
    Product: "../../schemas/raw/product.schema.json",
    Deal: "../../schemas/raw/deal.schema.json",
    Source: "../../../schemas/raw/source.schema.json",
    Redirects: "../schemas/raw/redirects.schema.json",
    Checked: "../schemas/raw/checked.schema.json",
}
"""For each kind of file its JSON Schema, as seen from where such a file lies."""


def read_tree(root: Path) -> Tree:
    """Read all of `raw/`; never raises for what a file says, but keeps it in `problems`.

    Raises:
        RawError: The folder is a symbolic link, so that what is read may belong to something else.
    """
    if root.is_symlink():
        raise _misplaced(root, "a symbolic link", "a folder of its own", "file-link")
    tree = Tree(root)
    if not any((root / kind).is_dir() for kind in MODELS):
        problem = Problem(
            shown(root),
            0,
            0,
            "",
            "none of its folders",
            f"{', '.join(MODELS)}",
            "Name the folder raw/ of a checkout.",
            "file-place",
        )
        tree.problems.append(problem)
    with _garbage_kept():
        for path in sorted(root.rglob("*")):
            if path.is_dir() and not path.is_symlink() and path.suffix != ".yaml":
                continue
            try:
                _add(tree, path)
            except RawError as error:
                tree.problems += error.problems
                tree.unread.add(path.stem)
            except FileNotFoundError:
                continue  # somebody has moved it meanwhile
    return tree


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Reading makes many objects and no cycles, and looking for cycles would take long."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.enable() if enabled else gc.disable()


def read_file(path: Path, model: type[Model]) -> File[Model]:
    """Read one raw file.

    Raises:
        RawError: It is no clean YAML, or not what a file of its kind says; every problem is in it.
    """
    return _file(read_document(path), model)


def parse_file(text: str, path: Path, model: type[Model]) -> File[Model]:
    """Read the text of a raw file that is still to be written to a path.

    Raises:
        RawError: As for a file that is there.
    """
    return _file(parse_document(text, path), model)


def _file(document: Document, model: type[Model]) -> File[Model]:
    problems = [
        *document.problems,
        *_name_problems(document),
        *_schema_line_problems(document, _SCHEMAS[model]),
    ]
    found = {(problem.line, problem.column) for problem in problems}
    try:
        data = _validated(document, model)
    except RawError as error:
        # What the reader refused already is not told again in the words of its field.
        problems += [one for one in error.problems if (one.line, one.column) not in found]
    if problems:
        raise RawError(problems)
    return File(document.path.stem, data, document)


def _add(tree: Tree, path: Path) -> None:
    inside = path.relative_to(tree.root)
    if any((tree.root / above).is_symlink() for above in [inside, *inside.parents][:-1]):
        raise _misplaced(path, "a symbolic link", "a file or folder of its own", "file-link")
    place = inside.as_posix()
    if place == "redirects.yaml":
        tree.redirects = read_file(path, Redirects)
        return
    if place == CHECKED:
        tree.checked = read_file(path, Checked)
        return
    kind = next((kind for kind, pattern in _PLACES.items() if pattern.fullmatch(place)), None)
    if kind is None:
        expected = (
            "organizations/<id>.yaml, products/…, deals/…, sources/<year>/…, redirects.yaml "
            "or checked.yaml"
        )
        raise _misplaced(path, "a file out of place", expected, "file-place")
    file = read_file(path, MODELS[kind])
    files: dict[str, File[RawFile]] = getattr(tree, kind)
    if file.id in files:
        expected = f"an id of its own, not that of {shown(files[file.id].document.path)}"
        raise _misplaced(path, repr(file.id), expected, "duplicate-id")
    files[file.id] = file


def _misplaced(path: Path, got: str, expected: str, rule: str) -> RawError:
    return RawError([Problem(shown(path), 0, 0, "", got, expected, "", rule)])


def _name_problems(document: Document) -> Iterator[Problem]:
    path, stated = document.path, document.value.get("id")
    if not re.fullmatch(ID_PATTERN, path.stem):
        expected = "a lowercase slug"
        fix = f"Rename it to {slug(path.stem) or 'a-slug'}.yaml."
        yield Problem(shown(path), 0, 0, "", repr(path.stem), expected, fix, "file-name")
    if isinstance(stated, str) and stated != path.stem:
        expected = f"the file's name, {path.stem!r}"
        fix = "Leave the id out, or rename the file."
        yield document.problem(("id",), repr(stated), expected, fix, rule="id-differs")


def _schema_line_problems(document: Document, schema: str) -> Iterator[Problem]:
    """An editor fetches whatever schema a comment names, so it may name no other than ours."""
    for comment in _SCHEMA_LINE.finditer(document.text):
        if comment["schema"] == schema:
            continue
        line = document.text.count("\n", 0, comment.start()) + 1
        column = comment.start("schema") - comment.start() + 1
        fix = f"Write '# yaml-language-server: $schema={schema}', or delete the line."
        got, expected = repr(comment["schema"]), "the schema of its kind in this repository"
        path = shown(document.path)
        yield Problem(path, line, column, "", got, expected, fix, "schema-line")


def _validated(document: Document, model: type[Model]) -> Model:
    try:
        # JSON in between makes pydantic strict and yet lets it take text for enums.
        return model.model_validate_json(json.dumps(document.value), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise RawError(_translated(document, model, detail) for detail in details) from None


def _translated(document: Document, model: type[RawFile], detail: ErrorDetails) -> Problem:
    """A finding of pydantic in this project's words, at its place in the file."""
    steps, value = _located(document.value, detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys_at(model, steps)
        fix = did_you_mean(str(steps[-1]), known)
        expected = "a field that exists here" if fix else f"one of the fields {', '.join(known)}"
        got = f"the unknown field {steps[-1]!r}"
        return document.problem(steps, got, expected, fix, rule="unknown-key", at_key=True)
    if kind == "missing":
        name = str(detail["loc"][-1])
        fix = f"Add a line '{name}:' with {_described(model, (*steps, name))}"
        return document.problem(steps, f"no {name!r}", "one", fix, rule="missing-key")
    got = repr(value) if isinstance(value, str | int) else _KINDS[type(value)]
    if isinstance(value, bool):
        got = str(value).lower()
    if isinstance(error := context.get("error"), TextSyntaxError):
        return document.problem(steps, got, error.expected, error.fix, rule=error.rule)
    if kind == "enum":
        terms = re.findall(r"'([^']+)'", context["expected"])
        fix = did_you_mean(str(value), terms) or _initials(str(value), terms)
        expected = "a term of its list" if fix else f"one of {', '.join(terms)}"
        return document.problem(steps, got, expected, fix, rule="unknown-term")
    if kind == "string_pattern_mismatch":
        expected = _FORMS.get(context["pattern"], f"text of the form {context['pattern']}")
        return document.problem(steps, got, expected, _slug_fix(context, value), rule="form")
    expected, fix = _EXPECTATIONS.get(kind, (detail["msg"][0].lower() + detail["msg"][1:], ""))
    if kind == "string_type" and isinstance(value, int):
        fix = f'Put it between quotes: "{str(value).lower()}".'
    if kind == "list_type":
        fix = _list_fix(value)
        if isinstance(value, dict):
            got, expected = "an entry without its dash", "a dash before each entry"
    return document.problem(
        steps, got, expected.format(**context), fix, rule=_RULES.get(kind, kind)
    )


_KINDS: dict[type, str] = {dict: "a mapping", list: "a list", type(None): "nothing"}
_EXPECTATIONS = {
    "string_type": ("text", ""),
    "int_type": ("a whole number", ""),
    "list_type": ("a list", ""),
    "dict_type": ("keys and values", ""),
    "model_type": ("keys and values", ""),
    "model_attributes_type": ("keys and values", ""),
    "string_too_short": ("at least {min_length} characters", ""),
    "string_too_long": ("at most {max_length} characters", ""),
    "too_short": ("at least {min_length} entry", ""),
    "greater_than": ("a number greater than {gt}", ""),
}
_FORMS = {
    ID_PATTERN: "an id in lower case such as 'reuters' or 'huawei-ascend-910b'",
    WINDOW_PATTERN: f"a window such as 'first 30 days', or one of {', '.join(Window)}",
    KEY_TEXT_PATTERN: "text without a slash",
    DOMAIN_PATTERN: "a domain in lower case such as 'reuters.com'",
    WIKIDATA_PATTERN: "an item of Wikidata such as 'Q55606242'",
    TICKER_PATTERN: "exchange and symbol such as 'NASDAQ:NVDA'",
    SHA256_PATTERN: "the 64 hexadecimal digits that seal writes",
    DIGEST_PATTERN: "the 8 hexadecimal digits that seal writes",
}
_RULES = {
    "string_type": "type",
    "int_type": "type",
    "list_type": "type",
    "dict_type": "type",
    "model_type": "type",
    "string_too_short": "length",
    "string_too_long": "length",
    "too_short": "length",
    "greater_than": "range",
}


def _list_fix(value: Value) -> str:
    if isinstance(value, dict):
        first = next(iter(value), "key")
        return f"Start each entry with a dash in place of two spaces: '  - {first}: …'."
    return f"Write '[{value}]'." if isinstance(value, str) else ""


def _initials(text: str, terms: list[str]) -> str:
    """`mau` for "monthly active users"."""
    short = "".join(word[0] for word in text.lower().split())
    return f"Did you mean {short!r}?" if short in terms else ""


def _slug_fix(context: dict[str, Any], value: Value) -> str:
    written = slug(str(value))
    return f"Write '{written}'." if context["pattern"] == ID_PATTERN and written else ""


def slug(text: str) -> str:
    """What an id may be made of a text: lower case, and dashes for all that is no letter or digit.

    Example:
        >>> slug("Ascend 910B")
        'ascend-910b'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _located(value: Value, location: tuple[int | str, ...]) -> tuple[Steps, Value]:
    """The steps of a pydantic location that the document has, and the value that they lead to."""
    steps: Steps = ()
    for step in location:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            continue
        steps = (*steps, step)
    return steps, value


def _described(model: type[RawFile], steps: Steps) -> str:
    """What a key of a mapping says, as the first line of its field has it."""
    properties = _mapping_at(_json_schema(model), steps)["properties"]
    line = str(properties[steps[-1]].get("description", "its value.")).partition("\n")[0]
    return line[0].lower() + line[1:]


def _keys_at(model: type[RawFile], steps: Steps) -> list[str]:
    """The keys that a mapping may have, by the model's JSON Schema."""
    return list(_mapping_at(_json_schema(model), steps)["properties"])


@cache
def _json_schema(model: type[RawFile]) -> dict[str, Any]:
    """The JSON Schema of a kind of file, made once, for many findings may ask for it."""
    return model.model_json_schema()


def _mapping_at(schema: dict[str, Any], steps: Steps) -> dict[str, Any]:
    """The JSON Schema of the mapping that the last step is a key of."""
    node = schema
    for step in steps[:-1]:
        node = _resolved(schema, node)
        if isinstance(step, int):
            node = node["items"]
        else:
            # The keys of `properties` are the model's own; else they are ids, of one form.
            properties = node.get("properties") or node.get("patternProperties", {})
            node = properties.get(step) or next(iter(node["patternProperties"].values()))
    return _resolved(schema, node)


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", [node]):
        if "$ref" in option:
            return dict(schema["$defs"][option["$ref"].rpartition("/")[2]])
    return node
