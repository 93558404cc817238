"""Impermanent loss, by hand and by what theory says must hold."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.liquidity import PRICE_RATIOS, impermanent_loss
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(impermanent_loss)
some_inputs = in_range_inputs(SPEC)
prices = st.floats(1e-9, 1e9)
weights = st.floats(0.01, 0.99)
DOUBLED: dict[str, Any] = {
    "deposit_value": 1_000.0,
    "first_start_price": 1.0,
    "first_end_price": 4.0,
    "fee_apr": 0.365,
    "days": 100,
}


def test_a_fourfold_price_by_hand() -> None:
    # 500 becomes 2,000 if held, 2,500 with the other half; the pool is worth 1,000 × √4.
    result = impermanent_loss(**DOUBLED)
    assert result.value_if_held == 2_500
    assert result.value_in_pool == pytest.approx(2_000)
    assert result.loss == pytest.approx(-0.2)
    assert result.loss_in_money == pytest.approx(-500)
    assert result.fees_earned == pytest.approx(100)
    assert result.net_result == pytest.approx(-400)
    assert result.gain == pytest.approx(1_100)
    assert result.worst_case == -1_000
    # 500 in 100 days on 1,000 are 182.5 % a year.
    assert result.break_even_fee_apr == pytest.approx(1.825)


def test_an_eighty_twenty_pool_by_hand() -> None:
    # 16^0.25 = 2 against holding 0.25 × 16 + 0.75 = 4.75.
    result = impermanent_loss(**DOUBLED | {"first_end_price": 16.0, "first_weight": 0.25})
    assert result.value_in_pool == pytest.approx(2_000)
    assert result.loss == pytest.approx(2 / 4.75 - 1)


def test_a_loss_without_a_day_to_earn_fees_never_breaks_even() -> None:
    result = impermanent_loss(**DOUBLED | {"days": 0})
    assert result.break_even_fee_apr is None
    assert result.fees_earned == 0


def test_the_table_shows_the_loss_for_the_chosen_weight() -> None:
    rows = impermanent_loss(**DOUBLED | {"first_weight": 0.25}).by_price_ratio
    assert [row.price_ratio for row in rows] == list(PRICE_RATIOS)
    for row in rows:
        assert row.value_in_pool == pytest.approx(row.value_if_held * (1 + row.loss))
    unchanged = next(row for row in rows if row.price_ratio == 1)
    assert unchanged.loss == 0
    assert unchanged.value_in_pool == unchanged.value_if_held == 1_000


@given(some_inputs)
def test_unchanged_prices_lose_exactly_nothing(inputs: dict[str, Any]) -> None:
    result = impermanent_loss(
        **inputs
        | {
            "first_end_price": inputs["first_start_price"],
            "second_end_price": inputs["second_start_price"],
        }
    )
    assert str(result.loss) == "0.0"
    assert str(result.loss_in_money) == "0.0"
    assert result.break_even_fee_apr == 0
    assert result.value_in_pool == inputs["deposit_value"]
    assert result.net_result == result.fees_earned


@given(first=st.floats(1e-3, 1e3), second=st.floats(1e-3, 1e3), factor=st.floats(1e-3, 1e3))
def test_prices_that_move_alike_lose_nothing(first: float, second: float, factor: float) -> None:
    result = impermanent_loss(
        first_start_price=first,
        first_end_price=first * factor,
        second_start_price=second,
        second_end_price=second * factor,
    )
    assert result.loss == 0


@given(some_inputs)
def test_a_pool_never_beats_holding_before_fees(inputs: dict[str, Any]) -> None:
    result = impermanent_loss(**inputs)
    assert -1 <= result.loss <= 0
    assert result.loss_in_money <= 0
    assert all(-1 <= row.loss <= 0 for row in result.by_price_ratio)


@given(some_inputs)
def test_the_values_agree_with_the_loss(inputs: dict[str, Any]) -> None:
    result = impermanent_loss(**inputs)
    assert result.value_in_pool == pytest.approx(
        result.value_if_held + result.loss_in_money, rel=1e-9, abs=1e-12 * result.value_if_held
    )
    assert result.net_result == result.loss_in_money + result.fees_earned


@given(ratio=st.floats(1e-9, 1e9))
def test_a_rise_and_the_inverse_fall_lose_the_same_in_equal_weights(ratio: float) -> None:
    rise = impermanent_loss(first_start_price=1, first_end_price=ratio).loss
    fall = impermanent_loss(
        second_start_price=1, second_end_price=ratio, first_end_price=2_000
    ).loss
    assert rise == pytest.approx(fall, rel=1e-9, abs=1e-16)


@given(ratio=st.floats(1e-9, 1e9))
def test_equal_weights_follow_the_square_root_formula(ratio: float) -> None:
    loss = impermanent_loss(first_start_price=1, first_end_price=ratio).loss
    assert loss == pytest.approx(2 * math.sqrt(ratio) / (1 + ratio) - 1, abs=1e-15)


@given(start=prices, end=prices, other_start=prices, other_end=prices, weight=weights)
def test_the_order_of_the_assets_does_not_matter(
    start: float, end: float, other_start: float, other_end: float, weight: float
) -> None:
    one = impermanent_loss(
        first_start_price=start,
        first_end_price=end,
        second_start_price=other_start,
        second_end_price=other_end,
        first_weight=weight,
    )
    other = impermanent_loss(
        first_start_price=other_start,
        first_end_price=other_end,
        second_start_price=start,
        second_end_price=end,
        first_weight=1 - weight,
    )
    assert one.loss == pytest.approx(other.loss, rel=1e-9, abs=1e-15)
    assert one.value_in_pool == pytest.approx(other.value_in_pool, rel=1e-9)


@given(one=st.floats(0, 9), other=st.floats(0, 9), weight=weights)
def test_a_larger_move_never_loses_less(one: float, other: float, weight: float) -> None:
    near, far = sorted((one, other))
    for direction in (1, -1):
        near_loss, far_loss = (
            impermanent_loss(
                first_start_price=1, first_end_price=10 ** (direction * size), first_weight=weight
            ).loss
            for size in (near, far)
        )
        assert far_loss <= near_loss + 1e-15


@given(change=st.floats(1e-9, 1e-3), weight=weights, sign=st.sampled_from([1, -1]))
def test_a_small_move_keeps_its_digits(change: float, weight: float, sign: int) -> None:
    # (1 + δ)ʷ by its binomial series in exact arithmetic.
    end_price = 1 + sign * change
    delta, share = Fraction(end_price) - 1, Fraction(weight)
    term, power = Fraction(1), Fraction(1)
    for index in range(1, 9):
        term *= (share - index + 1) * delta / index
        power += term
    exact = power / (1 + share * delta) - 1
    loss = impermanent_loss(
        first_start_price=1, first_end_price=end_price, first_weight=weight
    ).loss
    assert loss == pytest.approx(float(exact), rel=1e-11, abs=0)


@given(some_inputs)
def test_the_break_even_fee_just_makes_up_for_the_loss(inputs: dict[str, Any]) -> None:
    result = impermanent_loss(**inputs)
    if result.break_even_fee_apr is None:
        assert inputs["days"] == 0
        assert result.loss < 0
    else:
        fees = inputs["deposit_value"] * result.break_even_fee_apr * inputs["days"] / 365
        assert fees == pytest.approx(-result.loss_in_money, rel=1e-12, abs=0)


@given(some_inputs)
def test_the_worst_case_is_the_whole_deposit(inputs: dict[str, Any]) -> None:
    assert impermanent_loss(**inputs).worst_case == -inputs["deposit_value"]


@given(weight=weights)
def test_the_pool_drains_as_one_asset_goes_to_zero(weight: float) -> None:
    result = impermanent_loss(
        deposit_value=1,
        first_start_price=1e9,
        first_end_price=1e-9,
        first_weight=weight,
    )
    assert result.value_in_pool == pytest.approx(1e-18**weight, rel=1e-12, abs=0)
    assert result.value_if_held == pytest.approx(1 - weight)
