"""Staking, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.staking import staking_apy
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(staking_apy)
PLAIN: dict[str, Any] = {
    "stake": 100.0,
    "validator_commission": 0.0,
    "expected_slashing_loss": 0.0,
    "network_issuance": 0.0,
    "token_price": 1.0,
    "years": 1,
}
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)


def in_order(low: float, high: float, tolerance: float = 1e-12) -> bool:
    """Whether `low` is at most `high`, give or take what rounding does."""
    return low <= high or math.isclose(low, high, rel_tol=tolerance, abs_tol=tolerance)


def test_one_reward_at_the_end_of_the_year_is_the_apr() -> None:
    result = staking_apy(**PLAIN | {"reward_apr": 0.1, "compounding_periods": 1})
    assert result.apy == pytest.approx(0.1, rel=1e-15)
    assert result.tokens_earned == pytest.approx(10)


def test_two_half_year_rewards_earn_on_each_other() -> None:
    # 100 × 1.05 × 1.05 = 110.25
    result = staking_apy(**PLAIN | {"reward_apr": 0.1, "compounding_periods": 2})
    assert result.tokens_earned == pytest.approx(10.25)


def test_commission_is_taken_from_rewards_and_not_from_the_stake() -> None:
    result = staking_apy(
        **PLAIN | {"reward_apr": 0.1, "validator_commission": 0.2, "compounding_periods": 1}
    )
    assert result.apy == pytest.approx(0.08)


def test_rewards_taken_out_are_safe_from_slashing() -> None:
    # Year 1: 10 earned on 100, then 50 of the stake lost. Year 2: 5 earned on 50, then 25 lost.
    result = staking_apy(
        **PLAIN
        | {
            "reward_apr": 0.1,
            "compounding_periods": 0,
            "expected_slashing_loss": 0.5,
            "years": 2,
        }
    )
    assert [row.tokens for row in result.by_year] == pytest.approx([100, 60, 40])


def test_slashing_takes_its_share_of_rewards_that_were_staked_again() -> None:
    # 110 tokens, half of them lost; then 60.5, half of them lost.
    result = staking_apy(
        **PLAIN
        | {
            "reward_apr": 0.1,
            "compounding_periods": 1,
            "expected_slashing_loss": 0.5,
            "years": 2,
        }
    )
    assert result.apy == pytest.approx(-0.45)
    assert [row.tokens for row in result.by_year] == pytest.approx([100, 55, 30.25])


def test_price_change_moves_holding_and_staking_alike() -> None:
    result = staking_apy(
        **PLAIN
        | {
            "reward_apr": 0.1,
            "compounding_periods": 1,
            "token_price": 2.0,
            "yearly_price_change": -0.5,
            "years": 2,
        }
    )
    # 100 tokens at 2 × 0.5² = 0.50; 121 tokens if staked.
    assert result.holding_value == pytest.approx(50)
    assert result.end_value == pytest.approx(60.5)
    assert result.gain == pytest.approx(-139.5)


def test_a_worthless_token_loses_the_whole_stake_whatever_it_paid() -> None:
    result = staking_apy(**PLAIN | {"reward_apr": 2.0, "worst_case_price_change": -1.0})
    assert result.worst_case_value == 0
    assert result.worst_case_gain == -100


def test_the_bad_case_of_each_year_is_its_tokens_at_the_fallen_price() -> None:
    result = staking_apy(
        **PLAIN
        | {
            "reward_apr": 0.5,
            "compounding_periods": 1,
            "years": 2,
            "yearly_price_change": 1.0,
            "worst_case_price_change": -0.8,
        }
    )
    values = [row.worst_case_value for row in result.by_year]
    assert values == pytest.approx([20, 30, 45], rel=1e-12)
    assert result.worst_case_value == values[-1]


def test_a_reward_equal_to_issuance_grows_no_share() -> None:
    result = staking_apy(
        **PLAIN | {"reward_apr": 0.25, "network_issuance": 0.25, "compounding_periods": 1}
    )
    assert result.real_yield == 0


def test_no_reward_and_no_slashing_changes_nothing() -> None:
    result = staking_apy(**PLAIN | {"reward_apr": 0.0, "years": 30})
    assert result.apy == 0
    assert result.tokens_earned == 0


@given(rate=st.floats(1e-300, 1e-6), periods=st.integers(1, 8_760))
def test_a_tiny_rate_is_not_lost_to_rounding(rate: float, periods: int) -> None:
    result = staking_apy(**PLAIN | {"reward_apr": rate, "compounding_periods": periods})
    assert result.apy == pytest.approx(rate, rel=1e-6, abs=0)


@given(rate=st.floats(0, 2), periods=st.integers(1, 8_760))
def test_compounding_never_beats_continuous_compounding(rate: float, periods: int) -> None:
    result = staking_apy(**PLAIN | {"reward_apr": rate, "compounding_periods": periods})
    assert in_order(rate, result.apy)
    assert in_order(result.apy, math.expm1(rate))


@given(some_inputs, st.integers(1, 8_760), st.integers(1, 8_760))
def test_compounding_more_often_never_yields_less(
    inputs: dict[str, Any], one: int, other: int
) -> None:
    seldom, often = sorted((one, other))
    assert in_order(
        staking_apy(**inputs | {"compounding_periods": seldom}).apy,
        staking_apy(**inputs | {"compounding_periods": often}).apy,
    )


@given(some_inputs, shares, shares)
def test_more_commission_never_pays_more(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    cheap = staking_apy(**inputs | {"validator_commission": low})
    dear = staking_apy(**inputs | {"validator_commission": high})
    assert in_order(dear.apy, cheap.apy)
    assert in_order(dear.end_value, cheap.end_value)


@given(some_inputs, shares, shares)
def test_more_issuance_never_gives_more_real_yield(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    scarce = staking_apy(**inputs | {"network_issuance": low})
    diluted = staking_apy(**inputs | {"network_issuance": high})
    assert in_order(diluted.real_yield, scarce.real_yield)
    assert diluted.apy == scarce.apy


@given(some_inputs, shares, shares)
def test_more_slashing_never_leaves_more_tokens(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    safe = staking_apy(**inputs | {"expected_slashing_loss": low})
    risky = staking_apy(**inputs | {"expected_slashing_loss": high})
    assert in_order(risky.tokens_earned, safe.tokens_earned)


@given(some_inputs)
def test_without_issuance_the_real_yield_is_the_apy(inputs: dict[str, Any]) -> None:
    result = staking_apy(**inputs | {"network_issuance": 0.0})
    assert result.real_yield == pytest.approx(result.apy, abs=1e-15)


@given(some_inputs)
def test_the_table_runs_from_the_stake_to_the_headline(inputs: dict[str, Any]) -> None:
    result = staking_apy(**inputs)
    first, last = result.by_year[0], result.by_year[-1]
    assert [row.year for row in result.by_year] == list(range(inputs["years"] + 1))
    assert first.tokens == inputs["stake"]
    assert first.share_of_supply == 0
    assert last.value == result.end_value
    assert last.tokens - first.tokens == result.tokens_earned
    assert result.by_year[1].share_of_supply == pytest.approx(result.real_yield, abs=1e-9)


@given(some_inputs)
def test_gain_is_the_end_value_less_the_value_today(inputs: dict[str, Any]) -> None:
    result = staking_apy(**inputs)
    start_value = inputs["stake"] * inputs["token_price"]
    assert result.gain == result.end_value - start_value
    assert result.worst_case_gain == result.worst_case_value - start_value
    assert result.worst_case_gain >= -start_value
