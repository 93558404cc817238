"""What pages look up: terms, claims, checklists, other pages, changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from playbook.facts.dates import Reviewed

type TermGroup = Literal[
    "rates", "chains", "staking", "defi", "assets", "organisations", "compute", "security"
]

GROUP_WORDS: Final[Mapping[TermGroup, str]] = {
    "rates": "Rates and returns",
    "chains": "Chains and wallets",
    "staking": "Staking",
    "defi": "Trading and lending",
    "assets": "Tokens and NFTs",
    "organisations": "Organisations",
    "compute": "Computing and models",
    "security": "Security and rules",
}


#: The page of the glossary below `docs/`.
GLOSSARY: Final = "glossary.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the glossary.

    Attributes:
        id: Anchor on the glossary page.
        name: The word as its entry writes it.
        forms: Other spellings that count as the word.
        meaning: What it means here, short enough for a hover text.
        group: What it belongs to.
        see: Ids of terms that help to understand it.
        page: Path below `docs/` of a page that says more; `None` where there is none.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    meaning: str
    group: TermGroup
    see: tuple[str, ...]
    page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What promotional writing says, and what the sources say."""

    id: str
    claim: str
    found: str
    sources: tuple[str, ...]
    avenues: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something to check: what, why, and how one does it."""

    check: str
    why: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A list of checks that belongs to no single avenue."""

    id: str
    name: str
    intro: str
    items: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Reviewed):
    """A page that grows old and is no guide, platform page or risk page.

    Attributes:
        id: Name in `/// reviewed | pages/…`.
        page: Path below `docs/`.
        rule: By what it grows old, in a sentence.
    """

    id: str
    page: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that changed in the playbook and that a returning reader wants to know."""

    id: str
    date: date
    what: str
    page: str
