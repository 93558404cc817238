"""The list of the page's sources."""

from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.citations import SOURCE_LIST


class SourcesBlock(FactBlock):
    """The sources that the page cites, in the order of their first citation."""

    NAME = "sources"

    def fill(self, block: Element) -> None:
        # The citations are numbered, and listed here, when the rest of the page stands.
        block.set(SOURCE_LIST, "")
