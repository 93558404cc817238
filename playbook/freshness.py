"""What has been reviewed, when that review runs out, and what is overdue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Literal

from playbook.facts import Facts, Reviewed

type Kind = Literal["guide", "platform", "risk", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review of one thing.

    Attributes:
        kind: What kind of thing was reviewed.
        name: What it is called.
        page: Path below `docs/` of the page that shows it.
        anchor: Id of its place there; empty for the whole page.
        file: Its file below the folder of facts.
        rule: By what it grows old, in a sentence.
        reviewed: When it was checked.
        due: The last day on which that check holds.
    """

    kind: Kind
    name: str
    page: str
    anchor: str
    file: str
    rule: str
    reviewed: date
    due: date

    def days_left(self, today: date) -> int:
        """Days until the review runs out; negative when it is overdue."""
        return (self.due - today).days

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been checked again before today."""
        return today > self.due


def reviews(facts: Facts) -> list[Review]:
    """Every review, the one that runs out first at the front."""
    return sorted(_reviews(facts), key=lambda one: (one.due, one.kind, one.name))


def review_of(facts: Facts, name: str) -> Review | None:
    """The review that a page asks for.

    Args:
        facts: All entries.
        name: An avenue's id, or `risks/ID`, `pages/ID`, `checklists/ID`, or `platforms/STEM` for
            the cards of a whole page: of these the review that runs out first.

    Returns:
        The review; `None` where there is none of this name.
    """
    kind, _, entry_id = name.rpartition("/")
    if kind == "platforms":
        return _review_of_cards(facts, entry_id)
    if kind == "checklists":
        found = [one for one in reviews(facts) if one.page == f"checklists/{entry_id}.md"]
    else:
        found = [one for one in reviews(facts) if one.file == f"{kind or 'avenues'}/{entry_id}.yml"]
    return found[0] if found else None


def due_within(facts: Facts, today: date, days: int) -> list[Review]:
    """The reviews that are overdue, or will be after so many more days."""
    return [one for one in reviews(facts) if one.is_overdue(today + timedelta(days=days))]


def _reviews(facts: Facts) -> Iterator[Review]:
    for avenue in facts.avenues.values():
        yield _review(
            avenue,
            kind="guide",
            name=avenue.name,
            page=avenue.guide,
            file=f"avenues/{avenue.id}.yml",
            rule=f"figures are re-checked every {_days(avenue)}",
        )
    for platform in facts.platforms.values():
        yield _review(
            platform,
            kind="platform",
            name=platform.name,
            page=platform.page,
            anchor=f"platform-{platform.id}",
            file=f"platforms/{platform.id}.yml",
            rule=f"its status is re-checked every {_days(platform)}",
        )
    for risk in facts.risks.values():
        yield _review(
            risk,
            kind="risk",
            name=risk.name,
            page=risk.page,
            file=f"risks/{risk.id}.yml",
            rule=f"this page is re-checked every {_days(risk)}",
        )
    for page in facts.pages.values():
        yield _review(
            page,
            kind="page",
            name=PurePosixPath(page.page).stem.replace("-", " ").capitalize(),
            page=page.page,
            file=f"pages/{page.id}.yml",
            rule=page.rule,
        )


def _review(
    entry: Reviewed, *, kind: Kind, name: str, page: str, file: str, rule: str, anchor: str = ""
) -> Review:
    return Review(
        kind=kind,
        name=name,
        page=page,
        anchor=anchor,
        file=file,
        rule=rule,
        reviewed=entry.reviewed,
        due=entry.review_due,
    )


def _review_of_cards(facts: Facts, stem: str) -> Review | None:
    page = f"platforms/{stem}.md"
    cards = [one for one in facts.platforms.values() if one.page == page]
    if not cards:
        return None
    return Review(
        kind="platform",
        name=stem,
        page=page,
        anchor="",
        file="platforms/",
        rule=f"this is the oldest review of {len(cards)} cards"
        if len(cards) > 1
        else f"its status is re-checked every {_days(cards[0])}",
        reviewed=min(one.reviewed for one in cards),
        due=min(one.review_due for one in cards),
    )


def _days(entry: Reviewed) -> str:
    days = entry.review_interval_days
    return "day" if days == 1 else f"{days} days"
