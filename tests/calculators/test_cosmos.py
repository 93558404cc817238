"""Delegated ATOM, by hand and by what the chain's rules say must hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.cosmos import cosmos_staking
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(cosmos_staking)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "stake": 100.0,
    "inflation": 0.1,
    "bonded_ratio": 0.5,
    "community_tax": 0.0,
    "validator_commission": 0.0,
    "compounding_periods": 1,
    "token_price": 1.0,
    "years": 1,
}


def test_stakers_share_all_inflation() -> None:
    # 10 % of all tokens on half of them are 20 %.
    result = cosmos_staking(**PLAIN)
    assert result.reward_apr == pytest.approx(0.2)
    assert result.tokens_earned == pytest.approx(20)
    assert result.real_yield == pytest.approx(1.2 / 1.1 - 1)


def test_the_rate_is_per_bonded_token_and_not_per_token_of_the_supply() -> None:
    # The other denominator would give 10 % here.
    assert cosmos_staking(**PLAIN).net_apr == pytest.approx(0.2)


def test_community_tax_and_commission_come_off_one_after_the_other() -> None:
    result = cosmos_staking(**PLAIN | {"community_tax": 0.1, "validator_commission": 0.2})
    assert result.reward_apr == pytest.approx(0.18)
    assert result.net_apr == pytest.approx(0.144)


def test_fees_pay_stakers_without_diluting_anyone() -> None:
    result = cosmos_staking(
        **PLAIN
        | {
            "inflation": 0.0,
            "fees_to_stakers": 0.05,
            "minimum_inflation": 0.0,
        }
    )
    assert result.net_apr == pytest.approx(0.1)
    assert result.real_yield == pytest.approx(0.1)
    assert result.dilution_without_staking == 0


def test_unbonding_costs_the_reward_of_its_days() -> None:
    result = cosmos_staking(**PLAIN | {"unbonding_days": 73})
    # A fifth of a year at 20 % on 100.
    assert result.unbonding_cost == pytest.approx(4)


def test_a_double_signing_and_a_price_fall_in_the_bad_case() -> None:
    result = cosmos_staking(**PLAIN | {"worst_case_price_change": -0.5})
    # 120 tokens, 5 % of them slashed, at half the price.
    assert result.worst_case_gain == pytest.approx(120 * 0.95 * 0.5 - 100)


@pytest.mark.parametrize(
    ("bonded_ratio", "inflation", "next_inflation"),
    [
        (0.335, 0.10, 0.165),  # half of the goal: half of 13 % more
        (1.0, 0.19, 0.19 - 0.13 * (1 / 0.67 - 1)),  # half more than the goal: half of it less
        (0.335, 0.19, 0.20),  # stopped at the most
        (1.0, 0.08, 0.07),  # and at the least
        (0.67, 0.15, 0.15),
    ],
)
def test_inflation_moves_towards_its_goal_between_two_limits(
    bonded_ratio: float, inflation: float, next_inflation: float
) -> None:
    result = cosmos_staking(
        bonded_ratio=bonded_ratio,
        inflation=inflation,
        minimum_inflation=0.07,
        maximum_inflation=0.20,
        goal_bonded=0.67,
        inflation_rate_change=0.13,
    )
    assert result.inflation_in_a_year == pytest.approx(next_inflation)


def test_later_years_earn_at_the_inflation_of_then() -> None:
    result = cosmos_staking(
        **PLAIN
        | {
            "years": 2,
            "goal_bonded": 0.25,
            "inflation_rate_change": 0.05,
            "minimum_inflation": 0.0,
        }
    )
    # Bonded twice the goal: inflation falls by 5 points; 20 % first, then 10 %.
    assert [row.inflation for row in result.by_year] == pytest.approx([0.10, 0.05, 0.0])
    assert [row.tokens for row in result.by_year] == pytest.approx([100, 120, 132])
    assert result.by_year[2].share_of_supply == pytest.approx(1.32 / (1.1 * 1.05) - 1)


def test_the_lower_limit_is_applied_last_as_on_the_chain() -> None:
    result = cosmos_staking(inflation=0.1, minimum_inflation=0.06, maximum_inflation=0.05)
    assert result.inflation_in_a_year == 0.06


@given(inflation=st.floats(0, 1))
def test_if_all_stake_nobody_gains_a_share(inflation: float) -> None:
    result = cosmos_staking(**PLAIN | {"inflation": inflation, "bonded_ratio": 1.0})
    assert result.real_yield == pytest.approx(0, abs=1e-12)


@given(some_inputs)
def test_the_parts_agree(inputs: dict[str, Any]) -> None:
    result = cosmos_staking(**inputs)
    last = result.by_year[-1]
    start_value = inputs["stake"] * inputs["token_price"]
    assert len(result.by_year) == inputs["years"] + 1
    assert result.tokens_earned == last.tokens - inputs["stake"]
    assert result.gain == last.value - start_value
    assert result.worst_case_gain == last.worst_case_value - start_value
    assert result.net_apr <= result.reward_apr * (1 + 1e-12)
    assert result.apy >= result.net_apr * (1 - 1e-9)
    assert result.real_yield >= result.dilution_without_staking - 1e-12
    highest = max(inputs["minimum_inflation"], inputs["maximum_inflation"])
    assert all(
        inputs["minimum_inflation"] <= row.inflation <= highest for row in result.by_year[1:]
    )


@given(one=st.floats(0.1, 1), other=st.floats(0.1, 1))
def test_the_more_is_bonded_the_less_each_earns(one: float, other: float) -> None:
    few, many = (cosmos_staking(bonded_ratio=ratio) for ratio in sorted((one, other)))
    assert many.net_apr <= few.net_apr
