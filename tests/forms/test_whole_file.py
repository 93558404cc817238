"""A file is there whole or not at all."""

from pathlib import Path

import pytest

from livecalc.forms.whole_file import write_whole


def test_missing_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "charts" / "line.svg"
    write_whole(file, "2 € a day")
    assert file.read_text(encoding="utf-8") == "2 € a day"
    assert list(file.parent.iterdir()) == [file]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "line.svg"
    write_whole(file, "a long first text")
    write_whole(file, "short")
    assert file.read_text(encoding="utf-8") == "short"


def test_an_older_file_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "line.svg"
    write_whole(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "\ud800")
    assert file.read_text(encoding="utf-8") == "old"
