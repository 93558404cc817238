"""Material swaps pages without loading them; calculators come and go, Python stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visit import Visit, native_outputs, visiting

pytestmark = pytest.mark.xdist_group("browser-instant-navigation")

DESKTOP = {"width": 1280, "height": 900}
NAMES = {
    "Staking APY": "staking-apy",
    "Royalty income": "royalty-income",
    "Impermanent loss": "impermanent-loss",
}


@pytest.fixture(scope="module")
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    """One long visit: the page is loaded once and everything else is a click."""
    with visiting(browser, served, viewport=DESKTOP) as visit:
        visit.open("/calculators/staking-apy/")
        visit.page.evaluate("visited.once = true")
        yield visit
        assert visit.problems == []


def _go_to(visit: Visit, title: str) -> None:
    link = visit.page.get_by_role("navigation", name="Navigation").get_by_role("link", name=title)
    link.click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(title)
    assert visit.page.evaluate("visited.once"), "the page was loaded anew"


def test_calculators_of_every_page_share_one_python(visit: Visit) -> None:
    for title, name in NAMES.items():
        _go_to(visit, title)
        calculator = visit.calculator(name)
        calculator.element.get_by_role("textbox").first.press("ArrowUp")
        calculator.wait_until_answered()
        change = visit.changes()[-1]
        assert change["name"] == name
        expected = native_outputs(name, change["inputs"])
        first = next(iter(expected))
        assert calculator.outputs()[first] == pytest.approx(expected[first], rel=1e-12)
    assert len(visit.pythons()) == 1
    assert visit.runtime_requests().count(_only(visit, "worker-")) == 1


def test_ten_pages_later_one_change_is_still_one_event(visit: Visit) -> None:
    for title in [*NAMES, *NAMES, *NAMES, "Staking APY"]:
        _go_to(visit, title)
    calculator = visit.calculator("staking-apy")
    calculator.wait_until_answered()
    before = len(visit.changes())
    calculator.field("Years").fill("11")
    calculator.wait_until_answered()
    assert [one["inputs"]["years"] for one in visit.changes()[before:]] == [11]
    assert len(visit.pythons()) == 1
    assert visit.runtime_requests().count(_only(visit, "worker-")) == 1


def test_going_back_shows_the_inputs_that_were_left(visit: Visit) -> None:
    _go_to(visit, "Staking APY")
    visit.calculator("staking-apy").field("Years").fill("8")
    _go_to(visit, "Royalty income")
    assert "staking-apy." not in visit.page.url
    visit.page.go_back()
    calculator = visit.calculator("staking-apy")
    expect(calculator.field("Years")).to_have_value("8")
    calculator.wait_until_answered()
    assert len(calculator.outputs()["by_year"]) == 9
    visit.page.go_forward()
    royalties = visit.calculator("royalty-income")
    royalties.wait_until_answered()
    assert "staking-apy." not in visit.page.url
    assert visit.page.evaluate("visited.once")
    assert len(visit.pythons()) == 1


def _only(visit: Visit, start: str) -> str:
    (found,) = {one for one in visit.runtime_requests() if one.startswith(start)}
    return found
