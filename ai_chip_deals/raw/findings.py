"""What pydantic finds in a raw file, told in this project's words and at its place in the file."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ai_chip_deals.errors import Problem, RawError, TextSyntaxError, did_you_mean
from ai_chip_deals.raw.building import Steps, Value
from ai_chip_deals.raw.fields import KEY_TEXT_PATTERN, RawFile
from ai_chip_deals.raw.organization import DOMAIN_PATTERN, TICKER_PATTERN, WIKIDATA_PATTERN
from ai_chip_deals.raw.passages import DIGEST_PATTERN, SHA256_PATTERN
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.vocabulary import ID_PATTERN, WINDOW_PATTERN, Window

Model = TypeVar("Model", bound=RawFile)


def validated(document: Document, model: type[Model]) -> Model:
    """What a document says, as a file of its kind.

    Raises:
        RawError: It is none; every problem is in it.
    """
    try:
        return model.model_validate(document.value)
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
