"""One Python computes for every open page, and the reader never notices whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import LOADING, Calculator, Visit, native_outputs

PATH = "/calculators/staking-apy/"
KEY = "staking-apy"


@contextmanager
def second_page(visit: Visit, path: str) -> Iterator[Page]:
    """Another page of the same reader."""
    page = visit.page.context.new_page()
    page.goto(visit.origin + path)
    yield page
    page.close()


def runs_python(page: Page) -> bool:
    return any("/livecalc/" in worker.url for worker in page.workers)


def expect_answer(page: Page, years: int) -> None:
    calculator = Calculator(page, KEY)
    calculator.wait_until_answered()
    expected = native_outputs(KEY, {"years": years})
    assert calculator.outputs()["end_value"] == pytest.approx(expected["end_value"], rel=1e-12)


def open_with_python(open_visit: OpenVisit) -> Visit:
    visit = open_visit(f"{PATH}?{KEY}.years=4")
    expect_answer(visit.page, 4)
    return visit


def test_second_page_is_answered_by_the_python_of_the_first(open_visit: OpenVisit) -> None:
    visit = open_with_python(open_visit)
    visit.requests.clear()
    with second_page(visit, PATH) as second:
        Calculator(second, KEY).field("Years").fill("7")
        expect_answer(second, 7)
        assert not runs_python(second)
    assert visit.runtime_requests() == []
    Calculator(visit.page, KEY).field("Years").fill("9")
    expect_answer(visit.page, 9)


def test_page_goes_on_when_the_one_that_computed_is_closed(open_visit: OpenVisit) -> None:
    visit = open_with_python(open_visit)
    with second_page(visit, f"{PATH}?{KEY}.years=6") as second:
        expect_answer(second, 6)
        visit.page.close()
        Calculator(second, KEY).field("Years").fill("8")
        expect_answer(second, 8)
        assert runs_python(second)


def test_frames_of_one_page_share_one_python(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.page.set_content(
        f"""<iframe title="one" src="{small_site}/savings.html?savings.years=5"></iframe>
        <iframe title="two" src="{small_site}/savings.html?savings.years=6"></iframe>"""
    )
    frames = [visit.page.frame_locator(f"iframe[title={one}]") for one in ("one", "two")]
    for frame in frames:
        expect(frame.locator("live-calculator")).to_have_attribute(
            "state", "ready", timeout=LOADING
        )
    assert len(visit.pythons()) == 1


def test_stuck_call_of_one_page_is_stopped_and_the_other_page_goes_on(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html?savings.years=5", origin=small_site)
    Calculator(visit.page, "savings").wait_until_answered()
    second = visit.page.context.new_page()
    second.goto(f"{small_site}/trouble.html")
    trouble = Calculator(second, "trouble")
    trouble.field("Behaviour").select_option("loops")
    expect(trouble.status).to_contain_text("was stopped", timeout=LOADING)
    savings = Calculator(visit.page, "savings")
    savings.fill(years="6")
    savings.wait_until_answered()
    assert savings.outputs()["balance"] == pytest.approx(1000 * 1.041**6)
