"""Usable by keyboard alone, by touch, on a narrow phone and on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenVisit
from tests.browser.pages import PARTS, part_of_pages

PATH = "/calculators/staking-apy/"
PHONE = {"width": 390, "height": 844}


def test_tab_visits_every_field_and_button_in_order(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    calculator = visit.calculator("staking-apy")
    fields = calculator.element.get_by_role("textbox").all()
    calculator.field("Tokens staked").focus()
    for field in fields:
        expect(field).to_be_focused()
        visit.page.keyboard.press("Tab")
    for name in ("Copy link", "Reset"):
        expect(calculator.button(name)).to_be_focused()
        visit.page.keyboard.press("Tab")
    expect(calculator.element.get_by_text("The numbers as a table")).to_be_focused()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    expect(calculator.element.get_by_role("region", name="Year by year")).to_be_focused()
    visit.page.keyboard.press("Tab")
    expect(calculator.button("Download CSV")).to_be_focused()


def test_arrows_step_within_the_range_and_enter_stays_on_the_page(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    visit.page.evaluate("visited.once = true")
    calculator = visit.calculator("staking-apy")
    for label, key, value in (
        ("Reward APR", "ArrowUp", "16.8"),
        ("Years", "ArrowDown", "2"),
        ("Tokens staked", "ArrowUp", "1,100"),
        ("Tokens staked", "ArrowDown", "1,000"),
        ("Price change in the bad case", "ArrowDown", "-81"),
    ):
        calculator.field(label).press(key)
        expect(calculator.field(label)).to_have_value(value)
    for _ in range(3):
        calculator.field("Years").press("ArrowDown")
    expect(calculator.field("Years")).to_have_value("1")
    calculator.field("Years").press("Enter")
    calculator.wait_until_answered()
    assert len(calculator.outputs()["by_year"]) == 2
    assert visit.page.evaluate("visited.once")


def test_buttons_work_by_keyboard(open_visit: OpenVisit) -> None:
    calculator = open_visit(PATH).calculator("staking-apy")
    calculator.field("Years").fill("9")
    calculator.button("Reset").press("Enter")
    expect(calculator.field("Years")).to_have_value("3")
    calculator.field("Years").fill("9")
    calculator.button("Reset").press("Space")
    expect(calculator.field("Years")).to_have_value("3")


def test_focus_is_visible_and_not_hidden_behind_what_sticks(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH, viewport=PHONE)
    calculator = visit.calculator("staking-apy")
    fields = calculator.element.get_by_role("textbox").all()
    last = calculator.button("Reset")
    fields[0].focus()
    stops = [*fields, calculator.button("Copy link"), last]
    for stop in stops[:-1]:
        _expect_seen(stop)
        visit.page.keyboard.press("Tab")
    for stop in reversed(stops):
        _expect_seen(stop)
        visit.page.keyboard.press("Shift+Tab")


def _expect_seen(stop: Locator) -> None:
    expect(stop).to_be_focused()
    seen = stop.evaluate("""stop => {
        const box = stop.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const ring = stop.closest(".livecalc-control") ?? stop;
        return { top: at === stop, outline: parseFloat(getComputedStyle(ring).outlineWidth) };
    }""")
    assert seen["top"], f"{stop} is behind something else"
    assert seen["outline"] >= 2


@pytest.mark.parametrize("part", PARTS)
def test_no_page_scrolls_sideways_on_a_phone(part: int, open_visit: OpenVisit, site: Path) -> None:
    visit = open_visit("/")
    too_wide = {}
    for path in part_of_pages(site, part):
        visit.open(path)
        for width in (390, 320):
            visit.page.set_viewport_size({"width": width, "height": 700})
            content = visit.page.evaluate("document.documentElement.scrollWidth")
            if content > width:
                too_wide[path, width] = content
    assert too_wide == {}


#: In how many lines an answer's number stands, and in how many its unit.
LINES = """output => {
    const range = document.createRange();
    range.selectNodeContents(output.firstChild);
    const words = output.querySelector(".livecalc-words");
    return [range, words].map((one) => one.getClientRects().length);
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["income-plan", "dao-work", "staked-prediction"])
def test_an_answer_breaks_between_its_number_and_its_unit_only(
    name: str, width: int, open_visit: OpenVisit
) -> None:
    visit = open_visit(f"/calculators/{name}/", viewport={"width": width, "height": 844})
    lead = visit.calculator(name).element.locator(".livecalc-lead")
    answers = lead.locator("output:has(.livecalc-words)")
    assert answers.count() > 0
    for answer in answers.all():
        assert answer.evaluate(LINES) == [1, 1]


def test_a_new_answer_keeps_its_unit_apart(open_visit: OpenVisit) -> None:
    calculator = open_visit("/calculators/income-plan/").calculator("income-plan")
    calculator.field("First work, income").fill("1000")
    calculator.wait_until_answered()
    answer = calculator.output("income")
    expect(answer).to_have_text("$1,241.67\u00a0a month")
    expect(answer.locator(".livecalc-words")).to_have_text("a month")


def test_tap_on_a_field_brings_python(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH, viewport=PHONE, has_touch=True, is_mobile=True)
    calculator = visit.calculator("staking-apy")
    calculator.expect_state("static", stale=False)
    calculator.field("Tokens staked").tap()
    calculator.wait_until_answered()
    assert len(visit.pythons()) == 1


def test_fields_and_buttons_are_large_enough_to_tap(open_visit: OpenVisit) -> None:
    calculator = open_visit(PATH, viewport=PHONE).calculator("staking-apy")
    for part in calculator.element.locator("input, button:visible").all():
        box = part.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_nothing_moves_for_readers_who_asked_for_that(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH, reduced_motion="reduce")
    longest = visit.page.evaluate("""() => Math.max(
        ...[...document.querySelectorAll("live-calculator, live-calculator *")].flatMap((one) => {
          const { animationDuration, transitionDuration } = getComputedStyle(one);
          return [animationDuration, transitionDuration].flatMap((text) =>
            text.split(",").map(parseFloat));
        }))""")
    assert longest <= 0.001


def test_paper_shows_the_numbers_and_the_result_without_buttons(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    visit.page.emulate_media(media="print")
    calculator = visit.calculator("staking-apy")
    expect(calculator.output("apy")).to_be_visible()
    expect(calculator.field("Tokens staked")).to_be_visible()
    expect(calculator.element.get_by_role("region", name="Year by year")).to_be_visible()
    expect(calculator.element.locator("button:visible")).to_have_count(0)
    expect(visit.page.get_by_role("banner")).to_be_hidden()
