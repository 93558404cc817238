"""The files of the fast start: what they are made from decides every byte of them."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from livecalc.runtime import PYODIDE_VERSION
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.fast_start import FastStart, check_pyodide, make_fast_start
from tests.built_site import ROOT
from tests.samples import SAVINGS, body, sample_wheel

NODE_MODULES = ROOT / "node_modules"


def make(folder: Path, source: str = SAVINGS, node_modules: Path = NODE_MODULES) -> FastStart:
    work, made = folder / "work", folder / "made"
    work.mkdir(parents=True)
    made.mkdir()
    return make_fast_start([sample_wheel(work, source)], "sample", node_modules, made, work)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> FastStart:
    return make(tmp_path_factory.mktemp("fast"))


def description(image: Path) -> dict[str, Any]:
    """What the head of an image says about it."""
    content = image.read_bytes()
    length = int.from_bytes(content[4:8], "little")
    found: dict[str, Any] = json.loads(content[20 : 20 + length])
    return found


def test_each_name_carries_the_hash_of_its_content(fast: FastStart) -> None:
    for file, suffix in ((fast.wasm, "wasm"), (fast.image, "image")):
        name = re.fullmatch(rf"fast-([0-9a-f]{{10}})\.{suffix}", file.name)
        assert name
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(name[1])


def test_the_image_names_the_wasm_that_it_belongs_to(fast: FastStart) -> None:
    assert description(fast.image)["wasm"] == fast.wasm.name


def test_only_the_two_files_are_left(fast: FastStart) -> None:
    assert set(fast.wasm.parent.iterdir()) == {fast.wasm, fast.image}


def test_the_wasm_is_kept_for_other_calculators(fast: FastStart, tmp_path: Path) -> None:
    kept = {one.read_bytes() for one in (NODE_MODULES / ".cache/livecalc").glob("fast-*.wasm")}
    assert fast.wasm.read_bytes() in kept
    other = make(tmp_path, source=SAVINGS.replace("0.041", "0.042"))
    assert other.wasm.name == fast.wasm.name
    assert other.image.name != fast.image.name


def test_the_wasm_is_smaller_than_the_one_it_was_made_from(fast: FastStart) -> None:
    stock = NODE_MODULES / "pyodide/pyodide.asm.wasm"
    assert fast.wasm.stat().st_size < 0.6 * stock.stat().st_size


def test_the_same_calculators_give_the_same_bytes_wherever_they_are(
    fast: FastStart, tmp_path: Path
) -> None:
    again = make(tmp_path / "another folder")
    assert (again.wasm.name, again.image.name) == (fast.wasm.name, fast.image.name)
    assert again.wasm.read_bytes() == fast.wasm.read_bytes()
    assert again.image.read_bytes() == fast.image.read_bytes()


def test_no_path_of_this_machine_ships(fast: FastStart) -> None:
    for file in (fast.wasm, fast.image):
        content = file.read_bytes()
        for path in (ROOT, fast.wasm.parents[1]):
            assert str(path).encode() not in content, f"{file.name}: {path}"


def test_other_calculators_give_another_image_for_the_same_wasm(
    fast: FastStart, tmp_path: Path
) -> None:
    other = make(tmp_path, body('raise ValueError("No bank pays that.")'))
    assert other.wasm.name == fast.wasm.name
    assert other.image.name != fast.image.name


def test_calculators_that_cannot_be_imported_are_an_error_with_their_own_words(
    tmp_path: Path,
) -> None:
    with pytest.raises(RuntimeBuildError, match="No module named 'some_bank'"):
        make(tmp_path, f"import some_bank\n{SAVINGS}")
    assert list((tmp_path / "made").iterdir()) == []


def other_pyodide(folder: Path, version: str) -> Path:
    (folder / "pyodide").mkdir(parents=True)
    (folder / "pyodide/package.json").write_text(json.dumps({"version": version}))
    return folder


def test_another_version_of_pyodide_is_refused_by_its_number(tmp_path: Path) -> None:
    other = other_pyodide(tmp_path / "node_modules", "0.1.0")
    with pytest.raises(RuntimeBuildError, match=r"0\.1\.0.*scripts/setup build"):
        make(tmp_path, node_modules=other)
    with pytest.raises(RuntimeBuildError, match=re.escape(PYODIDE_VERSION)):
        check_pyodide(other)
    check_pyodide(other_pyodide(tmp_path / "good", PYODIDE_VERSION))


def test_a_missing_pyodide_or_binaryen_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RuntimeBuildError, match=r"pyodide none.*scripts/setup build"):
        check_pyodide(tmp_path)
    alone = other_pyodide(tmp_path / "node_modules", PYODIDE_VERSION)
    with pytest.raises(RuntimeBuildError, match=r"binaryen is not in.*scripts/setup build"):
        make(tmp_path, node_modules=alone)


def test_a_pyodide_with_other_insides_is_an_error_and_not_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules"
    shutil.copytree(NODE_MODULES / "pyodide", folder / "pyodide")
    (folder / "binaryen").symlink_to((NODE_MODULES / "binaryen").resolve())
    (folder / "pyodide/pyodide.mjs").write_text("export const other = true;\n")
    with pytest.raises(RuntimeBuildError, match="names no BUILD_ID"):
        make(tmp_path, node_modules=folder)
    assert list((tmp_path / "made").iterdir()) == []
