"""What is overdue, and what soon will be."""

from datetime import date
from pathlib import Path

import pytest

from playbook.facts import Facts
from playbook.freshness import due_within, review_of, reviews
from tests.playbook.entries import load

DUE_FIRST = date(2026, 12, 1)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return load(tmp_path)


def test_every_review_is_listed_with_its_file_the_next_one_first(facts: Facts) -> None:
    assert [(one.file, one.due) for one in reviews(facts)] == [
        ("pages/questions.yml", DUE_FIRST),
        ("avenues/staking.yml", date(2027, 1, 30)),
        ("platforms/example-shop.yml", date(2027, 1, 30)),
        ("platforms/example-chain.yml", date(2027, 1, 31)),
        ("risks/smart-contract.yml", date(2027, 3, 30)),
        ("risks/platform-closure.yml", date(2027, 3, 30)),
    ]


def test_a_review_holds_through_its_last_day(facts: Facts) -> None:
    review = reviews(facts)[0]
    assert (review.is_overdue(DUE_FIRST), review.days_left(DUE_FIRST)) == (False, 0)
    assert review.is_overdue(date(2026, 12, 2))
    assert review.days_left(date(2026, 12, 2)) == -1


@pytest.mark.parametrize(("days", "count"), [(9, 0), (10, 1), (70, 3), (1_000, 6)])
def test_what_runs_out_within_some_days_is_found(facts: Facts, days: int, count: int) -> None:
    assert len(due_within(facts, date(2026, 11, 22), days)) == count


def test_a_page_of_cards_is_as_fresh_as_its_oldest_card(facts: Facts) -> None:
    review = review_of(facts, "platforms/chains")
    assert review is not None
    assert review.due == date(2027, 1, 30)
    assert review_of(facts, "platforms/none") is None


def test_a_checklist_is_reviewed_with_its_page(tmp_path: Path) -> None:
    changed = {
        "pages/signing": {
            "page": "checklists/before-you-sign.md",
            "reviewed": "2026-11-01",
            "review_interval_days": 30,
            "rule": "It grows old when wallets change.",
        }
    }
    pages = {"checklists/before-you-sign.md": "# Before you sign\n"}
    review = review_of(load(tmp_path, changed, pages), "checklists/before-you-sign")
    assert review is not None
    assert review.file == "pages/signing.yml"
