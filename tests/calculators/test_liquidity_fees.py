"""Fees against volatility drag, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.liquidity import impermanent_loss
from calculators.liquidity_fees import VOLATILITIES, lp_break_even
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(lp_break_even)
some_inputs = in_range_inputs(SPEC)
BY_HAND: dict[str, Any] = {
    "pool_value": 1_000_000.0,
    "daily_volume": 100_000.0,
    "provider_fee": 0.002,
    "volatility": 0.4,
    "position_value": 1_000.0,
    "days": 73,
    "transaction_fees": 2.0,
}


def test_a_pool_by_hand() -> None:
    # A tenth a day at 0.2 % is 7.3 % a year; 0.16 ÷ 8 is 2 %.
    result = lp_break_even(**BY_HAND)
    assert result.fee_apr == pytest.approx(0.073)
    assert result.volatility_drag == pytest.approx(-0.02)
    assert result.net_apr == pytest.approx(0.053)
    assert result.fees_earned == pytest.approx(14.6)
    assert result.expected_loss == pytest.approx(1_000 * (math.exp(-0.004) - 1))
    assert result.net_result == pytest.approx(14.6 - 2 + result.expected_loss)
    assert result.break_even_volatility == pytest.approx(math.sqrt(8 * 0.073))
    assert result.break_even_turnover == pytest.approx(0.02 / 0.002 / 365)
    assert result.days_to_cover_costs == pytest.approx(2 / 53 * 365)


def test_the_bad_case_has_its_own_volume_and_volatility() -> None:
    result = lp_break_even(
        **BY_HAND | {"worst_case_volatility": 0.8, "worst_case_volume_change": -0.5}
    )
    same = lp_break_even(**BY_HAND | {"volatility": 0.8, "daily_volume": 50_000.0})
    assert result.worst_case_result == pytest.approx(same.net_result)


@given(volatility=st.floats(0.1, 1.5), steps=st.integers(1, 50))
def test_the_expected_loss_is_that_of_the_full_range_over_a_random_walk(
    volatility: float, steps: int
) -> None:
    # A binomial walk of the price without a trend, with the loss weighted by the value held.
    up = math.exp(volatility / math.sqrt(steps))
    chance = (1 - 1 / up) / (up - 1 / up)
    expected = math.fsum(
        math.comb(steps, rises)
        * chance**rises
        * (1 - chance) ** (steps - rises)
        * loss_in_money(up ** (2 * rises - steps))
        for rises in range(steps + 1)
    )
    result = lp_break_even(volatility=volatility, days=365, position_value=1)
    assert result.expected_loss == pytest.approx(expected, rel=0.05 + 0.5 / steps)


def loss_in_money(ratio: float) -> float:
    result = impermanent_loss(deposit_value=1, first_start_price=1, first_end_price=ratio)
    return result.loss_in_money


@given(some_inputs)
def test_at_the_break_even_volatility_drag_eats_all_fees(inputs: dict[str, Any]) -> None:
    found = lp_break_even(**inputs).break_even_volatility
    if found <= 5:
        result = lp_break_even(**inputs | {"volatility": found})
        assert result.net_apr == pytest.approx(0, abs=1e-9 * max(result.fee_apr, 1e-300))


@given(some_inputs)
def test_at_the_break_even_turnover_fees_pay_the_drag(inputs: dict[str, Any]) -> None:
    found = lp_break_even(**inputs).break_even_turnover
    if found is None:
        assert inputs["provider_fee"] < 1e-8
    elif found * inputs["pool_value"] <= 1e12:
        volume = found * inputs["pool_value"]
        result = lp_break_even(**inputs | {"daily_volume": volume})
        assert result.net_apr == pytest.approx(0, abs=1e-9 * max(result.fee_apr, 1e-300))


@given(some_inputs)
def test_no_more_than_the_position_and_the_costs_can_be_lost(inputs: dict[str, Any]) -> None:
    result = lp_break_even(**inputs)
    most = inputs["position_value"] + inputs["transaction_fees"]
    assert -most * (1 + 1e-12) <= result.net_result
    assert -most * (1 + 1e-12) <= result.worst_case_result
    assert -inputs["position_value"] <= result.expected_loss <= 0
    assert result.volatility_drag <= 0


@given(some_inputs)
def test_concentration_multiplies_fees_and_drag_alike(inputs: dict[str, Any]) -> None:
    inputs |= {"concentration": 1.0, "pool_concentration": 1.0}
    plain = lp_break_even(**inputs)
    tight = lp_break_even(**inputs | {"concentration": 10.0})
    assert tight.fee_apr == pytest.approx(10 * plain.fee_apr)
    assert tight.volatility_drag == pytest.approx(10 * plain.volatility_drag)
    assert tight.break_even_volatility == plain.break_even_volatility


def test_days_to_cover_the_costs_do_not_exist_when_nothing_is_left() -> None:
    assert lp_break_even(**BY_HAND | {"volatility": 2.0}).days_to_cover_costs is None
    assert lp_break_even(**BY_HAND | {"transaction_fees": 0.0}).days_to_cover_costs == 0


def test_the_time_unit_of_the_volatility_is_a_year() -> None:
    # Taking 5 % a day for 5 % a year would show a drag of nearly nothing.
    result = lp_break_even(volatility=0.05 * math.sqrt(365))
    assert result.volatility_drag == pytest.approx(-0.1140625)


def test_the_table_falls_with_volatility() -> None:
    result = lp_break_even(**BY_HAND)
    assert [row.volatility for row in result.by_volatility] == list(VOLATILITIES)
    nets = [row.net_apr for row in result.by_volatility]
    assert nets == sorted(nets, reverse=True)
    assert nets[0] == result.fee_apr
    assert result.by_volatility[4].net_apr == pytest.approx(result.net_apr)
