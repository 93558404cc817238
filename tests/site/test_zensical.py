"""Zensical builds the same tree and shows the same calculators."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest

from tests.built_site import ROOT

_TREE: Final = ("calculators", "data", "docs", "livecalc", "playbook")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that a build reads."""
    copy = tmp_path_factory.mktemp("zensical")
    for name in _TREE:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("mkdocs.yml", "pyproject.toml", "tsconfig.json"):
        shutil.copy(ROOT / name, copy)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    return copy


def build(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "livecalc.site", "build", "--engine", "zensical"],
        cwd=tree,
        env={one: os.environ[one] for one in os.environ if one != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )


def calculators(site: Path) -> dict[str, list[str]]:
    """By page, each calculator that it shows, as HTML."""
    found: dict[str, list[str]] = {}
    for file in sorted(site.rglob("*.html")):
        page: Element = html5lib.parse(
            file.read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        shown = list(page.iter("live-calculator"))
        for one in shown:
            # A word to the search of MkDocs; Zensical takes it out of the page.
            one.attrib.pop("data-search-exclude", None)
        if shown:
            name = str(file.relative_to(site))
            found[name] = [tostring(one, encoding="unicode").strip() for one in shown]
    return found


def test_it_shows_the_same_calculators_as_mkdocs_and_stops_at_a_mistake(
    tree: Path, site: Path
) -> None:
    done = build(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = calculators(site)
    assert len(expected) >= 6
    assert calculators(tree / "site") == expected
    runtime = Path("livecalc/runtime.json")
    assert (tree / "site" / runtime).read_bytes() == (site / runtime).read_bytes()
    index = Path("calculators/index.json")
    assert (tree / "site" / index).read_bytes() == (site / index).read_bytes()

    page = tree / "docs/calculators/staking-apy.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("| staking-apy\n", "| staking-api\n", 1), encoding="utf-8")
    line = text.splitlines().index("/// calculator | staking-apy") + 1
    done = build(tree)
    assert done.returncode != 0
    assert f"calculators/staking-apy.md:{line}: There is no calculator" in done.stdout + done.stderr
