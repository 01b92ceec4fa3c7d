"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace a file in one step, so that nobody ever sees half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        os.chmod(temporary, path.stat().st_mode if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def write_new(path: Path, text: str) -> None:
    """Write a file in one step where none is.

    Raises:
        FileExistsError: One is there; it stays as it was.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as temporary:
        fresh = Path(temporary) / path.name
        fresh.write_bytes(text.encode())
        os.link(fresh, path)  # unlike a rename, it fails where the name is taken


@contextmanager
def written_whole(output: Path) -> Iterator[Path]:
    """A path for a new file or folder, which takes the place of `output` once it is written.

    Where the writing fails, `output` stays as it was.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as temporary:
        fresh, former = Path(temporary) / "fresh", Path(temporary) / "former"
        yield fresh
        existed = output.exists()
        if existed:
            output.rename(former)
        try:
            fresh.rename(output)
        except OSError:
            if existed:
                former.rename(output)
            raise
        shutil.rmtree(former, ignore_errors=True)
