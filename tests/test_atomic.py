"""Files and folders are replaced whole, or stay as they were."""

from __future__ import annotations

import pytest

from ai_chip_deals.atomic import write_atomically, write_new, written_whole


def test_a_file_is_replaced_with_its_line_ends_and_mode_kept(tmp_path):
    path = tmp_path / "page.yaml"
    path.write_bytes(b"old\n")
    path.chmod(0o640)
    write_atomically(path, "neu ä\r\n中\n")
    assert path.read_bytes() == "neu ä\r\n中\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_can_be_read_by_others(tmp_path):
    path = tmp_path / "page.yaml"
    write_atomically(path, "new\n")
    assert path.read_bytes() == b"new\n"
    assert path.stat().st_mode & 0o777 == 0o644


def test_where_writing_fails_the_old_file_stays_and_nothing_else(tmp_path):
    path = tmp_path / "page.yaml"
    path.write_bytes(b"old\n")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new" * 100_000 + "\ud800")
    assert path.read_bytes() == b"old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_where_the_file_cannot_be_replaced_nothing_is_left_behind(tmp_path):
    path = tmp_path / "page.yaml"
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(path, "new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_never_takes_the_place_of_another(tmp_path):
    path = tmp_path / "page.yaml"
    write_new(path, "first\n")
    with pytest.raises(FileExistsError):
        write_new(path, "second\n")
    assert path.read_bytes() == b"first\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_the_place_of_another_once_it_is_written(tmp_path):
    output = tmp_path / "tables"
    for text in ("old", "new"):
        with written_whole(output) as fresh:
            fresh.mkdir()
            (fresh / text).touch()
    assert [path.name for path in output.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [output]


def test_a_file_that_another_library_writes_takes_the_place_of_the_old_one(tmp_path):
    output = tmp_path / "deals.sqlite"
    for text in ("old", "new"):
        with written_whole(output) as fresh:
            fresh.write_text(text, "utf-8")
    assert output.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [output]


def test_where_the_writing_of_a_folder_fails_the_old_one_stays(tmp_path):
    output = tmp_path / "tables"
    output.mkdir()
    (output / "old").touch()
    with pytest.raises(FileNotFoundError), written_whole(output) as fresh:
        (fresh / "a folder that is not there" / "new").touch()
    assert [path.name for path in output.iterdir()] == ["old"]
    assert list(tmp_path.iterdir()) == [output]
