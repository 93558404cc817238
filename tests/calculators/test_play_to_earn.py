"""Play to earn, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.play_to_earn import play_to_earn
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(play_to_earn)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "tokens_per_day": 10.0,
    "hours_per_day": 2.0,
    "token_price": 1.0,
    "daily_price_change": 0.0,
    "days": 10,
    "own_share": 1.0,
    "selling_fee": 0.0,
    "asset_cost": 0.0,
    "asset_resale_share": 0.0,
    "power": 0.0,
    "worst_case_price_change": -1.0,
}


def test_without_costs_or_fall_pay_is_as_advertised() -> None:
    result = play_to_earn(**PLAIN)
    assert result.hourly_pay == result.hourly_pay_today == pytest.approx(5)
    assert result.result == pytest.approx(100)


def test_a_price_that_halves_every_day_by_hand() -> None:
    # 10 + 5 + 2.5
    result = play_to_earn(**PLAIN | {"daily_price_change": -0.5, "days": 3})
    assert result.earned == pytest.approx(17.5)
    assert result.earned_at_today_price == pytest.approx(30)
    assert result.hourly_pay == pytest.approx(17.5 / 6)
    assert result.hourly_pay_today == pytest.approx(5)


def test_assets_power_and_a_lender_come_off() -> None:
    # 100 earned, half for the lender; 60 lost on the assets; 1 kW for 20 hours at $0.50.
    result = play_to_earn(
        **PLAIN
        | {
            "own_share": 0.5,
            "asset_cost": 80.0,
            "asset_resale_share": 0.25,
            "power": 1_000.0,
            "electricity_price": 0.5,
        }
    )
    assert result.result == pytest.approx(50 - 60 - 10)
    assert result.asset_cost_per_hour == pytest.approx(3)
    assert result.hourly_pay == pytest.approx(-1)


def test_payback_counts_the_fall_of_the_token() -> None:
    # At today's price four days repay 40; with the price halving, never more than 20 comes in.
    assert play_to_earn(**PLAIN | {"asset_cost": 40.0}).payback_days == 4
    falling = PLAIN | {"daily_price_change": -0.5, "days": 365}
    assert play_to_earn(**falling | {"asset_cost": 40.0}).payback_days is None
    assert play_to_earn(**falling | {"asset_cost": 15.0}).payback_days == 2


def test_lent_assets_are_paid_back_at_once() -> None:
    assert play_to_earn(**PLAIN).payback_days == 0


@given(some_inputs)
def test_a_falling_price_never_pays_more_than_the_advert(inputs: dict[str, Any]) -> None:
    result = play_to_earn(**inputs | {"daily_price_change": -abs(inputs["daily_price_change"])})
    assert result.earned <= result.earned_at_today_price * (1 + 1e-12)
    assert result.hourly_pay <= result.hourly_pay_today * (1 + 1e-9) + 1e-9


@given(change=st.floats(-0.99, 0.05), days=st.integers(1, 365))
def test_the_sum_is_that_of_all_days(change: float, days: int) -> None:
    result = play_to_earn(**PLAIN | {"daily_price_change": change, "days": days})
    summed = math.fsum(10 * (1 + change) ** day for day in range(days))
    assert result.earned == pytest.approx(summed, rel=1e-9)


@given(change=st.floats(1e-300, 1e-12))
def test_a_tiny_fall_is_not_lost_to_rounding(change: float) -> None:
    result = play_to_earn(**PLAIN | {"daily_price_change": -change})
    assert result.earned == pytest.approx(100, rel=1e-9)


@given(some_inputs)
def test_the_table_runs_from_the_purchase_to_the_result(inputs: dict[str, Any]) -> None:
    result = play_to_earn(**inputs)
    rows = result.by_day
    assert rows[0].day == 0
    assert rows[0].earned == 0
    assert rows[0].result_if_stopped == pytest.approx(result.asset_loss)
    assert rows[-1].day == inputs["days"]
    assert len(rows) <= 53
    assert [row.day for row in rows] == sorted({row.day for row in rows})
    assert rows[-1].result_if_stopped == result.result
    assert rows[-1].worst_case_result == result.worst_case_result


@given(some_inputs)
def test_the_parts_add_up_to_the_result(inputs: dict[str, Any]) -> None:
    result = play_to_earn(**inputs)
    hours = inputs["hours_per_day"] * inputs["days"]
    power = inputs["power"] / 1_000 * hours * inputs["electricity_price"]
    scale = 1e-9 * (abs(result.earned) + inputs["asset_cost"] + power) + 1e-9
    assert result.result == pytest.approx(result.earned - power + result.asset_loss, abs=scale)
    assert result.hourly_pay == pytest.approx(result.result / hours, abs=scale)
    other = inputs["other_hourly_pay"] * hours
    assert result.gain_against_other_work == pytest.approx(result.result - other, abs=scale)


@given(some_inputs)
def test_nothing_is_worse_than_the_bad_case(inputs: dict[str, Any]) -> None:
    result = play_to_earn(**inputs)
    assert result.worst_case_result <= result.result + 1e-9 * abs(result.earned) + 1e-9
