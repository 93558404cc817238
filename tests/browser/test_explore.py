"""The tools below a calculator: each once, by mouse and by keyboard, on a desk and on a phone."""

import csv
import json
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from tests.browser.conftest import OpenVisit
from tests.browser.runtime_files import blocked
from tests.browser.test_accessibility import AXE, RULES
from tests.browser.visit import LOADING, Visit

REGISTRY: Final = find_calculators("calculators")
PAGE: Final = "/calculators/staking-apy/"
TABS: Final = (
    "What matters most",
    "What would it take",
    "What if",
    "Side by side",
    "How bad can it get",
    "Take it along",
)


#: The rest of the page has a test of its own.
AXE_ON_CALCULATOR: Final = """async tags => {
  const { violations } = await axe.run("live-calculator",
    { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return violations.flatMap(one =>
    one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`));
}"""


class Panel:
    """The tools of one calculator, found as a reader finds them."""

    def __init__(self, page: Page, key: str = "staking-apy") -> None:
        self.page = page
        self.element = page.locator(f'live-calculator[data-key="{key}"] details.livecalc-explore')

    def open(self) -> None:
        self.element.locator("> summary").click()
        expect(self.element.get_by_role("tab")).to_have_count(len(TABS), timeout=LOADING)

    def turn_to(self, title: str) -> Locator:
        self.element.get_by_role("tab", name=title, exact=True).click()
        return self.tool

    @property
    def tool(self) -> Locator:
        """What the open tab shows."""
        return self.element.get_by_role("tabpanel")

    def said(self) -> Locator:
        return self.tool.get_by_role("status").first

    def wait_until_answered(self) -> Locator:
        expect(self.tool.locator(".livecalc-results")).not_to_have_attribute(
            "data-stale", "", timeout=LOADING
        )
        return self.tool

    def wait_until_drawn(self) -> Locator:
        tool = self.wait_until_answered()
        expect(tool.get_by_role("img").first.locator("svg.marks")).to_be_visible()
        return tool

    def values(self) -> list[list[Any]]:
        """The exact values of the table that is shown first."""
        found: list[list[Any]] = (
            self.tool.locator("table")
            .first.locator("tbody tr")
            .evaluate_all(
                "rows => rows.map(row => [...row.cells].map(one => JSON.parse(one.dataset.value)))"
            )
        )
        return found


@pytest.fixture
def visit(open_visit: OpenVisit) -> Visit:
    return open_visit(PAGE)


@pytest.fixture
def panel(visit: Visit) -> Panel:
    panel = Panel(visit.page)
    panel.open()
    return panel


def asked(tool: str, **options: Any) -> dict[str, Any]:
    """What the tool answers without any browser."""
    request = {"tool": tool, **options}
    found: dict[str, Any] = json.loads(
        json.dumps(explore_at_once(REGISTRY, "staking-apy", request))
    )
    return found


def reward_apr(visit: Visit) -> Locator:
    """The calculator's own field, beside which the tools have others of the same name."""
    return visit.calculator("staking-apy").element.locator('form [name="reward_apr"]')


def state_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("staking-apy.explore", [""])[0]


def expect_state(page: Page, part: str) -> None:
    page.wait_for_function(
        "part => decodeURIComponent(location.search).includes(part)", arg=part, timeout=10_000
    )


def test_page_that_nobody_opens_the_tools_on_loads_nothing_of_them(visit: Visit) -> None:
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").fill("20")
    calculator.wait_until_answered()
    assert not visit.asked_for_tools()
    Panel(visit.page).open()
    assert visit.asked_for_tools()


def test_what_matters_most_follows_the_numbers_typed(visit: Visit, panel: Panel) -> None:
    tool = panel.wait_until_drawn()
    reward_apr(visit).fill("40")
    expect(panel.said()).to_contain_text("36 % there")
    panel.wait_until_answered()
    rows = asked("sensitivity", inputs={"reward_apr": 0.4})["rows"]
    moving = [row for row in rows if row["effect"] > 0]
    shown = panel.values()
    assert [row[1] for row in shown] == [row["value"] for row in moving]
    assert [row[3] for row in shown] == pytest.approx([row["down"]["output"] for row in moving])
    tool.get_by_label("Move each number by").fill("20")
    expect(panel.said()).to_contain_text("32 % there")


