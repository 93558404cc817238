"""Values to look at: round, in range, fine near the present value."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from livecalc.interface.explore.grid import as_input, bounds, plausible_range, spread
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import InputSpec
from livecalc.interface.units import COUNT, USD

INPUTS = [
    one
    for spec in find_calculators("calculators").values()
    for one in spec.inputs
    if one.kind in ("float", "int")
]

PRICE = InputSpec("price", "float", USD, 5.0, 0.0, 1e12, None)


@given(one=st.sampled_from(INPUTS), share=st.floats(0, 1), count=st.integers(2, 200))
def test_values_rise_inside_the_range_and_reach_both_ends(
    one: InputSpec, share: float, count: int
) -> None:
    low, high = bounds(one)
    values = spread(one, low, high, count, low + share * (high - low))
    assert (values[0], values[-1]) == (low, high)
    assert all(before < after for before, after in pairwise(values))
    assert len(values) <= max(count, 2)
    assert one.kind == "float" or all(value == int(value) for value in values)


@given(one=st.sampled_from(INPUTS), share=st.floats(0, 1))
def test_the_plausible_range_holds_the_present_value_and_keeps_to_the_bounds(
    one: InputSpec, share: float
) -> None:
    low, high = bounds(one)
    value = low + share * (high - low)
    least, most = plausible_range(one, value)
    assert low <= least < most <= high
    assert least <= value <= most


def test_a_range_over_decades_is_looked_at_in_ratios_on_both_sides_of_zero() -> None:
    wide = InputSpec("change", "float", USD, 5.0, -1e12, 1e12, None)
    values = spread(wide, -1e12, 1e12, 201, 5.0)
    assert sum(1 < one < 25 for one in values) >= 10
    assert sum(-25 < one < -1 for one in values) >= 10


def test_a_narrow_range_is_looked_at_in_equal_steps() -> None:
    assert spread(PRICE, 4, 6, 5, 5.0) == [4, 4.5, 5, 5.5, 6]


def test_values_between_the_ends_have_six_digits() -> None:
    values = spread(PRICE, 0, 1e12, 100, 5.0)
    assert all(one == float(f"{one:.6g}") for one in values)


def test_each_whole_number_of_a_short_range_is_looked_at() -> None:
    copies = InputSpec("copies", "int", COUNT, 3, 1.0, 1e6, None)
    assert spread(copies, 2, 7, 100, 3) == [2, 3, 4, 5, 6, 7]


def test_a_whole_number_reaches_the_calculator_as_one() -> None:
    copies = InputSpec("copies", "int", COUNT, 3, 1.0, 1e6, None)
    assert type(as_input(copies, 3.0)) is int
    assert type(as_input(PRICE, 3.0)) is float
