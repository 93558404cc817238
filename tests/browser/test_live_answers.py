"""Python in the page answers what Python on this machine answers, for what people type."""

import math
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import OpenVisit
from tests.browser.runtime_files import FAST
from tests.browser.visit import Calculator, Visit, native_outputs, visiting

pytestmark = pytest.mark.xdist_group("browser-live")

#: What is typed into which field, by label, and the inputs that it means.
TYPED: dict[str, tuple[dict[str, str], dict[str, float]]] = {
    "staking-apy": (
        {
            "Tokens staked": "250",
            "Reward APR": "7.3",
            "Times compounded a year": "0",
            "Years": "7",
            "Yearly price change": "-12.5",
        },
        {
            "stake": 250,
            "reward_apr": 0.073,
            "compounding_periods": 0,
            "years": 7,
            "yearly_price_change": -0.125,
        },
    ),
    "royalty-income": (
        {"Edition size": "37", "Share of resales that pay": "100", "Minting cost": "1,234.56"},
        {"edition_size": 37, "paying_share": 1, "minting_cost": 1234.56},
    ),
    "impermanent-loss": (
        {"First asset, price at the end": "777", "Weight of the first asset": "80", "Days": "0"},
        {"first_end_price": 777, "first_weight": 0.8, "days": 0},
    ),
}


@pytest.fixture(scope="module", params=["fast", "stock"])
def tier(request: pytest.FixtureRequest) -> str:
    """Which Python answers."""
    return str(request.param)


@pytest.fixture(scope="module", params=sorted(TYPED))
def live(
    request: pytest.FixtureRequest, tier: str, browser: Browser, served: str
) -> Iterator[Visit]:
    """The page of a calculator after a reader has typed all there is to type."""
    name = request.param
    with visiting(browser, served) as visit:
        if tier == "stock":
            visit.block_fast_start()
        visit.open(f"/calculators/{name}/")
        calculator = visit.calculator(name)
        texts, _ = TYPED[name]
        for label, text in texts.items():
            calculator.field(label).fill(text)
        calculator.wait_until_answered()
        assert visit.asked_for_stock_python() == (tier == "stock")
        yield visit
        assert visit.problems == []


def _calculator(visit: Visit) -> Calculator:
    name = visit.page.locator("live-calculator").get_attribute("name")
    assert name is not None
    return visit.calculator(name)


def test_result_in_the_page_is_the_native_one_tables_included(live: Visit) -> None:
    calculator = _calculator(live)
    expected = native_outputs(calculator.key, TYPED[calculator.key][1])
    assert _same(calculator.outputs(), expected)


def test_change_event_bubbles_with_name_inputs_and_outputs(live: Visit) -> None:
    calculator = _calculator(live)
    expected = native_outputs(calculator.key, TYPED[calculator.key][1])
    change = live.changes()[-1]
    assert set(change) == {"key", "bubbles", "name", "inputs", "outputs"}
    assert change["bubbles"] is True
    assert change["name"] == calculator.key
    assert change["inputs"].items() >= TYPED[calculator.key][1].items()
    assert _same(change["outputs"], expected)


def test_element_goes_from_static_through_loading_to_ready(live: Visit) -> None:
    states = live.states(_calculator(live).key)
    assert states[0] == "loading"
    assert states[-1] == "ready"
    assert set(states) <= {"loading", "ready", "busy"}


def test_table_has_a_row_for_each_of_the_new_result_and_no_more(open_visit: OpenVisit) -> None:
    calculator = open_visit("/calculators/staking-apy/").calculator("staking-apy")
    calculator.element.get_by_text("The numbers as a table").click()
    rows = calculator.element.get_by_role("region", name="Year by year").get_by_role("row")
    for years in (12, 1):
        calculator.field("Years").fill(str(years))
        calculator.wait_until_answered()
        # A heading, the start, and the years.
        expect(rows).to_have_count(years + 2)
        cells = rows.last.get_by_role("cell")
        expect(cells.first).to_have_text(str(years))
        assert all(cells.evaluate_all("all => all.map((one) => one.textContent !== '')"))


