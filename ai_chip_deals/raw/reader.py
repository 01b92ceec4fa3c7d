"""YAML as contributors write it, read strictly, with the place of every key and value.

The subset of YAML that all readers of all versions understand alike: mappings, lists, text, whole
numbers, `true` and `false`. What they read differently (anchors, tags, `no`, `010`, `12:30`) is
refused with a fix.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeAlias, Union

import yaml

from ai_chip_deals.errors import Problem, RawError, shown

MAX_BYTES = 1_000_000
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
class Document:
    """One YAML file as read: its value, and where each key and value of it stands."""

    path: Path
    text: str
    value: dict[str, Value] = field(default_factory=dict)
    values: dict[Steps, Span] = field(default_factory=dict)
    keys: dict[Steps, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self,
        steps: Steps,
        got: str,
        expected: str,
        fix: str = "",
        *,
        rule: str,
        at_key: bool = False,
        warning: bool = False,
    ) -> Problem:
        """A problem at the value (or key) at the end of the steps, or at the nearest above it."""
        place = self.keys.get(steps) if at_key else self.values.get(steps)
        above = steps
        while place is None and above:
            above = above[:-1]
            place = self.values.get(above)
        return Problem(
            path=shown(self.path),
            line=place.line if place else 1,
            column=place.column if place else 1,
            field=dotted(steps),
            got=got,
            expected=expected,
            fix=fix,
            rule=rule,
            severity="warning" if warning else "error",
        )


class KnownDocument(Document):
    """A document that was found to be clean before, and is read again only where somebody asks."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text, self.problems = path, text, []

    def __getattr__(self, name: str) -> object:
        if name not in ("value", "values", "keys"):
            raise AttributeError(name)
        read = parse_document(self.text, self.path)
        self.value, self.values, self.keys = read.value, read.values, read.keys
        return getattr(read, name)


