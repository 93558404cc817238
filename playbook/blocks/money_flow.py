"""Who pays whom in an avenue, as a diagram."""

from xml.etree.ElementTree import Element

from playbook.blocks.base import AvenueBlock
from playbook.elements import element
from playbook.flow_diagram import DiagramError, draw_flow, flow_in_words


class MoneyFlowBlock(AvenueBlock):
    """Boxes for who takes part and an arrow for each payment, with the same in words."""

    NAME = "money-flow"

    def fill(self, block: Element) -> None:
        payments = self.avenue.money_flow
        try:
            drawings = draw_flow(
                payments, ahead=(one.money_flow for one in self.facts.avenues.values())
            )
        except DiagramError as error:
            raise self.fail(str(error), "see the message of the command that failed") from error
        diagram = element("div", *drawings, role="img", aria_label=flow_in_words(payments))
        caption = f"{self.avenue.name}: who pays whom"
        block.append(element("figure", diagram, element("figcaption", caption)))
