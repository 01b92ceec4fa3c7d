"""What earlier runs worked out, kept by what it was worked out from.

Nothing here has to be there: what is missing, damaged, or written by other code is worked out
again. Entries appear whole and replace each other, so two processes may share a folder.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from ai_chip_deals.atomic import write_atomically

VARIABLE = "AI_CHIP_DEALS_CACHE"
"""The environment variable that names another folder; where it is empty, nothing is kept."""

_KEPT = 6
"""How many entries of a kind stay, the latest ones."""
_PACKAGE = Path(__file__).parent
_JUDGING = ("raw", "checks", "build", "resolve", "rows", "*.py")
"""The rooms of the package whose code decides what is kept."""
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# See https://bford.info/cachedir/\n"


class Cache:
    """Entries of bytes, by kind and key; a cache without a folder holds nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def __bool__(self) -> bool:
        return self.folder is not None

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put, where this very code put it and nothing has damaged it since."""
        if self.folder is None:
            return None
        try:
            entry = self._path(self.folder, kind, key).read_bytes()
        except OSError:
            return None
        seal, content = entry[:_SEALED], entry[_SEALED:]
        return content if seal == _seal(content) else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep an entry; where the folder cannot be written, nothing is kept."""
        if self.folder is None:
            return
        with suppress(OSError):
            self._prepare(self.folder)
            write_atomically(self._path(self.folder, kind, key), _seal(content) + content)
            self._forget(self.folder, kind)

    def file(self, kind: str, key: str) -> Path | None:
        """Where a file may be kept that is not replaced as a whole; it may be damaged."""
        if self.folder is None:
            return None
        with suppress(OSError):
            self._prepare(self.folder)
            self._forget(self.folder, kind)
        return self._path(self.folder, kind, key)

    def _prepare(self, folder: Path) -> None:
        # What is kept may be of files that only their owner may read.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (tag := folder / "CACHEDIR.TAG").exists():
            write_atomically(tag, _TAG)

    def _path(self, folder: Path, kind: str, key: str) -> Path:
        return folder / f"{kind}-{digest_of(self._code, key.encode())}"

    def _forget(self, folder: Path, kind: str) -> None:
        """Delete all but the latest entries; among them may be half of one that a kill left."""
        entries = [*folder.glob(f"{kind}-*"), *folder.glob(f".{kind}-*")]
        for entry in sorted(entries, key=_written, reverse=True)[_KEPT:]:
            entry.unlink(missing_ok=True)

    @cached_property
    def _code(self) -> bytes:
        """Tells apart code that may judge differently: ours, of the libraries, of Python."""
        ours = (path.read_bytes() for path in sorted(_sources()))
        libraries = sorted(_distributions())
        return digest_of(*ours, "\n".join([sys.version, *libraries]).encode()).encode()


NO_CACHE = Cache(None)


def user_cache() -> Cache:
    """The cache of whoever runs this, in the folder that is the custom for caches."""
    if VARIABLE in os.environ:
        return Cache(Path(os.environ[VARIABLE]) if os.environ[VARIABLE] else None)
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # nobody's home
        return NO_CACHE
    return Cache(base / "ai-chip-deals")


def digest_of(*parts: bytes) -> str:
    """A hash of some parts that tells apart where one ends and the next begins."""
    whole = hashlib.blake2b(digest_size=20)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def _seal(content: bytes) -> bytes:
    return digest_of(content).encode()


_SEALED = len(_seal(b""))


def _written(entry: Path) -> int:
    return entry.stat().st_mtime_ns


def _sources() -> Iterator[Path]:
    for room in _JUDGING:
        yield from _PACKAGE.glob(room if room.endswith(".py") else f"{room}/**/*.py")


def _distributions() -> Iterator[str]:
    """The names of what is installed, which have the versions in them; asking costs far more."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))
