"""Which files broke no rule of one file when they were last judged, so that they need not again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.listing import Listing

_KIND = "passed"


class Passed:
    """The files of a listing that are known to break no rule of one file, by their digests.

    Files are told apart by their ids, so one that shares the id of another is judged with it.
    """

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        kept = listing.cache.get(_KIND, listing.name)
        self._former = frozenset(json.loads(kept) if kept else ())

    def others(self, tree: Tree) -> Tree:
        """The tree without the files that are known to pass."""
        if not self._former:
            return tree
        return tree.only({name for name, digest in self._digests() if digest not in self._former})

    def note(self, tree: Tree, found: Iterable[Problem]) -> None:
        """Keep which files of a tree pass, now that these are all problems of one file in it."""
        failed = {Path(problem.path).stem for problem in found} | tree.unread
        passed = {digest for name, digest in self._digests() if name not in failed}
        if passed != self._former:
            content = json.dumps(sorted(passed)).encode()
            self._listing.cache.put(_KIND, self._listing.name, content)

    def _digests(self) -> Iterator[tuple[str, str]]:
        """The id and the digest of each file that can be told apart by one."""
        for entry in self._listing.entries:
            if digest := self._listing.digest(entry):
                yield entry.place.rpartition("/")[2].removesuffix(".yaml"), digest
