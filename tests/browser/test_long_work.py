"""A calculation that needs long: seen to get on, stopped at will, and in nobody's way."""

from typing import Any, Final

import pytest
from playwright.sync_api import expect

from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from tests.browser.conftest import OpenVisit
from tests.browser.small_site import PACKAGE
from tests.browser.test_accessibility import AXE, _findings
from tests.browser.visit import LOADING, Calculator, Visit

#: More draws than a test waits for.
ENDLESS: Final = "100000000"
#: As many as take a few seconds.
MANY: Final = 3_000_000

#: Keeps what the bar shows, and every message of the worker.
_WATCH: Final = """
window.visited.fractions = [];
new MutationObserver((records) => {
  for (const { target } of records) {
    if (!target.matches?.("progress[aria-label=Calculating]") || target.hidden) continue;
    visited.fractions.push(target.value);
  }
}).observe(document, { subtree: true, attributes: true });
window.visited.heard = [];
const Plain = Worker;
globalThis.Worker = class extends Plain {
  constructor(...parameters) {
    super(...parameters);
    this.addEventListener("message", ({ data }) => visited.heard.push(JSON.parse(data).type));
  }
};
"""


@pytest.fixture
def visit(open_visit: OpenVisit, small_site: str) -> Visit:
    visit = open_visit("/savings.html", origin=small_site)
    visit.page.add_init_script(_WATCH)
    visit.open("/patience.html")
    return visit


def start_long(visit: Visit, draws: str = ENDLESS) -> Calculator:
    """Start it, and wait until it is seen to get on."""
    calculator = visit.calculator("patience")
    calculator.field("Draws").fill(draws)
    expect(bar(calculator)).to_be_visible(timeout=LOADING)
    calculator.expect_state("busy", stale=True)
    return calculator


def bar(calculator: Calculator) -> Any:
    return calculator.element.get_by_role("progressbar", name="Calculating")


def heard(visit: Visit) -> list[str]:
    found: list[str] = visit.page.evaluate("visited.heard")
    return found


def native(**inputs: int) -> Any:
    return answer(find_calculators(PACKAGE), "patience", inputs)["outputs"]


@pytest.mark.parametrize("tier", ["fast", "stock"])
def test_progress_is_seen_and_the_answer_is_the_native_one(tier: str, visit: Visit) -> None:
    if tier == "stock":
        visit.block_fast_start()
    calculator = start_long(visit, str(MANY))
    expect(calculator.status).to_have_text("Calculating…")
    expect(calculator.button("Stop")).to_be_visible()
    calculator.wait_until_answered()
    assert calculator.outputs() == native(draws=MANY)
    fractions = visit.page.evaluate("visited.fractions")
    assert fractions == sorted(fractions)
    assert len(set(fractions)) > 5, "the bar moves"
    expect(bar(calculator)).to_be_hidden()
    expect(calculator.button("Stop")).to_be_hidden()
    expect(calculator.element.locator(".livecalc-percent")).to_be_hidden()
    expect(calculator.status).to_have_text("")
    assert visit.asked_for_stock_python() == (tier == "stock")


def test_page_asks_for_nothing_long_that_it_shows_already(visit: Visit) -> None:
    calculator = visit.calculator("patience")
    calculator.field("Draws").focus()
    other = visit.calculator("savings")
    other.field("Deposit").fill("2")
    other.wait_until_answered()
    calculator.expect_state("static", stale=False)
    assert {change["name"] for change in visit.changes()} == {"savings"}


def test_other_calculators_are_answered_while_it_runs(visit: Visit) -> None:
    start_long(visit)
    other = visit.calculator("savings")
    for deposit in ("2000", "3000", "4000"):
        other.field("Deposit").fill(deposit)
        other.wait_until_answered()
    assert other.outputs()["balance"] == pytest.approx(4000 * 1.041**3)
    visit.calculator("patience").expect_state("busy", stale=True)
    assert len(visit.pythons()) == 1


def test_wrong_input_of_another_long_one_is_told_while_it_runs(visit: Visit) -> None:
    visit.open("/patience-twice.html")
    start_long(visit)
    other = visit.calculator("patience-2")
    other.field("Draws").fill("0")
    expect(other.problem("Draws")).to_contain_text("at least 1")
    visit.calculator("patience").expect_state("busy", stale=True)


def test_stop_keeps_the_last_result_and_leaves_no_work_behind(visit: Visit) -> None:
    calculator = visit.calculator("patience")
    calculator.field("Draws").fill("50")
    calculator.wait_until_answered()
    before = calculator.outputs()
    start_long(visit)
    calculator.button("Stop").click()
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_have_text("Stopped. The answer shown is for earlier numbers.")
    expect(bar(calculator)).to_be_hidden()
    assert calculator.outputs() == before
    visit.page.wait_for_function("visited.heard.at(-1) === 'cancelled'")
    said = len(heard(visit))
    other = visit.calculator("savings")
    other.field("Deposit").fill("2000")
    other.wait_until_answered()
    # Not even the word that comes before an answer while something else is in hand.
    assert heard(visit)[said:] == ["answer"]
    assert len(visit.pythons()) == 1


