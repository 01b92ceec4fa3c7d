"""Where exports write to: what no export wrote is safe, and nothing is half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_chip_deals.errors import DatasetError
from ai_chip_deals.export.output import output_file, output_folder


def fill(folder, text="new", *, force=False):
    with output_folder(folder, ["a.csv"], force=force) as fresh:
        (fresh / "a.csv").write_text(text, "utf-8")


def write(path, text="new", *, force=False):
    with output_file(path, force=force) as fresh:
        fresh.write_text(text, "utf-8")


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()])
def test_a_new_or_empty_folder_is_filled(tmp_path, make):
    make(tmp_path / "tables")
    fill(tmp_path / "tables")
    assert (tmp_path / "tables/a.csv").read_text("utf-8") == "new"


def test_an_export_that_is_there_is_replaced_only_by_force(tmp_path):
    fill(tmp_path, "old")
    with pytest.raises(DatasetError, match=r"is there already\. Name a new folder, or add --force"):
        fill(tmp_path)
    assert (tmp_path / "a.csv").read_text("utf-8") == "old"
    fill(tmp_path, force=True)
    assert (tmp_path / "a.csv").read_text("utf-8") == "new"


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_holds_anything_else_is_never_replaced(tmp_path, force):
    fill(tmp_path, "old")
    (tmp_path / "notes.txt").touch()
    with pytest.raises(DatasetError, match=r"holds 'notes\.txt', which this export does not write"):
        fill(tmp_path, force=force)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "notes.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_a_file_is_never_replaced_by_a_folder(tmp_path, force):
    path = tmp_path / "thesis"
    path.write_text("years of work", "utf-8")
    with pytest.raises(DatasetError, match=r"thesis is a file\. Name a new folder"):
        fill(path, force=force)
    assert path.read_text("utf-8") == "years of work"


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path):
    path = tmp_path / "a.xlsx"
    write(path, "old")
    with pytest.raises(DatasetError, match=r"is there already\. Name a new file, or add --force"):
        write(path)
    assert path.read_text("utf-8") == "old"
    write(path, force=True)
    assert path.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_is_never_replaced_by_a_file(tmp_path, force):
    with pytest.raises(DatasetError, match=r"is a folder\. Name a new file"):
        write(tmp_path, force=force)
    assert tmp_path.is_dir()


def test_where_the_writing_of_a_file_fails_the_old_one_stays(tmp_path):
    path = tmp_path / "a.xlsx"
    write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write(path, "\ud800", force=True)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_written_the_error_says_so(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DatasetError, match=r"tables cannot be written \(.*\)\. Name another place"):
        fill(tmp_path / "file/tables")


def test_the_working_directory_is_never_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError, match=r"^\. cannot be written"):
        fill(Path())
    assert list(tmp_path.iterdir()) == []
