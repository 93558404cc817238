"""Cardano: what a pool earns in an epoch, and what is left of it for those who delegate."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, RATIO, USD, Unit

ADA: Final = Unit("ADA", decimals=2)
MILLION_ADA: Final = Unit("million ADA", decimals=2)
USD_PER_ADA: Final = Unit("USD per ADA", kind="money", decimals=4)

MAXIMUM_SUPPLY: Final = 45e9
EXPECTED_BLOCKS: Final = 21_600
#: Epochs of five days.
EPOCHS_PER_YEAR: Final = 73
#: Sizes in the table, as shares of a saturated pool.
SATURATIONS: Final = (
    0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0,
    3.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardAtSaturation:
    """The same pool, if it were so large."""

    saturation: Annotated[float, FRACTION]
    """Saturation."""
    pool_stake: Annotated[float, MILLION_ADA]
    """Million ADA in the pool."""
    apy: Annotated[float, FRACTION]
    """APY for delegators."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardanoStaking:
    """What a delegation to one pool earns."""

    apy: Annotated[float, FRACTION]
    """APY. After the pool's cost and margin; rewards join the stake with each epoch."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all ADA grows in a year; negative when it
    shrinks."""
    tokens_earned: Annotated[float, ADA]
    """Earned in a year. On your stake."""
    gain: Annotated[float, USD]
    """Gain in a year. In money, at the price today."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. The pool earns nothing all year, as with a broken pledge, and the
    price falls; a loss is negative."""
    pool_stake: Annotated[float, MILLION_ADA]
    """Stake of the pool. Yours, the owners' and that of others."""
    saturation: Annotated[float, FRACTION]
    """Saturation of the pool. Above 100 %, all its delegators earn less each."""
    saturation_stake: Annotated[float, MILLION_ADA]
    """Stake of a saturated pool. More than this earns a pool nothing."""
    epoch_reward: Annotated[float, ADA]
    """Your reward in an epoch. Five days."""
    pool_reward: Annotated[float, ADA]
    """Reward of the pool in an epoch. Before cost and margin."""
    operator_reward: Annotated[float, ADA]
    """The operator's part in an epoch. Fixed cost, margin, and the reward on the owners' stake."""
    share_to_operator: Annotated[float, FRACTION]
    """Lost to cost and margin. The share of a delegator's reward that goes to the operator."""
    reward_pot: Annotated[float, ADA]
    """Reward pot of an epoch. From the reserve and fees, before the treasury's cut."""
    treasury_cut: Annotated[float, ADA]
    """Treasury's cut in an epoch. Taken from the pot before pools are paid."""
    yearly_issuance: Annotated[float, FRACTION]
    """Growth of the supply. What leaves the reserve in a year, an estimate."""
    by_saturation: Annotated[
        tuple[RewardAtSaturation, ...],
        Chart("line", x="saturation", y=("apy", "real_yield")),
    ]
    """By size of the pool. The same cost, margin and pledge, if more or less were delegated."""


