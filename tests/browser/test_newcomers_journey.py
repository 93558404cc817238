"""From the home page to an answer for one's own number, the bad case beside it, in three clicks."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import Calculator, Visit

#: Where the words of links lead, by clicks from the home page, and what is typed there.
JOURNEYS: Final = {
    "stake on the home page": ([], "staking-apy", "stake", "250"),
    "guide from the home page": (["Staking"], "staking-apy", "stake", "250"),
    "guide by the list of guides": (
        ["guides", "Storage and bandwidth"],
        "storage-node",
        "capacity",
        "3",
    ),
    "avenue by the questions": (
        ["which avenues fit me", "Bug bounties and audit contests"],
        "bug-bounty",
        "hours_per_report",
        "60",
    ),
    "calculator by the list of calculators": (
        ["Forty calculators", "Health factor"],
        "health-factor",
        "debt_value",
        "12000",
    ),
}


class Reader:
    """Somebody who clicks and types, and counts how often."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.clicks = 0

    @property
    def page(self) -> Page:
        return self.visit.page

    def click(self, target: Locator) -> None:
        expect(target).to_be_visible()
        target.click()
        self.clicks += 1

    def follow(self, words: str) -> None:
        """Click the first link of the text that has these words, and wait for its page."""
        before = self.page.url
        links = self.page.get_by_role("article").get_by_role("link", name=words)
        self.click(links.first)
        expect(self.page).not_to_have_url(before)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("journey", JOURNEYS)
def test_newcomer_gets_a_personal_answer_in_three_clicks(
    journey: str, open_visit: OpenVisit
) -> None:
    links, name, field, number = JOURNEYS[journey]
    reader = Reader(open_visit("/", viewport={"width": 1280, "height": 900}))
    for words in links:
        reader.follow(words)
    calculator = reader.visit.calculator(name)
    before = calculator.outputs()
    target = calculator.element.locator(f'input[name="{field}"]')
    reader.click(target)
    target.press("Control+a")
    target.press_sequentially(number)
    calculator.wait_until_answered()
    assert calculator.outputs() != before
    assert reader.clicks <= 3
    _expect_bad_case(calculator)


def _expect_bad_case(calculator: Calculator) -> None:
    bad = calculator.element.locator('output[name*="worst"], output[name*="liquidation"]')
    expect(bad.first).to_be_visible()
    expect(bad.first).to_have_text(re.compile(r"\d|[Nn]othing|[Nn]one"))


def test_every_guide_shows_a_bad_case_in_its_worked_example(open_visit: OpenVisit) -> None:
    visit = open_visit("/guides/", java_script_enabled=False)
    guides = visit.page.locator(".playbook-avenues li p:first-child a").evaluate_all(
        "all => all.map(one => new URL(one.href).pathname)"
    )
    assert len(set(guides)) == 21
    without = []
    for guide in guides:
        visit.open(guide)
        shown = visit.page.locator('live-calculator output[name*="worst"]:visible')
        if shown.count() == 0:
            without.append(guide)
    assert without == []
