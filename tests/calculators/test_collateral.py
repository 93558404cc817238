"""Health factors, by hand and by what theory says must hold."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.collateral import health_factor
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(health_factor)
some_inputs = in_range_inputs(SPEC)
#: 10,000, 20,000 and 5,000 dollars, of which 8,000, 14,000 and 4,500 count.
THREE: dict[str, Any] = {
    "first_amount": 10.0,
    "first_price": 1_000.0,
    "first_liquidation_threshold": 0.8,
    "second_amount": 0.5,
    "second_price": 40_000.0,
    "second_liquidation_threshold": 0.7,
    "third_amount": 5_000.0,
    "third_price": 1.0,
    "third_liquidation_threshold": 0.9,
    "debt_value": 20_000.0,
}


def test_three_collaterals_by_hand() -> None:
    result = health_factor(**THREE)
    assert result.collateral_value == pytest.approx(35_000)
    assert result.borrowing_limit == pytest.approx(26_500)
    assert result.health_factor == pytest.approx(1.325)
    assert result.loan_to_value == pytest.approx(20 / 35)
    assert result.average_liquidation_threshold == pytest.approx(26.5 / 35)
    assert result.price_fall_to_liquidation == pytest.approx(20 / 26.5 - 1)
    # The others cover 18,500, so 1,500 must come from 10 tokens at 80 %.
    assert result.first_liquidation_price == pytest.approx(187.5)
    assert result.repayment_for_target == pytest.approx(20_000 - 13_250)


def test_a_liquidation_takes_the_debt_and_the_bonus() -> None:
    result = health_factor(**THREE, close_factor=0.5, liquidation_bonus=0.08)
    assert result.debt_repaid_in_liquidation == 10_000
    assert result.collateral_seized == pytest.approx(10_800)
    assert result.liquidation_penalty == pytest.approx(-800)


def test_a_liquidation_takes_no_more_than_there_is() -> None:
    result = health_factor(
        first_amount=1, first_price=1_050, debt_value=5_000, close_factor=1, liquidation_bonus=0.05
    )
    assert result.collateral_seized == pytest.approx(1_050)
    assert result.debt_repaid_in_liquidation == pytest.approx(1_000)


@given(some_inputs)
def test_at_the_liquidation_price_the_health_factor_is_one(inputs: dict[str, Any]) -> None:
    result = health_factor(**inputs)
    price = result.first_liquidation_price
    if price is None:
        others = health_factor(**inputs | {"first_amount": 1e-6, "first_price": 1e-9})
        assert others.health_factor >= 1 - 1e-9
    elif 1e-9 <= price <= 1e9:
        moved = health_factor(**inputs | {"first_price": price})
        assert moved.health_factor == pytest.approx(1, rel=1e-6)


@given(some_inputs)
def test_after_the_fall_to_liquidation_the_health_factor_is_one(inputs: dict[str, Any]) -> None:
    result = health_factor(**inputs)
    left = result.health_factor * (1 + result.price_fall_to_liquidation)
    if result.health_factor >= 1:
        assert left == pytest.approx(1, rel=1e-6) or result.health_factor > 1e9
    else:
        assert result.price_fall_to_liquidation == 0
    assert -1 <= result.price_fall_to_liquidation <= 0


@given(some_inputs)
def test_the_loan_is_liquidatable_exactly_above_the_average_threshold(
    inputs: dict[str, Any],
) -> None:
    result = health_factor(**inputs)
    assume(abs(result.health_factor - 1) > 1e-9)
    above = result.loan_to_value > result.average_liquidation_threshold
    assert above == (result.health_factor < 1)


@given(some_inputs)
def test_repaying_what_is_said_reaches_the_target(inputs: dict[str, Any]) -> None:
    result = health_factor(**inputs)
    rest = inputs["debt_value"] - result.repayment_for_target
    if rest >= 0.01 and inputs["debt_value"] < 1e12:
        repaid = health_factor(**inputs | {"debt_value": rest})
        assert repaid.health_factor >= inputs["target_health_factor"] * (1 - 1e-6)


@given(some_inputs)
def test_no_more_than_the_own_part_can_be_lost(inputs: dict[str, Any]) -> None:
    result = health_factor(**inputs)
    own_part = max(result.collateral_value - inputs["debt_value"], 0)
    assert -own_part * (1 + 1e-12) <= result.worst_case_loss <= 0
    assert result.liquidation_penalty <= 0
    assert result.collateral_seized <= result.collateral_value * (1 + 1e-12)


@given(some_inputs, st.floats(1, 100))
def test_more_debt_is_never_safer(inputs: dict[str, Any], more: float) -> None:
    debt = inputs["debt_value"] * more
    assume(debt <= 1e18)
    before, after = health_factor(**inputs), health_factor(**inputs | {"debt_value": debt})
    assert after.health_factor <= before.health_factor * (1 + 1e-12)


def test_the_order_of_the_collaterals_does_not_matter() -> None:
    swapped = {
        name.replace("first", "x").replace("second", "first").replace("x", "second"): value
        for name, value in THREE.items()
    }
    one, other = health_factor(**THREE), health_factor(**swapped)
    assert one.health_factor == other.health_factor
    assert one.worst_case_loss == other.worst_case_loss


def test_a_fall_without_a_liquidation_costs_only_the_price() -> None:
    # 20,000 fall by a quarter to 15,000; 12,450 still cover 10,000.
    mild = health_factor(worst_case_price_change=-0.25)
    assert mild.worst_case_loss == pytest.approx(-5_000)
    # Two fifths are enough for a liquidation: 8,000 of price and 500 of bonus.
    harsh = health_factor(worst_case_price_change=-0.4)
    assert harsh.worst_case_loss == pytest.approx(-8_500)


def test_the_threshold_counts_and_not_the_value() -> None:
    # Dividing value by debt would show 2 and hide how close liquidation is.
    assert health_factor().health_factor == pytest.approx(1.66)


def test_collateral_that_suffices_without_the_first_token_has_no_price_to_fear() -> None:
    result = health_factor(**THREE | {"debt_value": 18_000.0})
    assert result.first_liquidation_price is None


def test_the_table_falls_with_the_prices() -> None:
    result = health_factor(**THREE)
    unchanged = next(row for row in result.by_price_change if row.price_change == 0)
    assert unchanged.health_factor == result.health_factor
    assert unchanged.own_part == pytest.approx(15_000)
    factors = [row.health_factor for row in result.by_price_change]
    assert factors == sorted(factors, reverse=True)
    assert all(row.threshold == 1 for row in result.by_price_change)
