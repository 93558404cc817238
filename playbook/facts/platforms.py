"""Platforms, networks and markets, and how they are doing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from playbook.facts.dates import PartialDate, Reviewed

type Status = Literal[
    "active",
    "active-changed",
    "migrating",
    "under-review",
    "winding-down",
    "closed",
    "unconfirmed",
    "not-found",
]

STATUS_WORDS: Final[Mapping[Status, str]] = {
    "active": "Active",
    "active-changed": "Active, but changed",
    "migrating": "Migrating",
    "under-review": "Under review",
    "winding-down": "Winding down",
    "closed": "Closed",
    "unconfirmed": "Unconfirmed",
    "not-found": "Not found",
}
#: Statuses that only two sources can support.
ENDING: Final[frozenset[Status]] = frozenset({"closed", "winding-down"})
#: Statuses under which people need a way out.
LEAVING: Final[frozenset[Status]] = ENDING | {"migrating"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Reviewed):
    """A place where one or more avenues happen.

    Attributes:
        id: Name in avenues and in `/// platform`.
        name: Name for people.
        page: Path below `docs/` of the page that has its card.
        avenues: Ids of the avenues that happen there.
        what: What it is.
        earns: How one earns there, or that nobody was found to.
        costs: What taking part costs.
        status: How it is doing, see `STATUS_WORDS`.
        status_as_of: Date of the newest evidence for the status.
        status_note: What changed and when.
        sources: Ids of the sources behind the status.
        incidents: Ids of what went wrong there.
        exit: How to get out; `None` where nothing needs saying.
    """

    id: str
    name: str
    page: str
    avenues: tuple[str, ...]
    what: str
    earns: str
    costs: str
    status: Status
    status_as_of: PartialDate
    status_note: str
    sources: tuple[str, ...]
    incidents: tuple[str, ...]
    exit: str | None
