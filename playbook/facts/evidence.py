"""What statements rest on: sources, dated figures, incidents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from playbook.facts.dates import PartialDate

type Grade = Literal["A", "B", "C"]

#: How far a source can be trusted, as readers see it.
GRADE_WORDS: Final[Mapping[Grade, str]] = {"A": "primary", "B": "secondary", "C": "lead"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that somebody can open and check.

    Attributes:
        id: Name in citations.
        url: Public address; `None` only for a thing without one.
        title: As the document calls itself.
        publisher: Who answers for it.
        published: Date of the document or of the copy that was read; `None` when undated.
        accessed: When it was last read for the playbook.
        grade: A primary, B established secondary, C a lead that proves nothing by itself.
    """

    id: str
    url: str | None
    title: str
    publisher: str
    published: PartialDate | None
    accessed: date
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number quoted in prose, with the date it was true on.

    Attributes:
        id: Name in `[[figure: …]]`.
        what: What the number counts.
        low: The number in its unit (a fraction for percent); the lower end of a range.
        high: The upper end; equal to `low` for a single number.
        unit: `fraction`, `USD`, `count` or any unit written after the number.
        as_of: When it was true.
        sources: Ids of the sources that say so.
        note: How it was counted, when that needs saying.
    """

    id: str
    what: str
    low: float
    high: float
    unit: str
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class LossRange:
    """What an incident cost in US dollars at the time, as sizes: both ends are positive."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that went wrong for somebody.

    Attributes:
        id: Name in avenues, on cards and in `/// incidents`.
        date: The day it happened or became known.
        name: A few words.
        loss_usd: What it cost; `None` when unknown or not in money.
        what: Who lost what, in one or two sentences.
        risk: Id of the kind of risk it is an example of.
        sources: Ids of the sources that report it.
        note: How the loss was counted, and what is disputed; always there when a loss is given.
    """

    id: str
    date: date
    name: str
    loss_usd: LossRange | None
    what: str
    risk: str
    sources: tuple[str, ...]
    note: str | None
