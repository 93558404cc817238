"""The wheels that ship: what is in them, and the lock file that lists them."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from livecalc.runtime import PYODIDE_PYTHON, PYODIDE_VERSION
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.wheel import (
    FINDER,
    build_calculators_wheel,
    lock_and_compile,
    publish_plain,
    repack_installed,
)
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS

STOCK_LOCK = ROOT / "node_modules/pyodide/pyodide-lock.json"
COMPILED = sys.version_info[:2] == PYODIDE_PYTHON


def make(folder: Path, package: str = "calculators") -> list[Path]:
    """Build both wheels and their lock file; the wheels as they ship."""
    work, made = folder / "work", folder / "made"
    wheels = work / "wheels"
    wheels.mkdir(parents=True)
    made.mkdir()
    calculators = build_calculators_wheel(package, "sample-calculators", wheels, work)
    library = repack_installed("annotated-types", wheels, work)
    return lock_and_compile(STOCK_LOCK, [calculators, library], made / "pyodide-lock.json")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    placed = make(tmp_path_factory.mktemp("wheels"))
    return {one.name.partition("-")[0]: one for one in placed}


def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def without_metadata(wheel: Path) -> set[str]:
    return {one for one in members(wheel) if ".dist-info/" not in one}


def test_only_calculators_and_the_interface_ship(wheels: dict[str, Path]) -> None:
    sources = {*ROOT.glob("calculators/*.py"), *ROOT.glob("livecalc/interface/**/*.py")}
    sources.add(ROOT / "livecalc/__init__.py")
    suffix = ".pyc" if COMPILED else ".py"
    expected = {str(one.relative_to(ROOT).with_suffix(suffix)) for one in sources}
    assert without_metadata(wheels["sample_calculators"]) == expected


def test_the_library_ships_as_it_is_installed(wheels: dict[str, Path]) -> None:
    shipped = {Path(one).with_suffix("") for one in without_metadata(wheels["annotated_types"])}
    assert Path("annotated_types/__init__") in shipped
    assert {one.parts[0] for one in shipped} == {"annotated_types"}


def test_no_path_of_this_machine_ships(wheels: dict[str, Path]) -> None:
    for wheel in wheels.values():
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                assert str(ROOT).encode() not in archive.read(name), f"{wheel.name}: {name}"


def test_each_name_carries_the_hash_of_its_content(wheels: dict[str, Path]) -> None:
    for wheel in wheels.values():
        build_tag = wheel.name.split("-")[2]
        assert re.fullmatch("0_[0-9a-f]{10}", build_tag)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        assert digest.startswith(build_tag.removeprefix("0_"))


def test_plain_wheels_hold_sources_and_a_page_gives_pip_their_hashes(
    write_topic: WriteTopic, tmp_path: Path
) -> None:
    work, made = tmp_path / "work", tmp_path / "made"
    for folder in (work, made):
        folder.mkdir()
    package = write_topic(SAVINGS)
    wheel = build_calculators_wheel(package, "sample-calculators", work, work)
    placed = publish_plain([wheel, repack_installed("annotated-types", work, work)], made)
    assert f"{package}/savings.py" in members(placed[0])
    assert "annotated_types/__init__.py" in members(placed[1])
    links = re.findall(r'<a href="(.+?)#sha256=(\w+)">', (made / FINDER).read_text())
    expected = [(one.name, hashlib.sha256(one.read_bytes()).hexdigest()) for one in placed]
    assert links == expected
    assert all(name.endswith("-py3-none-any.whl") for name, _ in links)


def test_the_lock_file_lists_exactly_these_wheels(wheels: dict[str, Path]) -> None:
    lock = json.loads((wheels["sample_calculators"].parent / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {"sample-calculators", "annotated-types"}
    files = {one.name: one for one in wheels.values()}
    for package in lock["packages"].values():
        wheel = files.pop(package["file_name"])
        assert package["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
        with zipfile.ZipFile(wheel) as archive:
            (metadata,) = (one for one in archive.namelist() if one.endswith("/METADATA"))
            text = archive.read(metadata).decode()
        assert f"\nName: {package['name']}\n" in text.replace("_", "-")
        assert f"\nVersion: {package['version']}\n" in text
    assert files == {}
    assert lock["packages"]["sample-calculators"]["depends"] == ["annotated-types"]


def test_the_lock_file_is_for_the_pyodide_that_ships(wheels: dict[str, Path]) -> None:
    lock = json.loads((wheels["sample_calculators"].parent / "pyodide-lock.json").read_text())
    stock = json.loads(STOCK_LOCK.read_text())
    assert lock["info"] == stock["info"]
    assert (
        json.loads((STOCK_LOCK.parent / "package.json").read_text())["version"] == PYODIDE_VERSION
    )
    assert tuple(map(int, lock["info"]["python"].split(".")[:2])) == PYODIDE_PYTHON


def test_the_record_of_each_wheel_is_true(wheels: dict[str, Path]) -> None:
    for wheel in wheels.values():
        with zipfile.ZipFile(wheel) as archive:
            (record,) = (one for one in archive.namelist() if one.endswith("/RECORD"))
            rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
            assert {row[0] for row in rows} == set(archive.namelist())
            for name, digest, size in rows:
                if name != record:
                    content = archive.read(name)
                    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
                    assert digest == f"sha256={encoded.rstrip(b'=').decode()}", name
                    assert int(size) == len(content)


def test_the_same_calculators_give_the_same_bytes(write_topic: WriteTopic, tmp_path: Path) -> None:
    package = write_topic(SAVINGS)
    first, second = make(tmp_path / "first", package), make(tmp_path / "second", package)
    assert [one.name for one in first] == [one.name for one in second]
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]


def test_the_wheels_install_and_answer_without_network(
    wheels: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    files = list(map(str, wheels.values()))
    subprocess.run(
        [*command, "--disable-pip-version-check", "--target", str(target), *files], check=True
    )
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from livecalc.interface import call, registry\n"
        "assert call.__file__.startswith(sys.argv[1])\n"
        "print(call.call(registry.find_calculators('calculators'), 'staking-apy', '{}'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", ask, str(target)], capture_output=True, text=True, check=True
    )
    assert "outputs" in json.loads(done.stdout)


def test_a_build_that_fails_shows_what_the_tool_said(
    write_topic: WriteTopic, tmp_path: Path
) -> None:
    package = write_topic(SAVINGS)
    with pytest.raises(RuntimeBuildError, match="failed"):
        build_calculators_wheel(package, "no name of a project!", tmp_path, tmp_path / "work")
