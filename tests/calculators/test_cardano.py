"""Delegated ADA, by hand and by what the rules for pools say must hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.cardano import cardano_staking
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(cardano_staking)
some_inputs = in_range_inputs(SPEC)
#: A supply of 40,000 million, a pot of 12.5 million, and 10 million of it for pools.
PLAIN: dict[str, Any] = {
    "stake": 10_000.0,
    "reserve": 5_000.0,
    "epoch_fees": 0.0,
    "expansion_rate": 0.0025,
    "treasury_rate": 0.2,
    "pool_count": 500,
    "other_stake": 39.99,
    "pledge": 0.0,
    "owner_stake": 0.0,
    "fixed_cost": 0.0,
    "margin": 0.0,
    "pledge_influence": 0.0,
    "token_price": 1.0,
}


def test_a_pool_gets_its_share_of_the_pot_less_the_treasurys() -> None:
    result = cardano_staking(**PLAIN)
    assert result.reward_pot == pytest.approx(12.5e6)
    assert result.treasury_cut == pytest.approx(2.5e6)
    # 40 of 40,000 million, a thousandth of 10 million.
    assert result.pool_reward == pytest.approx(10_000)
    # 10,000 of the pool's 40 million.
    assert result.epoch_reward == pytest.approx(2.5)
    assert result.apy == pytest.approx(1.00025**73 - 1)


def test_a_rate_is_in_percent_and_not_a_hundred_times_that() -> None:
    # A page once showed about 800 % for about 6 %.
    assert 0.01 < cardano_staking().apy < 0.05


def test_cost_comes_first_and_then_margin() -> None:
    result = cardano_staking(**PLAIN | {"fixed_cost": 2_000.0, "margin": 0.25})
    # 8,000 × 3 ÷ 4 for delegators.
    assert result.operator_reward == pytest.approx(4_000)
    assert result.share_to_operator == pytest.approx(0.4)
    assert result.epoch_reward == pytest.approx(1.5)


def test_owners_share_in_what_is_left_with_their_own_stake() -> None:
    result = cardano_staking(
        **PLAIN | {"fixed_cost": 2_000.0, "margin": 0.25, "owner_stake": 10.0, "other_stake": 29.99}
    )
    # A quarter of the 6,000 left for all stake.
    assert result.operator_reward == pytest.approx(4_000 + 1_500)


def test_a_pool_that_earns_less_than_its_cost_pays_nothing() -> None:
    result = cardano_staking(**PLAIN | {"fixed_cost": 20_000.0})
    assert result.epoch_reward == result.apy == 0
    assert result.operator_reward == pytest.approx(10_000)
    assert result.share_to_operator == 1


def test_a_broken_pledge_costs_the_pool_everything() -> None:
    kept = cardano_staking(**PLAIN | {"pledge": 1.0, "owner_stake": 1.0})
    broken = cardano_staking(**PLAIN | {"pledge": 1.0, "owner_stake": 0.999})
    assert kept.pool_reward > 0
    assert broken.pool_reward == broken.apy == broken.operator_reward == 0


def test_a_pool_twice_as_large_as_saturated_pays_each_half() -> None:
    full = cardano_staking(**PLAIN | {"other_stake": 79.99})
    double = cardano_staking(**PLAIN | {"other_stake": 159.99})
    assert full.saturation == pytest.approx(1)
    assert full.saturation_stake == pytest.approx(80)
    assert double.pool_reward == pytest.approx(full.pool_reward)
    assert double.epoch_reward == pytest.approx(full.epoch_reward / 2)


def test_a_full_pool_of_its_owner_gets_all_of_what_influence_holds_back() -> None:
    inputs = PLAIN | {"pledge_influence": 0.3, "stake": 1.0}
    without = cardano_staking(**inputs | {"other_stake": 80.0})
    pledged = cardano_staking(**inputs | {"other_stake": 0.0, "pledge": 80.0, "owner_stake": 80.0})
    assert without.pool_reward == pytest.approx(20_000 / 1.3)
    assert pledged.pool_reward == pytest.approx(20_000, rel=1e-3)


def test_missing_blocks_shrink_the_pot_and_extra_blocks_do_not_grow_it() -> None:
    half = cardano_staking(**PLAIN | {"epoch_blocks": 10_800})
    more = cardano_staking(**PLAIN | {"epoch_blocks": 30_000})
    assert half.reward_pot == pytest.approx(6.25e6)
    assert more.reward_pot == pytest.approx(12.5e6)


def test_the_supply_grows_by_what_is_paid_and_by_the_treasury() -> None:
    result = cardano_staking(**PLAIN | {"active_stake": 20_000.0})
    # Half of 10 million to pools, 2.5 million to the treasury, of 40,000 million.
    assert result.yearly_issuance == pytest.approx(73 * 7.5 / 40_000)


@given(some_inputs)
def test_the_operators_and_the_delegators_parts_make_up_the_pools_reward(
    inputs: dict[str, Any],
) -> None:
    result = cardano_staking(**inputs)
    delegated = inputs["other_stake"] * 1e6 + inputs["stake"]
    to_delegators = result.epoch_reward / inputs["stake"] * delegated
    assert to_delegators + result.operator_reward == pytest.approx(
        result.pool_reward, rel=1e-9, abs=1e-9
    )
    assert 0 <= result.share_to_operator <= 1


@given(some_inputs)
def test_delegators_lose_nothing_but_the_price(inputs: dict[str, Any]) -> None:
    result = cardano_staking(**inputs)
    value = inputs["stake"] * inputs["token_price"]
    assert result.apy >= 0
    assert result.gain == pytest.approx(value * result.apy)
    assert result.worst_case_gain == pytest.approx(value * inputs["worst_case_price_change"])


@given(one=st.floats(0, 20), other=st.floats(0, 20))
def test_a_larger_pledge_never_earns_less(one: float, other: float) -> None:
    small, large = (
        cardano_staking(other_stake=10, pledge=pledge, owner_stake=20)
        for pledge in sorted((one, other))
    )
    assert small.pool_reward <= large.pool_reward * (1 + 1e-12)


def test_the_best_size_in_the_table_is_a_saturated_pool() -> None:
    rows = cardano_staking().by_saturation
    best = max(rows, key=lambda row: row.apy)
    assert best.saturation == pytest.approx(1)


def test_the_table_meets_the_headline_at_its_own_size() -> None:
    supply = 45e9 - 7_421.23e6
    result = cardano_staking(reserve=7_421.23, other_stake=supply / 500 / 2e6 - 0.11)
    row = next(row for row in result.by_saturation if row.saturation == pytest.approx(0.5))
    assert row.apy == pytest.approx(result.apy)
    assert row.real_yield == pytest.approx(result.real_yield)
