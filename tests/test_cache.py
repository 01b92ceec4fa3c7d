"""What is kept of earlier runs: as it was put, by this very code, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ai_chip_deals import cache as cache_
from ai_chip_deals.cache import NO_CACHE, VARIABLE, Cache, user_cache


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def entries(cache):
    return sorted(path for path in cache.folder.iterdir() if path.name != "CACHEDIR.TAG")


def test_what_was_put_is_there_until_it_is_replaced(cache):
    assert cache.get("stamps", "raw") is None
    cache.put("stamps", "raw", b"one")
    cache.put("stamps", "elsewhere", b"")
    assert (cache.get("stamps", "raw"), cache.get("stamps", "elsewhere")) == (b"one", b"")
    assert cache.get("files", "raw") is None
    cache.put("stamps", "raw", b"other")
    assert cache.get("stamps", "raw") == b"other"


def test_a_cache_without_a_folder_holds_nothing():
    NO_CACHE.put("stamps", "raw", b"one")
    assert NO_CACHE.get("stamps", "raw") is None
    assert not NO_CACHE


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content + b"!",
        lambda content: content[:-1] + b"!",
        lambda content: b"0" + content[1:],
    ],
)
def test_a_damaged_entry_is_none(cache, damage):
    cache.put("stamps", "raw", b"what was worked out")
    [entry] = entries(cache)
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.get("stamps", "raw") is None


@pytest.mark.parametrize("ours", [b"", b"def rule(): ..."])
def test_what_other_code_put_is_not_believed(cache, tmp_path, monkeypatch, ours):
    cache.put("stamps", "raw", b"what was worked out")
    (tmp_path / "rules.py").write_bytes(ours)
    monkeypatch.setattr(cache_, "_sources", lambda: [tmp_path / "rules.py"])
    assert Cache(cache.folder).get("stamps", "raw") is None


def test_what_was_put_beside_other_libraries_is_not_believed(cache, monkeypatch):
    cache.put("stamps", "raw", b"what was worked out")
    monkeypatch.setattr(cache_, "_distributions", lambda: ["pydantic-99.0.dist-info"])
    assert Cache(cache.folder).get("stamps", "raw") is None


def test_the_code_is_told_by_every_module_that_judges_and_by_the_libraries_in_use():
    names = {
        path.relative_to(Path(cache_.__file__).parent).as_posix() for path in cache_._sources()
    }
    assert {"vocabulary.py", "raw/reader.py", "checks/values.py", "resolve/policy.py"} <= names
    assert any(name.startswith("pydantic-") for name in cache_._distributions())


def test_only_the_latest_entries_of_a_kind_stay(cache):
    for number in range(20):
        cache.put("problems", str(number), b"none")
    cache.put("stamps", "raw", b"one")
    assert len(entries(cache)) == 7
    assert cache.get("problems", "19") == b"none"


def test_a_file_of_another_kind_has_its_place_there_and_the_oldest_go(cache):
    assert NO_CACHE.file("facts", "raw") is None
    first = cache.file("facts", "0")
    for number in range(20):
        cache.file("facts", str(number)).write_bytes(b"facts")
    assert cache.file("facts", "19").read_bytes() == b"facts"
    assert not first.exists()
    assert len(entries(cache)) <= 7


def test_the_folder_is_its_owners_alone_and_is_left_out_of_backups(cache):
    cache.put("stamps", "raw", b"one")
    assert cache.folder.stat().st_mode & 0o077 == 0
    tag = (cache.folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "cache")
    cache.put("stamps", "raw", b"one")
    assert cache.get("stamps", "raw") is None


def test_the_folder_is_the_customary_one_unless_a_variable_says_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache().folder == tmp_path / "ai-chip-deals"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_cache().folder == tmp_path / ".cache" / "ai-chip-deals"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    assert user_cache().folder == tmp_path / "mine"
    monkeypatch.setenv(VARIABLE, "")
    assert not user_cache()


def run(code, *arguments):
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])


KILLED = """
import os, signal, sys
from pathlib import Path
from ai_chip_deals.cache import Cache
os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)
Cache(Path(sys.argv[1])).put("stamps", "raw", b"other")
"""


def test_a_kill_while_an_entry_is_written_leaves_the_former_one(cache):
    cache.put("stamps", "raw", b"one")
    assert run(KILLED, cache.folder).wait() == -signal.SIGKILL
    assert cache.get("stamps", "raw") == b"one"
    assert len(entries(cache)) == 2
    for number in range(10):
        cache.put("stamps", str(number), b"the half that was left goes as the oldest do")
    assert all(not entry.name.startswith(".") for entry in entries(cache))


WRITING = """
import sys
from pathlib import Path
from ai_chip_deals.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(100):
    cache.put("stamps", str(number % 8), sys.argv[2].encode() * 5000)
    seen = cache.get("stamps", str(number % 8))
    assert seen in (None, b"a" * 5000, b"b" * 5000), seen
"""


def test_two_processes_at_once_see_whole_entries(cache):
    writers = [run(WRITING, cache.folder, letter) for letter in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(entries(cache)) <= 7