def test_goal_is_found_and_can_be_put_into_the_calculator(visit: Visit, panel: Panel) -> None:
    tool = panel.turn_to("What would it take")
    tool.get_by_label("Change this number").select_option("Reward APR")
    tool.get_by_label("until “APY in tokens” is").fill("25")
    panel.wait_until_answered()
    (solution,) = asked("goal", input="reward_apr", target=0.25)["solutions"]
    assert panel.values()[0][1] == pytest.approx(solution["input"])
    tool.get_by_role("button", name="Use").click()
    calculator = visit.calculator("staking-apy")
    expect(calculator.output("apy")).to_have_text("25.00\u00a0%")


def test_what_if_marks_the_present_value_and_break_even_and_becomes_a_map(panel: Panel) -> None:
    tool = panel.turn_to("What if")
    panel.wait_until_drawn()
    legend = tool.locator(".livecalc-legend")
    expect(legend).to_contain_text("now, 15.8\u00a0%")
    expect(legend).to_contain_text("breaks even at")
    assert len(panel.values()) == len(asked("sweep", input="reward_apr")["rows"])
    tool.get_by_role("textbox", name="Reward APR: To", exact=True).fill("20")
    expect(panel.said()).to_contain_text("From 0\u00a0% to 20\u00a0%")
    tool.get_by_label("and this one").select_option("Validator commission")
    expect(tool.get_by_role("img", name="Heat map")).to_be_visible()
    panel.wait_until_answered()
    axis = {"x": {"input": "reward_apr"}, "y": {"input": "validator_commission"}}
    cells = asked("map", **axis)["cells"]
    assert [row[1:] for row in panel.values()] == [pytest.approx(row) for row in cells]


def test_scenarios_stand_side_by_side_with_their_differences(visit: Visit, panel: Panel) -> None:
    tool = panel.turn_to("Side by side")
    keep = tool.get_by_role("button", name="Keep these numbers")
    keep.click()
    tool.get_by_label("Name").fill("As it is")
    reward_apr(visit).fill("10")
    expect(tool.get_by_role("img")).to_have_accessible_name(re.compile("Your numbers now: 9.8"))
    keep.click()
    tool.get_by_label("Name").last.fill("Lower")
    expect(tool.get_by_role("img")).to_have_accessible_name(re.compile("Lower: 9.8"))
    tool.get_by_text("The numbers as a table").click()
    headings = tool.get_by_role("columnheader").all_inner_texts()
    assert headings[1:] == ["As it is", "Lower"]
    row = tool.get_by_role("row").filter(has=tool.page.get_by_role("rowheader", name="Reward APR"))
    expect(row).to_contain_text("-5.80\u00a0points")
    tool.get_by_role("button", name="Show").first.click()
    expect(reward_apr(visit)).to_have_value("15.8")


def test_same_seed_draws_the_same_here_and_without_a_browser(panel: Panel) -> None:
    tool = panel.turn_to("How bad can it get")
    panel.wait_until_drawn()
    found = asked("simulation")
    bars = [one["count"] for one in found["histogram"]["bars"]]
    counts = [row[2] for row in panel.values() if row[0] is not None and row[1] is not None]
    assert counts == bars
    first = panel.said().inner_text()
    tool.get_by_role("button", name="Draw others").click()
    expect(tool.get_by_label("Seed")).to_have_value("2")
    expect(panel.said()).not_to_have_text(first)
    panel.wait_until_answered()
    other = asked("simulation", seed=2)
    counts = [row[2] for row in panel.values() if row[0] is not None and row[1] is not None]
    assert counts == [one["count"] for one in other["histogram"]["bars"]]


def test_what_is_uncertain_can_be_said_and_what_is_wrong_with_it_is_told(panel: Panel) -> None:
    tool = panel.turn_to("How bad can it get")
    panel.wait_until_answered()
    tool.get_by_text("What is uncertain, and how").click()
    tool.get_by_label("How sure: Reward APR").select_option("between … and …, nine times in ten")
    low = tool.get_by_role("textbox", name="Reward APR: Between")
    high = tool.get_by_role("textbox", name="Reward APR: and, nine times in ten")
    low.fill("20")
    high.fill("10")
    expect(low.or_(high).and_(tool.locator("[aria-invalid=true]"))).to_have_count(1)
    said = panel.said().inner_text()
    assert said.endswith(".")
    assert tool.locator(".livecalc-results").get_attribute("data-stale") is not None
    low.fill("5")
    panel.wait_until_answered()
    expect(tool.locator("[aria-invalid=true]")).to_have_count(0)
    tool.get_by_role("button", name="Let two numbers move together").click()
    tool.get_by_label("Correlation, -1 to 1").fill("3")
    expect(tool.locator(".livecalc-results")).to_have_attribute("data-stale", "")


