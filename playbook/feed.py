"""What changed in the playbook, as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from playbook.facts import Change
from playbook.loading import load_changes

FEED: Final = "feed.xml"

#: Path of the page that lists all changes, each with its id.
_PAGE: Final = "changes/"
_MOST: Final = 50
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def write_feed(*, root: Path, site: Path, name: str, url: str) -> None:
    """Write the newest changes into a built folder; nothing where there is none.

    Args:
        root: The folder that holds the facts and the pages.
        site: The built folder.
        name: What the site is called.
        url: Its public address, which the feed needs for its ids.
    """
    changes = load_changes(root / "data", docs=root / "docs")
    newest_first = sorted(changes.values(), key=lambda one: (one.date, one.id), reverse=True)
    if newest_first and url:
        feed = ElementTree(_feed(newest_first[:_MOST], name, f"{url.rstrip('/')}/"))
        feed.write(site / FEED, encoding="utf-8", xml_declaration=True)


def _feed(changes: list[Change], name: str, url: str) -> Element:
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _add_texts(feed, {"id": url, "title": f"{name}: changes", "updated": _noon(changes[0].date)})
    SubElement(feed, "link", {"rel": "self", "href": f"{url}{FEED}"})
    SubElement(feed, "link", {"href": f"{url}{_PAGE}"})
    SubElement(SubElement(feed, "author"), "name").text = name
    feed.extend(_entries(changes, url))
    indent(feed)
    return feed


def _entries(changes: Iterable[Change], url: str) -> Iterable[Element]:
    for change in changes:
        entry = Element("entry")
        _add_texts(
            entry,
            {
                "id": f"{url}{_PAGE}#{change.id}",
                "title": change.what,
                "updated": _noon(change.date),
            },
        )
        SubElement(entry, "link", {"href": f"{url}{_address(change.page)}"})
        yield entry


def _add_texts(parent: Element, texts: dict[str, str]) -> None:
    for tag, text in texts.items():
        SubElement(parent, tag).text = text


def _noon(day: date) -> str:
    """A moment that is the same day nearly everywhere."""
    return f"{day}T12:00:00Z"


def _address(page: str) -> str:
    """Where the engine puts a page: `guides/staking.md` in `guides/staking/`."""
    path = PurePosixPath(page).with_suffix("")
    folder = path.parent if path.name == "index" else path
    return "" if str(folder) == "." else f"{folder}/"
