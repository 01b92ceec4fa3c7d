"""YAML as contributors write it, read strictly, with the place of every key and value.

The subset of YAML that all readers of all versions understand alike: mappings, lists, text, whole
numbers, `true` and `false`. What they read differently (anchors, tags, `no`, `010`, `12:30`) is
refused with a fix.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from ai_chip_deals.errors import Problem, RawError, shown
from ai_chip_deals.raw.building import (
    FORBIDDEN,
    TOO_DEEP,
    Builder,
    Places,
    Span,
    Steps,
    Value,
    dotted,
    named,
)
from ai_chip_deals.raw.plain import UnusualError, plain_value

MAX_BYTES = 1_000_000


@dataclass
class Document:
    """One YAML file: its value, and where each key and value of it stands.

    A file of which nothing is to be told is read for its value alone, and read again for its
    places where something is.
    """

    path: Path
    text: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def value(self) -> dict[str, Value]:
        """What the file says."""
        try:
            return plain_value(self.text)
        except (UnusualError, yaml.MarkedYAMLError):
            return self._built[0]

    @property
    def values(self) -> dict[Steps, Span]:
        """Where each value stands."""
        return self.places.values

    @property
    def keys(self) -> dict[Steps, Span]:
        """Where each key stands."""
        return self.places.keys

    @property
    def places(self) -> Places:
        """Where all of it stands."""
        return self._built[1]

    @cached_property
    def _built(self) -> tuple[dict[str, Value], Places]:
        """What the file says and where, with a problem for all that is wrong with its YAML."""
        places = Places()
        try:
            return Builder(self.text, self.path, self.problems, places).build(), places
        except yaml.MarkedYAMLError as error:
            self.problems.append(_syntax_problem(self, places, error))
            raise RawError(self.problems) from None

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
    document.value  # noqa: B018  (what is wrong with its YAML is told now)
    return document


_START = Span(1, 1, 0, 0)


def refused(path: Path, got: str, expected: str, rule: str) -> RawError:
    """What is told of a file or folder that is not looked into."""
    return RawError([Problem(shown(path), 0, 0, "", got, expected, "", rule)])


def _at(document: Document, place: Span, got: str, expected: str, fix: str, rule: str) -> Problem:
    path = shown(document.path)
    return Problem(path, place.line, place.column, "", got, expected, fix, rule)


def _syntax_problem(document: Document, places: Places, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Span(mark.line + 1, mark.column + 1, mark.index, mark.index) if mark else _START
    if "nesting depth" in str(error.problem):  # some versions of libyaml have a limit of their own
        return _at(document, place, *TOO_DEEP, "depth")
    fix = _syntax_fix(error)
    got, expected = "what YAML does not allow here", "keys, values and their indents"
    if left_open := _left_open(document.text, places, error):
        place, got, expected = left_open, "a quotation mark that nothing closes", "a second one"
        fix = "Put it at the end of the text."
    elif "mapping values are not allowed" in str(error.problem):
        got, expected = "a colon within text", "such text between quotation marks"
    return _at(document, place, got, expected, fix, "yaml-syntax")


def _left_open(text: str, places: Places, error: yaml.MarkedYAMLError) -> Span | None:
    """Where text opens that nothing closes, or only the next quotation mark lines later."""
    if "quoted scalar" in str(error.context) and "end of stream" in str(error.problem):
        mark = error.context_mark
        return Span(mark.line + 1, mark.column + 1, mark.index, mark.index) if mark else None
    last = max(places.values.values(), key=lambda span: span.start, default=_START)
    written = text[last.start : last.end]
    return last if written[:1] in ("'", '"') and "\n" in written else None


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


def _character_problems(document: Document) -> Iterator[Problem]:
    if document.text.replace("\n", "").isprintable():
        return  # nothing of that is forbidden, and most files have nothing else
    for match in FORBIDDEN.finditer(document.text):
        line = document.text.count("\n", 0, match.start()) + 1
        column = match.start() - document.text.rfind("\n", 0, match.start())
        place = Span(line, column, match.start(), match.end())
        got, expected, fix = named(match[0]), "text that can be seen", "Delete it."
        if match[0] == "\t":
            got, expected = "a tab", "spaces"
            fix = "Type as many as the lines beside it start with."
        yield _at(document, place, got, expected, fix, "control-character")