def test_stopped_calculation_can_be_taken_up_again(visit: Visit) -> None:
    calculator = start_long(visit, str(MANY))
    calculator.button("Stop").press("Enter")
    expect(calculator.button("Calculate again")).to_be_focused()
    expect(calculator.button("Try again")).to_be_hidden()
    calculator.button("Calculate again").press("Enter")
    expect(calculator.button("Stop")).to_be_focused()
    calculator.wait_until_answered()
    assert calculator.outputs() == native(draws=MANY)
    expect(calculator.button("Calculate again")).to_be_hidden()
    # The reader's place is not lost with the button.
    assert calculator.element.evaluate("one => one.contains(document.activeElement)")


def test_newer_input_takes_the_place_of_what_is_being_calculated(visit: Visit) -> None:
    calculator = start_long(visit)
    calculator.field("Draws").fill("300")
    calculator.wait_until_answered()
    assert calculator.outputs() == native(draws=300)
    assert heard(visit).count("cancelled") == 1
    draws = [one["inputs"]["draws"] for one in visit.changes() if one["key"] == "patience"]
    assert draws == [300]
    assert len(visit.pythons()) == 1


def test_two_long_ones_are_both_answered(visit: Visit) -> None:
    visit.open("/patience-twice.html")
    calculator = start_long(visit, str(MANY))
    other = visit.calculator("patience-2")
    other.field("Draws").fill(str(MANY))
    calculator.wait_until_answered()
    other.wait_until_answered()
    assert calculator.outputs() == native(draws=MANY)
    assert other.outputs() == native(draws=MANY, seed=2)


def test_step_without_end_is_stopped_and_nothing_else_is_lost(visit: Visit) -> None:
    calculator = visit.calculator("patience")
    calculator.field("Behaviour").select_option("hangs")
    other = visit.calculator("savings")
    other.field("Deposit").fill("2000")
    expect(calculator.status).to_contain_text("and was stopped.", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    expect(calculator.button("Try again")).to_be_visible()
    other.wait_until_answered()
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Draws").fill("60")
    calculator.wait_until_answered()
    assert calculator.outputs() == native(draws=60)
    assert not visit.asked_for_stock_python()


def test_step_without_end_in_the_middle_is_said_to_have_made_no_progress(visit: Visit) -> None:
    calculator = visit.calculator("patience")
    calculator.field("Draws").fill(str(MANY))
    calculator.field("Behaviour").select_option("hangs")
    expect(calculator.status).to_contain_text(
        "The calculation made no progress for 5 seconds and was stopped.", timeout=LOADING
    )
    calculator.expect_state("error", stale=True)


def test_error_in_the_middle_is_told(visit: Visit) -> None:
    calculator = visit.calculator("patience")
    calculator.field("Draws").fill(str(MANY))
    calculator.field("Behaviour").select_option("refuses")
    expect(calculator.status).to_contain_text("These draws have no mean.", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    expect(bar(calculator)).to_be_hidden()


def test_screen_reader_hears_quarters_and_no_more(visit: Visit) -> None:
    visit.page.evaluate("""() => {
        const said = visited.announced = [];
        const line = document.querySelector(".livecalc-announcement");
        new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true });
    }""")
    calculator = start_long(visit, str(2 * MANY))
    calculator.wait_until_answered()
    expect(calculator.element.locator(".livecalc-announcement")).to_contain_text("Mean")
    said = visit.page.evaluate("visited.announced")
    assert set(said[:-1]) <= {"", "25\u00a0%", "50\u00a0%", "75\u00a0%"}
    assert "50\u00a0%" in said
    assert calculator.element.locator(".livecalc-percent").get_attribute("aria-hidden") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_runs_and_after_stop(
    scheme: str, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit(
        "/patience.html", origin=small_site, color_scheme=scheme, reduced_motion="reduce"
    )
    visit.page.add_script_tag(path=AXE)
    calculator = start_long(visit)
    assert _findings(visit.page) == []
    calculator.button("Stop").click()
    expect(calculator.button("Calculate again")).to_be_visible()
    assert _findings(visit.page) == []


def test_ordinary_calculator_has_nothing_of_it(visit: Visit) -> None:
    ordinary = visit.calculator("savings").element
    for part in (".livecalc-percent", "[data-action=stop]", "[data-action=again]"):
        expect(ordinary.locator(part)).to_have_count(0)
        expect(visit.calculator("patience").element.locator(part)).to_be_hidden()
