"""Rates, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.rates import FREQUENCIES, apr_apy, real_yield
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

CONVERSION = read_spec(apr_apy)
REAL_YIELD = read_spec(real_yield)
some_conversions = in_range_inputs(CONVERSION)
some_yields = in_range_inputs(REAL_YIELD)
periods = st.integers(1, 31_536_000)


def test_two_half_years_earn_on_each_other() -> None:
    # 1,000 × 1.05 × 1.05 = 1,102.50
    result = apr_apy(rate=0.10, periods=2, cost_per_compounding=0)
    assert result.apy == pytest.approx(0.1025)
    assert result.interest == pytest.approx(102.5)
    assert result.gain_from_compounding == pytest.approx(2.5)


def test_fees_are_paid_out_of_what_compounds() -> None:
    # 1,000 → 1,050 − 10 = 1,040 → 1,092 − 10 = 1,082.
    result = apr_apy(rate=0.10, periods=2, cost_per_compounding=10)
    assert result.interest == pytest.approx(82)
    assert result.net_apy == pytest.approx(0.082)
    assert result.gain_from_compounding == pytest.approx(82 - 100)


def test_daily_fees_make_daily_compounding_a_loss() -> None:
    result = apr_apy(rate=0.05, periods=365, deposit=1_000, cost_per_compounding=1)
    assert result.interest < 0 < result.apy


def test_fees_cannot_take_more_than_the_deposit() -> None:
    result = apr_apy(rate=0.05, periods=365, deposit=100, cost_per_compounding=10)
    assert result.net_apy == -1
    assert result.interest == result.worst_case_interest == -100


def test_half_the_rate_pays_less_than_half_the_interest_after_fees() -> None:
    result = apr_apy(rate=0.10, periods=2, cost_per_compounding=10, worst_case_rate_change=-0.5)
    # 1,000 → 1,025 − 10 = 1,015 → 1,040.375 − 10.
    assert result.worst_case_interest == pytest.approx(30.375)


def test_a_loss_gets_worse_in_the_bad_case() -> None:
    result = apr_apy(rate=-0.10, periods=1, cost_per_compounding=0, worst_case_rate_change=-0.5)
    assert result.worst_case_interest == pytest.approx(-150)


def test_an_apy_of_a_weekly_rate_is_not_compounded_daily_on_top() -> None:
    # 1 % a week is 67.77 % a year; adding daily compounding would make it 96.5 %.
    result = apr_apy(rate=0.52, periods=52, cost_per_compounding=0)
    assert result.apy == pytest.approx(1.01**52 - 1)
    back = apr_apy(direction="APY to APR", rate=result.apy, periods=52)
    assert back.apr == pytest.approx(0.52)


def test_a_rate_that_takes_all_in_one_period_leaves_nothing_to_lose_later() -> None:
    result = apr_apy(direction="APY to APR", rate=-0.99, periods=365, cost_per_compounding=0)
    yearly = result.by_frequency[0]
    assert result.apr < -1
    assert yearly.apy == -1


@given(rate=st.floats(-0.9, 10), n=periods)
def test_the_two_directions_undo_each_other(rate: float, n: int) -> None:
    apy = apr_apy(rate=rate, periods=n).apy
    # An APY beyond the range cannot be typed in.
    if apy <= 10:
        back = apr_apy(direction="APY to APR", rate=apy, periods=n)
        assert back.apr == pytest.approx(rate, rel=1e-9, abs=1e-12)


@given(rate=st.floats(1e-300, 1e-6), n=periods)
def test_a_tiny_rate_is_not_lost_to_rounding(rate: float, n: int) -> None:
    assert apr_apy(rate=rate, periods=n).apy == pytest.approx(rate, rel=1e-6, abs=0)


@given(rate=st.floats(1e-300, 10), n=periods)
def test_compounding_adds_at_most_what_continuous_compounding_adds(rate: float, n: int) -> None:
    result = apr_apy(rate=rate, periods=n)
    assert rate <= result.apy * (1 + 1e-12)
    assert result.apy <= result.apy_if_continuous * (1 + 1e-9)
    assert math.expm1(result.continuous_rate) == pytest.approx(result.apy)


@given(some_conversions)
def test_the_parts_of_a_conversion_agree(inputs: dict[str, Any]) -> None:
    result = apr_apy(**inputs)
    assert result.interest == pytest.approx(inputs["deposit"] * result.net_apy)
    assert result.net_apy <= result.apy + 1e-9
    assert result.worst_case_interest <= result.interest + 1e-9 * abs(result.interest) + 1e-9
    assert [row.periods for row in result.by_frequency] == list(FREQUENCIES)


def test_dilution_is_divided_out_and_not_subtracted() -> None:
    # A share of 1 % of 100 becomes 1.25 of 125.
    assert real_yield(nominal_apy=0.25, fee=0, issuance=0.25).real_yield == 0
    assert real_yield(nominal_apy=0.5, fee=0, issuance=0.25).real_yield == pytest.approx(0.2)


def test_three_years_by_hand() -> None:
    result = real_yield(
        amount=1_000,
        nominal_apy=0.25,
        fee=0.2,
        issuance=0.1,
        yearly_price_change=-0.5,
        consumer_price_inflation=0,
        years=3,
        worst_case_price_change=-0.9,
    )
    # Each year 1.2 times the tokens at half the price.
    assert [row.value for row in result.by_year] == pytest.approx([1_000, 600, 360, 216])
    assert result.gain == pytest.approx(-784)
    assert [row.holding_value for row in result.by_year] == pytest.approx([1_000, 500, 250, 125])
    # 1.728 times the tokens at a tenth of the price.
    assert result.worst_case_gain == pytest.approx(172.8 - 1_000)
    assert result.by_year[3].share_of_supply == pytest.approx((1.2 / 1.1) ** 3 - 1)


def test_a_yield_of_seventeen_percent_is_not_shown_where_dilution_takes_it() -> None:
    result = real_yield(nominal_apy=0.17, fee=0, issuance=0.17)
    assert result.real_yield == 0
    assert result.dilution_without_yield == pytest.approx(1 / 1.17 - 1)


@given(some_yields)
def test_the_break_even_price_change_just_cancels_the_yield(inputs: dict[str, Any]) -> None:
    result = real_yield(**inputs)
    assert -1 < result.break_even_price_change <= 0
    assert (1 + result.net_apy) * (1 + result.break_even_price_change) == pytest.approx(1)


@given(some_yields)
def test_the_rows_lead_to_the_headline_numbers(inputs: dict[str, Any]) -> None:
    result = real_yield(**inputs)
    first, last = result.by_year[0], result.by_year[-1]
    assert len(result.by_year) == inputs["years"] + 1
    assert first.value == first.worst_case_value == inputs["amount"]
    assert last.value == result.end_value
    assert last.value - inputs["amount"] == result.gain
    assert result.by_year[1].share_of_supply == pytest.approx(result.real_yield, abs=1e-12)


@given(some_yields)
def test_a_fee_never_adds_to_the_yield(inputs: dict[str, Any]) -> None:
    assert real_yield(**inputs).real_yield <= real_yield(**inputs | {"fee": 0.0}).real_yield + 1e-12


@given(rate=st.floats(0, 10))
def test_a_yield_equal_to_issuance_grows_no_share(rate: float) -> None:
    assert real_yield(nominal_apy=rate, fee=0, issuance=rate).real_yield == 0
