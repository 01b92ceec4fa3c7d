"""The register of rules: on one file by itself, and on what several files say of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ai_chip_deals.checks.index import Judge
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.files import Tree

Find = Callable[[Tree], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule on files: its id, and the line that says it."""

    id: str
    line: str


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of their modules."""
ALONE: list[Find] = []
"""The rules that judge each file by itself, whatever the others say."""
BETWEEN: dict[str, list[Judge]] = defaultdict(list)
"""The rules that judge a group of facts, by the kind of group."""

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


def rule_of_one_file(find: Find) -> Find:
    """Register a function as a rule; its name gives the id, its docstring the line."""
    _register(find.__name__, find.__doc__)
    ALONE.append(find)
    return find


def rule_on(kind: str) -> Callable[[Judge], Judge]:
    """Register a function as a rule on the groups of a kind."""

    def registered(judge: Judge) -> Judge:
        _register(judge.__name__, judge.__doc__)
        BETWEEN[kind].append(judge)
        return judge

    return registered


def _register(name: str, docstring: str | None) -> None:
    rule_id = name.replace("_", "-")
    RULES[rule_id] = Rule(rule_id, (docstring or "").strip().partition("\n")[0])
