"""Kinds of risk, and how each shows in an avenue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from playbook.facts.dates import Reviewed

type Rating = Literal["low", "medium", "high", "very high"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Reviewed):
    """A kind of risk, the same for every avenue.

    Attributes:
        id: Name in avenues, incidents and `/// risk`.
        name: Name for people.
        definition: What it is, in a sentence.
        page: Path of its page below `docs/`.
        signs: How to see it coming, a sentence each.
        reduce: What makes it smaller, a sentence each.
    """

    id: str
    name: str
    definition: str
    page: str
    signs: tuple[str, ...]
    reduce: tuple[str, ...]


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
