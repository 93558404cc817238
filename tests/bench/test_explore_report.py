"""From times of tools and simulations to tables."""

from bench.compression import Sizes
from bench.explore_report import monte_carlo_table, tools_table
from bench.explore_tools import ToolTimes
from bench.monte_carlo import SIMULATIONS, SimulationTimes

QUICK = ToolTimes(calls=[1.0, 2.0, 3.0], tools={"goal": [20.0, 20.0, 90.0], "map": [50.0]})
SLOW = ToolTimes(calls=[10.0, 10.0, 10.0], tools={"goal": [400.0, 300.0, 200.0]})

SIZES = Sizes(raw=20_000_000, gzip=9_000_000, brotli=7_000_000)


def test_a_tool_is_counted_in_calls_of_the_same_calculator() -> None:
    table = tools_table({"quick": QUICK, "slow": SLOW})
    assert [list(row) for row in table.rows] == [
        ["goal", "20.0", "30.0", "slow", "160.0", "286.0"],
        ["map", "25.0", "25.0", "quick", "50.0", "50.0"],
    ]


def test_the_table_says_how_often_it_was_measured_and_what_a_call_took() -> None:
    first, second, _ = tools_table({"quick": QUICK, "slow": SLOW}).notes
    assert "2 calculators" in first
    assert "n = 3, single calls n = 3" in first
    assert "2.0 to 10.0 ms, at the median 6.0" in second


def test_a_simulation_is_a_ratio_to_numpys_page_of_the_same_calculator() -> None:
    numpy, site, *_ = (one.page.name for one in SIMULATIONS)
    times = {
        numpy: SimulationTimes([4000.0, 5000.0, 9000.0], [9.0, 7.0, 8.0]),
        site: SimulationTimes([1000.0, 1500.0, 900.0], [400.0, 300.0, 500.0]),
    }
    rows = monte_carlo_table(times, {numpy: SIZES, site: SIZES}).rows
    assert list(rows[0][1:]) == ["1.00", "5000", "8.0", "20,000", "9,000", "7,000"]
    assert list(rows[1][1:4]) == ["0.20", "1000", "400.0"]


def test_a_page_that_is_not_installed_says_so_and_ours_are_told_all_the_same() -> None:
    _, site, *_ = (one.page.name for one in SIMULATIONS)
    rows = monte_carlo_table({site: SimulationTimes([900.0], [300.0])}, {site: SIZES}).rows
    assert rows[0][1].startswith("not installed: ")
    assert list(rows[1][1:4]) == ["–", "900", "300.0"]


def test_what_was_not_measured_has_neither_rows_nor_notes() -> None:
    for table in (tools_table({}), monte_carlo_table({}, {})):
        assert not table.rows
        assert not table.notes
