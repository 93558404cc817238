"""The offline site: whole in itself, nothing from elsewhere, every link a file that is there."""

import base64
import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.offline import build_offline
from livecalc.site.project import Project
from tests.browser.pages import pages_of
from tests.built_site import ROOT
from tests.docs.test_built_pages import addresses_in_style, is_elsewhere, loaded_addresses

#: What the size may come to, in bytes.
LARGEST: Final = 25_000_000


@pytest.fixture(scope="module")
def pages(offline_site: Path) -> dict[Path, Element]:
    return {
        file: html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for file in sorted(offline_site.rglob("*.html"))
    }


def test_zip_is_named_after_the_site_and_small_enough_to_carry(offline_zip: Path) -> None:
    assert offline_zip.name == "web3-income-playbook-offline.zip"
    assert offline_zip.stat().st_size <= LARGEST
    with zipfile.ZipFile(offline_zip) as archive:
        assert archive.testzip() is None
        assert "index.html" in archive.namelist()
        assert all(not name.startswith(("/", "..")) for name in archive.namelist())


def test_same_site_gives_the_same_bytes(offline_zip: Path, tmp_path: Path) -> None:
    again = build_offline(Project.at(ROOT), tmp_path)
    with zipfile.ZipFile(offline_zip) as first, zipfile.ZipFile(again) as second:
        assert first.namelist() == second.namelist()
        different = {one for one in first.namelist() if first.read(one) != second.read(one)}
    # MkDocs writes the minute of the build beneath pages and in nothing else.
    assert {one for one in different if not one.endswith(".html")} == set()


def test_every_page_of_the_public_site_that_needs_no_server_is_in_it(
    site: Path, offline_site: Path
) -> None:
    missing = []
    for path in pages_of(site):
        name = path.strip("/")
        files = [offline_site / f"{name}.html", offline_site / name / "index.html"]
        if not any(one.is_file() for one in files):
            missing.append(path)
    # The pages about putting calculators, and the site, on a server.
    assert missing == ["/embedding/", "/publishing/", "/use-from-python/"]


def test_nothing_for_servers_is_in_it(offline_site: Path) -> None:
    names = {one.name for one in offline_site.rglob("*") if one.is_file()}
    for_servers = {"404.html", "feed.xml", "sitemap.xml", "sitemap.xml.gz", "search_index.json"}
    assert names & for_servers == set()
    assert [one for one in names if one.endswith((".map", ".wasm", ".whl", ".image"))] == []


def references(page: Element) -> Iterator[str]:
    yield from loaded_addresses(page)
    yield from (one.attrib["href"] for one in page.iter("a") if "href" in one.attrib)


def test_every_link_within_the_site_is_a_file_and_every_anchor_is_there(
    pages: dict[Path, Element],
) -> None:
    ids = {
        file: {one.attrib["id"] for one in page.iter() if "id" in one.attrib}
        for file, page in pages.items()
    }
    broken = []
    for file, page in pages.items():
        for address in references(page):
            parts = urlsplit(address)
            if parts.scheme or not address:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file():
                broken.append(f"{file.name}: {address}")
            elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                broken.append(f"{file.name}: no anchor {address}")
    assert broken == []
    assert sum(len(list(references(page))) for page in pages.values()) > 100


def test_no_page_and_no_style_sheet_loads_anything_from_elsewhere(
    pages: dict[Path, Element], offline_site: Path
) -> None:
    elsewhere = [
        f"{file.name}: {address}"
        for file, page in pages.items()
        for address in loaded_addresses(page)
        if is_elsewhere(address)
    ]
    for sheet in offline_site.rglob("*.css"):
        for address in addresses_in_style(sheet.read_text(encoding="utf-8")):
            if is_elsewhere(address):
                elsewhere.append(f"{sheet.name}: {address}")
    assert elsewhere == []


def test_no_page_asks_for_what_a_disk_does_not_give(pages: dict[Path, Element]) -> None:
    for file, page in pages.items():
        for script in page.iter("script"):
            assert script.get("type") != "module", file.name
            if script.get("id") == "__config":
                features = json.loads(script.text or "")["features"]
                assert [one for one in features if "instant" in one] == []


def test_python_that_it_carries_is_that_of_the_public_site(site: Path, offline_site: Path) -> None:
    carrier = (offline_site / "livecalc/offline-files.js").read_text(encoding="utf-8")
    match = re.fullmatch(r"globalThis\.livecalcCarriedFiles = (.*);\n", carrier)
    assert match
    files = json.loads(match[1])
    runtime = json.loads((site / "livecalc/runtime.json").read_text(encoding="utf-8"))
    for name in ("wasm", "image"):
        carried = gzip.decompress(base64.b64decode(files[name]))
        assert carried == (site / "livecalc" / runtime["fast"][name]).read_bytes()


def test_search_in_another_language_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Zuhause\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Probe\ntheme: {name: material, language: de, font: false}\nplugins: [search]\n"
    )
    with pytest.raises(RuntimeBuildError, match="English only, not de"):
        build_offline(Project.at(tmp_path), tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
