"""Roots between two points, held to SciPy, and what is narrowed down where there is no root."""

import math
from collections.abc import Callable, Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from livecalc.interface.call import Json
from livecalc.interface.explore.roots import Bracket, narrow, turn
from livecalc.interface.steps import finish

type Function = Callable[[float], float | None]


class Asked:
    """A function that counts how often it is asked."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self.times = 0

    def __call__(self, x: float) -> Generator[Json, None, float | None]:
        self.times += 1
        yield {}
        return self._function(x)


def between(function: Callable[[float], float], low: float, high: float) -> Bracket:
    return Bracket(low, function(low), high, function(high))


SMOOTH: list[tuple[Callable[[float], float], float, float]] = [
    (lambda x: x**3 - 2 * x - 5, 2, 3),
    (lambda x: math.cos(x) - x, 0, 1),
    (lambda x: math.exp(x) - 2, -5, 5),
    (lambda x: 1 / x - 3, 1e-3, 1e3),
    (lambda x: (x - 1) ** 9, 0, 3.3),
    (lambda x: math.tanh(50 * (x - 0.7)), 0, 1),
    (lambda x: 1e12 * x - 1, 0, 1e6),
]


@pytest.mark.parametrize(("function", "low", "high"), SMOOTH)
def test_a_root_is_the_one_that_scipy_finds(
    function: Callable[[float], float], low: float, high: float
) -> None:
    asked = Asked(function)
    found = finish(narrow(between(function, low, high), asked))
    expected = brentq(function, low, high, xtol=1e-300, rtol=1e-15, maxiter=1000)
    # A root of the ninth order is flat: nine digits of the value are one of the place.
    assert found.best == pytest.approx(expected, rel=1e-9) or function(found.best) == 0
    assert abs(found.best_value) <= abs(function(expected)) + 1e-12
    assert asked.times < 110


@given(
    root=st.floats(-1e6, 1e6),
    steep=st.floats(1e-3, 1e3),
    width=st.floats(1e-3, 1e6),
    cubic=st.booleans(),
)
def test_a_single_root_is_found_wherever_it_lies(
    root: float, steep: float, width: float, cubic: bool
) -> None:
    def function(x: float) -> float:
        return steep * (x - root) ** 3 + (x - root) if cubic else steep * (x - root)

    bracket = between(function, root - width, root + width / 3)
    found = finish(narrow(bracket, Asked(function)))
    assert found.best == pytest.approx(root, rel=1e-14, abs=1e-12)


@given(place=st.floats(-1e3, 1e3), left=st.floats(0.1, 9), right=st.floats(0.1, 9))
def test_a_jump_over_zero_is_narrowed_down_to_neighbouring_numbers(
    place: float, left: float, right: float
) -> None:
    def function(x: float) -> float:
        return -left if x < place else right

    found = finish(narrow(between(function, place - 5, place + 7), Asked(function)))
    assert found.low < place <= found.high
    assert (found.low_value, found.high_value) == (-left, right)
    assert found.high - found.low <= max(2 * math.ulp(place), 1e-16)


@given(place=st.integers(-1000, 1000), below=st.integers(1, 10**6), above=st.integers(1, 10**6))
def test_whole_numbers_are_narrowed_down_to_two_neighbours(
    place: int, below: int, above: int
) -> None:
    def function(x: float) -> float:
        assert x == int(x)
        return x - place - 0.5

    bracket = between(function, place - below, place + above)
    found = finish(narrow(bracket, Asked(function), whole=True))
    assert (found.low, found.high) == (place, place + 1)


def test_narrowing_ends_where_the_function_has_no_value() -> None:
    def function(x: float) -> float | None:
        return None if 0.4 < x < 0.6 else x - 0.5

    found = finish(narrow(Bracket(0, -0.5, 1, 0.5), Asked(function)))
    assert found.low <= 0.4
    assert found.high >= 0.6


def test_a_dip_is_followed_to_its_lowest_point() -> None:
    asked = Asked(lambda x: (x - 0.3) ** 2 + 1)
    assert finish(turn(0, 0.5, 1, asked)) == pytest.approx(0.3, abs=1e-6)


def test_a_dip_that_crosses_zero_ends_where_the_sign_has_changed() -> None:
    place = finish(turn(0, 0.5, 1, Asked(lambda x: (x - 0.3) ** 2 - 1e-4)))
    assert abs(place - 0.3) < 0.01


def test_a_peak_below_zero_is_a_dip_as_well() -> None:
    asked = Asked(lambda x: -((x - 0.6) ** 2) - 2)
    assert finish(turn(0, 0.5, 1, asked)) == pytest.approx(0.6, abs=1e-6)
