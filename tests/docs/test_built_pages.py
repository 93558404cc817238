"""What must hold for every page and file of the built site."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from livecalc.cli import main
from livecalc.forms.description import describe
from livecalc.interface.registry import find_calculators

REGISTRY = find_calculators("calculators")

#: Hosts that scripts name and why a page never asks them for anything.
NAMED_IN_SCRIPTS: Final = {
    "api.github.com": "the theme, for a page that names its repository; ours name none",
    "unpkg.com": "the theme, for diagrams, which no page has, and browsers too old for the site",
    "cdn.jsdelivr.net": "Pyodide's own default; the worker gives it the site's folder",
    "www.w3.org": "Vega's runtime, as the names of SVG's own vocabularies",
    "bit.ly": "the theme's search, in the text of a warning",
}

_LOADS: Final = {
    "audio": "src", "embed": "src", "iframe": "src", "image": "href", "img": "src",
    "input": "src", "link": "href", "object": "data", "script": "src", "source": "src",
    "track": "src", "use": "href", "video": "src",
}  # fmt: skip

#: Relations of a `<link>` that say something about the page and load nothing.
_LOADS_NOTHING: Final = {"canonical", "next", "prev", "alternate"}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    return {
        str(file.relative_to(site)): html5lib.parse(
            file.read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        for file in sorted(site.rglob("*.html"))
    }


def test_the_site_has_its_pages(pages: dict[str, Element]) -> None:
    assert {"index.html", "404.html", "calculators/index.html"} <= set(pages)


def texts_outside_code(element: Element) -> Iterator[str]:
    if element.tag not in ("code", "pre", "script", "style"):
        yield element.text or ""
        for child in element:
            yield from texts_outside_code(child)
            yield child.tail or ""


def test_no_page_shows_the_source_of_a_block(pages: dict[str, Element]) -> None:
    shown = {
        f"{name}: {text.strip()[:60]}"
        for name, page in pages.items()
        for text in texts_outside_code(page)
        if "///" in text
    }
    assert shown == set()


def test_no_page_shows_a_citation_that_was_not_resolved(pages: dict[str, Element]) -> None:
    shown = {
        f"{name}: {text.strip()[:60]}"
        for name, page in pages.items()
        for text in texts_outside_code(page)
        if re.search(r"\[\[\w+:", text)
    }
    assert shown == set()


def is_elsewhere(address: str) -> bool:
    """Whether an address leads to another origin."""
    return bool(re.match(r"\s*(//|(?!data:)[a-z][a-z0-9+.-]*:)", address, re.IGNORECASE))


@pytest.mark.parametrize("address", ["https://a.b/c", "//a.b/c", "HTTP://a.b", " ws://a.b"])
def test_another_origin_is_recognised(address: str) -> None:
    assert is_elsewhere(address)


@pytest.mark.parametrize("address", ["a/b.css", "/a", "../a", "#a", "", "data:image/png;base64,"])
def test_the_own_origin_is_recognised(address: str) -> None:
    assert not is_elsewhere(address)


def loaded_addresses(page: Element) -> Iterator[str]:
    for element in page.iter():
        attributes = element.attrib
        relations = set(attributes.get("rel", "").split())
        if element.tag in _LOADS and not (relations and relations <= _LOADS_NOTHING):
            yield attributes.get(_LOADS[element.tag], "")
        for candidate in attributes.get("srcset", "").split(","):
            yield candidate.split()[0] if candidate.split() else ""
        yield attributes.get("poster", "")
        yield from addresses_in_style(attributes.get("style", ""))
        if element.tag == "style":
            yield from addresses_in_style(element.text or "")


def addresses_in_style(style: str) -> Iterator[str]:
    rules = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    found = re.finditer(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]*)", rules)
    yield from (match[1] or match[2] or "" for match in found)


def test_no_page_loads_anything_from_another_origin(pages: dict[str, Element]) -> None:
    elsewhere = {
        f"{name}: {address}"
        for name, page in pages.items()
        for address in loaded_addresses(page)
        if is_elsewhere(address)
    }
    assert elsewhere == set()


def broken_links(site: Path, pages: Mapping[str, Element]) -> set[str]:
    """Links that lead to no file of the site, or to no place on a page, and where they are."""
    ids = {
        name: {one.attrib["id"] for one in page.iter() if "id" in one.attrib}
        for name, page in pages.items()
    }
    broken = set()
    for name, page in pages.items():
        # The page for unknown addresses names everything from the host's root.
        base = "/" if name == "404.html" else f"/{name}"
        for link in page.iter("a"):
            address = urlsplit(urljoin(base, link.get("href", "")))
            if address.scheme or address.netloc:
                continue
            target = address.path.lstrip("/")
            if target.endswith("/") or not target:
                target += "index.html"
            if target not in pages and not (site / target).is_file():
                broken.add(f"{name}: {link.get('href')}")
            elif (
                target in ids and address.fragment and unquote(address.fragment) not in ids[target]
            ):
                broken.add(f"{name}: no such place: {link.get('href')}")
    return broken


def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(
    site: Path, pages: dict[str, Element]
) -> None:
    assert broken_links(site, pages) == set()


def linked(*addresses: str) -> Element:
    """A page with a heading, and links."""
    links = "".join(f'<a href="{one}">there</a>' for one in addresses)
    page: Element = html5lib.parse(f"<h1 id=top>A</h1>{links}", namespaceHTMLElements=False)
    return page


def test_a_link_into_nothing_is_found(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").touch()
    site = {"a/index.html": linked("../b/", "../b/#top", "#top", "../feed.xml", "https://a.b/c")}
    assert len(broken_links(tmp_path, site)) == 2
    site["b/index.html"] = linked("../c/", "#nowhere", "../a/#top")
    assert broken_links(tmp_path, site) == {
        "b/index.html: ../c/",
        "b/index.html: no such place: #nowhere",
    }


def test_no_style_sheet_loads_anything_from_another_origin(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    elsewhere = {
        f"{sheet.relative_to(site)}: {address}"
        for sheet in sheets
        for address in addresses_in_style(sheet.read_text(encoding="utf-8"))
        if is_elsewhere(address)
    }
    assert elsewhere == set()


def without_comments(script: str) -> str:
    script = re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)
    return re.sub(r"(^|\s)//.*", "", script)


def test_scripts_name_no_other_host_than_those_explained(
    site: Path, pages: dict[str, Element]
) -> None:
    scripts = {
        str(one.relative_to(site)): without_comments(one.read_text(encoding="utf-8"))
        for one in site.rglob("*.js")
    }
    for name, page in pages.items():
        inline = (one.text or "" for one in page.iter("script") if "src" not in one.attrib)
        scripts[f"{name} (inline)"] = "\n".join(inline)
    named = {
        (host.lower(), name)
        for name, text in scripts.items()
        for host in re.findall(r"(?:https?|wss?)://([a-zA-Z0-9.-]+\.[a-zA-Z]{2,})", text)
    }
    assert {one for one in named if one[0] not in NAMED_IN_SCRIPTS} == set()
    assert {host for host, _ in named} == set(NAMED_IN_SCRIPTS), "a host is explained, not named"


def test_nothing_makes_the_theme_ask_another_host(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        for element in page.iter():
            assert "mermaid" not in element.get("class", "").split(), name
            assert element.get("data-md-component") != "source", name


@pytest.mark.parametrize("calculator", REGISTRY)
def test_every_calculator_has_its_page(calculator: str, pages: dict[str, Element]) -> None:
    page = pages[f"calculators/{calculator}/index.html"]
    assert calculator in [one.attrib["name"] for one in page.iter("live-calculator")]
    assert any(one.get("class") == "livecalc-python" for one in page.iter("details"))


def test_every_page_with_a_calculator_loads_its_script_and_style(
    pages: dict[str, Element],
) -> None:
    for name, page in pages.items():
        if list(page.iter("live-calculator")):
            loaded = [address.rpartition("/")[2] for address in loaded_addresses(page)]
            own = [one for one in loaded if re.fullmatch(r"livecalc-[0-9a-f]{10}\.(js|css)", one)]
            assert len(own) == 2, name


def test_the_index_says_what_list_says_with_a_schema_for_each(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["list", "--json"])
    listed = json.loads(capsys.readouterr().out)
    index = json.loads((site / "calculators/index.json").read_text(encoding="utf-8"))
    schemas = [one.pop("inputs") for one in index]
    assert index == listed
    assert schemas == [describe(spec).inputs_schema() for spec in REGISTRY.values()]
