"""Wheels for the browser: the calculators, and what they import."""

import base64
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec, update_package_sha256

from livecalc.runtime import PYODIDE_PYTHON
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.hashed import content_hash

#: What ships from livecalc itself; the rest of it never leaves the build machine.
_INTERFACE: Final = ("__init__.py", "interface")

#: What `pip --find-links` reads on a host that lists no folders.
FINDER: Final = "wheels.html"

_FINDER: Final = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Wheels of the calculators</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Wheels of the calculators</h1>
<ul>
{links}
</ul>
</main></body></html>
"""

#: Wheels with the same content have the same bytes.
_REPRODUCIBLE: Final = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}

_PROJECT: Final = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "{version}"
description = "Calculators as pure Python functions, with their JSON interface."
requires-python = ">=3.12"
dependencies = ["annotated-types=={annotated_types}"]

[tool.hatch.build.targets.wheel]
only-include = ["{package}", "livecalc"]
"""


def build_calculators_wheel(package: str, name: str, folder: Path, work: Path) -> Path:
    """Build the wheel that holds a package of calculators and the interface they are called by.

    Args:
        package: Importable name of the package of calculators.
        name: Name of the distribution, by which other pages load the wheel.
        folder: Where to put the wheel.
        work: Where to lay out the project it is built from.

    Returns:
        The wheel, pure Python, not compiled.
    """
    project = work / "calculators-project"
    without_caches = shutil.ignore_patterns("__pycache__")
    calculators = Path(importlib.import_module(package).__path__[0])
    shutil.copytree(calculators, project / package, ignore=without_caches)
    livecalc = Path(__file__).parents[1]
    (project / "livecalc").mkdir()
    shutil.copy(livecalc / "__init__.py", project / "livecalc")
    shutil.copytree(livecalc / "interface", project / "livecalc/interface", ignore=without_caches)
    text = _PROJECT.format(
        name=name,
        version=distribution("livecalc").version,
        annotated_types=distribution("annotated-types").version,
        package=package,
    )
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    _run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(project))
    return _only(folder, f"{name.replace('-', '_')}-*.whl")


def repack_installed(name: str, folder: Path, work: Path) -> Path:
    """Make a wheel of an installed pure-Python distribution: the very files that tests ran on."""
    installed = distribution(name)
    project = work / "repacked" / name
    left_out = {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}
    for file in installed.files or ():
        if "__pycache__" in file.parts or file.name in left_out or ".." in file.parts:
            continue
        target = project / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(file.locate()), target)
    _run("-m", "wheel", "pack", str(project), "--dest-dir", str(folder))
    return _only(folder, f"{name.replace('-', '_')}-*.whl")


def publish_plain(wheels: list[Path], folder: Path) -> list[Path]:
    """Put wheels as they are, for any Python, into a folder, and a page by which pip finds them.

    Args:
        wheels: The wheels, pure Python, not compiled.
        folder: Where to put them, with their hash in the name, and `wheels.html`.

    Returns:
        The wheels in that folder.
    """
    placed = []
    for wheel in wheels:
        _make_whole(wheel)
        placed.append(_with_hash(wheel, folder))
    links = [
        f'<li><a href="{one.name}#sha256={hashlib.sha256(one.read_bytes()).hexdigest()}">'
        f"{one.name}</a></li>"
        for one in placed
    ]
    page = _FINDER.format(links="\n".join(links))
    (folder / FINDER).write_text(page, encoding="utf-8")
    return placed


def lock_and_compile(stock: Path, wheels: list[Path], target: Path) -> list[Path]:
    """Write a lock file that lists these wheels and nothing else, and compile them for it.

    The wheels are compiled where this Python is the minor version that Pyodide carries; elsewhere
    they ship as source, which only starts a little slower.

    Args:
        stock: The lock file of the Pyodide that ships; its platform is taken over.
        wheels: The wheels, in one folder of their own.
        target: The lock file to write; the wheels are put beside it, with their hash in the name.

    Returns:
        The wheels beside the lock file.
    """
    folder = wheels[0].parent
    lock = PyodideLockSpec.from_json(stock)
    lock.packages = {}
    draft = folder / "pyodide-lock.json"
    add_wheels_to_spec(lock, wheels).to_json(draft)
    if sys.version_info[:2] == PYODIDE_PYTHON:
        pyodide = shutil.which("pyodide", path=str(Path(sys.executable).parent)) or "pyodide"
        _run_command([pyodide, "py-compile", "--silent", str(folder)])
        lock = PyodideLockSpec.from_json(draft)
    placed = []
    for package in lock.packages.values():
        wheel = folder / package.file_name
        _make_whole(wheel)
        placed.append(_with_hash(wheel, target.parent))
        package.file_name = placed[-1].name
        update_package_sha256(package, placed[-1])
    lock.to_json(target)
    return placed


def _with_hash(wheel: Path, folder: Path) -> Path:
    """Copy a wheel under a name whose build tag is the hash of its content."""
    name, version, *tags = wheel.name.split("-")
    target = folder / "-".join([name, version, f"0_{content_hash(wheel)}", *tags])
    shutil.copyfile(wheel, target)
    return target


def _make_whole(wheel: Path) -> None:
    """Record what compiling changed, and give every member one date: same content, same bytes."""
    with zipfile.ZipFile(wheel) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    record = next(name for name in members if name.endswith(".dist-info/RECORD"))
    lines = [_record_line(name, members[name]) for name in members if name != record]
    members[record] = "".join([*lines, f"{record},,\n"]).encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            new.writestr(info, content, zipfile.ZIP_DEFLATED)


def _record_line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(content)}\n"


def _run(*arguments: str) -> None:
    _run_command([sys.executable, *arguments])


def _run_command(command: list[str]) -> None:
    done = subprocess.run(
        command, env=_REPRODUCIBLE, capture_output=True, text=True, check=False, stdin=None
    )
    if done.returncode:
        output = (done.stdout + done.stderr).strip()
        raise RuntimeBuildError(f"{' '.join(command[:4])} … failed:\n{output[-2000:]}")


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise RuntimeBuildError(f"expected one {pattern} in {folder}, found {len(found)}")
    return found[0]
