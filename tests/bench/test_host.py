"""Folders served for a measurement."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest

from bench.compression import Compressed
from bench.host import Place, serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "livecalc").mkdir(parents=True)
    (folder / "index.html").write_text("<p>home</p>")
    (folder / "livecalc/fast-1a2b.image").write_bytes(b"memory")
    (folder / "a.wasm").write_bytes(b"wasm")
    return folder


@pytest.mark.parametrize(
    ("path", "content", "media_type"),
    [("/", b"<p>home</p>", "text/html"), ("/a.wasm?x=1", b"wasm", "application/wasm")],
)
def test_a_compressing_host_sends_brotli_to_who_takes_it(
    path: str, content: bytes, media_type: str, folder: Path, tmp_path: Path
) -> None:
    with serve(folder, compressed=Compressed(tmp_path / "kept")) as place:
        asking = Request(place.address + path, headers={"Accept-Encoding": "gzip, br"})
        with urlopen(asking) as response:
            assert response.headers["Content-Encoding"] == "br"
            assert response.headers["Content-Type"].startswith(media_type)
            assert brotli.decompress(response.read()) == content
        with urlopen(place.address + path) as response:
            assert response.headers["Content-Encoding"] is None
            assert response.read() == content


def test_a_plain_host_sends_files_as_they_are(folder: Path) -> None:
    with serve(folder) as place:
        asking = Request(f"{place.address}/a.wasm", headers={"Accept-Encoding": "br"})
        with urlopen(asking) as response:
            assert response.read() == b"wasm"


def test_a_withheld_file_is_not_found_and_brings_nothing(folder: Path) -> None:
    with serve(folder, without=["fast-*.image"]) as place:
        address = f"{place.address}/livecalc/fast-1a2b.image"
        with pytest.raises(HTTPError, match="404") as caught:
            urlopen(address)
        caught.value.close()
        assert place.file(address) is None


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("http://here/", "index.html"),
        ("http://here/?staking-apy.stake=123", "index.html"),
        ("http://here/a.wasm", "a.wasm"),
        ("http://here/none", None),
        ("http://elsewhere/a.wasm", None),
    ],
)
def test_an_address_means_a_file(address: str, file: str | None, folder: Path) -> None:
    expected = folder / file if file else None
    assert Place(folder, "http://here").file(address) == expected


def test_an_address_of_a_disk_means_its_file(folder: Path) -> None:
    place = Place(folder, folder.as_uri())
    assert place.file(f"{folder.as_uri()}/a.wasm?stake=123") == folder / "a.wasm"
