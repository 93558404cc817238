"""Avenues in short, as a reader meets them on the way to a guide."""

from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.elements import element


class AvenuesBlock(FactBlock):
    """Cards of avenues, in the order of the argument: ids with spaces between them."""

    NAME = "avenues"
    ARGUMENT = "required"

    def check(self) -> None:
        for entry_id in self.argument.split():
            if entry_id not in self.facts.avenues:
                raise self.unknown("avenues", entry_id, self.facts.avenues)

    def fill(self, block: Element) -> None:
        block.append(element("ul", *(self._card(one) for one in self.argument.split())))

    def _card(self, entry_id: str) -> Element:
        avenue = self.facts.avenues[entry_id]
        return element(
            "li",
            element("p", element("strong", self.link(avenue.guide, avenue.name))),
            element("p", avenue.summary),
            element(
                "p",
                element("strong", "Who pays: "),
                avenue.who_pays,
            ),
            element(
                "p",
                element("strong", "Worst case: "),
                avenue.worst_case,
            ),
        )
