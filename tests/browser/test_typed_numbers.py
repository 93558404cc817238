"""Numbers are read as people paste them and written as the reader's country writes them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import Visit, visiting

pytestmark = pytest.mark.xdist_group("browser-typed-numbers")

#: By locale: how 1234567.5 tokens are written, and what is pasted for 1000 and for 4.5 %.
LOCALES = {
    "en-GB": ("1,234,567.5", ["1 000", "1,000", "1e3", "1\u00a0000", "1'000"], ["4.5", "4,5 %"]),
    "de-DE": ("1.234.567,5", ["1 000", "1.000", "1e3", "1.000,00"], ["4,5", "4,5 %", "4.5%"]),
    "fr-FR": ("1\u202f234\u202f567,5", ["1 000", "1e3", "1\u202f000,00"], ["4,5", "4,5\u00a0%"]),
}


@pytest.fixture(scope="module", params=LOCALES)
def abroad(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Visit]:
    """A visit from a country, as `navigator.language` tells it."""
    with visiting(browser, served, locale=request.param) as visit:
        visit.open("/calculators/staking-apy/")
        yield visit
        assert visit.problems == []


def _locale(visit: Visit) -> str:
    return str(visit.page.evaluate("navigator.language"))


def test_pasted_numbers_mean_what_the_reader_means(abroad: Visit) -> None:
    calculator = abroad.calculator("staking-apy")
    _, thousands, percents = LOCALES[_locale(abroad)]
    for name, label, texts, value in (
        ("stake", "Tokens staked", thousands, 1000),
        ("reward_apr", "Reward APR", percents, 0.045),
    ):
        for text in texts:
            calculator.field(label).fill("7")
            calculator.wait_until_answered()
            calculator.field(label).fill(text)
            calculator.wait_until_answered()
            assert abroad.changes()[-1]["inputs"][name] == value, text


def test_field_is_left_as_typed_and_written_properly_when_it_is_left(abroad: Visit) -> None:
    calculator = abroad.calculator("staking-apy")
    written, _, _ = LOCALES[_locale(abroad)]
    field = calculator.field("Tokens staked")
    field.fill("12345675e-1")
    calculator.wait_until_answered()
    expect(field).to_have_value("12345675e-1")
    field.press("Tab")
    expect(field).to_have_value(written)
    calculator.wait_until_answered()
    assert abroad.changes()[-1]["inputs"]["stake"] == 1234567.5


def test_results_are_written_the_way_the_country_writes_numbers(abroad: Visit) -> None:
    calculator = abroad.calculator("staking-apy")
    calculator.field("Tokens staked").fill("1000")
    calculator.field("Reward APR").fill("10")
    calculator.wait_until_answered()
    for name, digits, style in (("apy", 2, "percent"), ("tokens_earned", 4, "decimal")):
        output = calculator.output(name)
        written = abroad.page.evaluate(
            """([value, digits]) => new Intl.NumberFormat(navigator.language, {
                 minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)""",
            [calculator.outputs()[name] * (100 if style == "percent" else 1), digits],
        )
        expect(output).to_have_text(f"{written}\u00a0{'%' if style == 'percent' else 'tokens'}")


def test_numbers_are_in_the_readers_locale_before_python_is_loaded(open_visit: OpenVisit) -> None:
    calculator = open_visit("/", locale="de-DE").calculator("staking-apy")
    expect(calculator.output("apy")).to_have_text("15,97\u00a0%")
    expect(calculator.field("Reward APR")).to_have_value("15,8")
    calculator.expect_state("static", stale=False)
