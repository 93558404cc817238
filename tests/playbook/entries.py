"""A small, complete set of facts that tests change one thing of."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from playbook.facts import Facts
from playbook.loading import FactsError, load_facts

TODAY: Final = date(2026, 11, 22)

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

type Entries = dict[str, dict[str, Any]]

_ENTRIES: Entries = {
    "sources/protocol-paper": {
        "url": "https://example.org/paper",
        "title": "The protocol & its rules",
        "publisher": "Example Foundation",
        "published": "2026-04",
        "accessed": "2026-11-20",
        "grade": "A",
    },
    "sources/news-report": {
        "url": None,
        "title": "What the attacker took",
        "publisher": "Example News",
        "published": None,
        "accessed": "2026-11-21",
        "grade": "B",
    },
    "sources/rumour": {
        "url": "https://example.org/rumour",
        "title": "A thread",
        "publisher": "Somebody",
        "published": 2026,
        "accessed": "2026-11-21",
        "grade": "C",
    },
    "figures/reward-rate": {
        "what": "Reward of the protocol",
        "value": 0.027,
        "unit": "fraction",
        "as_of": "2026-06",
        "sources": ["protocol-paper"],
        "note": "Without fees.",
    },
    "figures/queue": {
        "what": "Days in the queue",
        "value": [40, 62],
        "unit": "days",
        "as_of": "2026",
        "sources": ["news-report", "protocol-paper"],
    },
    "incidents/vault-drained": {
        "date": "2025-11-03",
        "name": "Vault drained",
        "loss_usd": [100_000_000, 128_000_000],
        "what": "A rounding mistake let somebody empty the vault.",
        "risk": "smart-contract",
        "sources": ["news-report", "rumour"],
        "note": "At the prices of that day.",
    },
    "incidents/shop-closed": {
        "date": "2024-02-01",
        "name": "Shop closed",
        "loss_usd": None,
        "what": "The shop closed within a month.",
        "risk": "platform-closure",
        "sources": ["protocol-paper"],
    },
    "risks/smart-contract": {
        "name": "Broken program",
        "definition": "The program is wrong.",
        "page": "risks/smart-contract.md",
        "signs": ["Nobody looked at the code.", "It changed last week."],
        "reduce": ["Put little in."],
        "reviewed": "2026-10-01",
        "review_interval_days": 180,
    },
    "risks/platform-closure": {
        "name": "Closure",
        "definition": "The operator stops.",
        "page": "risks/platform-closure.md",
        "signs": ["Staff leave."],
        "reduce": ["Keep copies."],
        "reviewed": "2026-10-01",
        "review_interval_days": 180,
    },
    "avenues/staking": {
        "name": "Staking",
        "summary": "You lock tokens, and their price can fall while they are locked.",
        "guide": "guides/staking.md",
        "calculators": ["staking-apy"],
        "platforms": ["example-chain"],
        "who_pays": "Holders who do not stake.",
        "worst_case": "All of it is lost.",
        "ordinary_alternative": "A savings account.",
        "income": "passive",
        "skill": "basic",
        "capital_usd": [10, 70_000],
        "capital_as_of": "2026-11",
        "hours_per_week": [0, 2],
        "first_income": "days",
        "lockup_days": [0, 60],
        "evidence": "strong",
        "evidence_note": "The protocol states the rate.",
        "money_flow": [
            {"from": "Holders", "to": "Network", "what": "new tokens"},
            {"from": "Network", "to": "Validator", "what": "the reward"},
            {"from": "Validator", "to": "You", "what": "your share"},
        ],
        "risks": [
            {
                "risk": "platform-closure",
                "severity": 2,
                "likelihood": 2,
                "note": "The service ends.",
                "incidents": [],
            },
            {
                "risk": "smart-contract",
                "severity": 4,
                "likelihood": 4,
                "note": "The program loses your stake & rewards.",
                "incidents": ["vault-drained"],
            },
        ],
        "checklist": [
            {"check": f"Question {one}?", "why": f"Reason {one}.", "how": f"Way {one}."}
            for one in range(1, 7)
        ],
        "quiz": [
            {
                "question": f"What is {one} + 1?",
                "right": f"It is {one + 1}.",
                "because": "One more.",
                "wrong": [
                    {"answer": f"It is {one + wrong}.", "because": f"That is {wrong} more."}
                    for wrong in (2, 3, 4)
                ],
            }
            for one in range(1, 6)
        ],
        "reviewed": "2026-11-01",
        "review_interval_days": 90,
    },
    "platforms/example-chain": {
        "name": "Example Chain",
        "page": "platforms/chains.md",
        "avenues": ["staking"],
        "what": "A chain & its token.",
        "earns": "A share of new tokens.",
        "costs": "A commission.",
        "status": "active-changed",
        "status_as_of": "2026-09",
        "status_note": "The rate was halved in September.",
        "sources": ["protocol-paper"],
        "incidents": ["vault-drained"],
        "exit": None,
        "reviewed": "2026-11-02",
        "review_interval_days": 90,
    },
    "platforms/example-shop": {
        "name": "Example Shop",
        "page": "platforms/chains.md",
        "avenues": ["staking"],
        "what": "A shop.",
        "earns": "Nobody earns there any more.",
        "costs": "Nothing.",
        "status": "closed",
        "status_as_of": "2024-02-01",
        "status_note": "It closed in February 2024.",
        "sources": ["protocol-paper", "news-report"],
        "incidents": [],
        "exit": "Ask for your files by post.",
        "reviewed": "2026-11-01",
        "review_interval_days": 90,
    },
    "terms/apr": {
        "name": "APR",
        "forms": ["annual percentage rate"],
        "meaning": "A yearly rate without compounding.",
        "group": "rates",
        "see": ["stake"],
        "page": "guides/staking.md",
    },
    "terms/stake": {
        "name": "stake",
        "forms": ["stakes"],
        "meaning": "Tokens locked as a pledge.",
        "group": "staking",
        "see": [],
    },
    "claims/set-and-forget": {
        "claim": "Guaranteed income while you sleep.",
        "found": "The rate is not fixed.",
        "sources": ["protocol-paper"],
        "avenues": ["staking"],
    },
    "checklists/before-you-sign": {
        "name": "Before you sign",
        "intro": "Three minutes that spare a loss.",
        "items": [{"check": "Is it the page?", "why": "Copies exist.", "how": "Type it."}],
    },
    "pages/questions": {
        "page": "questions.md",
        "reviewed": "2026-11-01",
        "review_interval_days": 30,
        "rule": "It grows old when a rule changes.",
    },
    "changes/2026-11-20-shop-added": {
        "date": "2026-11-20",
        "what": "Example Shop has a card.",
        "page": "platforms/chains.md",
    },
}

_PAGES = {
    "guides/staking.md": "# Staking\n",
    "risks/smart-contract.md": "# Broken program\n",
    "risks/platform-closure.md": "# Closure\n",
    "platforms/chains.md": (
        "# Chains\n\n/// platform | example-chain\n///\n\n/// platform | example-shop\n///\n"
    ),
    "questions.md": "# Questions\n",
    "glossary.md": "# Glossary\n\n/// glossary\n///\n",
}


def entries() -> Entries:
    """A copy that a test may change."""
    return deepcopy(_ENTRIES)


def read(data: Path) -> Facts:
    """Load a folder of facts that has its pages beside it."""
    return load_facts(data, docs=data.parent / "docs", calculators={"staking-apy"}, today=TODAY)


def load(folder: Path, more: Mapping[str, Any] = {}, pages: Mapping[str, str] = {}) -> Facts:
    """The set with more entries and pages, loaded."""
    return read(write(folder, entries() | dict(more), pages))


def problems(
    folder: Path, content: Mapping[str, Any], pages: Mapping[str, str] = _NOTHING
) -> list[str]:
    """What is said to be wrong when the set is loaded with these entries in place of its own."""
    try:
        load(folder, content, pages)
    except FactsError as error:
        return [str(problem) for problem in error.problems]
    return []


def changed(name: str, *path: str | int, to: object) -> Entries:
    """An entry of the set with one value replaced; the path leads through rows to the key."""
    entry = entries()[name]
    place: Any = entry
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return {name: entry}


def without(name: str, key: str) -> Entries:
    """An entry of the set that lacks a key."""
    entry = entries()[name]
    del entry[key]
    return {name: entry}


def write(folder: Path, content: Entries, pages: Mapping[str, str] = {}) -> Path:
    """Write every entry to its file, and the pages; return the folder of facts."""
    for page, text in (_PAGES | dict(pages)).items():
        path = folder / "docs" / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    data = folder / "data"
    for name, entry in content.items():
        path = data / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(entry, sort_keys=False), encoding="utf-8")
    return data
