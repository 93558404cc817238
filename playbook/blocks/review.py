"""When something was last checked, and when everything was."""

from typing import Final
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.elements import Child, element, row, table, time
from playbook.freshness import Kind, Review, review_of, reviews
from playbook.page_error import unknown_id

_KIND_WORDS: Final[dict[Kind, str]] = {
    "guide": "Guide",
    "platform": "Platform",
    "risk": "Risk",
    "page": "Page",
}


class ReviewedBlock(FactBlock):
    """When the thing was last checked, and a banner when that is too long ago."""

    NAME = "reviewed"
    ARGUMENT = "required"

    def check(self) -> None:
        if review_of(self.facts, self.argument):
            return
        kind, _, entry_id = self.argument.rpartition("/")
        known = {
            "": self.facts.avenues,
            "avenues": self.facts.avenues,
            "risks": self.facts.risks,
            "pages": self.facts.pages,
        }.get(kind)
        if known is not None:
            raise unknown_id(self.md, self.header(), kind or "avenues", entry_id, known)
        raise self.fail(
            f"nothing says when '{self.argument}' was reviewed",
            "write an avenue's id, risks/…, pages/…, or platforms/ and the name of a page that "
            "has cards",
        )

    def fill(self, block: Element) -> None:
        review = review_of(self.facts, self.argument)
        assert review is not None
        if review.is_overdue(self.today):
            block.append(_overdue_banner(review))
        block.append(element("p", "Reviewed ", time(review.reviewed), *_rule(review.rule)))


class FreshnessBlock(FactBlock):
    """Everything that was reviewed, what is overdue first."""

    NAME = "freshness"

    _COLUMNS: Final = ("What", "Kind", "Reviewed", "Holds until", "State")

    def fill(self, block: Element) -> None:
        found = reviews(self.facts)
        overdue = sum(one.is_overdue(self.today) for one in found)
        caption: list[Child] = [
            f"{len(found)} reviews, {overdue} overdue on ",
            time(self.today),
            ", when this page was built.",
        ]
        block.append(
            table(
                self._COLUMNS,
                (self._row(one) for one in found),
                class_="playbook-freshness-table",
                caption=caption,
            )
        )

    def _row(self, review: Review) -> Element:
        overdue = review.is_overdue(self.today)
        state = "overdue" if overdue else "fresh"
        return row(
            self._COLUMNS,
            self.link(review.page, review.name, anchor=review.anchor),
            [_KIND_WORDS[review.kind]],
            [time(review.reviewed)],
            [time(review.due)],
            [element("span", _days_left(review.days_left(self.today)), class_=f"playbook-{state}")],
        )


def _days_left(days: int) -> str:
    if days < 0:
        return "Overdue since yesterday" if days == -1 else f"Overdue for {-days} days"
    return "Last day" if days == 0 else f"{days} {'day' if days == 1 else 'days'} left"


def _overdue_banner(review: Review) -> Element:
    return element(
        "div",
        element("p", "Review overdue", class_="admonition-title"),
        element(
            "p",
            "This should have been checked again by ",
            time(review.due),
            ". Figures and facts here may have changed since; look at their dates.",
        ),
        class_="admonition warning playbook-overdue-banner",
    )


def _rule(rule: str) -> list[Child]:
    """A clause goes on after a semicolon; a sentence stands by itself."""
    return [f". {rule}"] if rule[:1].isupper() else [f"; {rule}."]
