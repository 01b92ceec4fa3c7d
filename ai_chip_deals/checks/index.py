"""The facts of all files of a tree, by group; kept from run to run where there is a cache.

It knows which groups are to be judged: those of which something else is said than before, those
whose judgement rested on such a group, and those in which something was wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from pydantic_core import from_json

from ai_chip_deals.checks.facts import Group, Known, Written, facts_of, written
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File, id_at
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.vocabulary import OrganizationRole

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, place TEXT UNIQUE, digest TEXT, facts TEXT
);
CREATE TABLE IF NOT EXISTS facts (
    key TEXT, file INTEGER, said TEXT, PRIMARY KEY (key, file, said)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked (key TEXT, by TEXT, PRIMARY KEY (key, by)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wrong (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMPORARY TABLE changed (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMPORARY TABLE judged (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_CHOOSE = """
INSERT INTO judged
SELECT key FROM changed
UNION SELECT by FROM asked JOIN changed USING (key)
UNION SELECT key FROM wrong
"""
_IN_ORDER = "substr(place, 1, length(place) - length('.yaml')), said"
_FACTS = f"""
SELECT key, place, said
FROM judged CROSS JOIN facts USING (key) CROSS JOIN files ON files.id = file
ORDER BY key, {_IN_ORDER}
"""
_OF_KEY = f"""
SELECT place, said FROM facts CROSS JOIN files ON files.id = file WHERE key = ?
ORDER BY {_IN_ORDER}
"""
_PATIENCE = 60.0
"""Seconds to wait for another run over the same tree."""


class Index:
    """What the files of a tree say, by group.

    Args:
        path: The file that keeps it; None where nothing is kept.
        read: Reads a file by its place in the tree.

    Raises:
        sqlite3.DatabaseError: The file is damaged, or cannot be written.
    """

    def __init__(self, path: Path | None, read: Callable[[str], File[RawFile]]) -> None:
        self._connection = sqlite3.connect(path or ":memory:", timeout=_PATIENCE)
        self._connection.isolation_level = None
        self._connection.executescript(_TABLES)
        self._connection.execute("BEGIN IMMEDIATE")  # two runs at once wait for each other
        self._read = cache(read)
        self._facts: dict[str, list[Known]] = {}
        self._judged = ""
        self._asked: set[tuple[str, str]] = set()
        self._undecided: set[str] = set()
        self._unread: Set[str] = frozenset()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Keep it all, or after an exception nothing."""
        self._connection.execute("ROLLBACK" if kind else "COMMIT")
        self._connection.close()

    def known(self) -> dict[str, str]:
        """The digest of each file that it knows, by place; empty where it is to be read again."""
        return dict(self._connection.execute("SELECT place, digest FROM files"))

    def update(self, said: Mapping[str, tuple[str, File[RawFile] | None]]) -> None:
        """Take in what files say now, by place, with their digests; None for what is gone."""
        files, lost, new = [], [], []
        [[last]] = self._connection.execute("SELECT coalesce(max(id), 0) FROM files")
        for number, (place, (digest, file)) in enumerate(said.items(), start=last + 1):
            former, facts = self._former(place) or (number, set[Written]())
            present = {fact.written() for fact in facts_of(file)} if file else set[Written]()
            lost += [(key, former, said) for key, said in facts - present]
            new += [(key, former, said) for key, said in present - facts]
            files.append((former, place, digest if file else None, written(sorted(present))))
        run = self._connection.executemany
        run("DELETE FROM facts WHERE (key, file, said) = (?, ?, ?)", lost)
        run("INSERT INTO facts VALUES (?, ?, ?)", sorted(new))
        run("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", files)
        run("INSERT OR IGNORE INTO changed VALUES (?)", ((key,) for key, _, _ in lost + new))
        self._connection.execute("DELETE FROM files WHERE digest IS NULL")

    def _former(self, place: str) -> tuple[int, set[Written]] | None:
        """What a file said before, under which number."""
        row = self._connection.execute("SELECT id, facts FROM files WHERE place = ?", (place,))
        for number, facts in row:
            return number, {Written(*fact) for fact in from_json(facts)}
        return None

    def judge(self, rules: Mapping[str, Sequence[Judge]], unread: Set[str]) -> Iterator[Problem]:
        """What is wrong in the groups that are to be judged.

        Args:
            rules: The rules for each kind of group.
            unread: Ids of files that could not be read, and may say anything.
        """
        self._unread = unread
        self._connection.execute(_CHOOSE)
        wrong = []
        for key, rows in groupby(self._connection.execute(_FACTS), itemgetter(0)):
            kind, *parts = from_json(key)
            if kind not in rules:
                continue
            self._judged = key
            known = [Known(place, Written(key, said)) for _, place, said in rows]
            group = Group((kind, *parts), known)
            problems = [problem for rule in rules[kind] for problem in rule(group, self)]
            if problems or key in self._undecided:
                wrong.append((key,))
            yield from problems
        self._judged = ""
        self._connection.execute("DELETE FROM wrong")
        self._connection.executemany("INSERT INTO wrong VALUES (?)", wrong)
        self._connection.executemany("INSERT OR IGNORE INTO asked VALUES (?, ?)", self._asked)

    # What a rule may ask while it judges a group.

    def facts(self, *key: str | None) -> list[Known]:
        """What is said of something else; if that changes, this group is judged again."""
        text = written(key)
        self._asked.add((text, self._judged))
        if text not in self._facts:
            rows = self._connection.execute(_OF_KEY, (text,))
            self._facts[text] = [Known(place, Written(text, said)) for place, said in rows]
        return self._facts[text]

    def may_be(self, identifier: str) -> bool:
        """Whether a file of this id could not be read; this group is judged again then."""
        return self._waits(identifier in self._unread)

    @property
    def may_say_more(self) -> bool:
        """Whether there is a file that could not be read; this group is judged again then."""
        return self._waits(bool(self._unread))

    def _waits(self, undecided: bool) -> bool:
        if undecided:
            self._undecided.add(self._judged)
        return undecided

    def ids(self, kind: str) -> set[str]:
        """The ids of all files of a kind that could be read."""
        rows = self._connection.execute(
            "SELECT place FROM files WHERE place GLOB ?", (f"{kind}/*",)
        )
        return {id_at(place) for [place] in rows}

    def places(self, known: Known) -> Iterator[tuple[Document, Steps]]:
        """Where a fact is said: its file, and the way to each place in it."""
        file = self._read(known.place)
        for fact in facts_of(file):
            if fact.written() == known.fact:
                yield file.document, fact.steps

    def problems(
        self,
        known: Known,
        got: str,
        expected: str,
        fix: str = "",
        *,
        rule: str,
        warning: bool = False,
    ) -> Iterator[Problem]:
        """A problem in each place where a fact is said, or a warning that its file may accept."""
        if warning and self.facts("accepts", known.kind, known.id, rule):
            return
        for document, steps in self.places(known):
            yield document.problem(steps, got, expected, fix, rule=rule, warning=warning)

    # Who is who, for the origins of claims.

    def role(self, organization: str) -> OrganizationRole | None:
        """What an organization is to the dataset; None where it has no file."""
        role = self.about("organizations", organization).get("role")
        return OrganizationRole(role) if role else None

    def parent(self, organization: str) -> str | None:
        """The organization that it belongs to."""
        return self.about("organizations", organization).get("parent")

    def maker(self, product: str) -> str | None:
        """The organization that makes a product."""
        return self.about("products", product).get("maker")

    def owner(self, domain: str) -> str | None:
        """The organization that publishes on a domain."""
        owners = [known.id for known in self.facts("domain", domain) if known.said == ["owns"]]
        return owners[-1] if owners else None

    def about(self, kind: str, identifier: str) -> Mapping[str, Any]:
        """What the file of an organization, product or deal says of itself; empty without one."""
        return next((known.said for known in self.facts("about", kind, identifier)), {})


Judge: TypeAlias = Callable[[Group, Index], Iterator[Problem]]
"""A rule on a group of facts, which may ask the index of others."""
