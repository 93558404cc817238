"""Blocks turned into HTML, and HTML turned into a tree, as the form's tests need them."""

import re
from collections.abc import Iterator
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

import html5lib
import markdown

_VOID: Final = frozenset({"br", "hr", "img", "input"})


def convert(text: str, package: str = "calculators") -> str:
    """The HTML of a page of Markdown."""
    settings = {"livecalc.forms.block": {"calculators": package}}
    extensions = ["pymdownx.superfences", "livecalc.forms.block"]
    return markdown.markdown(text, extensions=extensions, extension_configs=settings)


def parse(html: str) -> Element:
    """The tree that a browser makes of it; anything a browser would have to mend is an error."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return parser.parseFragment(html)  # type: ignore[no-any-return]


def text(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext())


def pretty(html: str) -> str:
    """The same HTML with one element a line, for people who compare two versions of it."""
    return "".join(line for child in parse(html) for line in _lines(child, ""))


def _lines(element: Element, indent: str) -> Iterator[str]:
    attributes = "".join(
        f' {name}="{escape(value)}"' if value else f" {name}"
        for name, value in element.attrib.items()
    )
    start, words, end = f"<{element.tag}{attributes}>", _words(element.text), f"</{element.tag}>"
    if not len(element):
        yield f"{indent}{start}{words}{'' if element.tag in _VOID else end}\n"
    else:
        yield f"{indent}{start}{words}\n"
        for child in element:
            yield from _lines(child, f"{indent}  ")
        yield f"{indent}{end}\n"
    if _words(element.tail):
        yield f"{indent}{_words(element.tail)}\n"


def _words(text: str | None) -> str:
    # Only plain spaces and line breaks are layout; a no-break space belongs to its number.
    return escape(re.sub(r"[ \n]+", " ", text or "").strip(" "), quote=False)
