"""`python -m livecalc.site build | serve | offline`: what the scripts of the same name call."""

import argparse
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.project import Project

#: Folders whose files change a page without lying below docs/.
WATCHED = ("calculators", "data", "playbook", "livecalc/web")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m livecalc.site", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build_parser = commands.add_parser("build", help="build the public site, strictly")
    build_parser.add_argument("--engine", choices=("mkdocs", "zensical"), default="mkdocs")
    build_parser.add_argument("--site", type=Path, help="where to build; default: site/")
    serve_parser = commands.add_parser("serve", help="build and serve with live reload")
    serve_parser.add_argument("--port", type=int, default=8000)
    commands.add_parser("offline", help="build the site for reading from a disk, as a zip in dist/")
    options = parser.parse_args(arguments)
    project = Project.at(Path.cwd())
    # Material prints a notice on MkDocs 2 at every build; decisions/ says what we do about it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        if options.command == "serve":
            return serve(project, options.port)
        if options.command == "offline":
            return offline(project)
        return build(project, options.engine, options.site or project.root / "site")
    except RuntimeBuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1


def build(project: Project, engine: str, site: Path) -> int:
    """Build the site into a folder with MkDocs or Zensical."""
    make_assets(project)
    started = time.monotonic()
    if engine == "mkdocs":
        command = ["mkdocs", "build", "--strict", "--clean", "--site-dir", str(site)]
    else:
        command = ["zensical", "build", "--clean"]
        site = project.root / "site"
    # Quiet, an engine would not count the warnings that a strict build has to stop at.
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(_worth_reading(done.stdout), file=sys.stderr)
        print(f"build: {engine} failed; its message is above", file=sys.stderr)
        return done.returncode
    project.finish(site)
    print(f"build: pages by {engine} ({time.monotonic() - started:.1f} s) in {site.name}/")
    return 0


def _worth_reading(log: str) -> str:
    """What an engine wrote, without its reports of what went well."""
    return "\n".join(line for line in log.splitlines() if not line.startswith("INFO"))


def serve(project: Project, port: int) -> int:
    """Build the site and serve it on 127.0.0.1 until interrupted."""
    if not is_free(port):
        print(
            f"serve: port {port} is taken; choose another: make serve PORT={port + 1}",
            file=sys.stderr,
        )
        return 1
    make_assets(project)
    from mkdocs.commands.serve import serve as serve_with_mkdocs

    # The engine says what it does, the address included, to whoever listens.
    logging.basicConfig(format="serve: %(message)s", level=logging.WARNING)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    serve_with_mkdocs(
        str(project.root / "mkdocs.yml"),
        dev_addr=f"127.0.0.1:{port}",
        hooks=[str(Path(__file__).with_name("serve_hook.py"))],
        watch=[str(project.root / one) for one in WATCHED if (project.root / one).is_dir()],
    )
    return 0


def offline(project: Project) -> int:
    """Build the zip for reading from a disk, and print its size."""
    make_assets(project)
    from livecalc.site.offline import build_offline

    started = time.monotonic()
    packed = build_offline(project, project.root / "dist")
    print(f"offline: pages by mkdocs ({time.monotonic() - started:.1f} s)")
    size = f"{packed.stat().st_size / 1e6:.1f} MB"
    print(f"offline: {packed.relative_to(project.root)}, {size}; unpack it, open index.html")
    return 0


def make_assets(project: Project) -> None:
    """Make what the browser needs, and say so when it took any time."""
    started = time.monotonic()
    if project.assets.make():
        seconds = time.monotonic() - started
        print(f"build: calculators for the browser ({seconds:.1f} s)", flush=True)


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    raise SystemExit(main())
