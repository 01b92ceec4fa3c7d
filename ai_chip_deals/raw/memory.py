"""What clean raw files said when they were read before, so that YAML is read once."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.listing import Entry, Listing

_KIND = "files"


class Memory:
    """The text and the content of each file of a listing that was found to be clean."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        kept = listing.cache.get(_KIND, listing.name)
        self._former: dict[str, bytes] = _Data(io.BytesIO(kept)).load() if kept else {}
        self._present: dict[str, bytes] = {}

    def recall(self, entry: Entry) -> tuple[str, RawFile] | None:
        """What the file said and what that was, if it has been read before as it is now."""
        digest = self._listing.digest(entry)
        if digest not in self._former:
            return None
        self._present[digest] = self._former[digest]
        text, data = _Data(io.BytesIO(self._former[digest])).load()
        return text, data

    def keep(self, entry: Entry, text: str, data: RawFile) -> None:
        """Note a clean file."""
        if self._listing.cache:
            self._present[self._listing.digest(entry)] = pickle.dumps((text, data), 5)

    def save(self) -> None:
        """Put what is there now in place of what was there before."""
        if self._present.keys() != self._former.keys():
            self._listing.cache.put(_KIND, self._listing.name, pickle.dumps(self._present, 5))


@contextmanager
def remembered(listing: Listing) -> Iterator[Memory]:
    """The memory of a tree, which is kept once the tree has been read."""
    memory = Memory(listing)
    yield memory
    memory.save()


class _Data(pickle.Unpickler):
    """Reads what is nothing but data: a pickle that somebody else made can run no code here."""

    def find_class(self, module: str, name: str) -> Any:
        """One of the few types that raw files are made of."""
        found = _TYPES.get((module, name))
        if found is None:
            known = module == "ai_chip_deals.vocabulary" or module.startswith("ai_chip_deals.raw.")
            found = super().find_class(module, name) if known else None
            # A module's own types only: not those of what it imports, which may open files.
            if not isinstance(found, type) or found.__module__ != module:
                raise pickle.UnpicklingError(f"{module}.{name} is not of raw files")
            _TYPES[module, name] = found
        return found


_TYPES: dict[tuple[str, str], type] = {("datetime", "date"): date}
