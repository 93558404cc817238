"""What `make bench` does with a browser: it sees a result, presses, slows down, and gives up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from bench.contestants import Contestant
from bench.errors import MeasurementError
from bench.host import Place, serve
from bench.throttling import SLOW_4G, slowed
from bench.transfer import files_until_result, files_untouched
from bench.visit import first_result, launched, time_to_first_result

PAGE = """<!doctype html><title>sample</title><link rel="icon" href="data:,">
<p id="result"></p><button id="run">Run</button>
<script>
run.onclick = () => { result.textContent = "answered"; };
setTimeout(() => { fetch("late.txt").then(() => { result.dataset.ready = ""; }); }, 20);
</script>"""

LATE = Contestant(
    name="late",
    title="late",
    place="sample",
    path="/",
    answered="document.getElementById('result').matches('[data-ready]')",
)
PRESSED = Contestant(
    name="pressed",
    title="pressed",
    place="sample",
    path="/",
    answered="document.getElementById('result').textContent === 'answered'",
    button="document.querySelector('[data-ready] ~ #run')",
)


@pytest.fixture(scope="module")
def own_browser(playwright: Playwright) -> Iterator[Browser]:
    """One of its own, which other tests do not notice slowing down."""
    with launched(playwright) as browser:
        yield browser


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "late.txt").write_text("late")
    with serve(tmp_path) as place:
        yield place


@pytest.mark.parametrize("contestant", [LATE, PRESSED], ids=lambda one: one.name)
def test_a_visit_ends_with_the_result_in_the_page(
    contestant: Contestant, own_browser: Browser, sample: Place
) -> None:
    with own_browser.new_context() as context:
        page = context.new_page()
        assert first_result(page, contestant, sample) > 0
        assert page.evaluate(contestant.answered)


def test_a_timed_visit_leaves_no_page_open(own_browser: Browser, sample: Place) -> None:
    with own_browser.new_context() as context:
        assert time_to_first_result(context, LATE, sample) > 0
        assert context.pages == []


def test_a_page_that_never_answers_is_named_with_what_went_wrong(
    own_browser: Browser, sample: Place
) -> None:
    (sample.folder / "index.html").write_text("<title>broken</title><script>nothing()</script>")
    with own_browser.new_context() as context:
        page = context.new_page()
        with pytest.raises(MeasurementError, match=r"late: no result .*nothing is not defined"):
            first_result(page, LATE, sample, patience=300)


def test_the_files_of_a_visit_are_those_it_asks_for(own_browser: Browser, sample: Place) -> None:
    expected = {sample.folder / "index.html", sample.folder / "late.txt"}
    assert files_until_result(own_browser, LATE, sample) == expected
    assert files_untouched(own_browser, "/", sample) == expected


def test_a_slowed_browser_still_answers_and_runs_on_afterwards(
    own_browser: Browser, sample: Place
) -> None:
    with own_browser.new_context() as context:
        with slowed(own_browser, 4):
            assert time_to_first_result(context, LATE, sample) > 0
        assert time_to_first_result(context, LATE, sample) > 0


def test_a_page_on_a_slower_network_knows_it(own_browser: Browser, sample: Place) -> None:
    with own_browser.new_context() as context:
        page = context.new_page()
        SLOW_4G.apply(page)
        first_result(page, LATE, sample)
        megabits = page.evaluate("navigator.connection.downlink")
        expected = SLOW_4G.down * 8 / 1e6
        # Browsers blur it by up to a tenth, then round it down to twentieths.
        assert megabits == pytest.approx(expected, abs=0.1 * expected + 0.05)
