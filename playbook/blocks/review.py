"""When something was last checked."""

from xml.etree.ElementTree import Element

from playbook.blocks.base import AvenueBlock
from playbook.elements import element, time


class ReviewedBlock(AvenueBlock):
    """When the avenue was last checked, and a banner when that is too long ago."""

    NAME = "reviewed"

    def fill(self, block: Element) -> None:
        avenue = self.avenue
        if avenue.is_overdue(self.today):
            block.append(
                element(
                    "div",
                    element("p", "Review overdue", class_="admonition-title"),
                    element(
                        "p",
                        "This should have been checked again by ",
                        time(avenue.review_due),
                        ". Figures and facts here may have changed since; look at their dates.",
                    ),
                    class_="admonition warning playbook-overdue",
                )
            )
        days = (
            "day" if avenue.review_interval_days == 1 else (f"{avenue.review_interval_days} days")
        )
        block.append(
            element(
                "p", "Reviewed ", time(avenue.reviewed), f"; figures are re-checked every {days}."
            )
        )
