"""From figures to tables."""

from dataclasses import replace

import pytest

from bench.build_time import Builds
from bench.compression import Sizes
from bench.contestants import BARE, CONTESTANTS
from bench.explore_tools import ToolTimes
from bench.monte_carlo import SIMULATIONS, SimulationTimes
from bench.report import Measured, ratio, tables

SITE = next(one for one in CONTESTANTS if one.name == "site")
OFFLINE = next(one for one in CONTESTANTS if one.name == "offline")
SHOWN = [replace(BARE, note="The yardstick."), SITE, OFFLINE]

START = {
    ("bare", False): [1000.0, 2000.0, 1200.0],
    ("site", False): [300.0, 240.0, 200.0],
    ("site", True): [120.0, 120.0, 900.0],
}


def rows(measured: Measured, title: str) -> list[list[str]]:
    (table,) = (one for one in tables(measured, SHOWN) if one.title.startswith(title))
    return [list(row) for row in table.rows]


def test_a_ratio_is_median_to_median_of_the_yardsticks_first_visit() -> None:
    assert ratio(START, ("site", False)) == pytest.approx(240 / 1200)
    assert ratio(START, ("site", True)) == pytest.approx(120 / 1200)


def test_every_row_of_a_start_says_its_ratio_and_its_n() -> None:
    assert rows(Measured(start=START), "Navigation") == [
        ["bare loadPyodide()", "1.00", "1200", "1100–1600", "3"],
        ["site page", "0.20", "240", "220–270", "3"],
        ["site page, second visit", "0.10", "120", "120–510", "3"],
    ]


def test_what_was_not_measured_has_no_table_and_no_note() -> None:
    assert tables(Measured(), SHOWN) == []
    (start, goals) = tables(Measured(start=START), SHOWN)
    assert [one.partition(":")[0] for one in start.notes] == ["bare loadPyodide()", "site page"]
    assert [row[0] for row in goals.rows] == [
        "site page, first visit, ratio",
        "site page, second visit, ratio",
    ]


def test_a_slower_condition_is_compared_with_the_yardstick_in_the_same_condition() -> None:
    slow = {("bare", False): [8000.0], ("site", False): [2000.0]}
    measured = Measured(slower={"CPU 1/4": slow, "slow 4G": {**slow, ("site", False): [6000.0]}})
    assert rows(measured, "The same") == [
        ["bare loadPyodide()", "1.00 (8.0 s)", "1.00 (8.0 s)"],
        ["site page", "0.25 (2.0 s)", "0.75 (6.0 s)"],
    ]


def test_bytes_from_a_disk_are_not_called_compressed() -> None:
    sizes = Sizes(raw=12_000_000, gzip=5_500_000, brotli=4_000_000)
    measured = Measured(visits={"bare": sizes, "offline": Sizes(6_000_000, 1, 1)})
    assert rows(measured, "Bytes of") == [
        ["bare loadPyodide()", "12,000", "5,500", "4,000", "1.00"],
        ["site page, file://", "6,000", "–", "–", "–"],
    ]


def test_a_goal_is_met_up_to_its_limit_and_missed_beyond() -> None:
    builds = Builds(plain=[1.0], pages=[1.05], ours=[1.2])
    measured = Measured(
        visits={"bare": Sizes(brotli=4_000_000)},
        live=Sizes(brotli=2_600_000),
        untouched={"guide": Sizes(brotli=61_000)},
        typing={1: {"a": [1.0, 15.0], "b": [2.0, 3.0]}},
        builds=builds,
    )
    assert rows(measured, "Against") == [
        ["typed number to result, p95 of all, ms", "13.2", "≤ 16.0", "met"],
        ["guide, untouched, brotli KB", "61", "≤ 60", "missed"],
        ["bytes to become live, ratio, brotli", "0.65", "≤ 0.65", "met"],
        ["build, ratio", "1.20", "≤ 1.10", "missed"],
    ]


def test_typing_is_summed_up_per_calculator_and_speed() -> None:
    measured = Measured(typing={1: {"a": [1.0, 3.0]}, 4: {"a": [5.0, 9.0]}})
    assert rows(measured, "Typed") == [["a", "2.0", "2.9", "7.0", "8.8"]]


def test_simulating_is_held_to_half_a_second_at_the_median_and_at_the_95th_percentile() -> None:
    tools = {
        name: ToolTimes([1.0], {"simulation": [time]})
        for name, time in (("a", 300.0), ("b", 400.0), ("c", 900.0))
    }
    assert rows(Measured(tools=tools), "Against") == [
        ["10,000 simulated runs, average calculator, ms", "400", "≤ 500", "met"],
        ["10,000 simulated runs, p95 of calculators, ms", "850", "≤ 500", "missed"],
    ]


def test_exploring_has_its_tables_between_typing_and_the_goals() -> None:
    page = SIMULATIONS[1].page.name
    measured = Measured(
        typing={1: {"a": [1.0]}},
        tools={"a": ToolTimes([1.0], {"simulation": [2.0]})},
        simulations={page: SimulationTimes([900.0], [300.0])},
        simulated={page: Sizes(1, 1, 1)},
    )
    assert [one.title for one in tables(measured, SHOWN)] == [
        "Typed number to its result in the page, ms",
        "Tools of a calculator, as multiples of one call",
        "Navigation to 10,000 simulated runs",
        "Against the project's own goals",
    ]
