"""Bonding curves, by hand and by what their reserve allows."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.bonding import bonding_curve
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(bonding_curve)
#: Money and tokens of sizes whose sums a float can still tell apart.
some_inputs = in_range_inputs(
    SPEC,
    reserve=st.floats(1, 1e9),
    supply=st.floats(1, 1e12),
    virtual_reserve=st.floats(1, 1e9),
    payment=st.floats(0.01, 1e6),
    later_purchases=st.floats(0, 1e9),
)
amounts = st.floats(0, 1e9)
FREE: dict[str, Any] = {"trading_fee": 0.0, "later_purchases": 0.0}


def test_a_constant_product_by_hand() -> None:
    # 30 virtual and 30 real against 50 tokens sold: 50 left, and 60 × 50 = 3,000.
    # Paying 15 leaves 3,000 ÷ 75 = 40 of them; 25 more paid in leave 30.
    result = bonding_curve(
        reserve=30.0,
        supply=50.0,
        virtual_reserve=30.0,
        payment=15.0,
        trading_fee=0.0,
        later_purchases=25.0,
    )
    assert result.tokens_bought == pytest.approx(10)
    assert result.price_before == pytest.approx(1.2)
    assert result.price_after == pytest.approx(75 / 40)
    # Selling 10 brings the tokens left back to 40, and the money from 100 to 75.
    assert result.sale_value == pytest.approx(25)
    assert result.profit == pytest.approx(10)
    # With 90 tokens left the curve would hold 3,000 ÷ 90 − 30.
    assert result.worst_case_profit == pytest.approx(3_000 / 90 - 30 - 15)


def test_a_straight_line_by_hand() -> None:
    # Half a reserve: the price is 2 × 100 ÷ 10 = 20 and the reserve is supply².
    result = bonding_curve(
        curve="reserve-ratio",
        reserve=100.0,
        supply=10.0,
        reserve_ratio=0.5,
        payment=44.0,
        trading_fee=0.0,
        later_purchases=256.0,
    )
    assert result.tokens_bought == pytest.approx(2)
    assert result.price_before == pytest.approx(20)
    assert result.price_after == pytest.approx(24)
    # At 20 tokens the reserve is 400; at 18 it is 324.
    assert result.sale_value == pytest.approx(76)
    assert result.worst_case_profit == pytest.approx(4 - 44)


def test_a_full_reserve_keeps_the_price() -> None:
    result = bonding_curve(
        curve="reserve-ratio", reserve_ratio=1.0, trading_fee=0.01, later_purchases=1e6
    )
    assert result.price_after == pytest.approx(result.price_before)
    assert result.profit == pytest.approx(result.round_trip_loss)
    assert result.break_even_purchases is None


def test_both_fees_are_lost_at_once() -> None:
    result = bonding_curve(payment=101.0, trading_fee=0.01, later_purchases=0.0)
    assert result.round_trip_loss == pytest.approx(99 - 101)
    assert result.profit == pytest.approx(-2)


@pytest.mark.parametrize("curve", ["constant-product", "reserve-ratio"])
def test_what_it_takes_to_break_even_breaks_even(curve: Any) -> None:
    needed = bonding_curve(curve=curve).break_even_purchases
    assert needed is not None
    assert needed > 0
    assert bonding_curve(curve=curve, later_purchases=needed).profit == pytest.approx(0, abs=1e-6)


@given(some_inputs)
def test_without_a_fee_selling_at_once_returns_what_was_paid(inputs: dict[str, Any]) -> None:
    result = bonding_curve(**inputs | FREE)
    assert result.sale_value == pytest.approx(inputs["payment"], rel=1e-6)
    assert result.break_even_purchases == 0


@given(some_inputs)
def test_the_price_paid_is_between_the_prices_before_and_after(inputs: dict[str, Any]) -> None:
    result = bonding_curve(**inputs | FREE)
    assert result.price_before <= result.average_price * (1 + 1e-9)
    assert result.average_price <= result.price_after * (1 + 1e-9)
    assert result.price_impact >= -1e-12


@given(some_inputs)
def test_buying_in_two_steps_gives_the_same_tokens(inputs: dict[str, Any]) -> None:
    whole = bonding_curve(**inputs | FREE)
    half = inputs["payment"] / 2
    first = bonding_curve(**inputs | FREE | {"payment": half})
    supply = inputs["supply"] + first.tokens_bought
    assume(first.tokens_bought > 1e-6 * inputs["supply"])
    second = bonding_curve(
        **inputs | FREE | {"payment": half, "reserve": inputs["reserve"] + half, "supply": supply}
    )
    assert first.tokens_bought + second.tokens_bought == pytest.approx(
        whole.tokens_bought, rel=1e-6
    )


@given(some_inputs, amounts, amounts)
def test_later_money_never_lowers_the_profit(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    little, much = sorted((one, other))
    poor = bonding_curve(**inputs | {"later_purchases": little}).sale_value
    rich = bonding_curve(**inputs | {"later_purchases": much}).sale_value
    assert poor <= rich * (1 + 1e-9)


@given(some_inputs)
def test_nobody_takes_out_more_than_the_reserve(inputs: dict[str, Any]) -> None:
    result = bonding_curve(**inputs)
    money = inputs["reserve"] + inputs["payment"] + inputs["later_purchases"]
    assert 0 <= result.sale_value <= money * (1 + 1e-9)
    assert -inputs["payment"] <= result.worst_case_profit


@given(some_inputs)
def test_selling_last_is_never_better_than_selling_at_once(inputs: dict[str, Any]) -> None:
    result = bonding_curve(**inputs)
    assert result.worst_case_profit <= result.round_trip_loss + 1e-6 * inputs["payment"]
    assert result.round_trip_loss <= 0


@given(some_inputs)
def test_the_table_goes_from_the_worst_case_upwards(inputs: dict[str, Any]) -> None:
    result = bonding_curve(**inputs)
    rows = result.by_purchases
    scale = 1e-6 * (inputs["payment"] + inputs["reserve"])
    assert rows[0].profit == pytest.approx(result.worst_case_profit, abs=scale)
    assert all(one.profit <= two.profit + scale for one, two in pairwise(rows))
    (at_once,) = (row for row in rows if row.later_purchases == 0)
    assert at_once.profit == pytest.approx(result.round_trip_loss, abs=1e-6 * inputs["payment"])
