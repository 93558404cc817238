"""Files that do not come, calculators that misbehave, a worker that dies: said, and got over."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenVisit
from tests.browser.runtime_files import (
    FAST,
    STOCK,
    WORKER,
    Trouble,
    another_file,
    blocked,
    change,
    corrupted,
    missing,
    page_instead,
    truncated,
)
from tests.browser.troubled_server import TroubledServer, serving_in_trouble
from tests.browser.visit import LOADING, Calculator, Visit

#: What 2,000 dollars become; a page is built with the answer for 1,000.
BALANCE: Final = 2000 * 1.041**3


def _expect_off(calculator: Calculator, before: object) -> None:
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("Live calculation is off: Python could not be loaded")
    expect(calculator.status).to_contain_text("The answer shown is for the starting numbers.")
    expect(calculator.button("Try again")).to_be_visible()
    expect(calculator.element.get_by_role("progressbar")).to_have_count(0)
    assert calculator.outputs() == before


def _expect_retry_works(calculator: Calculator) -> None:
    calculator.button("Try again").click()
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(BALANCE)
    expect(calculator.button("Try again")).to_be_hidden()
    expect(calculator.status).not_to_contain_text("off")


def _expect_unnoticed(visit: Visit) -> None:
    """The right answer, and not a word about how it came about."""
    calculator = visit.calculator("savings")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(BALANCE)
    assert set(visit.states("savings")) <= {"loading", "ready", "busy"}
    assert [one for one in visit.said() if not one.startswith("Loading Python")] == [""]
    expect(calculator.button("Try again")).to_have_count(0)


@pytest.mark.parametrize(
    ("file", "trouble"),
    [
        ("image", blocked),
        ("image", missing),
        ("image", truncated),
        ("image", corrupted),
        ("image", another_file),
        ("wasm", blocked),
        ("wasm", missing),
        ("wasm", truncated),
        ("wasm", corrupted),
        ("wasm", another_file),
    ],
)
def test_reader_never_hears_of_trouble_with_the_fast_start(
    file: str, trouble: Trouble, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.spoil(FAST[file], trouble)
    visit.calculator("savings").field("Deposit").fill("2000")
    _expect_unnoticed(visit)
    assert visit.asked_for_stock_python()


def test_reader_never_hears_of_an_image_that_belongs_to_another_wasm(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    named = re.compile(rb"fast-[0-9a-f]+\.wasm")
    other = b"fast-0123456789.wasm"
    script = visit.page.request.get(f"{small_site}/livecalc/livecalc.js").body()
    (wasm,) = {one.decode() for one in named.findall(script)}

    def name_other(route: Route) -> None:
        change(route, lambda content: named.sub(other, content))

    def hand_over(route: Route) -> None:
        route.fulfill(response=route.fetch(url=f"{small_site}/livecalc/{wasm}"))

    visit.spoil("**/livecalc.js", name_other)
    visit.spoil(f"**/{other.decode()}", hand_over)
    visit.page.reload()
    visit.calculator("savings").field("Deposit").fill("2000")
    _expect_unnoticed(visit)
    assert other.decode() in visit.runtime_requests()
    assert visit.asked_for_stock_python()


def test_retry_brings_the_fast_start_after_all(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.spoil(FAST["image"], truncated)
    visit.spoil(STOCK["script"], blocked)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(FAST["image"])
    visit.requests.clear()
    _expect_retry_works(calculator)
    assert not visit.asked_for_stock_python()


def test_worker_that_is_blocked_is_said_and_a_retry_brings_the_fast_start(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.spoil(WORKER, blocked)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(WORKER)
    _expect_retry_works(calculator)
    assert not visit.asked_for_stock_python()


@pytest.mark.parametrize("file", STOCK)
def test_answer_stays_when_a_file_of_stock_python_is_blocked_too_and_a_retry_brings_it(
    file: str, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.block_fast_start()
    visit.spoil(STOCK[file], blocked)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(STOCK[file])
    _expect_retry_works(calculator)


@pytest.mark.parametrize("file", STOCK)
@pytest.mark.parametrize("trouble", [missing, truncated, another_file])
def test_answer_stays_when_a_file_of_stock_python_is_bad_too_and_a_retry_brings_it(
    file: str, trouble: Trouble, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.block_fast_start()
    visit.spoil(STOCK[file], trouble)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(STOCK[file])
    _expect_retry_works(calculator)
    # Pyodide has a word of its own about some of these.
    visit.problems.clear()


@pytest.mark.parametrize("trouble", [missing, truncated, another_file, page_instead])
def test_bad_worker_is_said_and_a_retry_brings_a_good_one(
    trouble: Trouble, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    visit.spoil(WORKER, trouble)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(WORKER)
    _expect_retry_works(calculator)


def test_reason_names_the_file_that_did_not_come(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.block_fast_start()
    visit.spoil(STOCK["stdlib"], missing)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").focus()
    expect(calculator.status).to_contain_text("python-stdlib-", timeout=LOADING)
    expect(calculator.status).to_contain_text("the server answered 404")
    calculator.expect_state("error", stale=False)
    visit.problems.clear()


@pytest.fixture
def troubled(small_site_folder: Path) -> Iterator[TroubledServer]:
    with serving_in_trouble(small_site_folder) as server:
        yield server


@pytest.mark.parametrize("tier", ["fast", "stock"])
@pytest.mark.parametrize("compresses", [True, False], ids=["compressed", "as they are"])
@pytest.mark.parametrize("knows_wasm", [True, False], ids=["typed", "untyped"])
def test_files_work_however_a_server_sends_them(
    tier: str, compresses: bool, knows_wasm: bool, open_visit: OpenVisit, troubled: TroubledServer
) -> None:
    troubled.compresses, troubled.knows_wasm = compresses, knows_wasm
    visit = open_visit("/savings.html", origin=troubled.address)
    if tier == "stock":
        visit.block_fast_start()
    visit.calculator("savings").field("Deposit").fill("2000")
    _expect_unnoticed(visit)
    assert visit.asked_for_stock_python() == (tier == "stock")


@pytest.mark.parametrize("file", ["fast-*.wasm", "fast-*.image"])
def test_fast_start_that_comes_to_a_halt_is_given_up_for_stock_python(
    file: str, open_visit: OpenVisit, troubled: TroubledServer
) -> None:
    troubled.stalling.add(file)
    visit = open_visit("/", origin="about:blank#")
    visit.page.clock.install()
    visit.page.goto(f"{troubled.address}/savings.html")
    with visit.page.expect_request("**/fast-*.image"):
        visit.calculator("savings").field("Deposit").fill("2000")
    # The limit is the page's own; this only makes its clock go faster.
    visit.page.clock.run_for(40_000)
    _expect_unnoticed(visit)
    assert visit.asked_for_stock_python()


@pytest.mark.parametrize("file", ["stock-*.js", "pyodide-asm-*.js", "pyodide-asm-*.wasm"])
def test_python_that_comes_to_a_halt_is_said_and_a_retry_brings_it(
    file: str, open_visit: OpenVisit, troubled: TroubledServer
) -> None:
    troubled.stalling.add(file)
    visit = open_visit("/", origin="about:blank#")
    visit.page.clock.install()
    visit.page.goto(f"{troubled.address}/savings.html")
    visit.block_fast_start()
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    with visit.page.expect_request(f"**/{file}"):
        calculator.field("Deposit").fill("2000")
    visit.page.wait_for_timeout(500)
    visit.page.clock.run_for(40_000)
    _expect_off(calculator, before)
    expect(calculator.status).to_contain_text("nothing arrived for 30 seconds")
    troubled.stalling.clear()
    _expect_retry_works(calculator)


def test_network_that_goes_while_python_loads_is_said_and_a_retry_brings_it(
    open_visit: OpenVisit, troubled: TroubledServer
) -> None:
    visit = open_visit("/savings.html", origin=troubled.address)
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    troubled.breaking.add("fast-*.image")

    def take_away(route: Route) -> None:
        troubled.gone = True
        route.continue_()

    visit.spoil(STOCK["script"], take_away)
    calculator.field("Deposit").fill("2000")
    _expect_off(calculator, before)
    visit.mend(STOCK["script"])
    troubled.breaking.clear()
    troubled.gone = False
    visit.problems.clear()
    _expect_retry_works(calculator)


def test_page_works_where_its_script_runs_before_the_form_is_parsed(
    open_visit: OpenVisit, small_site: str
) -> None:
    calculator = open_visit("/early-savings.html", origin=small_site).calculator("savings")
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()


def test_calculator_without_an_answer_says_so_and_the_next_one_counts(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/trouble.html", origin=small_site)
    calculator = visit.calculator("trouble")
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
    assert not visit.asked_for_stock_python()


def test_endless_calculation_is_stopped_and_the_next_one_works(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/together.html", origin=small_site)
    calculator, other = visit.calculator("trouble"), visit.calculator("savings")
    calculator.field("Number").fill("3")
    calculator.wait_until_answered()
    (looping,) = visit.pythons()
    # The browser may need longer to end this worker than to start the next.
    with looping.expect_event("close", timeout=LOADING):
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
    # Python did as it was told; that is no reason to start it slowly.
    assert not visit.asked_for_stock_python()


def test_calculation_that_takes_all_memory_is_reported_and_the_next_one_works(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/trouble.html", origin=small_site)
    calculator = visit.calculator("trouble")
    calculator.field("Behaviour").select_option("takes all memory")
    expect(calculator.status).not_to_contain_text("Loading", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    expect(calculator.status).not_to_have_text("")
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Number").fill("5")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 10}


def test_calculation_that_breaks_python_is_reported_and_python_starts_the_stock_way_from_then_on(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/trouble.html", origin=small_site)
    calculator = visit.calculator("trouble")
    calculator.field("Behaviour").select_option("exits")
    expect(calculator.status).to_contain_text("Python stopped unexpectedly", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    assert not visit.asked_for_stock_python()
    visit.requests.clear()
    calculator.field("Behaviour").select_option("answers")
    calculator.field("Number").fill("5")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 10}
    assert visit.asked_for_stock_python()
    assert not any(one.startswith("fast-") for one in visit.runtime_requests())


@pytest.mark.parametrize("behaviour", ["reads its own code", "cleans a docstring"])
def test_what_the_fast_start_left_out_is_there_in_stock_python(
    behaviour: str, open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/trouble.html", origin=small_site)
    calculator = visit.calculator("trouble")
    calculator.field("Behaviour").select_option(behaviour)
    expect(calculator.status).to_contain_text("Python stopped unexpectedly", timeout=LOADING)
    calculator.expect_state("error", stale=True)
    calculator.field("Number").fill("5")
    calculator.wait_until_answered()
    # Twice the number and its two parameters, or two letters.
    assert calculator.outputs() == {"doubled": 14}
    assert visit.asked_for_stock_python()


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
    assert calculator.outputs()["balance"] == pytest.approx(BALANCE)
    # What went wrong may have been the fast start.
    assert visit.asked_for_stock_python()
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
    assert calculator.outputs()["balance"] == pytest.approx(BALANCE)
    assert not visit.asked_for_stock_python()
