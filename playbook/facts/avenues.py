"""Ways to earn, and what every page says about them."""

from dataclasses import dataclass
from typing import Literal

from playbook.facts.dates import PartialDate, Reviewed
from playbook.facts.reference import Check
from playbook.facts.risks import AvenueRisk

type Income = Literal["active", "passive", "mixed"]
type Skill = Literal["none", "basic", "intermediate", "expert"]
type FirstIncome = Literal["hours", "days", "weeks", "months", "uncertain"]
type Evidence = Literal["strong", "fair", "weak"]


@dataclass(frozen=True, slots=True)
class Span:
    """Two ends of a range that is never negative; equal when it is one number."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One arrow of the money flow: who pays whom, and what for."""

    payer: str
    payee: str
    what: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question, and why it is right or wrong."""

    text: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the quiz at the end of a guide."""

    question: str
    right: Answer
    wrong: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Avenue(Reviewed):
    """A way to earn, and what is said about it on every page that names it.

    Attributes:
        id: Name in blocks.
        name: Name for people.
        summary: What it is and its main risk, in a sentence.
        guide: Path of its guide below `docs/`.
        calculators: Public names of the calculators that belong to it.
        platforms: Ids of the platforms it happens on, the most relevant first.
        who_pays: Where the money comes from, in a sentence.
        worst_case: What can be lost, in a sentence.
        ordinary_alternative: Something outside Web3 to compare with, in a sentence.
        income: Whether it is work, waiting, or both.
        skill: What one has to know before the first day.
        capital_usd: What people typically put in, in US dollars; editorial judgement.
        capital_as_of: When that was judged.
        hours_per_week: Working time once it runs.
        first_income: How long it takes until something is paid.
        lockup_days: Wait between asking for the money and having it.
        evidence: How well independent sources support what it pays.
        evidence_note: Why the evidence is called that.
        money_flow: Who pays whom, in the order the money goes.
        risks: What can go wrong, in the order of the file.
        checklist: What to check before one starts.
        quiz: Questions on the guide.
    """

    id: str
    name: str
    summary: str
    guide: str
    calculators: tuple[str, ...]
    platforms: tuple[str, ...]
    who_pays: str
    worst_case: str
    ordinary_alternative: str
    income: Income
    skill: Skill
    capital_usd: Span
    capital_as_of: PartialDate
    hours_per_week: Span
    first_income: FirstIncome
    lockup_days: Span
    evidence: Evidence
    evidence_note: str
    money_flow: tuple[Payment, ...]
    risks: tuple[AvenueRisk, ...]
    checklist: tuple[Check, ...]
    quiz: tuple[Question, ...]

    @property
    def risks_worst_first(self) -> tuple[AvenueRisk, ...]:
        """The risks by falling score; of equals the more severe one first."""
        return tuple(sorted(self.risks, key=lambda one: (-one.score, -one.severity, one.risk)))
