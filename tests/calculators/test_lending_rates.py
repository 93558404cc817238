"""Lending rates, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.lending_rates import lending_rates
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(lending_rates)
some_inputs = in_range_inputs(SPEC)
BY_HAND: dict[str, Any] = {
    "base_rate": 0.01,
    "rise_to_optimal": 0.04,
    "rise_above_optimal": 1.0,
    "optimal_utilisation": 0.8,
    "reserve_factor": 0.25,
    "deposit_value": 1_000.0,
}


def test_below_the_kink_by_hand() -> None:
    result = lending_rates(utilisation=0.4, **BY_HAND)
    assert result.borrow_apr == pytest.approx(0.03)
    assert result.supply_apr == pytest.approx(0.03 * 0.4 * 0.75)
    assert result.protocol_part == pytest.approx(0.03 * 0.4 * 0.25)
    assert result.spread == pytest.approx(0.03 - 0.009)
    assert result.withdrawable == pytest.approx(0.6)


def test_above_the_kink_by_hand() -> None:
    result = lending_rates(utilisation=0.9, **BY_HAND)
    assert result.borrow_apr == pytest.approx(0.55)
    assert result.supply_apr == pytest.approx(0.55 * 0.9 * 0.75)
    assert result.borrow_apr_at_optimal == pytest.approx(0.05)
    assert result.supply_apr_at_optimal == pytest.approx(0.03)


@given(some_inputs)
def test_suppliers_never_get_more_than_borrowers_pay(inputs: dict[str, Any]) -> None:
    result = lending_rates(**inputs)
    paid = result.borrow_apr * inputs["utilisation"]
    assert 0 <= result.supply_apr <= paid * (1 + 1e-12)
    assert result.supply_apr + result.protocol_part == pytest.approx(paid)
    assert result.spread >= 0
    assert all(row.supply_apr <= row.borrow_apr for row in result.by_utilisation)


@given(some_inputs, st.floats(0, 1))
def test_more_lent_out_never_lowers_a_rate(inputs: dict[str, Any], other: float) -> None:
    low, high = sorted((inputs["utilisation"], other))
    below, above = (lending_rates(**inputs | {"utilisation": one}) for one in (low, high))
    assert below.borrow_apr <= above.borrow_apr * (1 + 1e-9)
    assert below.supply_apr <= above.supply_apr * (1 + 1e-9)


@given(some_inputs)
def test_the_curve_has_no_jump_at_the_kink(inputs: dict[str, Any]) -> None:
    kink = inputs["optimal_utilisation"]
    at = lending_rates(**inputs | {"utilisation": kink}).borrow_apr
    beyond = lending_rates(**inputs | {"utilisation": kink + 1e-9}).borrow_apr
    assert at == pytest.approx(inputs["base_rate"] + inputs["rise_to_optimal"])
    assert beyond == pytest.approx(at, abs=1e-5)


@given(some_inputs)
def test_interest_on_interest_adds_to_the_rate(inputs: dict[str, Any]) -> None:
    result = lending_rates(**inputs)
    assert result.supply_apy >= result.supply_apr * (1 - 1e-9)
    assert result.borrow_apy >= result.borrow_apr * (1 - 1e-9)
    # Every second comes close to all the time.
    assert result.borrow_apy == pytest.approx(math.expm1(result.borrow_apr), rel=1e-4)


def test_interest_of_a_year_is_the_apy_and_of_two_years_more_than_twice() -> None:
    one, two = (lending_rates(days=days, **BY_HAND) for days in (365, 730))
    assert one.interest_earned == pytest.approx(1_000 * one.supply_apy)
    assert one.interest_on_a_loan == pytest.approx(1_000 * one.borrow_apy)
    assert two.interest_earned == pytest.approx(1_000 * ((1 + one.supply_apy) ** 2 - 1))


def test_idle_money_earns_nothing() -> None:
    result = lending_rates(utilisation=0, base_rate=0.05)
    assert result.borrow_apr == 0.05
    assert result.supply_apr == result.interest_earned == 0


def test_the_supply_rate_is_not_the_borrow_rate() -> None:
    # Showing suppliers the borrow rate would overstate theirs by a third here.
    result = lending_rates()
    assert result.supply_apr == pytest.approx(result.borrow_apr * 0.72)


def test_bad_debt_falls_on_suppliers() -> None:
    result = lending_rates(deposit_value=2_000, worst_case_bad_debt=0.4)
    assert result.worst_case_result == -800
    assert str(lending_rates(worst_case_bad_debt=0).worst_case_result) == "0.0"


def test_the_table_runs_from_nothing_to_everything_with_the_kink() -> None:
    rows = lending_rates(optimal_utilisation=0.92).by_utilisation
    assert rows[0].utilisation == 0
    assert rows[-1].utilisation == 1
    assert any(row.utilisation == 0.92 for row in rows)
    assert len(rows) == 22
    assert rows[-1].borrow_apr == pytest.approx(0.64)
