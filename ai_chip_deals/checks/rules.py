"""The register of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.files import Tree

Find = Callable[[Tree], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule on files: its id, the line that says it, and the function that finds breaches."""

    id: str
    line: str
    find: Find
    of_one_file: bool
    """Whether each file is judged by itself, whatever the others say."""


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of their modules."""

READING_RULES = {
    "alias": "No value of a file stands for one elsewhere in it.",
    "ambiguous-text": "What YAML readers read differently (NO, 010, 12:30) stands between quotes.",
    "amount-syntax": "An amount is of the grammar; its unit is known, its currency ISO 4217.",
    "anchor": "No value of a file is marked for use elsewhere in it.",
    "control-character": "A file holds no tab, and no character that cannot be seen.",
    "cut-text": "A sign # in text stands between quotes, else it starts a comment.",
    "date-syntax": "A date is EDTF, or a quarter or half of a year, and in the calendar.",
    "depth": "A file is nested no deeper than its kind needs.",
    "duplicate-id": "No two files of one kind have one name.",
    "duplicate-key": "A key stands once in its mapping.",
    "empty-value": "What is not disclosed is left out, not left empty.",
    "encoding": "A file is UTF-8, without byte order mark.",
    "figure-not-in-quote": "Every figure of a claim occurs in its sentence, in any usual writing.",
    "file-kind": "What lies in raw/ is a regular file.",
    "file-link": "What lies in raw/ is no symbolic link.",
    "file-name": "A file's name is a lowercase slug.",
    "file-place": "A file lies in the folder of its kind; a source in that of its year.",
    "file-size": "A file is no larger than a megabyte.",
    "form": "An id, domain, ticker, window or hash has its form.",
    "formula": "No text starts like the formula of a spreadsheet.",
    "id-differs": "An id that is written is the file's name.",
    "key": "A key is text.",
    "length": "A text or list is neither too short nor too long.",
    "markup": "No text but that of a passage holds an HTML tag or a Markdown link.",
    "merge-key": "A mapping merges no other.",
    "missing-key": "What a kind of file must say is there.",
    "not-a-mapping": "A file holds keys and values.",
    "outside-raw": "A change of raw files touches nothing else (with --data-only).",
    "quote-and-passage": "A claim has a quote or a passage, not both.",
    "quote-length": "A quote is one whole sentence.",
    "quote-says-less": "A sentence says hedges, days, metric and names of its claim (a warning).",
    "range": "A number is in its range.",
    "schema-line": "A comment that names a schema to editors names that of its kind, in schemas/.",
    "second-document": "A file is one document.",
    "syntax": "An address, country, region, language or count is of its form.",
    "tag": "No value of a file names a type.",
    "type": "A value is of the type of its field: text, number, list or mapping.",
    "unknown-key": "A mapping has only the keys of its kind.",
    "unknown-term": "A term is of its closed list.",
    "yaml-syntax": "A file is YAML.",
}
"""What is held against each file when it is read, sealed or changed, by id."""


def rule(find: Find) -> Find:
    """Register a function as a rule; its name gives the id, its docstring the line."""
    return _registered(find, of_one_file=False)


def rule_of_one_file(find: Find) -> Find:
    """Register a rule that finds the same in a file whatever the others say."""
    return _registered(find, of_one_file=True)


def _registered(find: Find, *, of_one_file: bool) -> Find:
    rule_id = find.__name__.replace("_", "-")
    line = (find.__doc__ or "").strip().partition("\n")[0]
    RULES[rule_id] = Rule(rule_id, line, find, of_one_file)
    return find