def cardano_staking(
    *,
    stake: Annotated[float, Ge(1), Le(1e8), ADA] = 10_000.0,
    other_stake: Annotated[float, Ge(0), Le(1_000), MILLION_ADA] = 20.0,
    pledge: Annotated[float, Ge(0), Le(1_000), MILLION_ADA] = 0.1,
    owner_stake: Annotated[float, Ge(0), Le(1_000), MILLION_ADA] = 0.1,
    fixed_cost: Annotated[float, Ge(0), Le(1e6), ADA] = 170.0,
    margin: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    performance: Annotated[float, Ge(0), Le(10), RATIO] = 1.0,
    reserve: Annotated[float, Ge(0), Le(14_000), MILLION_ADA] = 6_505.61,
    active_stake: Annotated[float, Ge(100), Le(45_000), MILLION_ADA] = 21_765.14,
    epoch_blocks: Annotated[int, Ge(0), Le(40_000), COUNT] = 21_600,
    epoch_fees: Annotated[float, Ge(0), Le(1e8), ADA] = 32_000.0,
    pool_count: Annotated[int, Ge(1), Le(10_000), COUNT] = 500,
    pledge_influence: Annotated[float, Ge(0), Le(10), RATIO] = 0.3,
    expansion_rate: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.003,
    treasury_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    token_price: Annotated[float, Ge(1e-6), Le(1e6), USD_PER_ADA] = 0.5,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> CardanoStaking:
    """What delegated ADA earns in a given pool, from its size, pledge, cost and margin.

    Each epoch pays a small part of the reserve, and the fees, to all pools. A pool's share grows
    with its stake until it is saturated, and a little with the owners' pledge. The operator takes
    a fixed cost first, which weighs on small pools, and then a margin.

    Formula:
        pool_stake = stake + owner_stake + other_stake
        supply = 45,000,000,000 − reserve
        z = 1 ÷ pool_count, σ = min(z, pool_stake ÷ supply), s = min(z, pledge ÷ supply)
        reward_pot = reserve × expansion_rate × min(1, epoch_blocks ÷ 21,600) + epoch_fees
        treasury_cut = reward_pot × treasury_rate
        R = (reward_pot − treasury_cut) ÷ (1 + pledge_influence)
        full_reward = R × (σ + s × pledge_influence × (σ − s × (z − σ) ÷ z) ÷ z)
        pool_reward = performance × full_reward, and 0 if owner_stake < pledge
        shared_reward = max(0, pool_reward − fixed_cost) × (1 − margin)
        epoch_reward = shared_reward × stake ÷ pool_stake
        apy = (1 + epoch_reward ÷ stake)⁷³ − 1
        yearly_issuance = 73 × (treasury_cut − epoch_fees + R × active_stake ÷ supply) ÷ supply
        real_yield = (1 + apy) ÷ (1 + yearly_issuance) − 1

    Args:
        stake: Stake. Your ADA; it stays in your wallet and can be spent.
        other_stake: Delegated by others. The pool's stake without yours and the owners'.
        pledge: Pledge. What the owners promised to keep in the pool.
        owner_stake: Owners' stake. What they do keep in it; below the pledge, the pool earns
            nothing.
        fixed_cost: Fixed cost. What the operator takes of each epoch first; 170 ADA is the least
            allowed, many take 340.
        margin: Margin. The share of what is left that the operator takes.
        performance: Performance. Blocks made by blocks expected; 1 on average, and far from it in a
            single epoch for small pools.
        reserve: Reserve. ADA not yet issued; 6,506 million in epoch 618 (March 2026), and less each
            epoch.
        active_stake: Active stake. All ADA delegated to pools; 21,765 million in epoch 538
            (February 2025).
        epoch_blocks: Blocks of the epoch. Made by all pools; 21,600 are expected.
        epoch_fees: Fees of the epoch. Paid by users; about 32,000 ADA in early 2026.
        pool_count: Number of pools aimed at. The parameter k, which sets the size of a saturated
            pool.
        pledge_influence: Influence of the pledge. The parameter a0.
        expansion_rate: Expansion rate. The share of the reserve paid out in an epoch, ρ.
        treasury_rate: Treasury rate. The share of the pot that the treasury gets, τ.
        token_price: Price of ADA. Today's; the default is an illustration.
        worst_case_price_change: Price change in the bad case. Over the year; deep falls are common
            in this field.

    Returns:
        The yield for delegators, the parts of an epoch's reward, and a table by saturation.

    Assumptions:
        - All amounts stay as they are for the year: the reserve, which shrinks by about a tenth in
          a year, lowers the reward while it does.
        - The amounts are not rounded down to whole lovelace, as the chain does with each part.
        - The growth of the supply is estimated as if all pools had no pledge and none were
          saturated; what is not paid out returns to the reserve.
        - In the bad case the pool earns nothing and you notice after a year.

    Not modelled:
        - Luck: a pool with an expected block or two in an epoch often makes none.
        - The two epochs before a new delegation earns, and the deposit of 2 ADA.
        - Tax. Slashing and locks, which Cardano does not have.

    Sources:
        - Shelley design specification, “Delegation and Incentives in Cardano”, IOHK, section 5.5;
          as written in `cardano-foundation/cf-java-rewards-calculation` b05eddf (2025-03-24), which
          is checked against the chain, and `pragma-org/amaru` 40ab537 (2026-08-21).
        - `cf-java-rewards-calculation` b05eddf, `report/statistics.csv`: active stake of epoch 538.
        - Cardano Foundation, “Cardano Supply Overview”, https://cardano.org/insights/supply (epoch
          618, which began on 2026-03-10): reserve and fees.
        - Cardano documentation, “Pledging and rewards” (undated copy); CIP-9 for the parameters.

    Examples:
        >>> result = cardano_staking(reserve=7_433.694305914142, epoch_blocks=21_594,
        ...     epoch_fees=93_384.750236)
        >>> round(result.reward_pot, 2)
        22388272.92
        >>> cardano_staking(pledge=1, owner_stake=0.5).apy
        0.0
    """
    pool_stake = stake / 1e6 + owner_stake + other_stake
    supply = MAXIMUM_SUPPLY - reserve * 1e6
    reward_pot = (
        reserve * 1e6 * expansion_rate * min(1.0, epoch_blocks / EXPECTED_BLOCKS) + epoch_fees
    )
    treasury_cut = reward_pot * treasury_rate
    for_pools = (reward_pot - treasury_cut) / (1 + pledge_influence)
    paid_by_reserve = treasury_cut - epoch_fees + for_pools * active_stake * 1e6 / supply
    yearly_issuance = EPOCHS_PER_YEAR * paid_by_reserve / supply

    def pool_reward_at(size: float) -> float:
        if owner_stake < pledge:
            return 0.0
        saturated = 1 / pool_count
        pool_share = min(saturated, size * 1e6 / supply)
        pledge_share = min(saturated, pledge * 1e6 / supply)
        unfilled = (saturated - pool_share) / saturated
        from_pledge = (
            pledge_share * pledge_influence * (pool_share - pledge_share * unfilled) / saturated
        )
        return performance * for_pools * (pool_share + from_pledge)

    def rate_at(size: float) -> float:
        """What each ADA delegated earns in an epoch."""
        shared = max(0.0, pool_reward_at(size) - fixed_cost) * (1 - margin)
        return shared / (size * 1e6)

    def apy_at(size: float) -> float:
        return math.expm1(EPOCHS_PER_YEAR * math.log1p(rate_at(size)))

    def row(saturation: float) -> RewardAtSaturation:
        # The pledge is part of the stake, so the pool cannot be smaller.
        size = max(saturation * supply / pool_count / 1e6, owner_stake)
        return RewardAtSaturation(
            saturation=size * 1e6 * pool_count / supply,
            pool_stake=size,
            apy=apy_at(size),
            real_yield=(1 + apy_at(size)) / (1 + yearly_issuance) - 1,
        )

    pool_reward = pool_reward_at(pool_stake)
    above_cost = max(0.0, pool_reward - fixed_cost)
    apy = apy_at(pool_stake)
    kept = (above_cost * (1 - margin)) / pool_reward if pool_reward > 0 else 1.0
    return CardanoStaking(
        apy=apy,
        real_yield=(1 + apy) / (1 + yearly_issuance) - 1,
        tokens_earned=stake * apy,
        gain=stake * apy * token_price,
        worst_case_gain=stake * token_price * worst_case_price_change,
        pool_stake=pool_stake,
        saturation=pool_stake * 1e6 * pool_count / supply,
        saturation_stake=supply / pool_count / 1e6,
        epoch_reward=rate_at(pool_stake) * stake,
        pool_reward=pool_reward,
        operator_reward=pool_reward - above_cost * (1 - margin) * (1 - owner_stake / pool_stake),
        share_to_operator=1 - kept,
        reward_pot=reward_pot,
        treasury_cut=treasury_cut,
        yearly_issuance=yearly_issuance,
        by_saturation=tuple(row(saturation) for saturation in SATURATIONS),
    )
