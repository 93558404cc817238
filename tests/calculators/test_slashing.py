"""Slashing, by hand and by what the protocol and probability say must hold."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.slashing import StakeAboveNetworkError, slashing_risk
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(slashing_risk)
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)
#: No validator is slashed and nothing is earned.
SERVICES_ONLY: dict[str, Any] = {
    "validator_slash_chance": 0.0,
    "staking_apr": 0.0,
    "restaking_apr": 0.0,
}


def with_a_stake_inside_the_network(inputs: dict[str, Any]) -> dict[str, Any]:
    assume(inputs["stake"] <= inputs["network_stake"] * 1e6 - 1)
    return inputs


def test_a_validator_slashed_alone_loses_little() -> None:
    result = slashing_risk(stake=32, slashed_together=32, network_stake=32)
    assert result.initial_penalty == -32 / 4_096
    # Three times 32 of 32 million, of each ETH, in whole gwei.
    assert result.correlation_penalty == pytest.approx(-32 * 3_000e-9)
    assert -0.003 < result.validator_loss < -0.001


def test_the_correlation_penalty_is_three_times_the_share_slashed() -> None:
    result = slashing_risk(stake=32, network_stake=40, slashed_together=4_000_000)
    assert result.correlation_penalty == pytest.approx(-32 * 0.3)


def test_your_own_stake_is_always_among_what_is_slashed() -> None:
    alone = slashing_risk(stake=2_048, slashed_together=0)
    stated = slashing_risk(stake=2_048, slashed_together=2_048)
    assert alone.correlation_penalty == stated.correlation_penalty < 0


def test_votes_are_charged_in_whole_gwei_for_each_flag() -> None:
    # 505 gwei × 32 × 14 ÷ 64 and × 26 ÷ 64, over 8,192 epochs.
    result = slashing_risk(stake=32, network_stake=16)
    assert result.attestation_penalty == -8_192 * (3_535 + 6_565) / 1e9


def test_two_independent_services_by_hand() -> None:
    result = slashing_risk(
        **SERVICES_ONLY,
        services=2,
        service_slash_chance=0.1,
        service_slash=0.3,
        common_cause=0,
    )
    assert result.chance_of_loss == pytest.approx(0.19)
    assert result.chance_of_all_services == pytest.approx(0.01)
    assert result.expected_loss == pytest.approx(-2 * 0.1 * 0.3)
    assert result.chance_of_half_lost == pytest.approx(0.01)


def test_a_common_cause_makes_all_slash_at_once() -> None:
    result = slashing_risk(
        **SERVICES_ONLY,
        services=10,
        service_slash_chance=0.1,
        service_slash=0.05,
        common_cause=1,
    )
    assert result.chance_of_loss == pytest.approx(0.1)
    assert result.chance_of_all_services == pytest.approx(0.1)
    assert result.chance_of_half_lost == pytest.approx(0.1)
    # As much is lost on average as if they were independent, but all in one year of ten.
    assert result.expected_loss == pytest.approx(-10 * 0.1 * 0.05)


def test_slashes_together_take_at_most_everything() -> None:
    result = slashing_risk(
        **SERVICES_ONLY,
        services=3,
        service_slash_chance=1,
        service_slash=0.9,
        common_cause=0,
    )
    assert result.expected_loss == pytest.approx(-1)
    assert result.slash_of_all_services == result.worst_case_loss == -1


def test_without_services_only_the_validator_is_at_risk() -> None:
    result = slashing_risk(services=0, validator_slash_chance=0.5, restaking_apr=0)
    assert result.chance_of_all_services == result.slash_of_all_services == 0
    assert result.chance_of_loss == pytest.approx(0.5)
    assert result.expected_loss == pytest.approx(0.5 * result.validator_loss)
    assert result.extra_return == result.reward_to_break_even == 0


def test_the_break_even_reward_pays_for_the_added_loss() -> None:
    break_even = slashing_risk().reward_to_break_even
    assert slashing_risk(restaking_apr=break_even).extra_return == pytest.approx(0)


def test_a_stake_above_the_networks_is_explained() -> None:
    with pytest.raises(StakeAboveNetworkError, match="smaller stake"):
        slashing_risk(stake=200_000, network_stake=0.1)


@given(chance=shares, common=shares, services=st.integers(1, 50))
def test_a_common_cause_never_changes_the_chance_of_one_service(
    chance: float, common: float, services: int
) -> None:
    """Slashes of one percent or less never meet the limit, so their average is additive."""
    slash = 0.01
    result = slashing_risk(
        **SERVICES_ONLY,
        services=services,
        service_slash_chance=chance,
        service_slash=slash,
        common_cause=common,
    )
    assert result.expected_loss == pytest.approx(-services * chance * slash, rel=1e-9, abs=1e-15)


@given(chance=shares, one=shares, other=shares, services=st.integers(2, 50))
def test_more_in_common_makes_losses_rarer_and_total_losses_likelier(
    chance: float, one: float, other: float, services: int
) -> None:
    little, much = (
        slashing_risk(
            **SERVICES_ONLY, services=services, service_slash_chance=chance, common_cause=common
        )
        for common in sorted((one, other))
    )
    assert much.chance_of_loss <= little.chance_of_loss + 1e-12
    assert much.chance_of_all_services >= little.chance_of_all_services - 1e-12


@given(some_inputs.map(with_a_stake_inside_the_network))
def test_chances_and_losses_stay_in_their_bounds(inputs: dict[str, Any]) -> None:
    result = slashing_risk(**inputs)
    for chance in (
        result.chance_of_loss,
        result.chance_of_half_lost,
        result.chance_of_all_services,
    ):
        assert -1e-12 <= chance <= 1 + 1e-12
    assert result.chance_of_half_lost <= result.chance_of_loss + 1e-9
    assert -1 <= result.worst_case_loss <= result.validator_loss + 1e-12 <= 1e-12
    assert result.worst_case_loss <= result.expected_loss + 1e-9
    earned = inputs["staking_apr"] + inputs["restaking_apr"]
    assert result.expected_return == pytest.approx(earned + result.expected_loss)


@given(some_inputs.map(with_a_stake_inside_the_network))
def test_the_more_is_slashed_together_the_more_each_loses(inputs: dict[str, Any]) -> None:
    losses = [row.validator_loss for row in slashing_risk(**inputs).by_share_slashed]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] == -1
    assert all(math.isfinite(loss) for loss in losses)
