"""The feed tells readers what changed, with addresses that lead there."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from playbook.feed import write_feed
from playbook.loading import FactsError
from tests.playbook.entries import Entries, entries, write

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
URL = "https://host.example/playbook"


def feed(folder: Path, content: Entries, url: str = URL) -> ElementTree.Element | None:
    write(folder, content, {"index.md": "# Home\n"})
    site = folder / "site"
    site.mkdir(exist_ok=True)
    write_feed(root=folder, site=site, name="Sample & Co", url=url)
    written = site / "feed.xml"
    return ElementTree.parse(written).getroot() if written.exists() else None


def texts(parent: ElementTree.Element, path: str) -> list[str | None]:
    return [one.text for one in parent.findall(path, ATOM)]


def links(parent: ElementTree.Element, path: str) -> list[str | None]:
    return [one.get("href") for one in parent.findall(path, ATOM)]


def test_changes_are_entries_newest_first(tmp_path: Path) -> None:
    content = entries()
    content["changes/2026-11-21-home"] = {
        "date": "2026-11-21",
        "what": "A new home page < old.",
        "page": "index.md",
    }
    found = feed(tmp_path, content)
    assert found is not None
    assert texts(found, "atom:title") == ["Sample & Co: changes"]
    assert texts(found, "atom:updated") == ["2026-11-21T12:00:00Z"]
    assert texts(found, "atom:entry/atom:title") == [
        "A new home page < old.",
        "Example Shop has a card.",
    ]
    assert links(found, "atom:entry/atom:link") == [f"{URL}/", f"{URL}/platforms/chains/"]
    assert texts(found, "atom:entry/atom:id") == [
        f"{URL}/changes/#2026-11-21-home",
        f"{URL}/changes/#2026-11-20-shop-added",
    ]


def test_a_feed_has_what_readers_demand(tmp_path: Path) -> None:
    found = feed(tmp_path, entries())
    assert found is not None
    assert texts(found, "atom:id") == [f"{URL}/"]
    assert texts(found, "atom:author/atom:name") == ["Sample & Co"]
    assert links(found, "atom:link[@rel='self']") == [f"{URL}/feed.xml"]


def test_only_the_newest_fifty_changes_are_told(tmp_path: Path) -> None:
    content = entries()
    for number in range(60):
        content[f"changes/2026-10-01-change-{number:02}"] = {
            "date": "2026-10-01",
            "what": f"Change {number}.",
            "page": "questions.md",
        }
    found = feed(tmp_path, content)
    assert found is not None
    assert len(found.findall("atom:entry", ATOM)) == 50


def test_without_changes_or_address_there_is_no_feed(tmp_path: Path) -> None:
    assert feed(tmp_path / "a", entries(), url="") is None
    content = entries()
    del content["changes/2026-11-20-shop-added"]
    (tmp_path / "b").mkdir()
    assert feed(tmp_path / "b", content) is None


def test_a_change_that_is_wrong_stops_the_build(tmp_path: Path) -> None:
    content = entries()
    content["changes/2026-11-20-shop-added"]["page"] = "gone.md"
    with pytest.raises(FactsError, match=r"there is no page docs/gone\.md"):
        feed(tmp_path, content)
