"""Staked and delegated tez, by hand and by what the protocol says must hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.tezos import tezos_staking
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(tezos_staking)
some_inputs = in_range_inputs(SPEC)
#: Half of all tez staked, so 1 % is issued at most and half of it is wanted.
PLAIN: dict[str, Any] = {
    "amount": 100.0,
    "staked_ratio": 0.5,
    "delegated_share": 0.0,
    "dynamic_rate": 0.0,
    "baker_edge": 0.0,
    "delegation_fee": 0.0,
    "baker_attendance": 1.0,
    "token_price": 1.0,
}


def test_the_static_rate_falls_with_the_square_of_the_staked_ratio() -> None:
    result = tezos_staking(**PLAIN)
    assert result.static_rate == pytest.approx(0.0025)
    assert result.issuance == pytest.approx(0.0025)
    assert result.staking_apr == pytest.approx(0.005)


def test_the_dynamic_rate_adds_up_to_the_adaptive_maximum() -> None:
    assert tezos_staking(**PLAIN | {"dynamic_rate": 0.005}).issuance == pytest.approx(0.0075)
    assert tezos_staking(**PLAIN | {"dynamic_rate": 0.05}).issuance == pytest.approx(0.01)


def test_issuance_has_a_floor() -> None:
    assert tezos_staking(**PLAIN | {"staked_ratio": 1.0}).issuance == pytest.approx(0.0025)


def test_delegated_tez_counts_a_third() -> None:
    result = tezos_staking(**PLAIN | {"delegated_share": 0.5, "staked_ratio": 0.4})
    # Issuance ÷ (0.4 + 0.1).
    assert result.staking_apr == pytest.approx(result.issuance * 2)
    assert result.delegation_apr == pytest.approx(result.issuance * 2 / 3)
    assert result.premium == pytest.approx(100 * result.issuance * 4 / 3)


def test_edge_and_fee_are_taken_from_rewards() -> None:
    free = tezos_staking(**PLAIN)
    paid = tezos_staking(**PLAIN | {"baker_edge": 0.2, "delegation_fee": 0.1})
    assert paid.staking_apr == pytest.approx(free.staking_apr * 0.8)
    assert paid.delegation_apr == pytest.approx(free.delegation_apr * 0.9)


def test_an_absent_baker_earns_nothing_for_anyone() -> None:
    result = tezos_staking(**PLAIN | {"baker_attendance": 0.0})
    assert result.staking_apr == result.delegation_apr == 0


def test_delegated_tez_is_never_slashed() -> None:
    result = tezos_staking(
        **PLAIN | {"double_attested_share": 1.0, "worst_case_price_change": -0.5}
    )
    assert result.worst_case_slash == -1
    assert result.worst_case_gain == -100
    assert result.worst_case_gain_delegated == -50


def test_a_slash_as_likely_as_the_premium_is_large_pays_delegators_as_much() -> None:
    result = tezos_staking()
    assert result.break_even_slash_chance is not None
    expected_loss = result.break_even_slash_chance * result.worst_case_slash
    assert result.staking_apr + expected_loss == pytest.approx(result.delegation_apr)


def test_no_slash_has_no_break_even() -> None:
    assert tezos_staking(double_attested_share=0).break_even_slash_chance is None


@given(some_inputs)
def test_all_rewards_paid_are_what_is_issued(inputs: dict[str, Any]) -> None:
    inputs |= {"baker_edge": 0.0, "delegation_fee": 0.0, "baker_attendance": 1.0}
    result = tezos_staking(**inputs)
    staked = inputs["staked_ratio"]
    delegated = (1 - staked) * inputs["delegated_share"]
    paid = result.staking_apr * staked + result.delegation_apr * delegated
    assert paid == pytest.approx(result.issuance)


@given(some_inputs)
def test_issuance_stays_between_its_limits(inputs: dict[str, Any]) -> None:
    result = tezos_staking(**inputs)
    for row in result.by_staked_ratio:
        assert 0.0025 <= row.issuance <= row.maximum_issuance <= 0.10
    assert 0.01 <= result.maximum_issuance <= 0.10
    assert -1 <= result.worst_case_slash <= 0
    assert result.worst_case_gain <= result.worst_case_gain_delegated + 1e-9 * inputs["amount"]


@given(one=st.floats(0.01, 1), other=st.floats(0.01, 1))
def test_the_more_is_staked_the_less_may_be_issued(one: float, other: float) -> None:
    few, many = (tezos_staking(staked_ratio=ratio) for ratio in sorted((one, other)))
    assert many.maximum_issuance <= few.maximum_issuance + 1e-15
    assert many.static_rate <= few.static_rate


@given(one=st.floats(0, 1), other=st.floats(0, 1))
def test_more_double_attestations_never_cost_less(one: float, other: float) -> None:
    few, many = (tezos_staking(double_attested_share=share) for share in sorted((one, other)))
    assert many.worst_case_slash <= few.worst_case_slash
