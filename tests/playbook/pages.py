"""Pages made from the small set of facts, as elements that tests can look at."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from tests.playbook.entries import Entries, entries, write

SOURCES = "\n\n/// sources\n///\n"


def converter(folder: Path, content: Entries | None = None, today: str = "2026-11-22") -> Markdown:
    data = write(folder, content or entries())
    return Markdown(
        extensions=["tables", "toc", "admonition", "pymdownx.superfences", "playbook.extension"],
        extension_configs={
            "playbook.extension": {
                "data": str(data),
                "docs": str(data.parent / "docs"),
                "today": today,
            }
        },
    )


def parse(html: str) -> Any:
    return ElementTree.fromstring(f"<page>{html}</page>")


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


class _MkDocsLinks(Treeprocessor):
    """What MkDocs leaves on the instance, as far as a page's name goes."""

    def __init__(self, path: str, content: str) -> None:
        self.file = SimpleNamespace(src_uri=path, content_string=content)


def name_page(md: Markdown, path: str, content: str = "") -> None:
    """Let the instance convert the page at this path below the docs folder."""
    md.treeprocessors.register(_MkDocsLinks(path, content), "relpath", 0)
