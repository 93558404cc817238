"""The answer is in the page before any script runs, and without any."""

import json

import pytest
from playwright.sync_api import expect

from livecalc.cli import main as livecalc
from tests.browser.conftest import OpenVisit


@pytest.mark.parametrize("name", ["staking-apy", "royalty-income", "impermanent-loss"])
def test_page_without_javascript_holds_what_the_command_line_answers(
    name: str, open_visit: OpenVisit, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = open_visit(f"/calculators/{name}/", java_script_enabled=False)
    assert livecalc(["run", name, "--json"]) == 0
    calculator = visit.calculator(name)
    assert calculator.outputs() == json.loads(capsys.readouterr().out)["outputs"]
    expect(calculator.element).to_have_attribute("state", "static")


def test_page_without_javascript_says_what_needs_it(open_visit: OpenVisit) -> None:
    calculator = open_visit("/", java_script_enabled=False).calculator("staking-apy")
    sentence = calculator.element.locator("noscript p")
    expect(sentence).to_contain_text("Changing them needs JavaScript")
    expect(sentence).to_be_visible()


def test_page_without_javascript_shows_no_button_that_does_nothing(open_visit: OpenVisit) -> None:
    calculator = open_visit("/", java_script_enabled=False).calculator("staking-apy")
    expect(calculator.element.get_by_role("button")).to_have_count(0)
    expect(calculator.element.get_by_role("progressbar")).to_have_count(0)


def test_page_without_javascript_shows_what_matters_most(open_visit: OpenVisit) -> None:
    visit = open_visit("/calculators/staking-apy/", java_script_enabled=False)
    panel = visit.calculator("staking-apy").element.locator("details.livecalc-explore")
    expect(panel.get_by_role("table")).to_be_hidden()
    panel.get_by_text("Explore").click()
    expect(panel.get_by_role("table")).to_be_visible()
    expect(panel.get_by_role("row").nth(1)).to_contain_text("Reward APR")
    expect(panel.get_by_role("img", name="What matters most is Reward APR")).to_be_visible()