def dotted(steps: Steps) -> str:
    """The steps as a reader would write them: `deals[0].ordered`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(parts).removeprefix(".")


def read_document(path: Path) -> Document:
    """Read one YAML file; what it can be read in spite of stays in the document's `problems`.

    Raises:
        RawError: The file is no regular file of at most 1 MB, no clean UTF-8, or no YAML that
            anything sensible can be made of.
    """
    if path.is_symlink():
        raise refused(path, "a symbolic link", "a file of its own", "file-link")
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise refused(path, "no regular file", "one", "file-kind")
    if about.st_size > MAX_BYTES:
        raise refused(path, f"{about.st_size:,} bytes", f"at most {MAX_BYTES:,}", "file-size")
    return document_of(path.read_bytes(), path)


def document_of(content: bytes, path: Path) -> Document:
    """Read the bytes of a YAML file, as `read_document` reads the file."""
    return _built(_decoded(path, content), path)


def parse_document(text: str, path: Path) -> Document:
    """Read the text of one YAML file; `path` only names it in problems.

    Raises:
        RawError: The text is outside of the subset; every problem that can be told apart is in it.
    """
    document = _built(text, path)
    if document.problems:
        raise RawError(document.problems)
    return document


def _built(text: str, path: Path) -> Document:
    document = Document(path, text)
    document.problems += _character_problems(document)
    if document.problems:
        raise RawError(document.problems)
    try:
        _Builder(document).build()
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax_problem(document, error))
        raise RawError(document.problems) from None
    return document


_START = Span(1, 1, 0, 0)
_PLAIN = ("plain mappings, lists and text", "Write it out.")
_TOO_DEEP = (f"more than {MAX_DEPTH} levels", *_PLAIN)


def refused(path: Path, got: str, expected: str, rule: str) -> RawError:
    """What is told of a file or folder that is not looked into."""
    return RawError([Problem(shown(path), 0, 0, "", got, expected, "", rule)])


def _at(document: Document, place: Span, got: str, expected: str, fix: str, rule: str) -> Problem:
    path = shown(document.path)
    return Problem(path, place.line, place.column, "", got, expected, fix, rule)


def _syntax_problem(document: Document, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Span(mark.line + 1, mark.column + 1, mark.index, mark.index) if mark else _START
    if "nesting depth" in str(error.problem):  # some versions of libyaml have a limit of their own
        return _at(document, place, *_TOO_DEEP, "depth")
    fix = _syntax_fix(error)
    got, expected = "what YAML does not allow here", "keys, values and their indents"
    if left_open := _left_open(document, error):
        place, got, expected = left_open, "a quotation mark that nothing closes", "a second one"
        fix = "Put it at the end of the text."
    elif "mapping values are not allowed" in str(error.problem):
        got, expected = "a colon within text", "such text between quotation marks"
    return _at(document, place, got, expected, fix, "yaml-syntax")


def _left_open(document: Document, error: yaml.MarkedYAMLError) -> Span | None:
    """Where text opens that nothing closes, or only the next quotation mark lines later."""
    if "quoted scalar" in str(error.context) and "end of stream" in str(error.problem):
        mark = error.context_mark
        return Span(mark.line + 1, mark.column + 1, mark.index, mark.index) if mark else None
    last = max(document.values.values(), key=lambda span: span.start, default=_START)
    text = document.text[last.start : last.end]
    return last if text[:1] in ("'", '"') and "\n" in text else None


def _syntax_fix(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem)
    if "mapping values are not allowed" in problem:
        return "Put the whole text between double quotes, or check where the line starts."
    signs = ("cannot start any token", "comment or line break", "block sequence entries")
    if any(sign in problem for sign in signs):
        return "Put text that starts with a sign between double quotes."
    if "block" in problem or "end of stream" in problem or "flow" in problem:
        return 'Is a quote, bracket or indent missing? Text that starts with " needs single quotes.'
    return "Is a quote, bracket or indent missing?"


def _decoded(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        byte = f"the byte 0x{data[error.start]:02x}"
        fix = "Save the file as UTF-8."
        problem = Problem(shown(path), line, column, "", byte, "UTF-8", fix, "encoding")
        raise RawError([problem]) from None
    if text.startswith("\ufeff"):
        fix = "Save it as UTF-8 without BOM."
        problem = Problem(shown(path), 1, 1, "", "a byte order mark", "none", fix, "encoding")
        raise RawError([problem])
    return text


# Bidirectional embeddings, overrides and isolates, which show text in another order than it has;
# control characters, but for the ends of lines; and what is no character. One class of characters
# is looked for many times faster than alternatives.
FORBIDDEN = re.compile(
    r"[\u2028-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff](?<!\r(?=\n))"
)


def _character_problems(document: Document) -> Iterator[Problem]:
    for match in FORBIDDEN.finditer(document.text):
        line = document.text.count("\n", 0, match.start()) + 1
        column = match.start() - document.text.rfind("\n", 0, match.start())
        place = Span(line, column, match.start(), match.end())
        got, expected, fix = _named(match[0]), "text that can be seen", "Delete it."
        if match[0] == "\t":
            got, expected = "a tab", "spaces"
            fix = "Type as many as the lines beside it start with."
        yield _at(document, place, got, expected, fix, "control-character")


def _named(character: str) -> str:
    tab = character == "\t"
    name = "tab" if tab else unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"


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
_STARTS = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CUT_BY_HASH = re.compile(r"[ \t]+#[^\s#].*")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


@lru_cache(maxsize=1000)  # there are few keys, in every file the same
def _is_ambiguous(key: str) -> bool:
    return key in _EMPTY or _AMBIGUOUS.fullmatch(key) is not None


class _Builder:
    """Builds the value of a document from PyYAML's C events, which carry positions."""

    def __init__(self, document: Document) -> None:
        self.document = document
        # As `yaml.parse` has them, without a step of Python's between any two of them.
        self.events = iter(yaml.CSafeLoader(document.text).get_event, None)

    def build(self) -> None:
        next(self.events)  # the start of the stream
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self._refuse(_START, (), "an empty file", "keys and values", "", "not-a-mapping")
            return
        event = next(self.events)
        value = self._value(event, (), 0)
        if isinstance(value, dict):
            self.document.value = value
        else:
            place = self.document.values[()]
            self._refuse(place, (), "no mapping", "keys and values", "", "not-a-mapping")
        next(self.events)  # the end of the document
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            fix = "Move it to a file of its own."
            self._refuse(_span(event), (), "a second document", "one", fix, "second-document")

    def _value(self, event: yaml.Event, steps: Steps, depth: int) -> Value:
        self._refuse_references(event, steps)
        if depth > MAX_DEPTH:
            self._stop(event, steps, _TOO_DEEP[0], "depth")
        if isinstance(event, yaml.ScalarEvent):
            self.document.values[steps] = place = _span(event)
            return self._scalar(event, steps, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, steps, depth)
        return self._sequence(event, steps, depth)

    def _refuse_references(self, event: yaml.Event, steps: Steps) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop(event, steps, "an alias", "alias")
        assert isinstance(event, _STARTS)
        if event.anchor is not None:
            self._stop(event, steps, "an anchor", "anchor")
        if event.tag is not None:
            self._stop(event, steps, f"the tag {event.tag}", "tag")

    def _mapping(self, start: yaml.Event, steps: Steps, depth: int) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        self.document.values[steps] = _span(start)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                self.document.values[steps] = _span(start, event)
                return mapping
            self._refuse_references(event, steps)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, steps, "a list or mapping as a key", "key")
            key, place = str(event.value), _span(event)
            inner = (*steps, key)
            if key == "<<":
                self._stop(event, steps, "a merge key", "merge-key")
            if event.implicit[0] and _is_ambiguous(key):
                self._refuse_ambiguous(place, inner, key)
            if key in mapping:
                line = self.document.keys[inner].line
                fix = f"Line {line} has one too: keep the one that is right, delete the other."
                self._refuse(place, inner, f"a second {key!r}", "one", fix, "duplicate-key")
            self.document.keys[inner] = place
            mapping[key] = self._value(next(self.events), inner, depth + 1)
        raise AssertionError("the parser ends every mapping that it starts")

    def _sequence(self, start: yaml.Event, steps: Steps, depth: int) -> list[Value]:
        items: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                self.document.values[steps] = _span(start, event)
                return items
            items.append(self._value(event, (*steps, len(items)), depth + 1))
        raise AssertionError("the parser ends every list that it starts")

    def _scalar(self, event: yaml.ScalarEvent, steps: Steps, place: Span) -> Value:
        text, plain = event.value, event.implicit[0]
        if plain and text in _EMPTY:
            fix = "Leave the key out where nothing is disclosed."
            self._refuse(place, steps, "nothing", "a value", fix, "empty-value")
        elif plain and text in _BOOLEANS:
            return _BOOLEANS[text]
        elif plain and _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        elif plain and _AMBIGUOUS.fullmatch(text):
            self._refuse_ambiguous(place, steps, text)
        elif plain and (cut := _CUT_BY_HASH.match(self.document.text, place.end)):
            fix = "Put the whole text between double quotes; a comment starts with '# '."
            got = f"text that ends at {cut[0].strip()[:20]!r}"
            self._refuse(place, steps, got, "text that is not cut by '#'", fix, "cut-text")
        elif text.startswith(FORMULA) and steps[-1:] != ("quote",):
            expected = "text that no spreadsheet takes for a formula"
            fix = f"Start with something other than {text[0]!r}."
            self._refuse(place, steps, repr(text[:40]), expected, fix, "formula")
        elif (mark := _MARKUP.search(text)) and _AS_ON_THE_PAGE.isdisjoint(steps):
            fix = "Leave the tag or link out; write only the words that it shows."
            self._refuse(place, steps, repr(mark[0][:40]), "text without markup", fix, "markup")
        elif hidden := FORBIDDEN.search(text):  # written as an escape: "\u202e"
            got, expected = _named(hidden[0]), "text that can be seen"
            self._refuse(place, steps, got, expected, "Delete it.", "control-character")
        return text

    def _refuse_ambiguous(self, place: Span, steps: Steps, text: str) -> None:
        fix = f'Put it between quotes: "{text}".'
        expected = "text that all programs read alike"
        self._refuse(place, steps, repr(text), expected, fix, "ambiguous-text")

    def _refuse(
        self, place: Span, steps: Steps, got: str, expected: str, fix: str, rule: str
    ) -> None:
        path = shown(self.document.path)
        problem = Problem(path, place.line, place.column, dotted(steps), got, expected, fix, rule)
        self.document.problems.append(problem)

    def _stop(self, event: yaml.Event, steps: Steps, got: str, rule: str) -> NoReturn:
        """Refuse what nothing sensible can follow."""
        self._refuse(_span(event), steps, got, *_PLAIN, rule)
        raise RawError(self.document.problems)


def _span(first: yaml.Event, last: yaml.Event | None = None) -> Span:
    start, end = first.start_mark, (last or first).end_mark
    assert start is not None
    assert end is not None
    return Span(start.line + 1, start.column + 1, start.index, end.index)
