"""The files of the fast start: a trimmed wasm, and the memory of a Python that has started."""

import json
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from livecalc.runtime import PYODIDE_VERSION
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.hashed import copy_hashed
from livecalc.runtime.scripts import find_node

_TOOLS = Path(__file__).with_name("image")


@dataclass(frozen=True, slots=True)
class FastStart:
    """Where the two files are; neither is of use without the other."""

    wasm: Path
    image: Path


def make_fast_start(
    wheels: list[Path], calculators: str, node_modules: Path, folder: Path, work: Path
) -> FastStart:
    """Boot Pyodide's Python with the calculators imported and keep its memory.

    Args:
        wheels: What the interpreter finds installed.
        calculators: Importable name of the package of calculators.
        node_modules: Folder that npm installed, with pyodide and binaryen.
        folder: Where to put the files.
        work: Where to lay things out.

    Returns:
        The files, with their hash in the name.

    Raises:
        RuntimeBuildError: A package is missing, is not the version that this was made for, or
            failed.
    """
    check_pyodide(node_modules)
    binaryen = node_modules / "binaryen"
    if not (binaryen / "bin/wasm-opt").is_file():
        raise RuntimeBuildError(f"binaryen is not in {node_modules}; run scripts/setup build")
    packages = work / "site-packages"
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages, [one for one in archive.namelist() if _runs(one)])
    command = [
        find_node(),
        str(_TOOLS / "make.ts"),
        str(node_modules / "pyodide"),
        str(binaryen),
        str(node_modules / ".cache/livecalc"),
        str(packages),
        calculators,
        str(work),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeBuildError(f"no memory image could be made:\n{done.stderr.strip()[-2000:]}")
    # The image names the wasm by its hashed name, so the wasm comes first.
    wasm = copy_hashed(work / "fast.wasm", folder, "fast")
    return FastStart(wasm, copy_hashed(work / "fast.image", folder, "fast"))


def check_pyodide(node_modules: Path) -> None:
    """Refuse any version of Pyodide but the one that this was made for.

    Raises:
        RuntimeBuildError: It is another version, or not there at all.
    """
    manifest = node_modules / "pyodide/package.json"
    found = json.loads(manifest.read_text())["version"] if manifest.is_file() else "none"
    if found != PYODIDE_VERSION:
        raise RuntimeBuildError(
            f"node_modules holds pyodide {found}, but livecalc is made for {PYODIDE_VERSION}; "
            "run scripts/setup build"
        )


def _runs(member: str) -> bool:
    return ".dist-info/" not in member
