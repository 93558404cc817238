"""Files that do not come, calculators that misbehave, a worker that dies: said, and got over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import LOADING, Calculator

FILES = {
    "worker": "**/worker-*.js",
    "asm": "**/pyodide-asm-*.js",
    "wasm": "**/pyodide-asm-*.wasm",
    "stdlib": "**/python-stdlib-*.zip",
    "lock": "**/pyodide-lock-*.json",
    "annotated-types": "**/annotated_types-*.whl",
    "calculators": "**/browser_samples-*.whl",
}

type Trouble = Callable[[Route], None]


def _blocked(route: Route) -> None:
    route.abort("blockedbyclient")


def _missing(route: Route) -> None:
    route.fulfill(status=404, content_type="text/plain", body="not here")


def _page_instead(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Welcome")


def _changed(change: Callable[[bytes], bytes]) -> Trouble:
    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            status=200,
            content_type=response.headers["content-type"],
            body=change(response.body()),
        )

    return answer


TRUNCATED = _changed(lambda content: content[: len(content) // 2])
CORRUPTED = _changed(lambda content: content[:200_000] + b"\xff" * 1000 + content[200_000 + 1000 :])


def _expect_off(calculator: Calculator, before: object) -> None:
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("Live calculation is off: Python could not be loaded")
    expect(calculator.status).to_contain_text("The answer shown is for the starting numbers.")
    expect(calculator.button("Try again")).to_be_visible()
    expect(calculator.element.get_by_role("progressbar")).to_have_count(0)
    assert calculator.outputs() == before


@pytest.mark.parametrize("file", FILES)
def test_answer_stays_when_a_file_of_python_is_blocked_and_a_retry_brings_python(
    file: str, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.page.context.route(FILES[file], _blocked)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.page.context.unroute(FILES[file])
    calculator.button("Try again").click()
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(2000 * 1.041**3)
    expect(calculator.button("Try again")).to_be_hidden()
    expect(calculator.status).not_to_contain_text("off")
    # What the browser writes about the file is expected; anything else is not.
    visit.problems[:] = [one for one in visit.problems if "Failed to load resource" not in one]


@pytest.mark.parametrize(
    ("file", "trouble"),
    [
        ("wasm", TRUNCATED),
        ("wasm", CORRUPTED),
        ("stdlib", TRUNCATED),
        ("stdlib", _page_instead),
        ("calculators", TRUNCATED),
    ],
)
def test_answer_stays_when_a_file_of_python_is_damaged(
    file: str, trouble: Trouble, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.page.context.route(FILES[file], trouble)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    # Pyodide has a word of its own about some of these.
    visit.problems.clear()


def test_reason_names_the_file_that_did_not_come(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.page.context.route(FILES["stdlib"], _missing)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").focus()
    expect(calculator.status).to_contain_text("python-stdlib-", timeout=LOADING)
    expect(calculator.status).to_contain_text("the server answered 404")
    calculator.expect_state("error", stale=False)
    visit.problems.clear()


def test_wasm_under_a_wrong_media_type_works(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)

    def rename(route: Route) -> None:
        route.fulfill(response=route.fetch(), content_type="application/octet-stream")

    visit.page.context.route(FILES["wasm"], rename)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()


def test_page_works_where_its_script_runs_before_the_form_is_parsed(
    open_visit: OpenVisit, small_site: str
) -> None:
    calculator = open_visit("/early-savings.html", origin=small_site).calculator("savings")
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()


def test_calculator_without_an_answer_says_so_and_the_next_one_counts(
    open_visit: OpenVisit, small_site: str
) -> None:
    calculator = open_visit("/trouble.html", origin=small_site).calculator("trouble")
    for behaviour, message in (
        ("raises", "The calculation failed (KeyError"),
        ("refuses", "This number has no double."),
        ("is infinite", "The result is too large to be a number."),
        ("nests", "The calculation failed (RecursionError"),
    ):
        calculator.field("Behaviour").select_option("answers")
        calculator.field("Number").fill("3")
        calculator.wait_until_answered()
        calculator.field("Behaviour").select_option(behaviour)
        expect(calculator.status).to_contain_text(message)
        calculator.expect_state("error", stale=True)
        expect(calculator.element.locator("img")).to_have_count(0)
        assert calculator.outputs() == {"doubled": 6}
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Number").fill("4")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 8}
    expect(calculator.status).to_have_text("")


def test_endless_calculation_is_stopped_and_the_next_one_works(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/together.html", origin=small_site)
    calculator, other = visit.calculator("trouble"), visit.calculator("savings")
    calculator.field("Number").fill("3")
    calculator.wait_until_answered()
    calculator.field("Behaviour").select_option("loops")
    calculator.expect_state("busy", stale=True)
    expect(calculator.status).to_contain_text(
        "The calculation took longer than 5 seconds and was stopped."
    )
    calculator.expect_state("error", stale=True)
    assert calculator.outputs() == {"doubled": 6}
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Number").fill("5")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 10}
    other.field("Deposit").fill("2000")
    other.wait_until_answered()
    assert len(visit.pythons()) == 1


@pytest.mark.parametrize("behaviour", ["exits", "takes all memory"])
def test_calculation_that_breaks_python_is_reported_and_the_next_one_works(
    behaviour: str, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/trouble.html", origin=small_site)
    calculator = visit.calculator("trouble")
    calculator.field("Behaviour").select_option(behaviour)
    expect(calculator.status).not_to_contain_text("Loading", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    expect(calculator.status).not_to_have_text("")
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Number").fill("5")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 10}


def test_worker_that_fails_is_replaced_for_the_next_input(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").fill("1")
    calculator.wait_until_answered()
    (worker,) = visit.page.workers
    with worker.expect_event("close"):
        worker.evaluate("() => { setTimeout(() => { throw new Error('lost'); }); }")
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(2000 * 1.041**3)
    visit.problems.clear()


def test_worker_that_ends_without_a_word_is_replaced_after_the_time_limit(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").fill("1")
    calculator.wait_until_answered()
    visit.page.workers[0].evaluate("self.close()")
    calculator.field("Deposit").fill("2")
    expect(calculator.status).to_contain_text("was stopped")
    calculator.expect_state("error", stale=True)
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(2000 * 1.041**3)
