"""axe finds nothing on any page, in any colours, at any width, whatever state it is in."""

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenVisit
from tests.browser.pages import PARTS, part_of_pages
from tests.built_site import ROOT

AXE: Final = ROOT / "node_modules/axe-core/axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS: Final = {"desktop": (1280, 900), "phone": (390, 844)}


def _findings(page: Page, *, only_colours: bool = False) -> list[str]:
    rules = {"type": "tag", "values": RULES}
    if only_colours:
        rules = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    found: dict[str, Any] = page.evaluate(
        """async (runOnly) => {
             await document.fonts.ready;
             // The theme puts the text that a term shows outside of every landmark.
             const context = { exclude: [".md-tooltip2"] };
             return axe.run(context, { runOnly, resultTypes: ["violations"] });
           }""",
        rules,
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_on_any_page(part: int, open_visit: OpenVisit, site: Path) -> None:
    visit = open_visit(color_scheme="light", reduced_motion="reduce")
    findings = {}
    for path in part_of_pages(site, part):
        visit.open(path)
        visit.page.add_script_tag(path=AXE)
        expect(visit.page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        for width, (wide, high) in WIDTHS.items():
            visit.page.set_viewport_size({"width": wide, "height": high})
            found = _findings(visit.page)
            if found:
                findings[path, width] = found
    assert findings == {}


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_no_faint_colours_in_the_dark(
    part: int, open_visit: OpenVisit, site: Path
) -> None:
    visit = open_visit(color_scheme="dark", reduced_motion="reduce")
    findings = {}
    for path in part_of_pages(site, part):
        visit.open(path)
        visit.page.add_script_tag(path=AXE)
        expect(visit.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        if found := _findings(visit.page, only_colours=True):
            findings[path] = found
    assert findings == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_results_and_errors(scheme: str, open_visit: OpenVisit) -> None:
    visit = open_visit("/calculators/staking-apy/", color_scheme=scheme, reduced_motion="reduce")
    visit.page.add_script_tag(path=AXE)
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").fill("20")
    calculator.wait_until_answered()
    assert _findings(visit.page) == []
    calculator.element.locator("details.livecalc-explore > summary").click()
    expect(calculator.element.locator(".livecalc-explore table")).to_be_visible()
    assert _findings(visit.page) == []
    calculator.field("Years").fill("never")
    expect(calculator.problem("Years")).to_be_visible()
    calculator.expect_state("error", stale=True)
    assert _findings(visit.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_reader_answers_ticks_and_sorts(
    scheme: str, open_visit: OpenVisit
) -> None:
    visit = open_visit("/guides/staking/", color_scheme=scheme, reduced_motion="reduce")
    page = visit.page
    for question in page.locator(".playbook-quiz fieldset").all():
        question.get_by_role("radio").first.check()
    expect(page.locator(".playbook-quiz > [role=status]")).to_contain_text("of 5 right")
    page.locator(".playbook-quiz summary").first.click()
    page.locator(".playbook-checklist").get_by_role("checkbox").first.check()
    page.locator("a.playbook-term").first.focus()
    _expect_no_findings(page)

    page.set_viewport_size({"width": 1280, "height": 900})
    visit.open("/decide/")
    page.get_by_role("combobox", name="Skill at most").select_option("Basic")
    page.get_by_role("button", name="Hours a week").click()
    _expect_no_findings(page)

    visit.open("/decide/fit/")
    for group in page.locator(".playbook-fit").get_by_role("group").all():
        group.get_by_role("radio").nth(1).check()
    _expect_no_findings(page)


def _expect_no_findings(page: Page) -> None:
    page.add_script_tag(path=AXE)
    for wide, high in WIDTHS.values():
        page.set_viewport_size({"width": wide, "height": high})
        assert _findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