def test_long_simulation_can_be_stopped_and_the_calculator_answers_meanwhile(
    visit: Visit, panel: Panel
) -> None:
    tool = panel.turn_to("How bad can it get")
    panel.wait_until_answered()
    tool.get_by_role("textbox", name="Runs").fill("100000")
    stop = tool.get_by_role("button", name="Stop")
    stop.wait_for()
    calculator = visit.calculator("staking-apy")
    tool.get_by_role("button", name="Stop").click()
    expect(panel.said()).to_have_text("Stopped.")
    expect(tool.get_by_role("button", name="Try again")).to_be_focused()
    expect(tool.locator(".livecalc-results")).to_have_attribute("data-stale", "")
    calculator.field("Tokens staked").fill("20")
    calculator.wait_until_answered()


def test_link_restores_tab_fields_scenarios_and_seed(visit: Visit, panel: Panel) -> None:
    panel.turn_to("Side by side").get_by_role("button", name="Keep these numbers").click()
    panel.tool.get_by_label("Name").fill("A & B; 100 %")
    reward_apr(visit).fill("12")
    tool = panel.turn_to("How bad can it get")
    tool.get_by_label("Seed").fill("7")
    tool.get_by_text("What is uncertain, and how").click()
    tool.get_by_label("How sure: Reward APR").select_option("anything from … to …, all as likely")
    panel.wait_until_answered()
    said = panel.said().inner_text()
    expect_state(visit.page, "kind:uniform")
    other = visit.page.context.new_page()
    other.goto(visit.page.url)
    again = Panel(other)
    expect(again.element.get_by_role("tab", selected=True)).to_have_text(
        "How bad can it get", timeout=LOADING
    )
    again.wait_until_answered()
    expect(again.said()).to_have_text(said)
    expect(again.tool.get_by_label("Seed")).to_have_value("7")
    again.turn_to("Side by side")
    expect(again.tool.get_by_label("Name")).to_have_value("A & B; 100 %")
    # What is an input of the calculator's is named as before, what is not is still told.
    expect(other.locator(".livecalc-status[role=status]").first).to_have_text("")


def test_closed_tools_leave_the_address(visit: Visit, panel: Panel) -> None:
    panel.turn_to("What if")
    expect_state(visit.page, "tool:sweep")
    panel.element.locator("> summary").click()
    visit.page.wait_for_function("!location.search.includes('explore')")
    assert state_of(visit.page) == ""


def test_all_tabs_are_reached_by_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    panel = Panel(page)
    panel.element.locator("> summary").focus()
    page.keyboard.press("Enter")
    tabs = panel.element.get_by_role("tab")
    expect(tabs).to_have_count(len(TABS), timeout=LOADING)
    page.keyboard.press("Tab")
    expect(tabs.first).to_be_focused()
    for title in TABS[1:]:
        page.keyboard.press("ArrowRight")
        expect(panel.element.get_by_role("tab", name=title, exact=True)).to_be_focused()
        expect(panel.tool).to_have_accessible_name(title)
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_be_focused()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(panel.tool.get_by_label("Move each number by")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(panel.tool.get_by_label("Move each number by")).to_have_value("11")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_any_tool(scheme: str, width: int, open_visit: OpenVisit) -> None:
    visit = open_visit(
        PAGE,
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 900},
    )
    panel = Panel(visit.page)
    panel.open()
    visit.page.add_script_tag(path=AXE)
    findings = {}
    for title in TABS:
        tool = panel.turn_to(title)
        if title == "Side by side":
            tool.get_by_role("button", name="Keep these numbers").click()
        panel.wait_until_answered()
        for fold in tool.locator("summary").all():
            if fold.locator("..").get_attribute("open") is None:
                fold.click()
        found = visit.page.evaluate(AXE_ON_CALCULATOR, RULES)
        if found:
            findings[title] = found
        scrolls = "document.documentElement.scrollWidth > innerWidth"
        assert not visit.page.evaluate(scrolls), title
    assert findings == {}


