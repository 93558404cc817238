"""What no calculator can answer: said beside the field, and nothing is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import Calculator, Visit, visiting

pytestmark = pytest.mark.xdist_group("browser-bad-input")

MARKUP = "<img src=x onerror=\"document.title='broken in'\">"


@pytest.fixture(scope="module")
def live(browser: Browser, served: str) -> Iterator[Visit]:
    """A page with an answer from Python."""
    with visiting(browser, served) as visit:
        visit.open("/calculators/staking-apy/")
        visit.calculator("staking-apy").field("Tokens staked").fill("50")
        visit.calculator("staking-apy").wait_until_answered()
        yield visit
        assert visit.problems == []


@pytest.fixture
def calculator(live: Visit) -> Calculator:
    """That calculator, with all numbers good."""
    calculator = live.calculator("staking-apy")
    calculator.button("Reset").click()
    calculator.field("Tokens staked").fill("50")
    calculator.wait_until_answered()
    return calculator


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter a number."),
        ("   ", "Enter a number."),
        ("plenty", "“plenty” is not a number."),
        ("NaN", "“NaN” is not a number."),
        ("Infinity", "“Infinity” is not a number."),
        ("-Infinity", "“-Infinity” is not a number."),
        ("5%", "“5%” is not a number."),
        ("1.2.3,4,5", "“1.2.3,4,5” is not a number."),
        ("0", "Enter at least 0.01 tokens."),
        ("1e-999", "Enter at least 0.01 tokens."),
        ("-5", "Enter at least 0.01 tokens."),
        ("1e999", "Enter at most 1,000,000,000,000 tokens."),
        ("-1e999", "Enter at least 0.01 tokens."),
        ("9" * 400, "Enter at most 1,000,000,000,000 tokens."),
        ("constructor", "“constructor” is not a number."),
        ("__import__('os')", "“__import__('os')” is not a number."),
        (MARKUP, "is not a number."),
    ],
)
def test_bad_number_is_explained_beside_its_field_and_the_last_result_stays_as_stale(
    text: str, message: str, calculator: Calculator
) -> None:
    field = calculator.field("Tokens staked")
    before = calculator.outputs()
    field.fill(text)
    expect(field).to_have_attribute("aria-invalid", "true")
    problem = calculator.problem("Tokens staked")
    expect(problem).to_be_visible()
    expect(problem).to_contain_text(message)
    calculator.expect_state("error", stale=True)
    assert calculator.outputs() == before
    expect(field).to_have_value(text)
    expect(calculator.status).to_contain_text("Check “Tokens staked”")
    field.fill("50")
    calculator.wait_until_answered()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(problem).to_be_hidden()
    assert calculator.outputs() == before


def test_markup_never_becomes_part_of_the_page(calculator: Calculator) -> None:
    calculator.field("Tokens staked").fill(MARKUP)
    expect(calculator.problem("Tokens staked")).to_contain_text("<img src=x")
    expect(calculator.element.locator("img")).to_have_count(0)
    assert calculator.page.title() != "broken in"


def test_whole_number_is_asked_for_where_a_fraction_makes_no_sense(calculator: Calculator) -> None:
    calculator.field("Years").fill("2.5")
    expect(calculator.problem("Years")).to_have_text("Enter a whole number.")


def test_every_wrong_field_has_its_own_message(calculator: Calculator) -> None:
    calculator.field("Years").fill("31")
    calculator.field("Reward APR").fill("many")
    calculator.field("Tokens staked").fill("")
    for label in ("Years", "Reward APR", "Tokens staked"):
        expect(calculator.problem(label)).to_be_visible()
        expect(calculator.field(label)).to_have_attribute("aria-invalid", "true")
    expect(calculator.problem("Token price")).to_be_hidden()
    calculator.field("Years").fill("30")
    expect(calculator.problem("Years")).to_be_hidden()
    expect(calculator.problem("Reward APR")).to_be_visible()


def test_stale_result_looks_stale(calculator: Calculator) -> None:
    output = calculator.output("apy")
    fresh = output.evaluate("one => getComputedStyle(one).color")
    calculator.field("Years").fill("?")
    calculator.expect_state("error", stale=True)
    expect(output).not_to_have_css("color", fresh)
    expect(calculator.status).to_contain_text("The answer shown is for earlier numbers.")


def test_hostile_address_is_only_text_in_the_fields(open_visit: OpenVisit) -> None:
    hostile = {
        "Tokens staked": ("stake", "%3Cscript%3Ealert(1)%3C/script%3E"),
        "Reward APR": ("reward_apr", "%3Cimg+src=x+onerror=alert(1)%3E"),
        "Validator commission": ("validator_commission", "%E0%A4%A"),
        "Network issuance": ("network_issuance", "9" * 5000),
        "Token price": ("token_price", "javascript:alert(1)"),
        "Years": ("years", "1e999"),
    }
    query = "&".join(f"staking-apy.{name}={text}" for name, text in hostile.values())
    visit = open_visit(f"/calculators/staking-apy/?{query}")
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", refuse)
    calculator = visit.calculator("staking-apy")
    calculator.expect_state("error", stale=True)
    for label in hostile:
        expect(calculator.problem(label)).to_be_visible()
        expect(calculator.field(label)).to_have_attribute("aria-invalid", "true")
    expect(calculator.field("Tokens staked")).to_have_value("<script>alert(1)</script>")
    expect(calculator.element.locator("img, script")).to_have_count(0)
    for label in hostile:
        calculator.field(label).fill("5")
    calculator.wait_until_answered()
    assert len(calculator.outputs()["by_year"]) == 6
    assert dialogs == []


def test_address_with_unknown_names_is_reported_and_the_rest_of_it_counts(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(
        "/calculators/staking-apy/?staking-apy.__proto__=1&staking-apy.%3Cb%3E=2&staking-apy.years=7"
    )
    calculator = visit.calculator("staking-apy")
    calculator.wait_until_answered()
    expect(calculator.field("Years")).to_have_value("7")
    expect(calculator.status).to_contain_text("The address names what is not an input here")
    expect(calculator.status).to_contain_text("__proto__, <b>")
    assert len(calculator.outputs()["by_year"]) == 8
