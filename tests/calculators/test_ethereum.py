"""Staked ether, by hand and by what the protocol says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ethereum import NETWORK_STAKES, ethereum_staking
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(ethereum_staking)
some_inputs = in_range_inputs(SPEC)
network_stakes = st.floats(0.1, 120)
#: 16 million ETH earn 505 gwei per epoch and ETH.
SIXTEEN: dict[str, Any] = {"network_stake": 16.0, "way": "pool", "uptime": 1.0, "entry_queue": 0.0}
APR = 505 * 82_181.25 / 1e9


def test_a_perfect_validator_earns_the_consensus_apr_and_tips() -> None:
    result = ethereum_staking(**SIXTEEN | {"provider_fee": 0.0, "tips_and_mev_apr": 0.005})
    assert result.consensus_apr == pytest.approx(APR, rel=1e-15)
    assert result.net_apr == pytest.approx(APR + 0.005)
    assert result.eth_earned == pytest.approx(32 * (APR + 0.005))


def test_the_providers_fee_is_taken_from_rewards_and_not_from_the_stake() -> None:
    result = ethereum_staking(**SIXTEEN | {"provider_fee": 0.1, "tips_and_mev_apr": 0.0})
    assert result.net_apr == pytest.approx(0.9 * APR)


def test_a_validator_that_is_off_loses_forty_parts_of_sixty_four() -> None:
    result = ethereum_staking(**SIXTEEN | {"uptime": 0.0, "provider_fee": 0.1})
    # No fee on a loss, and no share in it.
    assert result.net_apr == pytest.approx(-APR * 40 / 64)


def test_execution_rewards_are_part_of_the_answer() -> None:
    # Two pages of one site once differed by exactly this.
    with_tips = ethereum_staking(tips_and_mev_apr=0.01, uptime=1, provider_fee=0, way="pool")
    without = ethereum_staking(tips_and_mev_apr=0, uptime=1, provider_fee=0, way="pool")
    assert with_tips.net_apr - without.net_apr == pytest.approx(0.01)


def test_waiting_for_activation_earns_nothing() -> None:
    # Half a year of queue at 256 ETH an epoch.
    queue = 256 * 225 * 365.25 / 2 / 1e6
    now = ethereum_staking(network_stake=39.1, entry_queue=0)
    later = ethereum_staking(network_stake=39.1, entry_queue=queue)
    assert later.entry_days == pytest.approx(365.25 / 2)
    assert later.eth_earned == pytest.approx(now.eth_earned / 2)
    assert later.net_apr == now.net_apr


def test_a_queue_of_years_earns_nothing_and_still_costs() -> None:
    result = ethereum_staking(way="solo", entry_queue=50, yearly_costs=640, eth_price=2_000)
    # 0.32 ETH of costs.
    assert result.eth_earned == pytest.approx(-0.32)
    assert result.running_costs == pytest.approx(0.01)


def test_the_bad_case_of_a_liquid_token_adds_its_discount() -> None:
    inputs: dict[str, Any] = {
        "stake": 1.0,
        "eth_price": 1_000.0,
        "provider_fee": 1.0,
        "uptime": 1.0,
        "worst_case_price_change": -0.5,
        "worst_case_discount": -0.2,
    }
    pool = ethereum_staking(**inputs, way="pool")
    token = ethereum_staking(**inputs, way="liquid token")
    assert pool.worst_case_gain == pytest.approx(-500)
    assert token.worst_case_gain == pytest.approx(-600)


def test_running_costs_do_not_fall_with_the_price() -> None:
    result = ethereum_staking(
        way="solo",
        yearly_costs=1_000,
        eth_price=1_000,
        entry_queue=50,
        worst_case_price_change=-0.5,
    )
    assert result.gain == pytest.approx(-1_000)
    assert result.worst_case_gain == pytest.approx(-16_000 - 1_000)


def test_the_break_even_stake_pays_as_much_alone_as_in_a_pool() -> None:
    inputs: dict[str, Any] = {"yearly_costs": 1_000.0, "provider_fee": 0.1}
    stake = ethereum_staking(**inputs, way="pool").solo_break_even_stake
    assert stake is not None
    alone = ethereum_staking(**inputs, way="solo", stake=stake)
    assert alone.net_apr == pytest.approx(ethereum_staking(**inputs, way="pool").net_apr)


def test_going_solo_never_pays_against_a_provider_who_takes_nothing() -> None:
    assert ethereum_staking(provider_fee=0).solo_break_even_stake is None


def test_a_validator_of_ones_own_earns_nothing_below_thirty_two_ether() -> None:
    inputs: dict[str, Any] = {"way": "solo", "yearly_costs": 100.0, "entry_queue": 0.0}
    below = ethereum_staking(**inputs, stake=31.99)
    assert below.gain == pytest.approx(-100)
    assert {row.net_apr for row in below.by_network_stake} == {below.net_apr}
    assert ethereum_staking(**inputs, stake=32).gain > 0
    assert ethereum_staking(**inputs | {"way": "pool"}, stake=1).gain > 0


@pytest.mark.parametrize(
    ("network_stake", "churn"),
    [(1.0, 128), (8.388608, 128), (10.0, 152), (16.777216, 256), (39.1, 256), (120.0, 256)],
)
def test_the_churn_limit_has_a_floor_and_a_cap(network_stake: float, churn: int) -> None:
    result = ethereum_staking(network_stake=network_stake, entry_queue=1, exit_queue=1)
    assert result.entry_days == pytest.approx(1e6 / (churn * 225))
    assert result.exit_days == pytest.approx(result.exit_queue_days + 256 / 225)


@given(network_stakes)
def test_the_protocol_pays_less_than_the_curve_by_less_than_one_gwei(network_stake: float) -> None:
    result = ethereum_staking(network_stake=network_stake)
    one_gwei = 82_181.25 / 1e9
    assert result.curve_apr - result.consensus_apr + 1e-12 >= 0
    assert result.curve_apr - result.consensus_apr <= one_gwei * (1 + 1e-3)


@given(network_stakes)
def test_the_base_reward_is_the_largest_whole_number_the_formula_allows(stake: float) -> None:
    result = ethereum_staking(network_stake=stake)
    root = math.isqrt(int(stake * 1e6) * 10**9)
    assert result.base_reward_per_increment * root <= 64 * 10**9
    assert (result.base_reward_per_increment + 1) * root > 64 * 10**9


@given(one=network_stakes, other=network_stakes)
def test_more_stake_earns_less_each_and_more_in_all(one: float, other: float) -> None:
    few, many = (ethereum_staking(network_stake=stake) for stake in sorted((one, other)))
    assert many.consensus_apr <= few.consensus_apr
    # Rounding to whole gwei makes small dents.
    assert many.epoch_issuance >= few.epoch_issuance * 0.99


@given(some_inputs)
def test_the_parts_agree(inputs: dict[str, Any]) -> None:
    result = ethereum_staking(**inputs)
    growth = (1 + result.real_yield) * (1 + result.network_issuance)
    assert growth == pytest.approx(1 + result.net_apr)
    assert result.gain == pytest.approx(result.eth_earned * inputs["eth_price"])
    assert result.worst_case_gain <= result.gain + 1e-9 * inputs["stake"] * inputs["eth_price"]
    assert [row.network_stake for row in result.by_network_stake] == list(NETWORK_STAKES)


def test_the_table_meets_the_headline_at_its_own_network_stake() -> None:
    result = ethereum_staking(network_stake=40)
    row = next(row for row in result.by_network_stake if row.network_stake == 40)
    assert row.net_apr == pytest.approx(result.net_apr, rel=1e-12)
    assert row.real_yield == pytest.approx(result.real_yield, rel=1e-12)
    assert row.consensus_apr == result.consensus_apr
