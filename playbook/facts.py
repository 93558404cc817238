"""What the playbook knows: sources, dated figures, incidents, kinds of risk, avenues of income.

Entries are read from `data/` by `playbook.loading`, one YAML file each; the file name is the id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

type Grade = Literal["A", "B", "C"]
type Rating = Literal["low", "medium", "high", "very high"]

#: How far a source can be trusted, as readers see it.
GRADE_WORDS: Final[Mapping[Grade, str]] = {"A": "primary", "B": "secondary", "C": "lead"}

#: Share of the money or time put in that is lost when the risk strikes.
SEVERITY_WORDS: Final[Mapping[int, str]] = {
    1: "minor",
    2: "moderate",
    3: "major",
    4: "total",
    5: "beyond the stake",
}
#: Chance that it strikes a typical user of the avenue within twelve months.
LIKELIHOOD_WORDS: Final[Mapping[int, str]] = {
    1: "rare",
    2: "unlikely",
    3: "possible",
    4: "likely",
    5: "almost certain",
}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exact as its source says it: a year, a month or a day.

    Examples:
        >>> str(PartialDate(2026, 4))
        '2026-04'
        >>> PartialDate(2026, 4).earliest
        datetime.date(2026, 4, 1)
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{one:02}" for one in (self.month, self.day) if one))
        return "-".join(parts)


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
        id: Name in avenues and in `/// incidents`.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A kind of risk, the same for every avenue."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AvenueRisk:
    """How a kind of risk shows in one avenue, by editorial judgement.

    Attributes:
        risk: Id of the kind of risk.
        severity: 1 to 5, see `SEVERITY_WORDS`.
        likelihood: 1 to 5, see `LIKELIHOOD_WORDS`.
        note: What happens, in this avenue.
        incidents: Ids of incidents that show it.
    """

    risk: str
    severity: int
    likelihood: int
    note: str
    incidents: tuple[str, ...]

    @property
    def score(self) -> int:
        """Severity times likelihood, 1 to 25."""
        return self.severity * self.likelihood

    @property
    def rating(self) -> Rating:
        """The score as a word."""
        if self.score >= 15:
            return "very high"
        if self.score >= 10:
            return "high"
        return "medium" if self.score >= 5 else "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Avenue:
    """A way to earn, and what is said about it on every page that names it.

    Attributes:
        id: Name in blocks.
        name: Name for people.
        guide: Path of its guide below `docs/`.
        calculators: Public names of the calculators that belong to it.
        who_pays: Where the money comes from, in a sentence.
        worst_case: What can be lost, in a sentence.
        ordinary_alternative: Something outside Web3 to compare with, in a sentence.
        risks: What can go wrong, in the order of the file.
        reviewed: When everything said about it was last checked.
        review_interval_days: How long that check holds.
    """

    id: str
    name: str
    guide: str
    calculators: tuple[str, ...]
    who_pays: str
    worst_case: str
    ordinary_alternative: str
    risks: tuple[AvenueRisk, ...]
    reviewed: date
    review_interval_days: int

    @property
    def review_due(self) -> date:
        """The last day on which the review still holds."""
        return self.reviewed + timedelta(days=self.review_interval_days)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been checked again before today."""
        return today > self.review_due

    @property
    def risks_worst_first(self) -> tuple[AvenueRisk, ...]:
        """The risks by falling score; of equals the more severe one first."""
        return tuple(sorted(self.risks, key=lambda one: (-one.score, -one.severity, one.risk)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything in `data/`, by id."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    incidents: Mapping[str, Incident]
    risks: Mapping[str, Risk]
    avenues: Mapping[str, Avenue]
