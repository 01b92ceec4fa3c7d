"""The value of a YAML document, built from the events of its parser.

What YAML readers read differently is refused here, with a fix.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias, Union

import yaml

from ai_chip_deals.errors import Problem, RawError, shown

MAX_DEPTH = 12

Value: TypeAlias = Union[str, int, bool, list["Value"], dict[str, "Value"], None]  # noqa: UP007
Steps: TypeAlias = tuple[str | int, ...]
"""The way from the top of a document to one of its values: `("deals", 0, "ordered")`."""


class Span(NamedTuple):
    """Where something stands: line and column from 1, and the characters it takes up."""

    line: int
    column: int
    start: int
    end: int


@dataclass
class Places:
    """Where each value and each key of a file stands."""

    values: dict[Steps, Span] = field(default_factory=dict)
    keys: dict[Steps, Span] = field(default_factory=dict)


_PLAIN = ("plain mappings, lists and text", "Write it out.")
TOO_DEEP = (f"more than {MAX_DEPTH} levels", *_PLAIN)

# Bidirectional embeddings, overrides and isolates, which show text in another order than it has;
# control characters, but for the ends of lines; and what is no character. One class of characters
# is looked for many times faster than alternatives.
FORBIDDEN = re.compile(
    r"[\u2028-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff](?<!\r(?=\n))"
)
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_BOOLEANS = {"true": True, "false": False}
FORMULA = tuple("=+-@\t")
"""What a text may not start with, because a spreadsheet would take it for a formula."""
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|\]\(")
"""An HTML tag, the start of a comment, or the middle of a Markdown link or image."""
_AS_ON_THE_PAGE = frozenset({"quote", "passage"})
_AMBIGUOUS = re.compile(
    r"(?:y|yes|n|no|on|off|true|false)"  # booleans of YAML 1.1, in any case
    r"|[-+]?0[0-9_]+|[-+]?0[box][0-9a-f_]+|[0-9]+_[0-9_]*"  # octals and other bases
    r"|[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?"  # base 60
    r"|[-+]?\.(?:inf|nan)|<<|="
    r"|[0-9]{19,}",  # more than 64 bits hold
    re.IGNORECASE,
)
Event: TypeAlias = Any
"""An event of PyYAML; which attributes it has goes by its kind."""
_CUT_BY_HASH = re.compile(r"[ \t]+#[^\s#].*")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


def is_ambiguous(text: str) -> bool:
    """Whether text without quotes is none to some readers of YAML."""
    return text in _EMPTY or _AMBIGUOUS.fullmatch(text) is not None


def plain_scalar(text: str) -> str | int | bool:
    """What text without quotes says: `true` and `false`, a whole number, or itself."""
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


class Builder:
    """Builds the value of a document from PyYAML's C events, and notes the place of all of it."""

    def __init__(self, text: str, path: Path, problems: list[Problem], places: Places) -> None:
        self.text, self.path, self.problems, self.places = text, path, problems, places
        # As `yaml.parse` has them, without a step of Python's between any two of them.
        self.next: Callable[[], Event] = yaml.CSafeLoader(text).get_event

    def build(self) -> dict[str, Value]:
        """What the document says; empty where it is no mapping."""
        start, event = self.next(), self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self._refuse(start, (), "an empty file", "keys and values", "", "not-a-mapping")
            return {}
        first = self.next()
        value = self._value(first, (), 0)
        if not isinstance(value, dict):
            self._refuse(first, (), "no mapping", "keys and values", "", "not-a-mapping")
        self.next()  # the end of the document
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            fix = "Move it to a file of its own."
            self._refuse(event, (), "a second document", "one", fix, "second-document")
        return value if isinstance(value, dict) else {}

    def _value(self, event: Event, steps: Steps, depth: int) -> Value:
        kind = type(event)  # no event is of a subclass, and there are many for each file
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            self._stop_at_reference(event, steps)
        if depth > MAX_DEPTH:
            self._stop(event, steps, TOO_DEEP[0], "depth")
        self.places.values[steps] = _span(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event, steps)
        if kind is yaml.MappingStartEvent:
            return self._mapping(event, steps, depth)
        return self._sequence(event, steps, depth)

    def _mapping(self, start: Event, steps: Steps, depth: int) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        event = self.next()
        while type(event) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent or event.anchor or event.tag:
                self._stop_at_key(event, steps)
            key: str = event.value
            inner = (*steps, key)
            if is_ambiguous(key):
                self._refuse_ambiguous_key(event, inner, key)
            if key in mapping:
                self._refuse_second_key(event, inner)
            self.places.keys[inner] = _span(event)
            mapping[key] = self._value(self.next(), inner, depth + 1)
            event = self.next()
        self.places.values[steps] = _span(start, event)
        return mapping

    def _sequence(self, start: Event, steps: Steps, depth: int) -> list[Value]:
        items: list[Value] = []
        event = self.next()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self._value(event, (*steps, len(items)), depth + 1))
            event = self.next()
        self.places.values[steps] = _span(start, event)
        return items

    def _scalar(self, event: Event, steps: Steps) -> Value:
        text: str = event.value
        if event.implicit[0]:  # neither between quotes nor a block
            value = plain_scalar(text)
            if value is not text or self._refused_as_plain(event, steps, text):
                return value
        if text.startswith(FORMULA) and steps[-1:] != ("quote",):
            expected = "text that no spreadsheet takes for a formula"
            fix = f"Start with something other than {text[0]!r}."
            self._refuse(event, steps, repr(text[:40]), expected, fix, "formula")
        elif (mark := _MARKUP.search(text)) and _AS_ON_THE_PAGE.isdisjoint(steps):
            fix = "Leave the tag or link out; write only the words that it shows."
            self._refuse(event, steps, repr(mark[0][:40]), "text without markup", fix, "markup")
        elif hidden := FORBIDDEN.search(text):  # written as an escape: "\u202e"
            got, expected = named(hidden[0]), "text that can be seen"
            self._refuse(event, steps, got, expected, "Delete it.", "control-character")
        return text

    def _refused_as_plain(self, event: Event, steps: Steps, text: str) -> bool:
        """Refuse text without quotes that needs them, or that is none."""
        if text in _EMPTY:
            fix = "Leave the key out where nothing is disclosed."
            self._refuse(event, steps, "nothing", "a value", fix, "empty-value")
        elif _AMBIGUOUS.fullmatch(text):
            self._refuse_ambiguous(event, steps, text)
        elif cut := _CUT_BY_HASH.match(self.text, event.end_mark.index):
            fix = "Put the whole text between double quotes; a comment starts with '# '."
            got = f"text that ends at {cut[0].strip()[:20]!r}"
            self._refuse(event, steps, got, "text that is not cut by '#'", fix, "cut-text")
        else:
            return False
        return True

    def _stop_at_key(self, event: Event, steps: Steps) -> NoReturn:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag is not None:
            self._stop_at_reference(event, steps)
        self._stop(event, steps, "a list or mapping as a key", "key")

    def _refuse_ambiguous_key(self, event: Event, steps: Steps, key: str) -> None:
        if key == "<<":
            self._stop(event, steps[:-1], "a merge key", "merge-key")
        if event.implicit[0]:
            self._refuse_ambiguous(event, steps, key)

    def _refuse_second_key(self, event: Event, steps: Steps) -> None:
        line = self.places.keys[steps].line
        fix = f"Line {line} has one too: keep the one that is right, delete the other."
        self._refuse(event, steps, f"a second {steps[-1]!r}", "one", fix, "duplicate-key")

    def _refuse_ambiguous(self, event: Event, steps: Steps, text: str) -> None:
        fix = f'Put it between quotes: "{text}".'
        expected = "text that all programs read alike"
        self._refuse(event, steps, repr(text), expected, fix, "ambiguous-text")

    def _stop_at_reference(self, event: Event, steps: Steps) -> NoReturn:
        if isinstance(event, yaml.AliasEvent):
            self._stop(event, steps, "an alias", "alias")
        if event.anchor is not None:
            self._stop(event, steps, "an anchor", "anchor")
        self._stop(event, steps, f"the tag {event.tag}", "tag")

    def _stop(self, event: Event, steps: Steps, got: str, rule: str) -> NoReturn:
        """Refuse what nothing sensible can follow."""
        self._refuse(event, steps, got, *_PLAIN, rule)
        raise RawError(self.problems)

    def _refuse(
        self, event: Event, steps: Steps, got: str, expected: str, fix: str, rule: str
    ) -> None:
        place, path = _span(event), shown(self.path)
        problem = Problem(path, place.line, place.column, dotted(steps), got, expected, fix, rule)
        self.problems.append(problem)


def _span(first: Event, last: Event | None = None) -> Span:
    start, end = first.start_mark, (last or first).end_mark
    return Span(start.line + 1, start.column + 1, start.index, end.index)


def dotted(steps: Steps) -> str:
    """The steps as a reader would write them: `deals[0].ordered`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(parts).removeprefix(".")


def named(character: str) -> str:
    """A character that cannot be seen, as it is told of."""
    tab = character == "\t"
    name = "tab" if tab else unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"
