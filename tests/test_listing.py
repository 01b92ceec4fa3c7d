"""Which files are opened again: those whose stamp may hide a change."""

from __future__ import annotations

import os

import pytest

from ai_chip_deals.cache import Cache
from ai_chip_deals.raw import listing as listing_
from ai_chip_deals.raw.listing import Listing


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "raw/deals").mkdir(parents=True)
    (tmp_path / "raw/deals/order.yaml").write_text("title: one")
    (tmp_path / "raw/deals/other.yaml").write_text("title: two")
    return tmp_path / "raw"


def test_everything_is_listed_in_the_order_of_paths(root):
    (root / "deals.yaml").symlink_to("deals/order.yaml")
    (root / "elsewhere").symlink_to("deals")
    os.mkfifo(root / "deals/pipe")
    assert [(entry.place, entry.kind) for entry in Listing(root).entries] == [
        ("deals", "folder"),
        ("deals/order.yaml", "file"),
        ("deals/other.yaml", "file"),
        ("deals/pipe", "other"),
        ("deals.yaml", "link"),
        ("elsewhere", "link"),
    ]


def changes():
    def edit(root):
        (root / "deals/order.yaml").write_text("title: one and a half")

    def edit_in_place(root):
        path = root / "deals/order.yaml"
        about = path.stat()
        path.write_text("title: six")
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    def add(root):
        (root / "deals/new.yaml").write_text("title: new")

    def delete(root):
        (root / "deals/order.yaml").unlink()

    def rename(root):
        (root / "deals/order.yaml").rename(root / "deals/orders.yaml")

    def swap(root):
        (root / "deals/order.yaml").rename(root / "deals/aside")
        (root / "deals/other.yaml").rename(root / "deals/order.yaml")
        (root / "deals/aside").rename(root / "deals/other.yaml")

    def link(root):
        (root / "deals/order.yaml").unlink()
        (root / "deals/order.yaml").symlink_to("other.yaml")

    def add_folder(root):
        (root / "folder.yaml").mkdir()

    return [edit, edit_in_place, add, delete, rename, swap, link, add_folder]


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.__name__)
def test_every_change_makes_another_key(root, cache, change):
    before = Listing(root, cache).key()
    assert Listing(root, cache).key() == before
    change(root)
    assert Listing(root, cache).key() != before
    assert Listing(root, cache).key() == Listing(root, Cache(cache.folder / "new")).key()


def test_what_was_only_touched_has_its_old_key(root, cache):
    before = Listing(root, cache).key()
    (root / "deals/order.yaml").touch()
    assert Listing(root, cache).key() == before


def test_a_file_with_the_stamp_of_an_earlier_look_is_not_opened(root, cache, monkeypatch):
    monkeypatch.setattr(listing_, "_stamp", lambda about: (about.st_size, 0, 0, 0))
    before = Listing(root, cache).key()
    (root / "deals/order.yaml").write_text("title: six")
    assert Listing(root, cache).key() == before


def test_a_change_right_after_a_look_is_seen_even_by_a_coarse_clock(root, cache, monkeypatch):
    def coarse(about):
        return about.st_size, *(time // 10**9 // 2 * 2 * 10**9 for time in times(about)), 0

    monkeypatch.setattr(listing_, "_stamp", coarse)
    before = Listing(root, cache).key()
    (root / "deals/order.yaml").write_text("title: six")
    assert Listing(root, cache).key() != before


def times(about):
    return about.st_mtime_ns, about.st_ctime_ns


def test_a_file_that_changes_after_it_was_listed_changes_the_key_once_it_is_read(
    root, cache, monkeypatch
):
    monkeypatch.setattr(listing_, "_SETTLED", 0)
    Listing(root, cache)
    listing = Listing(root, cache)
    before = listing.key()
    (root / "deals/order.yaml").write_text("title: six")
    assert listing.content(listing.entries[1]) == b"title: six"
    assert listing.key() != before


def test_what_is_read_ahead_is_given_out_in_any_order_and_as_it_is_then(root):
    listing = Listing(root)
    _, order, other = listing.entries
    assert listing.content(other) == b"title: two"
    assert listing.content(order) == b"title: one"
    (root / "deals/order.yaml").write_text("title: six")
    assert listing.content(order) == b"title: six"


def test_a_file_that_somebody_moved_is_not_read(root):
    listing = Listing(root)
    (root / "deals/order.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        listing.content(listing.entries[1])


def test_a_folder_that_is_told_by_another_name_has_another_key(root, cache, monkeypatch):
    monkeypatch.chdir(root.parent)
    below = Listing(root, cache).key()
    monkeypatch.chdir(root)
    assert Listing(root, cache).key() != below


def test_a_folder_that_is_not_there_holds_nothing(root):
    assert Listing(root / "elsewhere").entries == []
    assert Listing(root / "deals/order.yaml").entries == []
