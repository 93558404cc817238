"""Delegated SOL, by hand and by what the schedule says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.solana import solana_staking
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(solana_staking)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "stake": 100.0,
    "inflation": 0.08,
    "end_inflation": 0.0,
    "disinflation": 0.5,
    "staked_share": 0.5,
    "validator_commission": 0.0,
    "uptime": 1.0,
    "tips_apr": 0.0,
    "epochs": 1,
    "token_price": 1.0,
    "years": 2,
}


def test_two_years_by_hand() -> None:
    result = solana_staking(**PLAIN)
    # 8 % on half of the supply are 16 %; then 8 %.
    assert [row.inflation for row in result.by_year] == pytest.approx([0.08, 0.04, 0.02])
    assert [row.tokens for row in result.by_year] == pytest.approx([100, 116, 125.28])
    assert result.real_yield == pytest.approx(1.16 / 1.08 - 1)
    assert result.end_apy == pytest.approx(0.04)


def test_the_rate_is_per_staked_token_and_not_per_token_of_the_supply() -> None:
    assert solana_staking(**PLAIN).staking_apr == pytest.approx(0.16)


def test_missed_votes_lower_inflation_rewards_and_commission_takes_from_tips_too() -> None:
    result = solana_staking(
        **PLAIN | {"uptime": 0.5, "tips_apr": 0.02, "validator_commission": 0.1}
    )
    assert result.apy == pytest.approx((0.08 + 0.02) * 0.9)


def test_epochs_compound() -> None:
    result = solana_staking(**PLAIN | {"epochs": 2})
    assert result.apy == pytest.approx(1.08**2 - 1)


def test_inflation_falls_twice_as_fast_in_the_bad_case() -> None:
    result = solana_staking(**PLAIN | {"disinflation": 0.25, "worst_case_price_change": 0.0})
    # 16 %, then 8 % instead of 12 %.
    assert result.worst_case_gain == pytest.approx(100 * 1.16 * 1.08 - 100)
    assert result.gain == pytest.approx(100 * 1.16 * 1.12 - 100)


def test_the_price_falls_evenly_in_the_bad_case() -> None:
    result = solana_staking(**PLAIN | {"inflation": 0.0, "worst_case_price_change": -0.8})
    assert [row.worst_case_value for row in result.by_year] == pytest.approx([100, 60, 20])


def test_a_halving_a_year_takes_three_years_to_an_eighth() -> None:
    result = solana_staking(**PLAIN | {"end_inflation": 0.01})
    assert result.years_to_end_inflation == pytest.approx(3)


@pytest.mark.parametrize("changes", [{"end_inflation": 0.0}, {"disinflation": 0.0}])
def test_a_schedule_without_an_end_never_gets_there(changes: dict[str, float]) -> None:
    inputs = PLAIN | {"end_inflation": 0.01} | changes
    assert solana_staking(**inputs).years_to_end_inflation is None


def test_a_schedule_at_its_end_is_there() -> None:
    result = solana_staking(inflation=0.015)
    assert result.years_to_end_inflation == 0
    assert {row.inflation for row in result.by_year} == {0.015}


def test_inflation_below_its_end_stays_as_it_is() -> None:
    result = solana_staking(inflation=0.01, end_inflation=0.015)
    assert result.years_to_end_inflation == 0
    assert {row.inflation for row in result.by_year} == {0.01}


@given(inflation=st.floats(0, 0.5), share=st.floats(0.1, 1))
def test_dilution_of_stakers_and_others_balances(inflation: float, share: float) -> None:
    """What those who hold lose of the supply, those who stake gain."""
    result = solana_staking(inflation=inflation, end_inflation=0, staked_share=share)
    gained = result.adjusted_staking_yield * share
    lost = result.dilution_without_staking * (1 - share)
    assert gained + lost == pytest.approx(0, abs=1e-12)


@given(some_inputs)
def test_the_parts_agree(inputs: dict[str, Any]) -> None:
    result = solana_staking(**inputs)
    first, last = result.by_year[0], result.by_year[-1]
    start_value = inputs["stake"] * inputs["token_price"]
    assert len(result.by_year) == inputs["years"] + 1
    assert (first.apy, first.real_yield) == (result.apy, result.real_yield)
    assert last.apy == result.end_apy
    assert result.gain == last.value - start_value
    assert result.worst_case_gain == last.worst_case_value - start_value
    grown = math.prod(1 + row.apy for row in result.by_year[:-1])
    assert last.tokens == pytest.approx(inputs["stake"] * grown)


@given(some_inputs)
def test_inflation_only_falls_and_stops_at_its_end(inputs: dict[str, Any]) -> None:
    inflations = [row.inflation for row in solana_staking(**inputs).by_year]
    assert inflations == sorted(inflations, reverse=True)
    assert inflations[-1] >= min(inputs["end_inflation"], inputs["inflation"])