def test_what_is_typed_while_python_loads_is_computed_when_it_is_ready(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/calculators/staking-apy/")
    held: list[Route] = []
    for pattern in FAST.values():
        visit.page.route(pattern, lambda route: held.append(route))
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").fill("5")
    progress = calculator.element.get_by_role("progressbar", name="Loading Python")
    expect(progress).to_be_visible()
    expect(calculator.status).to_have_text("Loading Python…")
    calculator.expect_state("loading", stale=True)
    calculator.field("Years").press("End")
    calculator.field("Years").press_sequentially("1")
    expect(calculator.field("Years")).to_have_value("31")
    calculator.field("Years").fill("30")
    while len(held) < len(FAST):
        visit.page.wait_for_event("request")
    for route in held:
        route.continue_()
    calculator.wait_until_answered()
    assert [one["inputs"]["years"] for one in visit.changes()] == [30]
    assert _same(calculator.outputs(), native_outputs("staking-apy", {"stake": 5, "years": 30}))
    expect(progress).to_be_hidden()
    expect(calculator.status).to_have_text("")


def test_progress_never_falls_and_is_said_in_few_steps(tier: str, open_visit: OpenVisit) -> None:
    visit = open_visit("/")
    if tier == "stock":
        visit.block_fast_start()
    visit.page.evaluate("""() => {
        const element = document.querySelector("live-calculator");
        visited.fractions = [];
        new MutationObserver(() => {
            const bar = element.querySelector("progress");
            if (!bar.hidden) visited.fractions.push(bar.value);
        }).observe(element, { subtree: true, childList: true, attributes: true });
    }""")
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").focus()
    calculator.wait_until_answered()
    fractions = visit.page.evaluate("visited.fractions")
    assert fractions == sorted(fractions)
    assert len(set(fractions)) > 5, "the bar moves"
    said = visit.said()
    assert 2 <= len(said) <= 6
    assert said[-1] == ""


#: A worker that takes its time, so that typing overtakes it; and a look at every frame.
_SLOW_WORKER = """
const Plain = Worker;
globalThis.Worker = class extends Plain {
  postMessage(...message) { setTimeout(() => super.postMessage(...message), 90); }
};
"""
_WATCH_FRAMES = """() => {
  const element = document.querySelector("live-calculator");
  const stake = element.querySelector("[name=stake]");
  const earned = element.querySelector("output[name=tokens_earned]");
  visited.frames = [];
  const look = () => {
    if (!element.hasAttribute("stale")) {
      visited.frames.push([stake.value, JSON.parse(earned.dataset.value)]);
    }
    requestAnimationFrame(look);
  };
  look();
}"""


def test_fast_typing_never_shows_the_answer_to_an_older_question(open_visit: OpenVisit) -> None:
    visit = open_visit("/calculators/staking-apy/")
    visit.page.add_init_script(_SLOW_WORKER)
    visit.page.reload()
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").fill("1")
    calculator.wait_until_answered()
    visit.page.evaluate(_WATCH_FRAMES)
    calculator.field("Tokens staked").fill("")
    calculator.field("Tokens staked").press_sequentially("123456789", delay=40)
    calculator.wait_until_answered()
    frames = visit.page.evaluate("visited.frames")
    seen = {(text.replace(",", ""), value) for text, value in frames}
    assert "123456789" in {text for text, _ in seen}, "the last question is answered"
    for text, value in seen:
        native = native_outputs("staking-apy", {"stake": float(text)})["tokens_earned"]
        assert math.isclose(value, native, rel_tol=1e-12)
    asked = [change["inputs"]["stake"] for change in visit.changes()]
    assert asked[-1] == 123456789
    assert asked == sorted(asked)
    assert len(asked) < 10, "questions that were overtaken are not asked at all"


def test_result_is_announced_once_after_typing_and_outputs_are_silent(
    open_visit: OpenVisit,
) -> None:
    calculator = open_visit("/calculators/staking-apy/").calculator("staking-apy")
    calculator.field("Reward APR").fill("0")
    calculator.field("Expected slashing loss").fill("0")
    calculator.wait_until_answered()
    announcement = calculator.element.get_by_role("status").filter(has_text="APY in tokens")
    expect(announcement).to_have_text("APY in tokens: 0.00\u00a0%")
    for output in calculator.element.locator("output").all():
        expect(output).to_have_attribute("aria-live", "off")


def _same(found: Any, expected: Any) -> bool:
    """Equal, but for the last digits of numbers."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            _same(found[key], expected[key]) for key in expected
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=1e-12)
    return bool(found == expected)
