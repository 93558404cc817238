"""Links between pages, written as an author writes them, so that every engine resolves them."""

from posixpath import dirname, relpath
from xml.etree.ElementTree import Element

from markdown import Markdown

from livecalc.forms.source_location import page_path
from playbook.elements import Child, element


def page_link(md: Markdown, page: str, *children: Child, anchor: str = "") -> Element:
    """A link to another page, or to a place in it.

    Args:
        md: The instance that is converting the page with the link.
        page: Path of the other page below the docs folder.
        children: What the link shows.
        anchor: Id of the place meant.
    """
    address = relpath(page, dirname(page_path(md)) or ".")
    return element("a", *children, href=f"{address}#{anchor}" if anchor else address)
