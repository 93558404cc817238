"""Stable swaps: the pool's equation, its two limits, and what theory says must hold."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.stable_swap import NoSolutionError, _solve_invariant, stable_swap
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(stable_swap)
some_inputs = in_range_inputs(SPEC)
balances = st.floats(1_000, 1e9)
near_balances = st.floats(1e6, 1e7)
amplifications = st.floats(1, 10_000)


def error_of_equation(held: list[float], amplification: float, invariant: float) -> Fraction:
    """A × n × Σx + D − A × n × D − D^(n+1) ÷ (n^n × Πx) in exact arithmetic, against D."""
    count, total = len(held), sum(Fraction(one) for one in held)
    exact, slope = Fraction(invariant), Fraction(amplification) * count
    product = exact
    for one in held:
        product = product * exact / (count * Fraction(one))
    return (slope * total + exact - slope * exact - product) / exact


@given(first=balances, second=balances, third=balances, amplification=st.integers(1, 10_000))
def test_the_invariant_solves_the_pools_equation(
    first: float, second: float, third: float, amplification: int
) -> None:
    pair = stable_swap(balance_in=first, balance_out=second, amplification=amplification)
    pair_error = error_of_equation([first, second], amplification, pair.invariant)
    assert abs(pair_error) < 1e-9 * amplification
    triple = stable_swap(
        balance_in=first, balance_out=second, third_balance=third, amplification=amplification
    )
    triple_error = error_of_equation([first, second, third], amplification, triple.invariant)
    assert abs(triple_error) < 1e-9 * amplification


@given(balance=balances, amplification=amplifications)
def test_a_pool_in_balance_holds_its_invariant_at_the_peg(
    balance: float, amplification: float
) -> None:
    result = stable_swap(
        balance_in=balance,
        balance_out=balance,
        third_balance=balance,
        fourth_balance=balance,
        amplification=amplification,
    )
    assert result.invariant == pytest.approx(4 * balance, rel=1e-12)
    assert result.imbalance == pytest.approx(0, abs=1e-12)
    assert result.start_price == 1


@given(first=near_balances, second=near_balances, share=st.floats(0.001, 0.9))
def test_with_huge_amplification_the_sum_is_constant(
    first: float, second: float, share: float
) -> None:
    amount = share * second
    result = stable_swap(
        balance_in=first, balance_out=second, amount_in=amount, amplification=1e9, swap_fee=0
    )
    assert result.amount_out == pytest.approx(amount, rel=1e-3)
    assert result.invariant == pytest.approx(first + second, rel=1e-3)


@given(first=balances, second=balances, share=st.floats(0.001, 10))
def test_without_amplification_the_product_is_constant(
    first: float, second: float, share: float
) -> None:
    amount = share * first
    result = stable_swap(
        balance_in=first, balance_out=second, amount_in=amount, amplification=1e-6, swap_fee=0
    )
    assert result.amount_out == pytest.approx(second * amount / (first + amount), rel=5e-3)
    assert result.constant_product_amount_out == pytest.approx(
        second * amount / (first + amount), rel=1e-12
    )
    assert result.invariant == pytest.approx(2 * (first * second) ** 0.5, rel=5e-3)


@given(some_inputs)
def test_a_pool_never_pays_out_its_balance(inputs: dict[str, Any]) -> None:
    result = stable_swap(**inputs)
    assert 0 <= result.amount_out <= inputs["balance_out"]
    assert result.balance_out_at_end >= 0
    assert -1 <= result.price_impact <= 0
    assert -1 <= result.imbalance <= 0
    assert result.fee_paid >= -1e-12 * inputs["balance_out"]


@given(amplification=amplifications, amount=st.floats(1, 9e5), more=st.floats(1, 100))
def test_more_amplification_never_gives_less_near_the_peg(
    amplification: float, amount: float, more: float
) -> None:
    low = stable_swap(amplification=amplification, amount_in=amount)
    high = stable_swap(amplification=amplification * more, amount_in=amount)
    assert high.amount_out >= low.amount_out * (1 - 1e-9)
    assert low.amount_out >= low.constant_product_amount_out * (1 - 0.0004) * (1 - 1e-9)


@given(first=balances, second=balances, amplification=amplifications)
def test_a_tiny_trade_gets_the_pools_price(
    first: float, second: float, amplification: float
) -> None:
    result = stable_swap(
        balance_in=first,
        balance_out=second,
        amount_in=first * 1e-7,
        amplification=amplification,
        swap_fee=0,
    )
    assert result.average_price == pytest.approx(result.start_price, rel=1e-3)


@given(first=balances, second=balances, amount=st.floats(1, 1e6))
def test_there_and_back_never_pays(first: float, second: float, amount: float) -> None:
    there = stable_swap(balance_in=first, balance_out=second, amount_in=amount, swap_fee=0)
    if there.amount_out < 0.001:
        return
    back = stable_swap(
        balance_in=max(second - there.amount_out, 0.001),
        balance_out=first + amount,
        amount_in=there.amount_out,
        swap_fee=0,
    )
    assert back.amount_out <= amount * (1 + 1e-9)


def test_the_fee_comes_off_what_is_received() -> None:
    free, dear = (stable_swap(swap_fee=fee) for fee in (0, 0.01))
    assert dear.amount_out == pytest.approx(free.amount_out * 0.99)
    assert dear.fee_paid == pytest.approx(free.amount_out * 0.01)
    assert dear.price_impact == free.price_impact
    assert dear.balance_out_at_end == pytest.approx(1_000_000 - free.amount_out)


def test_a_run_before_the_trade_is_the_bad_case() -> None:
    calm = stable_swap(worst_case_amount_sold=0)
    assert calm.worst_case_amount_out == pytest.approx(calm.amount_out)
    run = stable_swap(worst_case_amount_sold=0.9)
    sold = stable_swap(amount_in=900_000, swap_fee=0)
    after = stable_swap(balance_in=1_900_000, balance_out=1_000_000 - sold.amount_out)
    assert run.worst_case_amount_out == pytest.approx(after.amount_out)
    assert run.worst_case_result_against_peg == pytest.approx(after.amount_out / 100_000 - 1)
    assert run.worst_case_result_against_peg < -0.3 < run.result_against_peg


def test_a_pool_out_of_balance_pays_more_than_one_for_the_scarce_token() -> None:
    result = stable_swap(balance_in=500_000, balance_out=1_500_000, swap_fee=0)
    assert result.start_price > 1
    assert result.average_price > 1
    assert result.result_against_peg == pytest.approx(result.average_price - 1)
    assert result.imbalance < 0


def test_the_table_compares_with_a_pool_without_amplification() -> None:
    rows = stable_swap().by_amount
    assert rows[0].amount_in == 10_000
    for row in rows:
        assert row.constant_product_price_impact < row.price_impact <= 0


def test_balances_that_whole_numbers_cannot_tell_apart_have_no_answer() -> None:
    with pytest.raises(NoSolutionError, match="closer to each other"):
        _solve_invariant([10**60, 1, 1, 1], 1)
