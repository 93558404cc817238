"""Concentrated liquidity, by hand, against the full range and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.concentrated_liquidity import (
    PRICE_STEPS,
    NoPriceRangeError,
    concentrated_liquidity,
)
from calculators.liquidity import impermanent_loss
from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(concentrated_liquidity)
some_inputs = in_range_inputs(SPEC).filter(lambda one: one["one_bound"] != one["other_bound"])
ENDLESS: dict[str, Any] = {"one_bound": 1e-15, "other_bound": 1e15}
#: √1 = 1, √4 = 2 and √9 = 3 make every step a fraction.
BY_HAND: dict[str, Any] = {
    "deposit_value": 2_800.0,
    "start_price": 4.0,
    "end_price": 9.0,
    "one_bound": 1.0,
    "other_bound": 9.0,
    "fee_apr_in_range": 0.365,
    "days": 100,
    "share_of_time_in_range": 0.5,
}


def test_a_move_to_the_upper_end_by_hand() -> None:
    # One unit of L holds 1/2 − 1/3 = 1/6 first and 2 − 1 = 1 second, worth 4/6 + 1 = 5/3.
    result = concentrated_liquidity(**BY_HAND)
    liquidity = 2_800 / (5 / 3)
    assert result.liquidity == pytest.approx(liquidity)
    assert result.first_tokens_at_start == pytest.approx(liquidity / 6)
    assert result.second_tokens_at_start == pytest.approx(liquidity)
    # At the upper end all is sold: 3 − 1 = 2 second tokens a unit, against 9/6 + 1 held.
    assert result.first_tokens_at_end == 0
    assert result.value_in_pool == pytest.approx(2 * liquidity)
    assert result.loss == pytest.approx(2 / 2.5 - 1)
    assert result.in_range_at_end
    # A tenth of the deposit for 50 days in range.
    assert result.fees_earned == pytest.approx(140)
    assert result.net_result == pytest.approx(-0.5 * liquidity + 140)
    assert result.gain == pytest.approx(2 * liquidity + 140 - 2_800)
    assert result.break_even_fee_apr == pytest.approx(0.5 * liquidity / (2_800 * 50 / 365))
    # Over all prices, a unit would cost 2 × √4 = 4.
    assert result.concentration == pytest.approx(4 / (5 / 3))


def test_the_formula_of_the_concentration() -> None:
    result = concentrated_liquidity(start_price=2_000, one_bound=1_500, other_bound=2_500)
    expected = 1 / (1 - (math.sqrt(2_000 / 2_500) + math.sqrt(1_500 / 2_000)) / 2)
    assert result.concentration == pytest.approx(expected)


@given(start=st.floats(0.01, 100), end=st.floats(0.01, 100))
def test_an_endless_range_loses_what_the_full_range_loses(start: float, end: float) -> None:
    endless = concentrated_liquidity(start_price=start, end_price=end, **ENDLESS)
    full = impermanent_loss(first_start_price=start, first_end_price=end)
    assert endless.loss == pytest.approx(full.loss, abs=1e-6)
    assert endless.full_range_loss == pytest.approx(full.loss, rel=1e-9, abs=1e-15)
    assert endless.concentration == pytest.approx(1, abs=1e-6)


@given(some_inputs)
def test_a_range_never_beats_holding_before_fees(inputs: dict[str, Any]) -> None:
    result = concentrated_liquidity(**inputs)
    assert -1 <= result.loss <= 0
    assert all(-1 <= row.loss <= 0 and row.full_range_loss <= 0 for row in result.by_end_price)
    assert result.worst_case_result <= -inputs["deposit_value"]


@given(some_inputs)
def test_an_unchanged_price_loses_exactly_nothing(inputs: dict[str, Any]) -> None:
    result = concentrated_liquidity(**inputs | {"end_price": inputs["start_price"]})
    assert result.loss == result.full_range_loss == 0
    assert result.value_in_pool == pytest.approx(inputs["deposit_value"])
    assert result.break_even_fee_apr == 0


@given(end=st.floats(0.25, 4), width=st.floats(1.01, 100), wider=st.floats(1, 10))
def test_a_wider_range_never_loses_more(end: float, width: float, wider: float) -> None:
    # Around the start price both ranges take the tokens half and half, so the losses compare.
    narrow, wide = (
        concentrated_liquidity(
            start_price=1, end_price=end, one_bound=1 / factor, other_bound=factor
        )
        for factor in (width, width * wider)
    )
    assert narrow.loss <= wide.loss + 1e-12
    assert wide.loss <= wide.full_range_loss + 1e-12
    assert narrow.concentration is not None
    assert wide.concentration is not None
    assert narrow.concentration >= wide.concentration - 1e-9


@given(end=st.floats(0.1, 10), lower=st.floats(0.1, 0.9), upper=st.floats(1.1, 10))
def test_inside_the_range_the_loss_is_the_full_ranges_times_what_concentration_says(
    end: float, lower: float, upper: float
) -> None:
    assume(lower <= end <= upper)
    result = concentrated_liquidity(
        start_price=1, end_price=end, one_bound=lower, other_bound=upper
    )
    full_value = (1 + end) / 2
    assert result.concentration is not None
    # Inside the range both positions trade alike, one with so many times the liquidity.
    per_deposit = result.loss * result.value_if_held / 10_000
    expected = result.full_range_loss * full_value * result.concentration
    assert per_deposit == pytest.approx(expected, rel=1e-6, abs=1e-12)


@given(start=st.floats(1e-3, 1e3), end=st.floats(1e-3, 1e3))
def test_outside_the_range_the_position_holds_one_token(start: float, end: float) -> None:
    result = concentrated_liquidity(start_price=start, end_price=end, one_bound=0.5, other_bound=2)
    if end <= 0.5:
        assert result.second_tokens_at_end == 0
    if end >= 2:
        assert result.first_tokens_at_end == 0
    assert result.in_range_at_end == (0.5 <= end <= 2)
    assert (result.concentration is None) == (not 0.5 < start < 2)


@given(some_inputs)
def test_the_tokens_are_worth_the_values(inputs: dict[str, Any]) -> None:
    result = concentrated_liquidity(**inputs)
    start = result.first_tokens_at_start * inputs["start_price"] + result.second_tokens_at_start
    end = result.first_tokens_at_end * inputs["end_price"] + result.second_tokens_at_end
    assert start == pytest.approx(inputs["deposit_value"], rel=1e-9)
    assert end == pytest.approx(result.value_in_pool, rel=1e-9)
    assert min(result.first_tokens_at_start, result.second_tokens_at_start) >= 0
    assert min(result.first_tokens_at_end, result.second_tokens_at_end) >= 0


@given(width=st.floats(1e-9, 1e-3), move=st.floats(-1, 1))
def test_a_very_narrow_range_keeps_its_digits(width: float, move: float) -> None:
    # Half of the range up, a position is half sold whatever its width.
    result = concentrated_liquidity(
        deposit_value=1,
        start_price=1,
        end_price=1 + move * width,
        one_bound=1 - width,
        other_bound=1 + width,
    )
    assert result.first_tokens_at_end == pytest.approx((1 - move) / 2, abs=2e-3)


def test_fees_stop_with_the_time_in_range() -> None:
    never = concentrated_liquidity(**BY_HAND | {"share_of_time_in_range": 0.0})
    assert never.fees_earned == 0
    assert never.break_even_fee_apr is None
    half, whole = (
        concentrated_liquidity(**BY_HAND | {"share_of_time_in_range": share}).fees_earned
        for share in (0.5, 1.0)
    )
    assert whole == 2 * half


def test_the_table_runs_from_a_quarter_to_four_times_the_start_price() -> None:
    rows = concentrated_liquidity(start_price=100).by_end_price
    assert len(rows) == len(PRICE_STEPS)
    assert rows[0].end_price == 25
    assert rows[-1].end_price == 400
    for row in rows:
        assert row.value_in_pool == pytest.approx(row.value_if_held * (1 + row.loss))


@given(some_inputs)
def test_the_order_of_the_bounds_does_not_matter(inputs: dict[str, Any]) -> None:
    swapped = {"one_bound": inputs["other_bound"], "other_bound": inputs["one_bound"]}
    assert concentrated_liquidity(**inputs | swapped) == concentrated_liquidity(**inputs)


def test_bounds_that_enclose_nothing_are_explained() -> None:
    with pytest.raises(NoPriceRangeError, match="the same price"):
        concentrated_liquidity(one_bound=1_500, other_bound=1_500)
    reply = answer(
        find_calculators("calculators"), "concentrated-liquidity", {"other_bound": 1_500}
    )
    assert reply["error"]["kind"] == "no-answer"