def test_chart_and_table_can_be_taken_along_and_nothing_leaves_the_page(
    visit: Visit, panel: Panel
) -> None:
    tool = panel.wait_until_drawn()

    def saved(button: str) -> Path:
        with visit.page.expect_download() as download:
            tool.get_by_role("button", name=button).click()
        return Path(download.value.path())

    svg = saved("Save SVG").read_text(encoding="utf-8")
    assert "var(" not in svg
    assert "Reward APR" in svg
    assert saved("Save PNG").read_bytes().startswith(b"\x89PNG\r\n")
    rows = list(csv.reader(saved("Save CSV").read_text(encoding="utf-8").splitlines()))
    assert rows[0][0] == "Number"
    assert float(rows[1][3]) == pytest.approx(panel.values()[0][3])
    assert {urlsplit(one.url).netloc for one in visit.requests if one.url.startswith("http")} == {
        urlsplit(visit.origin).netloc
    }


def test_python_to_copy_runs_and_gives_the_answer_shown(visit: Visit, panel: Panel) -> None:
    reward_apr(visit).fill("10")
    tool = panel.turn_to("Take it along")
    expect(tool.get_by_role("region", name="The call as Python")).to_contain_text("reward_apr=0.1,")
    panel.wait_until_answered()
    space: dict[str, Any] = {}
    code = tool.get_by_role("region", name="The call as Python").inner_text()
    exec(code.rpartition("print(")[0], space)
    shown = visit.calculator("staking-apy").output("apy").get_attribute("data-value")
    assert space["result"].apy == pytest.approx(float(shown or "nan"))
    link = tool.get_by_label("A link to exactly this").input_value()
    assert "staking-apy.reward_apr=0.1" in link


def test_printed_sheet_has_inputs_results_findings_assumptions_and_date(
    visit: Visit, panel: Panel
) -> None:
    panel.wait_until_drawn()
    visit.page.evaluate("window.print = () => { window.wasPrinted = true; }")
    panel.turn_to("Take it along").get_by_role("button", name="Print").click()
    visit.page.wait_for_function("window.wasPrinted")
    visit.page.emulate_media(media="print")
    sheet = visit.page.locator(".livecalc-sheet")
    expect(sheet).to_be_visible()
    for heading in ("Inputs", "Results", "What matters most", "Assumptions"):
        expect(sheet.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(sheet).to_contain_text(re.compile(r"Computed on \d{1,2} \w+ 20\d\d"))
    expect(visit.page.locator("live-calculator")).to_be_hidden()
    visit.page.emulate_media(media="screen")
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)
    expect(visit.page.locator("live-calculator")).to_be_visible()


def test_printed_sheet_says_where_the_assumptions_are_when_they_cannot_be_read(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/guides/yield-farming/")
    visit.spoil("**/calculators/yield-farming/", blocked)
    panel = Panel(visit.page, "yield-farming")
    panel.open()
    visit.page.evaluate("window.print = () => { window.wasPrinted = true; }")
    panel.turn_to("Take it along").get_by_role("button", name="Print").click()
    visit.page.wait_for_function("window.wasPrinted")
    sheet = visit.page.locator(".livecalc-sheet")
    expect(sheet).to_contain_text("sources stand on the page of this calculator")


def test_tools_that_cannot_be_loaded_say_so_and_come_with_the_next_attempt(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/")
    visit.spoil("**/livecalc/explore-*.js", blocked)
    visit.open(PAGE)
    panel = Panel(visit.page)
    summary = panel.element.locator("> summary")
    summary.click()
    expect(panel.element.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(panel.element.get_by_role("table")).to_be_visible()
    visit.mend("**/livecalc/explore-*.js")
    summary.click()
    summary.click()
    expect(panel.element.get_by_role("tab")).to_have_count(len(TABS), timeout=LOADING)


def test_embed_page_has_no_tools(open_visit: OpenVisit) -> None:
    visit = open_visit("/embed/staking-apy/")
    expect(visit.page.locator("live-calculator")).to_be_visible()
    expect(visit.page.locator("details.livecalc-explore")).to_have_count(0)
