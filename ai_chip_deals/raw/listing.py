"""A folder of raw files at one moment: what lies in it, and a digest of each file.

As git does, a file is not opened whose stamp (size, times, inode) is that of an earlier look.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from pydantic_core import from_json, to_json

from ai_chip_deals.cache import NO_CACHE, Cache, digest_of
from ai_chip_deals.errors import shown
from ai_chip_deals.raw.reader import MAX_BYTES, refused

Stamp: TypeAlias = tuple[int, int, int, int]
"""Size, time of the last change of content and of anything, inode."""

_SETTLED = 2_000_000_000
"""Nanoseconds after which another change shows in a stamp, by the coarsest clock of a disk."""
_AT_ONCE = 100
"""How many files are read at once, where each is read and judged."""


class Entry(NamedTuple):
    """What a listing tells of one file or folder."""

    place: str
    """Its path within the tree, with slashes."""
    kind: Literal["file", "folder", "link", "other"]
    stamp: Stamp

    @property
    def size(self) -> int:
        """How many bytes a file has."""
        return self.stamp[0]


class Listing:
    """What lies in a folder, in order of paths, with a digest of each file and of it all.

    Raises:
        RawError: The folder is a symbolic link, so that what is read may belong to something else.
    """

    def __init__(self, root: Path, cache: Cache = NO_CACHE) -> None:
        if root.is_symlink():
            raise refused(root, "a symbolic link", "a folder of its own", "file-link")
        self.root, self.cache = root, cache
        self._looked = time.time_ns()
        self.entries = list(_listed(root.as_posix(), ""))
        self._digests: dict[str, str] = {}
        self._contents: dict[str, bytes] = {}
        self._ahead = filter(self.readable, self.entries)
        if cache:
            self._digest_all()

    @property
    def name(self) -> str:
        """Where the folder lies: what a cache keeps of it is kept under this name."""
        return str(self.root.resolve())

    def path(self, entry: Entry) -> Path:
        """Where an entry lies."""
        return self.root / entry.place

    def readable(self, entry: Entry) -> bool:
        """Whether an entry is a file that is not too large to be looked into."""
        return entry.kind == "file" and entry.size <= MAX_BYTES

    def digest(self, entry: Entry) -> str:
        """Tells apart files by where they lie and what they hold; empty where none is kept."""
        return self._digests.get(entry.place, "")

    def content(self, entry: Entry) -> bytes:
        """The bytes of a file, which its digest is of from now on, where digests are kept.

        Raises:
            FileNotFoundError: Somebody has moved it since it was listed.
        """
        if not self.cache:
            if entry.place not in self._contents:
                self._read_ahead()
            return self._contents.pop(entry.place, None) or self._read(entry)
        if entry.place not in self._contents:
            self._digests.pop(entry.place, None)
            content = self._contents[entry.place] = self._read(entry)
            self._digests[entry.place] = digest_of(os.fsencode(entry.place), content)
        return self._contents[entry.place]

    def _read(self, entry: Entry) -> bytes:
        descriptor = os.open(f"{self.root}/{entry.place}", os.O_RDONLY)
        try:
            content = os.read(descriptor, entry.size + 1)
        finally:
            os.close(descriptor)
        # In one step, but where somebody has changed it since it was listed.
        return content if len(content) == entry.size else self.path(entry).read_bytes()

    def _read_ahead(self) -> None:
        """Read the next files, for to read them and to judge them by turns takes longer."""
        for entry in islice(self._ahead, _AT_ONCE):
            with suppress(OSError):  # which is told of when that file is asked for
                self._contents[entry.place] = self._read(entry)

    def key(self) -> str:
        """Tells apart all that the folder may hold, and the ways in which its files are named."""
        told = [shown(self.root)]
        for entry in self.entries:
            told += [entry.kind, self._digests.get(entry.place, f"{entry.place} {entry.size}")]
        return digest_of(os.fsencode("\0".join(told)))  # which no name holds

    def _digest_all(self) -> None:
        looked, stamped = _stamps(self.cache.get("stamps", self.name))
        for entry in filter(self.readable, self.entries):
            stamp, digest = stamped.get(entry.place, (None, ""))
            if stamp == list(entry.stamp) and max(entry.stamp[1:3]) + _SETTLED < looked:
                self._digests[entry.place] = digest
                continue
            try:
                self.content(entry)
            except FileNotFoundError:
                continue
        if self._contents or len(stamped) != len(self._digests):
            self.cache.put("stamps", self.name, self._as_json())

    def _as_json(self) -> bytes:
        files = {
            entry.place: (entry.stamp, self._digests[entry.place])
            for entry in self.entries
            if entry.place in self._digests
        }
        return to_json([self._looked, files])


def _stamps(kept: bytes | None) -> tuple[int, dict[str, tuple[list[int], str]]]:
    """When somebody looked, and what they saw: for each file its stamp and its digest."""
    looked, files = from_json(kept) if kept else (0, {})
    return looked, files


def _listed(folder: str, inside: str) -> Iterator[Entry]:
    """Everything below a folder, in order of paths; what a link leads to is not below it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        place = inside + entry.name
        try:
            about = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # somebody has moved it meanwhile
        stamp = _stamp(about)
        if entry.is_symlink():
            yield Entry(place, "link", stamp)
        elif entry.is_dir(follow_symlinks=False):
            yield Entry(place, "folder", stamp)
            yield from _listed(entry.path, f"{place}/")
        else:
            yield Entry(place, "file" if entry.is_file(follow_symlinks=False) else "other", stamp)


def _stamp(about: os.stat_result) -> Stamp:
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino
