"""Few numbers that stand for many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.summary import Summary, quantile

TIMES = st.lists(st.floats(0, 1e6), min_size=1)


def test_the_median_ignores_one_bad_visit() -> None:
    assert Summary.of([5.0, 1.0, 3.0, 4.0, 900.0]) == Summary(4.0, 3.0, 5.0, 5)


def test_one_measurement_is_its_own_summary() -> None:
    assert Summary.of([7.0]) == Summary(7.0, 7.0, 7.0, 1)


@pytest.mark.parametrize(("share", "value"), [(0, 10), (0.5, 20), (0.95, 29), (1, 30)])
def test_a_quantile_lies_between_its_neighbours_in_proportion(share: float, value: float) -> None:
    assert quantile([30.0, 10.0, 20.0], share) == pytest.approx(value)


@given(TIMES)
def test_the_middle_half_holds_the_median_and_stays_within_what_was_measured(
    times: list[float],
) -> None:
    summary = Summary.of(times)
    assert min(times) <= summary.low <= summary.median <= summary.high <= max(times)
