"""What `make bench` asks the tools in a page, and what it refuses to count."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.errors import MeasurementError
from bench.explore_tools import measure_tools
from bench.host import Place, serve
from bench.monte_carlo import SIMULATIONS, measure_monte_carlo


@pytest.fixture
def place(site: Path) -> Iterator[Place]:
    with serve(site) as place:
        yield place


def test_each_tool_and_the_calls_are_timed(browser: Browser, place: Place) -> None:
    times = measure_tools(browser, place, "staking-apy", 1)
    assert list(times.tools) == ["sensitivity", "goal", "sweep", "map", "scenarios", "simulation"]
    assert len(times.calls) > 1
    assert min(*times.calls, *(one for tool in times.tools.values() for one in tool)) > 0


def test_a_start_without_the_memory_image_is_not_counted(browser: Browser, site: Path) -> None:
    with (
        serve(site, without=("fast-*.image",)) as place,
        pytest.raises(MeasurementError, match="not start from its memory image"),
    ):
        measure_tools(browser, place, "staking-apy", 1)


def test_our_pages_simulate_from_their_first_moment_and_once_more(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    places = {"site": place, "rivals": Place(tmp_path, "http://127.0.0.1")}
    times = measure_monte_carlo(browser, places, 1)
    assert set(times) == {one.page.name for one in SIMULATIONS if one.page.place == "site"}
    assert all(one.first[0] > 0 and one.again[0] > 0 for one in times.values())
