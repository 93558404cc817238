"""Leverage loops, by hand and by what theory says must hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.collateral import health_factor
from calculators.leverage import UnsafeLoanError, leverage_loop
from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(leverage_loop)
some_inputs = in_range_inputs(SPEC).filter(
    lambda one: one["loan_to_value_per_loop"] < one["liquidation_threshold"]
)
HALVES: dict[str, Any] = {
    "deposit_value": 1_000.0,
    "loan_to_value_per_loop": 0.5,
    "loops": 2,
    "supply_apr": 0.1,
    "borrow_apr": 0.04,
    "liquidation_threshold": 0.75,
    "days": 365,
    "swap_cost": 0.01,
    "transaction_fee_per_loop": 1.0,
    "liquidation_bonus": 0.1,
    "worst_case_borrow_apr": 0.2,
    "worst_case_price_change": -0.2,
}


def test_two_loops_of_a_half_by_hand() -> None:
    # 1,000, 500 and 250 are deposited, 750 are owed.
    result = leverage_loop(**HALVES)
    assert result.exposure == 1.75
    assert result.deposited == 1_750
    assert result.debt == 750
    assert result.net_apr == pytest.approx(0.175 - 0.03)
    assert result.loan_to_value == pytest.approx(750 / 1_750)
    assert result.health_factor == pytest.approx(1_750 * 0.75 / 750)
    assert result.price_fall_to_liquidation == pytest.approx(750 / (1_750 * 0.75) - 1)
    assert result.break_even_borrow_apr == pytest.approx(175 / 750)
    # 750 are swapped in and out at 1 %, and four transactions cost a dollar each.
    assert result.one_off_costs == pytest.approx(19)
    assert result.net_result == pytest.approx(145 - 19)
    assert result.days_to_cover_costs == pytest.approx(19 / 45 * 365)


def test_the_bad_case_without_a_liquidation_by_hand() -> None:
    # 20 % of 1,750, and 175 − 150 of interest.
    result = leverage_loop(**HALVES)
    assert result.worst_case_result == pytest.approx(-350 + 25 - 19)


def test_the_bad_case_with_a_liquidation_by_hand() -> None:
    # Down to 962.50, which leaves 75 % below 750: the whole debt is repaid with a tenth on top.
    result = leverage_loop(**HALVES | {"worst_case_price_change": -0.45})
    assert result.worst_case_result == pytest.approx(-787.5 - 75 + 25 - 19)


@given(some_inputs)
def test_a_loop_never_reaches_its_limit(inputs: dict[str, Any]) -> None:
    result = leverage_loop(**inputs)
    assert result.exposure <= 1 / (1 - inputs["loan_to_value_per_loop"]) * (1 + 1e-12)
    assert result.loan_to_value <= inputs["loan_to_value_per_loop"] * (1 + 1e-12) + 1e-300
    assert result.exposure >= 1


def test_endless_loops_come_to_the_closed_form() -> None:
    result = leverage_loop(**HALVES | {"loops": 50})
    assert result.exposure == pytest.approx(2)
    assert result.loan_to_value == pytest.approx(0.5)


@given(some_inputs)
def test_what_is_deposited_is_the_own_money_and_the_debt(inputs: dict[str, Any]) -> None:
    result = leverage_loop(**inputs)
    assert result.deposited == pytest.approx(inputs["deposit_value"] + result.debt)
    interest = result.deposited * inputs["supply_apr"] - result.debt * inputs["borrow_apr"]
    assert inputs["deposit_value"] * result.net_apr == pytest.approx(
        interest, rel=1e-9, abs=1e-12 * inputs["deposit_value"]
    )


@given(some_inputs)
def test_no_more_than_the_deposit_and_the_costs_can_be_lost(inputs: dict[str, Any]) -> None:
    result = leverage_loop(**inputs)
    most = inputs["deposit_value"] + result.one_off_costs
    assert result.worst_case_result >= -most * (1 + 1e-12)


@given(supply=st.floats(0, 0.2), borrow=st.floats(0, 0.2), loops=st.integers(1, 20))
def test_a_loop_pays_exactly_when_the_deposit_earns_more_than_the_loan_costs(
    supply: float, borrow: float, loops: int
) -> None:
    result = leverage_loop(supply_apr=supply, borrow_apr=borrow, loops=loops)
    extra = result.net_apr - result.unlevered_apr
    assert extra == pytest.approx((result.exposure - 1) * (supply - borrow), abs=1e-12)


@given(some_inputs)
def test_at_the_break_even_borrow_rate_nothing_is_earned(inputs: dict[str, Any]) -> None:
    rate = leverage_loop(**inputs).break_even_borrow_apr
    if rate is not None and 0 <= rate <= 5:
        result = leverage_loop(**inputs | {"borrow_apr": rate})
        assert result.net_apr == pytest.approx(0, abs=1e-9)


@given(some_inputs)
def test_the_health_factor_is_that_of_the_other_calculator(inputs: dict[str, Any]) -> None:
    result = leverage_loop(**inputs)
    if result.debt < 0.01 or result.deposited > 1e9:
        return
    same = health_factor(
        first_amount=result.deposited,
        first_price=1,
        first_liquidation_threshold=inputs["liquidation_threshold"],
        debt_value=result.debt,
    )
    assert result.health_factor == pytest.approx(same.health_factor, rel=1e-9)
    assert result.price_fall_to_liquidation == pytest.approx(
        same.price_fall_to_liquidation, abs=1e-9
    )


@pytest.mark.parametrize("change", [{"loops": 0}, {"loan_to_value_per_loop": 0.0}])
def test_without_debt_there_is_nothing_to_liquidate(change: dict[str, Any]) -> None:
    result = leverage_loop(**HALVES | change)
    assert result.debt == 0
    assert result.net_apr == pytest.approx(0.1)
    assert result.health_factor is None
    assert result.price_fall_to_liquidation is None
    assert result.break_even_borrow_apr is None
    assert result.worst_case_result == pytest.approx(-100 - result.one_off_costs)


def test_the_number_of_loops_counts_loans() -> None:
    # Three loops are three loans on top of the deposit: 1 + 0.7 + 0.49 + 0.343.
    assert leverage_loop(loan_to_value_per_loop=0.7, loops=3).exposure == pytest.approx(2.533)


@pytest.mark.parametrize("threshold", [0.7, 0.5])
def test_a_loan_that_is_liquidated_at_once_is_explained(threshold: float) -> None:
    with pytest.raises(UnsafeLoanError, match="below the liquidation threshold"):
        leverage_loop(loan_to_value_per_loop=0.7, liquidation_threshold=threshold)
    reply = answer(
        find_calculators("calculators"), "leverage-loop", {"liquidation_threshold": threshold}
    )
    assert reply["error"]["kind"] == "no-answer"


def test_the_table_ends_with_the_headline() -> None:
    result = leverage_loop(loops=5)
    assert [row.loops for row in result.by_loop] == [0, 1, 2, 3, 4, 5]
    assert result.by_loop[-1].net_apr == result.net_apr
    assert result.by_loop[0].net_apr == result.unlevered_apr
    assert len(leverage_loop(loops=50).by_loop) == 51
