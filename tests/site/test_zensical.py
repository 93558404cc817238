"""Zensical builds the same tree and shows the same calculators."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest

from tests.built_site import ROOT
from tests.docs.test_built_pages import broken_links

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


def pages(site: Path) -> dict[str, Element]:
    """By path, each page as a tree."""
    found: dict[str, Element] = {}
    for file in sorted(site.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        page: Element = html5lib.parse(text, namespaceHTMLElements=False)
        for one in page.iter():
            # A word to the search of MkDocs; Zensical takes it out of the page.
            one.attrib.pop("data-search-exclude", None)
        found[str(file.relative_to(site))] = page
    return found


def calculators(page: Element) -> list[str]:
    """Each calculator that a page shows, as HTML."""
    shown = list(page.iter("live-calculator"))
    return [tostring(one, encoding="unicode").strip() for one in shown]


def blocks(element: Element) -> Iterator[str]:
    """The playbook's own blocks, citations and explained words, as HTML, in their order."""
    for child in element:
        if "playbook-" in child.get("class", ""):
            child.tail = None
            yield " ".join(tostring(child, encoding="unicode").split())
        else:
            yield from blocks(child)


@pytest.fixture(scope="module")
def zensical(tree: Path) -> dict[str, Element]:
    """The pages that Zensical builds."""
    done = build(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    return pages(tree / "site")


@pytest.fixture(scope="module")
def mkdocs(site: Path) -> dict[str, Element]:
    """The pages that MkDocs builds."""
    return pages(site)


def test_it_builds_the_same_pages_with_the_same_names(
    zensical: dict[str, Element], mkdocs: dict[str, Element]
) -> None:
    def headings(found: dict[str, Element]) -> dict[str, list[str]]:
        return {
            name: ["".join(one.itertext()).strip() for one in page.iter("h1")]
            for name, page in found.items()
            if name != "404.html"
        }

    assert headings(zensical) == headings(mkdocs)


def test_it_shows_the_same_calculators(
    zensical: dict[str, Element], mkdocs: dict[str, Element], tree: Path, site: Path
) -> None:
    expected = {name: calculators(page) for name, page in mkdocs.items()}
    assert sum(map(bool, expected.values())) > 40
    assert {name: calculators(page) for name, page in zensical.items()} == expected
    for name in ("livecalc/runtime.json", "calculators/index.json"):
        assert (tree / "site" / name).read_bytes() == (site / name).read_bytes()


def test_it_shows_the_same_facts_diagrams_and_explained_words(
    zensical: dict[str, Element], mkdocs: dict[str, Element]
) -> None:
    different = [
        f"{name}: {ours} is not {theirs}"
        for name, page in mkdocs.items()
        for ours, theirs in zip_longest(blocks(page), blocks(zensical[name]))
        if ours != theirs
    ]
    assert different == []
    guide = list(blocks(mkdocs["guides/staking/index.html"]))
    for part in ("playbook-money-flow", "playbook-quiz", "playbook-checklist", "playbook-term"):
        assert [one for one in guide if part in one], part


def test_its_links_lead_to_pages_and_places_on_them(
    zensical: dict[str, Element], tree: Path
) -> None:
    assert broken_links(tree / "site", zensical) == set()


def test_it_stops_at_a_mistake(zensical: dict[str, Element], tree: Path) -> None:
    page = tree / "docs/calculators/staking-apy.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("| staking-apy\n", "| staking-api\n", 1), encoding="utf-8")
    line = text.splitlines().index("/// calculator | staking-apy") + 1
    done = build(tree)
    assert done.returncode != 0
    assert f"calculators/staking-apy.md:{line}: There is no calculator" in done.stdout + done.stderr
