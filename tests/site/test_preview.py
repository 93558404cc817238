"""A folder served as a plain static host would."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from livecalc.site.preview import serve_folder


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("index.html", "text/html"),
        ("a.js", "text/javascript"),
        ("a.wasm", "application/wasm"),
        ("a.whl", "application/zip"),
    ],
)
def test_a_file_arrives_with_its_media_type(name: str, media_type: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"content")
    with serve_folder(tmp_path) as address, urlopen(f"{address}/{name}") as response:
        assert response.read() == b"content"
        assert response.headers["Content-Type"].startswith(media_type)


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with (
        serve_folder(tmp_path) as address,
        pytest.raises(HTTPError, match="404") as caught,
        urlopen(f"{address}/none"),
    ):
        pass
    caught.value.close()


def test_two_folders_are_served_at_once_and_stop_with_their_block(tmp_path: Path) -> None:
    with serve_folder(tmp_path) as first, serve_folder(tmp_path) as second:
        assert first != second
    with pytest.raises(OSError, match=r"refused|reset"):
        urlopen(first)
