"""The time of a build, against plain MkDocs over the same Markdown without our blocks."""

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.ours import build_site, run

#: Settings of mkdocs.yml that belong to us, or that a page without blocks cannot meet.
_LEFT_OUT: Final = ("extra_css", "extra_javascript", "strict", "validation")


@dataclass(frozen=True, slots=True)
class Builds:
    """Seconds of whole commands, one for each round.

    Attributes:
        plain: MkDocs over pages without blocks.
        pages: MkDocs over ours.
        ours: What `make build` runs: MkDocs over ours, then embed pages and files for browsers.
    """

    plain: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)


def measure_builds(root: Path, plain: Path, rounds: int) -> Builds:
    """Build in turns, each time from nothing.

    Args:
        root: The repository; what browsers need has been made before, as for most builds.
        plain: What `lay_out_plain` wrote.
        rounds: How often each is built.
    """
    builds = Builds()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            builds.plain.append(_seconds(build_pages, plain, folder / "plain"))
            builds.pages.append(_seconds(build_pages, root, folder / "pages"))
            builds.ours.append(_seconds(build_site, root, folder / "ours"))
    return builds


def _seconds(build: Callable[[Path, Path], None], project: Path, site: Path) -> float:
    started = time.perf_counter()
    build(project, site)
    return time.perf_counter() - started


def lay_out_plain(root: Path, folder: Path) -> None:
    """Write the same pages without our blocks, and settings without our extensions."""
    shutil.copytree(root / "docs", folder / "docs")
    for page in (folder / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(without_blocks(text), encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(without_ours(settings), encoding="utf-8")


def build_pages(project: Path, site: Path) -> None:
    """Build a folder's pages with MkDocs, and nothing else."""
    run(project, "mkdocs", "build", "--quiet", "--clean", "--site-dir", str(site))


def without_blocks(markdown: str) -> str:
    r"""Drop every block, one within another included; what a fence shows of them stays.

    >>> without_blocks("a\n/// calculator | staking-apy\nstake: 1\n///\nb\n")
    'a\nb\n'
    """
    kept, depth, fence = [], 0, ""
    for line in markdown.splitlines(keepends=True):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and not depth:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if fence or not line.startswith("///"):
            if not depth:
                kept.append(line)
        elif line.strip() == "///":
            depth -= 1
        else:
            depth += 1
    return "".join(kept)


def without_ours(settings: str) -> str:
    """Drop our extensions, styles and scripts from a mkdocs.yml, and what only holds with them."""
    kept, dropping = [], False
    for line in settings.splitlines(keepends=True):
        if top := re.match(r"(\w+):", line):
            dropping = top[1] in _LEFT_OUT
        if not dropping and not re.match(r"\s+- (livecalc|playbook)\.", line):
            kept.append(line)
    # An extension that is given a folder of ours, with its settings.
    return re.sub(
        r"(?m)^  - [\w.]+:\n(?:      .*\n)*?      .*livecalc.*\n(?:      .*\n)*", "", "".join(kept)
    )
