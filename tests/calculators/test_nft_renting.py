"""Renting out NFTs, by hand and by what empty days and falling values do."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.nft_renting import nft_rental
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(nft_rental)
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)
RENTAL: dict[str, Any] = {
    "purchase_price": 1_000.0,
    "daily_rent": 10.0,
    "occupancy": 0.4,
    "marketplace_fee": 0.25,
    "days": 730,
    "yearly_value_change": -0.5,
    "listing_cost": 20.0,
    "yearly_costs": 30.0,
    "hours": 10.0,
    "hourly_rate": 8.0,
    "worst_case_value_change": -0.9,
}


def test_two_years_by_hand() -> None:
    # 7,300 possible, 2,920 paid, 2,190 after the fee. A quarter of the value is left.
    result = nft_rental(**RENTAL)
    assert result.gross_rent == pytest.approx(2_920)
    assert result.vacancy_loss == pytest.approx(-4_380)
    assert result.net_rent == pytest.approx(2_190)
    assert result.value_change == pytest.approx(-750)
    assert result.net_result == pytest.approx(2_190 - 750 - 20 - 60 - 80)
    assert result.worst_case_result == pytest.approx(-900 - 160)
    assert result.gross_yield == pytest.approx(1.46)
    assert result.net_yield == pytest.approx((2_190 - 60) / 1_000 / 2)
    assert result.real_yield == pytest.approx(1_280 / 1_000 / 2)
    assert result.break_even_occupancy == pytest.approx(910 / (7_300 * 0.75))


def test_an_empty_year_earns_no_rent_and_still_loses_value() -> None:
    result = nft_rental(**RENTAL | {"occupancy": 0.0})
    assert result.net_rent == result.gross_yield == 0
    assert result.net_result == pytest.approx(-750 - 160)


def test_no_occupancy_makes_up_for_a_fall_larger_than_all_rent() -> None:
    assert nft_rental(**RENTAL | {"daily_rent": 0.1}).break_even_occupancy is None
    assert nft_rental(**RENTAL | {"marketplace_fee": 1.0}).break_even_occupancy is None


def test_a_rising_value_breaks_even_without_a_renter() -> None:
    assert nft_rental(**RENTAL | {"yearly_value_change": 1.0}).break_even_occupancy == 0


def test_losing_everything_is_possible() -> None:
    result = nft_rental(**RENTAL | {"worst_case_value_change": -1.0})
    assert result.worst_case_result == pytest.approx(-1_160)
    assert result.by_day[0].worst_case_result == -20


def test_the_bad_case_is_never_better_than_what_is_expected() -> None:
    result = nft_rental(**RENTAL | {"occupancy": 0.0, "worst_case_value_change": -0.1})
    assert result.worst_case_result == pytest.approx(result.net_result)


@given(some_inputs)
def test_the_result_is_the_sum_of_its_parts(inputs: dict[str, Any]) -> None:
    result = nft_rental(**inputs)
    costs = (
        inputs["listing_cost"]
        + inputs["yearly_costs"] * inputs["days"] / 365
        + inputs["hours"] * inputs["hourly_rate"]
    )
    assert result.net_result == pytest.approx(
        result.net_rent + result.value_change - costs,
        rel=1e-9,
        abs=1e-9 * (inputs["purchase_price"] + result.gross_rent + costs),
    )


@given(some_inputs)
def test_paid_and_missing_rent_are_all_that_was_possible(inputs: dict[str, Any]) -> None:
    result = nft_rental(**inputs)
    possible = inputs["daily_rent"] * inputs["days"]
    assert result.gross_rent - result.vacancy_loss == pytest.approx(possible)
    assert result.vacancy_loss <= 0
    assert result.net_rent <= result.gross_rent


@given(some_inputs)
def test_the_table_ends_with_the_result(inputs: dict[str, Any]) -> None:
    result = nft_rental(**inputs)
    last = result.by_day[-1]
    assert last.day == inputs["days"]
    assert last.result == result.net_result
    assert last.worst_case_result == result.worst_case_result
    assert len(result.by_day) <= 26
    assert all(one.net_rent <= two.net_rent for one, two in pairwise(result.by_day))


@given(some_inputs)
def test_the_bad_case_is_below_the_result_on_every_day(inputs: dict[str, Any]) -> None:
    size = inputs["purchase_price"] * 1e-9
    for row in nft_rental(**inputs).by_day:
        assert row.worst_case_result <= row.result + size * (1 + row.value)


@given(some_inputs, shares, shares)
def test_more_rented_days_never_earn_less(inputs: dict[str, Any], one: float, other: float) -> None:
    few, many = sorted((one, other))
    assert (
        nft_rental(**inputs | {"occupancy": few}).net_result
        <= nft_rental(**inputs | {"occupancy": many}).net_result
    )


@given(some_inputs)
def test_the_occupancy_to_break_even_breaks_even(inputs: dict[str, Any]) -> None:
    result = nft_rental(**inputs)
    occupancy = result.break_even_occupancy
    if occupancy is None or occupancy == 0:
        return
    assert occupancy <= 1
    size = inputs["purchase_price"] + inputs["daily_rent"] * inputs["days"]
    even = nft_rental(**inputs | {"occupancy": occupancy}).net_result
    assert even == pytest.approx(0, abs=1e-9 * (1 + size))
