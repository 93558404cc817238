"""Inputs live in the address: links carry them, and the back button does what one expects."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import Visit, native_outputs

PATH = "/calculators/staking-apy/"


def _query(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query, keep_blank_values=True)


def test_typed_inputs_join_the_address_and_reset_takes_them_out_again(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(f"{PATH}?from=friend&note=a%20b+c&empty=#how-it-is-computed")
    calculator = visit.calculator("staking-apy")
    calculator.field("Reward APR").fill("4,5 %")
    calculator.field("Tokens staked").fill("2500")
    own = "&staking-apy.stake=2500&staking-apy.reward_apr=0.045"
    foreign = "?from=friend&note=a%20b+c&empty="
    hash_ = "#how-it-is-computed"
    expect(visit.page).to_have_url(visit.origin + PATH + foreign + own + hash_)
    calculator.button("Reset").click()
    expect(visit.page).to_have_url(visit.origin + PATH + foreign + hash_)
    expect(calculator.field("Reward APR")).to_have_value("15.8")
    expect(calculator.field("Tokens staked")).to_have_value("1,000")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {})
    assert calculator.outputs()["tokens_earned"] == pytest.approx(expected["tokens_earned"])


def test_opened_link_shows_its_inputs_and_computes_them(open_visit: OpenVisit) -> None:
    visit = open_visit(f"{PATH}?staking-apy.stake=1250.5&staking-apy.reward_apr=0.041")
    calculator = visit.calculator("staking-apy")
    expect(calculator.field("Tokens staked")).to_have_value("1,250.5")
    expect(calculator.field("Reward APR")).to_have_value("4.1")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {"stake": 1250.5, "reward_apr": 0.041})
    assert calculator.outputs()["tokens_earned"] == pytest.approx(expected["tokens_earned"], 1e-12)


def test_copied_link_holds_the_inputs_and_opens_to_the_same_answer(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH, permissions=["clipboard-read", "clipboard-write"])
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").fill("4")
    calculator.button("Copy link").click()
    expect(calculator.status).to_have_text("Link copied.")
    link = visit.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{visit.origin}{PATH}?staking-apy.years=4"


def test_link_is_offered_as_selected_text_where_the_clipboard_is_refused(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(PATH)
    visit.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    calculator = visit.calculator("staking-apy")
    calculator.button("Copy link").click()
    link = visit.origin + PATH
    expect(calculator.status).to_contain_text(link)
    assert visit.page.evaluate("getSelection().toString()") == link


def test_typing_adds_no_steps_to_the_history_and_coming_back_restores_it(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/about/")
    visit.open(PATH)
    steps = visit.page.evaluate("history.length")
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").press("End")
    calculator.field("Years").press_sequentially("0")
    calculator.field("Tokens staked").fill("77")
    # Gone at once, before the address has been written in its own time.
    assert visit.page.evaluate("history.length") == steps
    visit.page.go_back()
    expect(visit.page).to_have_url(visit.origin + "/about/")
    visit.page.go_forward()
    expect(calculator.field("Tokens staked")).to_have_value("77")
    expect(calculator.field("Years")).to_have_value("30")
    calculator.wait_until_answered()
    assert len(calculator.outputs()["by_year"]) == 31


def test_editing_the_address_by_hand_changes_the_inputs(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    calculator = visit.calculator("staking-apy")
    visit.page.evaluate("""() => {
        history.pushState(null, "", "?staking-apy.years=9");
        history.pushState(null, "", "?staking-apy.years=2");
        history.back();
    }""")
    expect(calculator.field("Years")).to_have_value("9")
    calculator.wait_until_answered()
    assert len(calculator.outputs()["by_year"]) == 10


def test_two_of_the_same_calculator_on_a_page_keep_apart(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/together.html?savings-2.years=5", origin=small_site)
    first, second = visit.calculator("savings"), visit.calculator("savings-2")
    expect(second.field("Years")).to_have_value("5")
    expect(first.field("Years")).to_have_value("3")
    first.field("Deposit").fill("10")
    first.field("Compounded").select_option("no")
    expect(visit.page).to_have_url(
        f"{small_site}/together.html?savings-2.years=5&savings.deposit=10&savings.compounded=false"
    )
    first.wait_until_answered()
    second.wait_until_answered()
    assert _query(visit)["savings-2.years"] == ["5"]
    assert first.outputs()["balance"] == pytest.approx(10 * (1 + 0.041 * 3))
    assert second.outputs()["balance"] == pytest.approx(500 * 1.041**5)
    first.button("Reset").click()
    expect(visit.page).to_have_url(f"{small_site}/together.html?savings-2.years=5")
