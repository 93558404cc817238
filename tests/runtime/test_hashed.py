"""File names that carry the hash of their content."""

import re
from base64 import b64encode
from pathlib import Path

from livecalc.runtime.hashed import content_hash, copy_hashed, integrity


def test_the_name_carries_the_hash_and_keeps_the_suffix(tmp_path: Path) -> None:
    source = tmp_path / "pyodide.asm.wasm"
    source.write_bytes(b"wasm")
    copy = copy_hashed(source, tmp_path, "pyodide-asm")
    assert re.fullmatch(r"pyodide-asm-[0-9a-f]{10}\.wasm", copy.name)
    assert copy.read_bytes() == b"wasm"


def test_another_content_is_another_name(tmp_path: Path) -> None:
    source = tmp_path / "file.js"
    names = []
    for content in ("one", "two", "one"):
        source.write_text(content)
        names.append(copy_hashed(source, tmp_path, "file").name)
    assert names[0] == names[2] != names[1]


def test_the_hash_covers_every_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("1")
    second.write_text("2")
    assert len({content_hash(first), content_hash(second), content_hash(first, second)}) == 3


def test_integrity_is_what_browsers_compare_with(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.touch()
    # SHA-256 of nothing: NIST, FIPS 180-4 examples.
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert integrity(file) == f"sha256-{b64encode(bytes.fromhex(nothing)).decode()}"
