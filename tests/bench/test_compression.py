"""Files as a host sends them that compresses as well as it can."""

import gzip
from pathlib import Path

import brotli

from bench.compression import Compressed, Sizes


def test_what_is_compressed_is_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.wasm"
    file.write_bytes(b"wasm " * 1000)
    compressed = Compressed(tmp_path / "kept")
    assert gzip.decompress(compressed.gzip(file)) == file.read_bytes()
    assert brotli.decompress(compressed.brotli(file)) == file.read_bytes()


def test_a_changed_file_is_compressed_again(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    compressed = Compressed(tmp_path / "kept")
    for content in (b"first", b"second"):
        file.write_bytes(content)
        assert brotli.decompress(compressed.brotli(file)) == content


def test_a_file_that_is_known_is_not_compressed_again(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_bytes(b"content")
    Compressed(tmp_path / "kept").brotli(file)
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"from the last run")
    assert Compressed(tmp_path / "kept").brotli(file) == b"from the last run"


def test_sizes_are_of_all_files_together(tmp_path: Path) -> None:
    compressed = Compressed(tmp_path / "kept")
    files = [tmp_path / "a.js", tmp_path / "b.js"]
    for file in files:
        file.write_bytes(b"x" * 10_000)
    both, one = compressed.sizes(files), compressed.sizes(files[:1])
    assert both == one + one
    assert both - one == one
    assert one.raw == 10_000
    assert 0 < one.brotli < one.gzip < one.raw
    assert compressed.sizes([]) == Sizes()
