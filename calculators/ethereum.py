"""Ethereum: what staked ether earns, how long the queues are, and what a provider takes."""

import math
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, USD, Unit

ETH: Final = Unit("ETH", decimals=4)
MILLION_ETH: Final = Unit("million ETH", decimals=1)
USD_PER_ETH: Final = Unit("USD per ETH", kind="money")
GWEI: Final = Unit("gwei", decimals=0)

# Names and values as in the consensus specifications.
GWEI_PER_ETH: Final = 10**9
BASE_REWARD_FACTOR: Final = 64
EPOCHS_PER_DAY: Final = 225
EPOCHS_PER_YEAR: Final = 82_181.25
MIN_ACTIVATION_BALANCE: Final = 32
#: Weights of 64 that a vote earns or costs; nothing is charged for a late head vote.
WEIGHT_DENOMINATOR: Final = 64
PENALTY_WEIGHTS: Final = 14 + 26
MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA: Final = 128
MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT: Final = 256
CHURN_LIMIT_QUOTIENT: Final = 65_536
MIN_VALIDATOR_WITHDRAWABILITY_DELAY: Final = 256

#: Points of the issuance curve in the table, in million ETH.
NETWORK_STAKES: Final = (10, 12, 16, 20, 24, 28, 32, 36, 40, 45, 50, 60, 70, 80, 100, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardAtNetworkStake:
    """What staking pays if so much ether is staked in all."""

    network_stake: Annotated[float, MILLION_ETH]
    """Million ETH staked."""
    consensus_apr: Annotated[float, FRACTION]
    """Consensus APR. Issuance alone, for a validator that never misses a duty."""
    net_apr: Annotated[float, FRACTION]
    """Net APR for you."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EthereumStaking:
    """A year of staked ether."""

    net_apr: Annotated[float, FRACTION]
    """Net APR. Issuance, tips and MEV after downtime, the provider's fee and running costs, once
    the stake is active."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all ether grows in a year; negative when
    it shrinks."""
    eth_earned: Annotated[float, ETH]
    """Earned in the first year. After fees and costs; nothing is earned while waiting in the entry
    queue."""
    gain: Annotated[float, USD]
    """Gain in the first year. In money, at the price today; a loss is negative."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. After the price fall, and the discount if you hold a liquid token; a
    loss is negative."""
    consensus_apr: Annotated[float, FRACTION]
    """Consensus APR. What the protocol pays a validator that never misses a duty."""
    curve_apr: Annotated[float, FRACTION]
    """APR on the issuance curve. As most pages quote it: without the protocol's rounding down to
    whole gwei."""
    base_reward_per_increment: Annotated[int, GWEI]
    """Base reward. In each epoch for each ETH of effective balance, in whole gwei."""
    epoch_issuance: Annotated[float, ETH]
    """Issued in an epoch. To all validators, if none misses a duty."""
    network_issuance: Annotated[float, FRACTION]
    """Growth of the supply. Issued in a year, less what is burnt, as a share of all ether."""
    entry_days: Annotated[float, DAYS]
    """Days in the entry queue. If all of the queue is ahead of you."""
    exit_queue_days: Annotated[float, DAYS]
    """Days in the exit queue. If all of the queue is ahead of you."""
    exit_days: Annotated[float, DAYS]
    """Days to exit. The exit queue and the delay of 256 epochs after it; the sweep that pays out
    comes on top."""
    running_costs: Annotated[float, FRACTION]
    """Running costs. In a year, as a share of the stake."""
    solo_break_even_stake: Annotated[float, ETH] | None
    """Stake from which going solo pays. There the provider's fee equals the running costs; none
    if the provider takes nothing, or there is nothing to take from."""
    by_network_stake: Annotated[
        tuple[RewardAtNetworkStake, ...],
        Chart("line", x="network_stake", y=("net_apr", "consensus_apr", "real_yield")),
    ]
    """The issuance curve. What staking pays the more ether is staked; tips and MEV are shared by
    all."""


def ethereum_staking(
    *,
    stake: Annotated[float, Ge(0.01), Le(10_000_000), ETH] = 32.0,
    way: Literal["solo", "pool", "liquid token"] = "liquid token",
    network_stake: Annotated[float, Ge(0.1), Le(120), MILLION_ETH] = 39.1,
    tips_and_mev_apr: Annotated[float, Ge(0), Le(0.2), FRACTION] = 0.003,
    uptime: Annotated[float, Ge(0), Le(1), FRACTION] = 0.995,
    provider_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    yearly_costs: Annotated[float, Ge(0), Le(1e6), USD] = 400.0,
    entry_queue: Annotated[float, Ge(0), Le(50), MILLION_ETH] = 3.6,
    exit_queue: Annotated[float, Ge(0), Le(50), MILLION_ETH] = 0.0,
    supply: Annotated[float, Ge(120), Le(1_000), MILLION_ETH] = 121.0,
    yearly_burn: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.001,
    eth_price: Annotated[float, Ge(1), Le(1e6), USD_PER_ETH] = 2_000.0,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
    worst_case_discount: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.2,
) -> EthereumStaking:
    """What staked ether earns alone, in a pool or as a liquid token, and how long the queues are.

    The protocol pays each staked ether less the more of it is staked, in proportion to one over
    the square root. A validator that is offline loses nearly as much as it would have earned. A
    pool or liquid token takes a share of all rewards; a validator of your own costs a machine.

    Formula:
        base_reward_per_increment = ⌊10⁹ × 64 ÷ ⌊√network_stake⌋⌋, in gwei
        consensus_apr = base_reward_per_increment × 82,181.25 ÷ 10⁹, with 82,181.25 epochs a year
        curve_apr = 64 × 82,181.25 ÷ √network_stake, with the stake in gwei
        gross_apr = consensus_apr × (uptime − 40 ÷ 64 × (1 − uptime)) + tips_and_mev_apr × uptime
        net_apr = gross_apr − running_costs, solo with 32 ETH or more
        net_apr = gross_apr × (1 − provider_fee), or gross_apr if that is a loss
        network_issuance = consensus_apr × network_stake ÷ supply − yearly_burn
        real_yield = (1 + net_apr) ÷ (1 + network_issuance) − 1
        churn = min(256, max(128, network_stake ÷ 65,536)), in whole ETH an epoch
        entry_days = entry_queue ÷ (churn × 225)
        exit_queue_days = exit_queue ÷ (churn × 225)
        exit_days = exit_queue_days + 256 ÷ 225
        solo_break_even_stake = yearly_costs ÷ (eth_price × gross_apr × provider_fee)

    Args:
        stake: Stake. Your ether.
        way: Way of staking. Solo is a validator of your own, which earns nothing with less than 32
            ETH; a pool stakes for you; a liquid token can also be sold, for what the market gives.
        network_stake: Staked on the network. The effective balance of all active validators; 39.1
            million in late May 2026.
        tips_and_mev_apr: Tips and MEV. Priority fees and block-building income in a year, as a
            share of the stake; 0.3 to 0.6 % in mid-2026, and sources disagree.
        uptime: Uptime. The share of time the validator does its duties.
        provider_fee: Provider's fee. The share of all rewards that a pool or liquid token keeps;
            10 % is common.
        yearly_costs: Yearly costs of running a validator. Hardware spread over its life,
            electricity and connection; only if solo.
        entry_queue: Entry queue. Ether waiting to be activated; 3.6 million on 20 May 2026.
        exit_queue: Exit queue. Ether waiting to leave; look it up, it moves fast: 2.6 million in
            September 2025, nearly none two months before.
        supply: Supply. All ether there is; about 121 million in 2026.
        yearly_burn: Burnt in a year. The base fees destroyed, as a share of the supply; 0.1 % is
            an assumption at low fees.
        eth_price: Price of ether. Today's; the default is an illustration.
        worst_case_price_change: Price change in the bad case. Over the first year; deep falls are
            common in this field.
        worst_case_discount: Discount in the bad case. What a liquid token sells for below its
            ether in a panic; an assumption, on the harsh side.

    Returns:
        The net and the real yield, the first year in ether and money, both queues, and the
        issuance curve.

    Assumptions:
        - All rates stay as they are for the year, and rewards are not staked again.
        - Rewards of proposals and sync committees, which come at random, arrive on average; the
          validator always gets its share of the head votes.
        - Offline time is spread over the year, never while the chain fails to finalise.
        - If you lose money in a pool, the provider takes no fee and shares no loss.
        - Queues stay as long as they are; other ether neither joins nor leaves before you.
        - In the bad case all rewards are counted, at the fallen price.

    Not modelled:
        - Slashing: see the slashing risk calculator. A failure of the pool's contract or keeper.
        - Compounding, tax, and the cost of claiming rewards.
        - The upgrade Gloas, which in its draft lets exits pass twice as fast as entries.

    Sources:
        - Ethereum consensus specifications, `ethereum/consensus-specs` a08d8a6 (2026-08-07):
          `altair/beacon-chain.md` for rewards and penalties, `electra/beacon-chain.md` for the
          churn limit, `gloas/beacon-chain.md` for the draft.
        - Ben Edgington, “Upgrading Ethereum”, part 2, “Issuance” and “Rewards”, Capella edition,
          `benjaminion/upgrading-ethereum-book` d22d2bf (2023-11-22).
        - KuCoin, “Ethereum staking in 2026” (2026-06-06), for the entry queue, and CryptoCompass,
          “Ethereum staking in 2026” (2026-06-06), for the staked ether; Figment, “Ethereum” (read
          in a copy of September 2025), for the exit queue: secondary sources.

    Examples:
        >>> result = ethereum_staking(network_stake=16.0)
        >>> result.base_reward_per_increment, round(result.curve_apr, 4), result.epoch_issuance
        (505, 0.0416, 8.08)
        >>> round(ethereum_staking(way="solo", stake=32, uptime=1).running_costs, 6)
        0.00625
    """
    staked_eth = network_stake * 1e6
    costs = yearly_costs / (eth_price * stake) if way == "solo" else 0.0
    fee = 0.0 if way == "solo" else provider_fee

    def gross_apr(at_network_stake: float, tips: float) -> float:
        consensus = _consensus_apr(at_network_stake)
        lost_when_offline = PENALTY_WEIGHTS / WEIGHT_DENOMINATOR
        return consensus * (uptime - lost_when_offline * (1 - uptime)) + tips * uptime

    def net_apr(at_network_stake: float, tips: float) -> float:
        if way == "solo" and stake < MIN_ACTIVATION_BALANCE:
            return -costs  # never activated
        gross = gross_apr(at_network_stake, tips)
        return gross * (1 - fee if gross > 0 else 1) - costs

    def network_issuance(at_network_stake: float) -> float:
        return _consensus_apr(at_network_stake) * at_network_stake / (supply * 1e6) - yearly_burn

    def row(millions: float) -> RewardAtNetworkStake:
        # What users pay for tips and MEV does not grow because more ether is staked.
        tips = min(tips_and_mev_apr * network_stake / millions, 1.0)
        net = net_apr(millions * 1e6, tips)
        return RewardAtNetworkStake(
            network_stake=float(millions),
            consensus_apr=_consensus_apr(millions * 1e6),
            net_apr=net,
            real_yield=(1 + net) / (1 + network_issuance(millions * 1e6)) - 1,
        )

    net = net_apr(staked_eth, tips_and_mev_apr)
    eth_a_day = _churn_limit(staked_eth) * EPOCHS_PER_DAY
    entry_days = entry_queue * 1e6 / eth_a_day
    exit_queue_days = exit_queue * 1e6 / eth_a_day
    rewards = stake * (net + costs) * max(0.0, 1 - entry_days / 365.25)
    # Running costs fall due while waiting, too, and do not fall with the price.
    eth_earned = rewards - stake * costs
    discount = worst_case_discount if way == "liquid token" else 0.0
    worst_case_price = eth_price * (1 + worst_case_price_change) * (1 + discount)
    lost_to_fee = eth_price * gross_apr(staked_eth, tips_and_mev_apr) * provider_fee
    return EthereumStaking(
        net_apr=net,
        real_yield=(1 + net) / (1 + network_issuance(staked_eth)) - 1,
        eth_earned=eth_earned,
        gain=eth_earned * eth_price,
        worst_case_gain=(stake + rewards) * worst_case_price - stake * (1 + costs) * eth_price,
        consensus_apr=_consensus_apr(staked_eth),
        curve_apr=BASE_REWARD_FACTOR * EPOCHS_PER_YEAR / math.sqrt(staked_eth * GWEI_PER_ETH),
        base_reward_per_increment=_base_reward_per_increment(staked_eth),
        epoch_issuance=_base_reward_per_increment(staked_eth) * staked_eth / GWEI_PER_ETH,
        network_issuance=network_issuance(staked_eth),
        entry_days=entry_days,
        exit_queue_days=exit_queue_days,
        exit_days=exit_queue_days + MIN_VALIDATOR_WITHDRAWABILITY_DELAY / EPOCHS_PER_DAY,
        running_costs=costs,
        solo_break_even_stake=yearly_costs / lost_to_fee if lost_to_fee > 1e-9 else None,
        by_network_stake=tuple(row(millions) for millions in NETWORK_STAKES),
    )


def _base_reward_per_increment(staked_eth: float) -> int:
    """What one ETH of effective balance earns in an epoch, in whole gwei as the protocol counts."""
    total_active_balance = int(staked_eth) * GWEI_PER_ETH
    return GWEI_PER_ETH * BASE_REWARD_FACTOR // math.isqrt(total_active_balance)


def _consensus_apr(staked_eth: float) -> float:
    return _base_reward_per_increment(staked_eth) * EPOCHS_PER_YEAR / GWEI_PER_ETH


def _churn_limit(staked_eth: float) -> int:
    """How much ETH may enter, and how much may exit, in an epoch."""
    churn = max(MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA, int(staked_eth) // CHURN_LIMIT_QUOTIENT)
    return min(MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT, churn)
