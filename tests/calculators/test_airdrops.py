"""Airdrops, by hand and by what must hold for any points programme."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.airdrops import airdrop_value
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(airdrop_value)
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)
PROGRAMME: dict[str, Any] = {
    "points": 100.0,
    "total_points": 1_000.0,
    "points_growth": 1.0,
    "airdrop_tokens": 8_000.0,
    "token_price": 2.0,
    "eligible_chance": 0.5,
    "released_at_claim": 0.25,
    "cliff_months": 1,
    "vesting_months": 2,
    "monthly_price_change": -0.5,
    "fees_paid": 10.0,
    "hours": 4.0,
    "hourly_rate": 5.0,
    "capital": 1_200.0,
    "months_in": 6,
    "opportunity_apr": 0.05,
}


def test_a_programme_by_hand() -> None:
    # A twentieth of 8,000 is 400 tokens: 100 at the claim, 150 in each of months 2 and 3.
    # At 2, 0.50 and 0.25 they bring 200 + 75 + 37.50.
    result = airdrop_value(**PROGRAMME)
    assert result.tokens == pytest.approx(400)
    assert [row.tokens for row in result.by_month] == pytest.approx([100, 0, 150, 150])
    assert [row.token_price for row in result.by_month] == pytest.approx([2, 1, 0.5, 0.25])
    assert result.value_when_released == pytest.approx(312.5)
    assert result.nominal_value == pytest.approx(1_600)
    assert result.capital_cost == pytest.approx(30)
    assert result.total_cost == pytest.approx(60)
    assert result.expected_result == pytest.approx(156.25 - 60)
    assert result.worst_case_result == pytest.approx(-60)
    assert result.result_per_hour == pytest.approx((156.25 - 40) / 4)
    assert result.break_even_price == pytest.approx(2 * 60 / 156.25)


def test_points_without_a_price_are_worth_nothing() -> None:
    result = airdrop_value(token_price=0.0)
    assert result.nominal_value == result.value_when_released == 0
    assert result.expected_result == result.worst_case_result


def test_nobody_gets_more_than_the_whole_airdrop() -> None:
    result = airdrop_value(points=1e6, total_points=10.0, points_growth=0.0)
    assert result.share_of_airdrop == 1
    assert result.tokens == 50_000_000


@pytest.mark.parametrize("change", [{"points": 0.0}, {"eligible_chance": 0.0}])
def test_without_a_token_no_price_breaks_even(change: dict[str, float]) -> None:
    assert airdrop_value(**PROGRAMME | change).break_even_price is None


def test_what_cost_nothing_breaks_even_at_any_price() -> None:
    free = {"fees_paid": 0.0, "hours": 0.0, "capital": 0.0}
    result = airdrop_value(**PROGRAMME | free)
    assert result.break_even_price == 0
    assert result.result_per_hour is None
    assert math.copysign(1, result.worst_case_result) == 1


def test_without_vesting_the_rest_comes_at_the_end_of_the_cliff() -> None:
    result = airdrop_value(**PROGRAMME | {"vesting_months": 0, "cliff_months": 2})
    assert [row.tokens for row in result.by_month] == pytest.approx([100, 0, 300])


@given(some_inputs)
def test_what_is_released_adds_up_to_the_tokens(inputs: dict[str, Any]) -> None:
    result = airdrop_value(**inputs)
    rows = result.by_month
    assert len(rows) == inputs["cliff_months"] + inputs["vesting_months"] + 1
    assert math.fsum(row.tokens for row in rows) == pytest.approx(
        result.tokens, rel=1e-9, abs=1e-300
    )
    assert rows[-1].total_so_far == result.value_when_released
    assert all(one.total_so_far <= two.total_so_far for one, two in pairwise(rows))


@given(some_inputs)
def test_a_falling_price_never_beats_the_first(inputs: dict[str, Any]) -> None:
    inputs = inputs | {"monthly_price_change": -abs(inputs["monthly_price_change"])}
    result = airdrop_value(**inputs)
    assert result.value_when_released <= result.nominal_value * (1 + 1e-9)
    for row in result.by_month:
        assert row.total_so_far <= row.total_at_first_price * (1 + 1e-9)


@given(some_inputs)
def test_the_expected_result_is_never_worse_than_nothing_for_you(inputs: dict[str, Any]) -> None:
    result = airdrop_value(**inputs)
    assert result.worst_case_result == -result.total_cost
    assert result.expected_result >= result.worst_case_result


@given(some_inputs, shares, shares)
def test_a_smaller_chance_never_pays_more(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (
        airdrop_value(**inputs | {"eligible_chance": low}).expected_result
        <= airdrop_value(**inputs | {"eligible_chance": high}).expected_result
    )


@given(some_inputs)
def test_the_price_to_break_even_breaks_even(inputs: dict[str, Any]) -> None:
    price = airdrop_value(**inputs).break_even_price
    if price is None or price > 1e9:
        return
    result = airdrop_value(**inputs | {"token_price": price})
    assert result.expected_result == pytest.approx(0, abs=1e-6 * (1e-6 + result.total_cost))
