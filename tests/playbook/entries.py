"""A small, complete set of facts that tests change one thing of."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

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
    "risks/smart-contract": {"name": "Broken program", "definition": "The program is wrong."},
    "risks/platform-closure": {"name": "Closure", "definition": "The operator stops."},
    "avenues/staking": {
        "name": "Staking",
        "guide": "guides/staking.md",
        "calculators": ["staking-apy"],
        "who_pays": "Holders who do not stake.",
        "worst_case": "All of it is lost.",
        "ordinary_alternative": "A savings account.",
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
        "reviewed": "2026-11-01",
        "review_interval_days": 90,
    },
}


def entries() -> Entries:
    """A copy that a test may change."""
    return deepcopy(_ENTRIES)


def write(folder: Path, content: Entries) -> Path:
    """Write every entry to its file and return the folder of facts."""
    data = folder / "data"
    for name, entry in content.items():
        path = data / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(entry, sort_keys=False), encoding="utf-8")
    return data
