"""Swaps in a constant product pool, by hand and by what theory says must hold."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.swaps import swap_price_impact
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(swap_price_impact)
some_inputs = in_range_inputs(SPEC)


def test_a_swap_by_hand() -> None:
    # 125 less a fifth are 100 into 100 against 50: half of the other side is left.
    result = swap_price_impact(
        reserve_in=100, reserve_out=50, amount_in=125, swap_fee=0.2, slippage_tolerance=0.1
    )
    assert result.amount_out == 25
    assert result.price_impact == -0.5
    assert result.start_price == 0.5
    assert result.average_price == pytest.approx(0.2)
    assert result.total_cost == pytest.approx(0.2 / 0.5 - 1)
    assert result.end_price == pytest.approx(25 / 225)
    assert result.price_move == pytest.approx(25 / 225 / 0.5 - 1)
    assert result.fee_paid == 25
    assert result.worst_case_amount_out == 22.5
    assert result.worst_case_total_cost == pytest.approx(22.5 / 125 / 0.5 - 1)
    # x ÷ (100 + x) = 1 % for x = 100 ÷ 99, before a fee of a fifth.
    assert result.amount_for_small_impact == pytest.approx(100 / 99 / 0.8)


@given(some_inputs)
def test_a_pool_never_pays_out_its_reserve(inputs: dict[str, Any]) -> None:
    result = swap_price_impact(**inputs)
    assert 0 <= result.amount_out <= inputs["reserve_out"]
    assert -1 <= result.total_cost <= 0
    assert -1 <= result.price_impact <= 0
    assert result.end_price <= result.start_price * (1 + 1e-12)
    assert result.worst_case_amount_out <= result.amount_out
    assert -1 <= result.worst_case_total_cost <= result.total_cost + 1e-15


@given(some_inputs)
def test_the_pool_never_pays_a_unit_too_much(inputs: dict[str, Any]) -> None:
    result = swap_price_impact(**inputs)
    reserve_in, reserve_out, amount = (
        Fraction(inputs[name]) for name in ("reserve_in", "reserve_out", "amount_in")
    )
    after_fee = amount * (1 - Fraction(round(inputs["swap_fee"] * 10**9), 10**9))
    # The product of the reserves would shrink beyond this; a float may be off by its last digit.
    most = reserve_out * after_fee / (reserve_in + after_fee)
    assert result.amount_out <= most * (1 + Fraction(1, 10**12))


@given(
    reserve_in=st.floats(1, 1e9),
    reserve_out=st.floats(1, 1e9),
    amount=st.floats(1e-3, 1e9),
    fee=st.floats(0, 0.1),
)
def test_the_amount_follows_the_formula(
    reserve_in: float, reserve_out: float, amount: float, fee: float
) -> None:
    result = swap_price_impact(
        reserve_in=reserve_in, reserve_out=reserve_out, amount_in=amount, swap_fee=fee
    )
    after_fee = amount * (1 - fee)
    exact = reserve_out * after_fee / (reserve_in + after_fee)
    # The fee counts in billionths, the amount in units of 10⁻¹⁸.
    assert result.amount_out == pytest.approx(exact, rel=2e-9, abs=1e-17)
    without_fee = result.average_price / (1 - fee) / result.start_price - 1
    assert result.price_impact == pytest.approx(without_fee, rel=1e-6, abs=1e-6)


@given(amount=st.floats(1, 1e6), more=st.floats(1, 100))
def test_a_larger_trade_never_gets_a_better_price(amount: float, more: float) -> None:
    small = swap_price_impact(amount_in=amount)
    large = swap_price_impact(amount_in=amount * more)
    assert large.average_price <= small.average_price * (1 + 1e-12)
    assert large.price_impact <= small.price_impact


@given(amount=st.floats(1, 1e5))
def test_two_halves_without_a_fee_give_what_the_whole_gives(amount: float) -> None:
    whole = swap_price_impact(amount_in=amount, swap_fee=0)
    first = swap_price_impact(amount_in=amount / 2, swap_fee=0)
    second = swap_price_impact(
        reserve_in=1_000_000 + amount / 2,
        reserve_out=500 - first.amount_out,
        amount_in=amount / 2,
        swap_fee=0,
    )
    assert first.amount_out + second.amount_out == pytest.approx(whole.amount_out, rel=1e-9)


def test_the_largest_trade_for_a_small_impact_has_that_impact() -> None:
    largest = swap_price_impact().amount_for_small_impact
    assert swap_price_impact(amount_in=largest).price_impact == pytest.approx(-0.01)


def test_the_amount_is_rounded_down_to_a_unit() -> None:
    # Two units into a hundred against a hundred: the contract pays one, and not 1.955.
    result = swap_price_impact(reserve_in=1e-6, reserve_out=1e-6, amount_in=1e-6, swap_fee=0.003)
    exact = Fraction(10**12 * 997 * 10**12, 10**12 * 1_000 + 10**12 * 997)
    assert result.amount_out == int(exact) / 10**18


def test_the_table_covers_small_and_large_trades() -> None:
    rows = swap_price_impact(reserve_in=1_000).by_amount
    assert rows[0].amount_in == 0.1
    assert rows[-1].amount_in == 2_000
    assert [row.price_impact for row in rows] == sorted(
        (row.price_impact for row in rows), reverse=True
    )
    assert all(row.total_cost < row.price_impact for row in rows)
