"""From a disk in Firefox, with the network off: the site out of the zip, and one exported file."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from livecalc.site.export import export_calculator
from livecalc.site.project import Project
from tests.browser.firefox.reading import Tab
from tests.browser.visit import approximately, native_outputs
from tests.built_site import ROOT


@pytest.fixture
def offline_tab(tab: Tab) -> Tab:
    tab.cut_network()
    return tab


def assert_nothing_was_asked_of_a_network(tab: Tab) -> None:
    assert {urlsplit(one).scheme for one in tab.requests()} <= {"blob", "data"}


def test_calculator_of_the_offline_site_answers_what_python_answers_natively(
    offline_tab: Tab, offline_site: Path
) -> None:
    offline_tab.open(f"{offline_site.as_uri()}/calculators/staking-apy.html")
    calculator = offline_tab.calculator("staking-apy")
    assert calculator.outputs() == native_outputs("staking-apy", {})
    offline_tab.fill("Tokens staked", "37")
    offline_tab.wait_for("visited.changes.at(-1)?.inputs.stake === 37")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {"stake": 37})
    assert calculator.outputs() == approximately(expected)
    assert_nothing_was_asked_of_a_network(offline_tab)


def test_link_of_the_offline_site_shows_its_inputs(offline_tab: Tab, offline_site: Path) -> None:
    page = f"{offline_site.as_uri()}/calculators/staking-apy.html"
    offline_tab.open(f"{page}?staking-apy.stake=250")
    offline_tab.calculator("staking-apy").wait_until_answered()
    assert offline_tab.calculator("staking-apy").value_of("stake") == "250"


def test_search_of_the_offline_site_finds_a_page_and_leads_there(
    offline_tab: Tab, offline_site: Path
) -> None:
    offline_tab.open(f"{offline_site.as_uri()}/index.html")
    offline_tab.click_named("textbox", "Search")
    offline_tab.type("impermanent loss")
    offline_tab.wait_for("document.querySelectorAll('.md-search-result__link').length > 0")
    offline_tab.type("", enter=True)
    offline_tab.wait_for("!location.pathname.endsWith('/index.html')")
    offline_tab.wait_for("document.querySelector('h1')?.textContent.toLowerCase().includes('loss')")
    assert_nothing_was_asked_of_a_network(offline_tab)


def test_reader_gets_through_the_offline_site_by_clicks(
    offline_tab: Tab, offline_site: Path
) -> None:
    offline_tab.open(f"{offline_site.as_uri()}/index.html")
    offline_tab.click({"type": "css", "value": ".md-tabs a[href='calculators/index.html']"})
    offline_tab.wait_for("location.pathname.endsWith('/calculators/index.html')")
    offline_tab.wait_for("document.readyState === 'complete'")
    offline_tab.click({"type": "css", "value": "article a[href='staking-apy.html']"})
    offline_tab.wait_for("location.pathname.endsWith('/calculators/staking-apy.html')")
    offline_tab.wait_for("document.readyState === 'complete'")
    offline_tab.fill("Years", "2")
    offline_tab.calculator("staking-apy").wait_until_answered()
    offline_tab.go_back()
    offline_tab.wait_for("location.pathname.endsWith('/calculators/index.html')")


def test_exported_file_answers_on_its_own(offline_tab: Tab, site: Path, tmp_path: Path) -> None:
    file = tmp_path / "staking-apy.html"
    file.write_text(export_calculator(Project.at(ROOT), "staking-apy"), encoding="utf-8")
    offline_tab.open(f"{file.as_uri()}?stake=123")
    calculator = offline_tab.calculator("staking-apy")
    calculator.wait_until_answered()
    offline_tab.fill("Reward APR", "7.3")
    offline_tab.wait_for("visited.changes.at(-1).inputs.reward_apr === 0.073")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {"stake": 123, "reward_apr": 0.073})
    assert calculator.outputs() == approximately(expected)
    assert list(tmp_path.iterdir()) == [file]
    assert_nothing_was_asked_of_a_network(offline_tab)
