"""Devices for networks, by hand and by what must hold for any device."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.hardware import CashCurve, FloorAboveCapError, depin_payback
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(depin_payback)
some_inputs = in_range_inputs(SPEC, floor_per_unit=st.floats(0, 5), cap_per_unit=st.floats(5, 1e12))
#: 365 a month for 730, without any cost.
STEADY: dict[str, Any] = {
    "units_per_day": 1.0,
    "tokens_per_unit": 1.0,
    "token_price": 12.0,
    "floor_per_unit": 0.0,
    "cap_per_unit": 1e12,
    "hardware_cost": 730.0,
    "power": 0.0,
    "monthly_decline": 0.0,
    "years": 1,
}


def test_a_steady_device_by_hand() -> None:
    result = depin_payback(**STEADY)
    assert result.payback == pytest.approx(2)
    assert result.income == pytest.approx(12 * 365)
    assert result.net_result == pytest.approx(12 * 365 - 730)
    assert result.break_even_units == pytest.approx(2 / 12)
    assert result.worst_case_result == pytest.approx(0.2 * 12 * 365 - 730)


def test_running_cost_by_hand() -> None:
    # 100 W all year are 876 kWh.
    result = depin_payback(
        **STEADY | {"power": 100.0, "electricity_price": 0.5, "yearly_fees": 62.0}
    )
    assert result.running_cost == pytest.approx(876 * 0.5 + 62)
    assert result.first_month_income == pytest.approx(365 - 500 / 12)


def test_thirty_gigabytes_at_the_floor_are_one_dollar_fifty() -> None:
    result = depin_payback(
        **STEADY | {"token_price": 0.0, "floor_per_unit": 0.05, "units_per_day": 30 * 12 / 365}
    )
    assert result.by_month[1].income == pytest.approx(1.50)


@pytest.mark.parametrize(("baseline", "pay"), [(0.02, 0.05), (0.05, 0.05), (0.2, 0.2), (2, 0.3)])
def test_pay_stays_between_floor_and_cap(baseline: float, pay: float) -> None:
    result = depin_payback(
        **STEADY | {"token_price": float(baseline), "floor_per_unit": 0.05, "cap_per_unit": 0.30}
    )
    assert result.earned_per_unit == pay


def test_a_floor_above_the_cap_is_explained() -> None:
    with pytest.raises(FloorAboveCapError, match=r"\$0.4.*\$0.3.*lower the floor"):
        depin_payback(floor_per_unit=0.4, cap_per_unit=0.3)


def test_payback_does_not_assume_that_todays_income_lasts() -> None:
    # 730 ÷ 365 = 2 months at today's income. Halving each month never brings back more than 730.
    result = depin_payback(**STEADY | {"monthly_decline": 0.5, "hardware_cost": 731.0})
    assert result.payback is None
    assert depin_payback(**STEADY | {"monthly_decline": 0.3}).payback == pytest.approx(
        2 + (730 - 365 - 365 * 0.7) / (365 * 0.49)
    )


def test_a_reward_that_ends_after_a_month_pays_once() -> None:
    result = depin_payback(**STEADY | {"monthly_decline": 1.0})
    assert result.income == pytest.approx(365)


def test_work_that_earns_nothing_never_breaks_even() -> None:
    result = depin_payback(**STEADY | {"token_price": 0.0})
    assert result.break_even_units is None
    assert result.payback is None


@pytest.mark.parametrize(
    ("totals", "payback"),
    [
        ([0.0, 1.0], 0.0),
        ([-10.0, -5.0, 5.0], 1.5),
        ([-10.0, 0.0, 5.0], 1.0),
        ([-10.0, 5.0, -1.0, 1.0], 2.5),
        ([-10.0, 5.0, -1.0], None),
        ([-10.0, -5.0], None),
    ],
)
def test_a_payback_is_for_good(totals: list[float], payback: float | None) -> None:
    assert CashCurve(totals).payback() == payback


def test_a_rounding_error_does_not_delay_the_payback() -> None:
    totals = [-1.0]
    for _ in range(10):
        totals.append(totals[-1] + 0.1)
    assert totals[-1] != 0
    assert CashCurve(totals).payback() == pytest.approx(10)


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = depin_payback(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(12 * inputs["years"] + 1))
    assert rows[-1].total_so_far == result.net_result
    assert rows[-1].worst_case_total == result.worst_case_result
    size = result.income + result.running_cost + inputs["hardware_cost"]
    assert result.net_result == pytest.approx(
        result.income - result.running_cost - inputs["hardware_cost"], abs=1e-12 * (1 + size)
    )


@given(some_inputs)
def test_the_bad_case_is_never_better(inputs: dict[str, Any]) -> None:
    result = depin_payback(**inputs)
    assert result.worst_case_result <= result.net_result


@given(some_inputs)
def test_income_follows_the_sum_of_a_geometric_series(inputs: dict[str, Any]) -> None:
    decline, months = inputs["monthly_decline"], 12 * inputs["years"]
    assume(decline > 1e-6)
    result = depin_payback(**inputs)
    first = result.by_month[1].income
    assume(first == 0 or first > 1e-200)
    assert result.income == pytest.approx(first * (1 - (1 - decline) ** months) / decline, rel=1e-9)


@given(some_inputs)
def test_break_even_work_just_covers_the_cost(inputs: dict[str, Any]) -> None:
    units = depin_payback(**inputs).break_even_units
    assume(units is not None and 0 < units <= 1e6)
    result = depin_payback(**inputs | {"units_per_day": units})
    assert result.net_result == pytest.approx(0, abs=1e-9 * (1 + result.income))


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_a_faster_decline_never_leaves_more(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    slow, fast = sorted((one, other))
    assert (
        depin_payback(**inputs | {"monthly_decline": fast}).net_result
        <= depin_payback(**inputs | {"monthly_decline": slow}).net_result
    )


@given(some_inputs)
def test_a_payback_and_a_loss_exclude_each_other(inputs: dict[str, Any]) -> None:
    result = depin_payback(**inputs)
    rounding = 1e-9 * max(abs(row.total_so_far) for row in result.by_month)
    if result.payback is None:
        assert result.net_result < 0
    else:
        assert result.net_result >= -rounding
        assert math.isfinite(result.payback)
