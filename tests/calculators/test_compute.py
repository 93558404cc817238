"""Rented-out cards, by hand and by what must hold for any card."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.compute import gpu_provider
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(gpu_provider)
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)
#: A card for a year: 730 a month if always rented, 73 under load, 7.30 idle.
CARD: dict[str, Any] = {
    "hourly_rate": 1.0,
    "utilisation": 0.5,
    "platform_fee": 0.0,
    "token_discount": 0.0,
    "monthly_decline": 0.0,
    "power_rented": 1_000.0,
    "power_idle": 100.0,
    "electricity_price": 0.1,
    "hardware_cost": 1_000.0,
    "resale_share": 0.5,
    "years": 1,
    "work": 10.0,
    "worst_case_utilisation": 0.1,
}


def test_a_card_by_hand() -> None:
    # Half rented: 365 of rent, 40.15 of electricity a month.
    result = gpu_provider(**CARD)
    assert result.first_month_rent == pytest.approx(365)
    assert result.first_month_electricity == pytest.approx(0.5 * 73 + 0.5 * 7.3)
    assert result.first_month_income == pytest.approx(324.85)
    assert result.net_result == pytest.approx(12 * 324.85 - 500)
    assert result.payback == pytest.approx(1_000 / 324.85)
    assert result.income_per_hour_of_work == pytest.approx((12 * 324.85 - 500) / 120)
    assert result.worst_case_result == pytest.approx(12 * (73 - 0.1 * 73 - 0.9 * 7.3) - 1_000)


def test_fee_and_cost_of_selling_tokens_are_taken_one_after_the_other() -> None:
    result = gpu_provider(**CARD | {"platform_fee": 0.2, "token_discount": 0.25})
    assert result.first_month_rent == pytest.approx(365 * 0.8 * 0.75)


def test_an_idle_card_still_draws_power() -> None:
    result = gpu_provider(**CARD | {"utilisation": 0.0})
    assert result.first_month_income == pytest.approx(-7.3)
    assert result.payback is None


def test_a_card_whose_power_costs_more_than_its_rent_never_breaks_even() -> None:
    result = gpu_provider(**CARD | {"hourly_rate": 0.05})
    assert result.break_even_utilisation is None


def test_a_card_without_cost_breaks_even_without_a_tenant() -> None:
    result = gpu_provider(**CARD | {"hardware_cost": 0.0, "power_idle": 0.0})
    assert result.break_even_utilisation == 0


def test_without_hours_of_work_there_is_no_income_for_an_hour() -> None:
    assert gpu_provider(**CARD | {"work": 0.0}).income_per_hour_of_work is None


def test_the_bad_case_never_rents_more_than_expected() -> None:
    result = gpu_provider(**CARD | {"utilisation": 0.0, "worst_case_utilisation": 1.0})
    assert result.worst_case_result == pytest.approx(-12 * 7.3 - 1_000)


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = gpu_provider(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(12 * inputs["years"] + 1))
    resale = inputs["hardware_cost"] * inputs["resale_share"]
    assert result.net_result == rows[-1].total_so_far + resale
    assert result.worst_case_result == rows[-1].worst_case_total
    rent = sum(row.rent for row in rows)
    electricity = sum(row.electricity for row in rows)
    assert rows[-1].total_so_far == pytest.approx(
        rent - electricity - inputs["hardware_cost"],
        abs=1e-12 * (1 + rent + electricity + inputs["hardware_cost"]),
    )


@given(some_inputs)
def test_the_result_a_day_makes_up_the_result(inputs: dict[str, Any]) -> None:
    result = gpu_provider(**inputs)
    assert result.result_per_day * 365 * inputs["years"] == pytest.approx(
        result.net_result, rel=1e-12, abs=1e-12
    )


@given(some_inputs)
def test_break_even_utilisation_leaves_just_nothing(inputs: dict[str, Any]) -> None:
    share = gpu_provider(**inputs).break_even_utilisation
    assume(share is not None)
    assert share is not None
    assert 0 <= share <= 1
    result = gpu_provider(**inputs | {"utilisation": share})
    size = sum(row.rent + row.electricity for row in result.by_month) + inputs["hardware_cost"]
    assert result.net_result == pytest.approx(0, abs=1e-9 * (1 + size))


@given(some_inputs, shares, shares)
def test_a_higher_fee_never_leaves_more(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (
        gpu_provider(**inputs | {"platform_fee": high}).net_result
        <= gpu_provider(**inputs | {"platform_fee": low}).net_result
    )


@given(some_inputs, shares, shares)
def test_rent_follows_the_hours_rented(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    quiet = gpu_provider(**inputs | {"utilisation": low})
    busy = gpu_provider(**inputs | {"utilisation": high})
    assert quiet.first_month_rent <= busy.first_month_rent
    full = gpu_provider(**inputs | {"utilisation": 1.0}).first_month_rent
    assert busy.first_month_rent == pytest.approx(full * high, rel=1e-9, abs=1e-12)


@given(some_inputs)
def test_a_card_worth_running_does_worse_in_the_bad_case(inputs: dict[str, Any]) -> None:
    result = gpu_provider(**inputs)
    rows = result.by_month[1:]
    busy = gpu_provider(**inputs | {"utilisation": 1.0}).by_month[1:]
    idle = gpu_provider(**inputs | {"utilisation": 0.0}).by_month[1:]
    worth_running = all(
        one.rent - one.electricity >= other.rent - other.electricity
        for one, other in zip(busy, idle, strict=True)
    )
    assume(worth_running)
    size = sum(row.rent + row.electricity for row in rows) + inputs["hardware_cost"]
    assert result.worst_case_result <= result.net_result + 1e-9 * (1 + size)
