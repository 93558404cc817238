"""What the playbook knows: evidence, risks, avenues, platforms, and what pages look up.

Entries are read from `data/` by `playbook.loading`, one YAML file each; the file name is the id.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from playbook.facts.avenues import (
    Answer,
    Avenue,
    Evidence,
    FirstIncome,
    Income,
    Payment,
    Question,
    Skill,
    Span,
)
from playbook.facts.dates import PartialDate, Reviewed
from playbook.facts.evidence import GRADE_WORDS, Figure, Grade, Incident, LossRange, Source
from playbook.facts.platforms import ENDING, LEAVING, STATUS_WORDS, Platform, Status
from playbook.facts.reference import (
    GLOSSARY,
    GROUP_WORDS,
    Change,
    Check,
    Checklist,
    Claim,
    Page,
    Term,
    TermGroup,
)
from playbook.facts.risks import LIKELIHOOD_WORDS, SEVERITY_WORDS, AvenueRisk, Rating, Risk

__all__ = [
    "ENDING",
    "GLOSSARY",
    "GRADE_WORDS",
    "GROUP_WORDS",
    "LEAVING",
    "LIKELIHOOD_WORDS",
    "SEVERITY_WORDS",
    "STATUS_WORDS",
    "Answer",
    "Avenue",
    "AvenueRisk",
    "Change",
    "Check",
    "Checklist",
    "Claim",
    "Evidence",
    "Facts",
    "Figure",
    "FirstIncome",
    "Grade",
    "Incident",
    "Income",
    "LossRange",
    "Page",
    "PartialDate",
    "Payment",
    "Platform",
    "Question",
    "Rating",
    "Reviewed",
    "Risk",
    "Skill",
    "Source",
    "Span",
    "Status",
    "Term",
    "TermGroup",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything in `data/`, by id."""

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    incidents: Mapping[str, Incident]
    risks: Mapping[str, Risk]
    avenues: Mapping[str, Avenue]
    platforms: Mapping[str, Platform]
    terms: Mapping[str, Term]
    claims: Mapping[str, Claim]
    checklists: Mapping[str, Checklist]
    pages: Mapping[str, Page]
    changes: Mapping[str, Change]
