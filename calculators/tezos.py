"""Tezos: what staked and what delegated tez earn while issuance adapts to the staked ratio."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, USD, Unit

TEZ: Final = Unit("tez", decimals=4)
USD_PER_TEZ: Final = Unit("USD per tez", kind="money", decimals=4)

# Names and values as in the protocol.
ISSUANCE_RATIO_FINAL_MIN: Final = 0.0025
ISSUANCE_RATIO_FINAL_MAX: Final = 0.10
EDGE_OF_STAKING_OVER_DELEGATION: Final = 3
#: A third of a block's attestations: from there on double attesting costs all of the stake.
CRITICAL_SHARE: Final = 1 / 3
DOUBLE_BAKING_SLASH: Final = 0.05

#: Staked ratios in the table.
STAKED_RATIOS: Final = (
    0.05, 0.075, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.60, 0.70, 0.80,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardAtStakedRatio:
    """What tez earns if so much of it is staked."""

    staked_ratio: Annotated[float, FRACTION]
    """Staked ratio."""
    issuance: Annotated[float, FRACTION]
    """Issuance."""
    maximum_issuance: Annotated[float, FRACTION]
    """Most that may be issued."""
    staking_apr: Annotated[float, FRACTION]
    """APR if staked."""
    delegation_apr: Annotated[float, FRACTION]
    """APR if delegated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TezosStaking:
    """What staked and delegated tez earn."""

    staking_apr: Annotated[float, FRACTION]
    """APR if staked. After the baker's edge; frozen, and at risk if the baker signs twice."""
    delegation_apr: Annotated[float, FRACTION]
    """APR if delegated. After the baker's fee; free to spend at any time, and never slashed."""
    real_yield: Annotated[float, FRACTION]
    """Real yield if staked. How fast your share of all tez grows in a year; negative when it
    shrinks."""
    real_yield_delegated: Annotated[float, FRACTION]
    """Real yield if delegated. The same for delegated tez."""
    premium: Annotated[float, TEZ]
    """Staking against delegating. What staking earns more in a year; negative if less."""
    gain: Annotated[float, USD]
    """Gain in a year. If staked, in money, at the price today."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. If staked: the baker is slashed, and the price falls; a loss is
    negative."""
    worst_case_gain_delegated: Annotated[float, USD]
    """The same if delegated. No slashing, and the price falls; a loss is negative."""
    worst_case_slash: Annotated[float, FRACTION]
    """Slash in the bad case. What the baker and its stakers lose for one block; a loss is
    negative."""
    double_baking_slash: Annotated[float, FRACTION]
    """Slash for double baking. Fixed, for each block; a loss is negative."""
    break_even_slash_chance: Annotated[float, FRACTION] | None
    """Chance of a slash that cancels the premium. If a slash as in the bad case is more likely in
    a year than this, delegating pays more; none if that slash is nothing."""
    issuance: Annotated[float, FRACTION]
    """Issuance. In a year, as a share of all tez."""
    static_rate: Annotated[float, FRACTION]
    """Static rate. The part that follows from the staked ratio alone."""
    maximum_issuance: Annotated[float, FRACTION]
    """Most that may be issued. At this staked ratio."""
    by_staked_ratio: Annotated[
        tuple[RewardAtStakedRatio, ...],
        Chart("line", x="staked_ratio", y=("staking_apr", "delegation_apr", "maximum_issuance")),
    ]
    """By staked ratio. With the same dynamic rate, and the same share of the rest delegated."""


def tezos_staking(
    *,
    amount: Annotated[float, Ge(0.01), Le(1e9), TEZ] = 1_000.0,
    staked_ratio: Annotated[float, Ge(0.01), Le(1), FRACTION] = 0.28,
    delegated_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.55,
    dynamic_rate: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.03,
    baker_edge: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    delegation_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    baker_attendance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.99,
    token_price: Annotated[float, Ge(1e-6), Le(1e6), USD_PER_TEZ] = 0.5,
    double_attested_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> TezosStaking:
    """What tez earns if you stake it, and if you only delegate it, and what staking puts at risk.

    Staked tez counts three times as much as delegated tez when rewards are shared out, but it is
    frozen for days and is slashed with the baker. The protocol issues more while less than half of
    all tez is staked, and less above.

    Formula:
        static_rate = 1 ÷ (1,600 × staked_ratio²)
        y = (1 + 9 × ((50 − 100 × staked_ratio) ÷ 42)²) ÷ 100
        maximum_issuance = min(10 %, max(1 %, y)), so 10 % up to 5 % staked and 1 % from 50 % on
        issuance = max(0.25 %, min(maximum_issuance, static_rate + dynamic_rate))
        delegated = (1 − staked_ratio) × delegated_share
        baking_rate = issuance × baker_attendance ÷ (staked_ratio + delegated ÷ 3)
        staking_apr = baking_rate × (1 − baker_edge)
        delegation_apr = baking_rate ÷ 3 × (1 − delegation_fee)
        real_yield = (1 + staking_apr) ÷ (1 + issuance) − 1
        worst_case_slash = −min(1, (double_attested_share ÷ ⅓)²)

    Args:
        amount: Amount. Your tez, staked or delegated.
        staked_ratio: Staked ratio. Frozen tez of bakers and stakers, as a share of all tez; look
            it up on an explorer, the default is an assumption.
        delegated_share: Delegated share. Of the tez that is not staked, how much is delegated; an
            assumption, too.
        dynamic_rate: Dynamic rate. The part of issuance that moves day by day towards half of all
            tez staked; high enough here to meet the upper limit.
        baker_edge: Baker's edge. The share of stakers' rewards that the baker keeps.
        delegation_fee: Delegation fee. The share of delegators' rewards that the baker keeps; the
            protocol does not enforce the rest.
        baker_attendance: Baker's attendance. The share of its rewards that the baker earns by doing
            its duties.
        token_price: Price of tez. Today's; the default is an illustration.
        double_attested_share: Double attestations in the bad case. The share of a block that all
            bakers together attest twice; with a third of it all of the stake is lost.
        worst_case_price_change: Price change in the bad case. Over the year; deep falls are common
            in this field.

    Returns:
        Both rates side by side, what staking puts at risk, and a table by staked ratio.

    Assumptions:
        - All rates stay as they are for the year, and rewards are not compounded.
        - The baker has room: it accepts stakers up to nine times its own stake, and delegation
          beyond nine times earns nothing.
        - All issuance goes to bakers, stakers and delegators.
        - In the bad case rewards are lost, too.

    Not modelled:
        - The days after unstaking in which tez is frozen and earns nothing, four or five.
        - Penalties for several blocks of one cycle, which add up.
        - Income from transaction fees and from rollups; tax.

    Sources:
        - Tezos protocol documentation, `tezos/tezos-mirror`: `docs/alpha/adaptive_issuance.rst` at
          0e0f8f2, `adaptive_slashing.rst` at 87e7ddd, and `staking.rst` after the protocol Seoul
          (2025), for the weight of three and the edge.

    Examples:
        >>> result = tezos_staking(staked_ratio=0.30, delegated_share=0, baker_edge=0,
        ...     baker_attendance=1)
        >>> round(result.maximum_issuance, 3), round(result.staking_apr, 3)
        (0.03, 0.101)
        >>> round(tezos_staking(double_attested_share=0.05).worst_case_slash, 4)
        -0.0225
    """

    def issuance_at(ratio: float) -> float:
        wanted = _static_rate(ratio) + dynamic_rate
        return max(ISSUANCE_RATIO_FINAL_MIN, min(_maximum_issuance(ratio), wanted))

    def aprs_at(ratio: float) -> tuple[float, float]:
        delegated = (1 - ratio) * delegated_share
        baking_power = ratio + delegated / EDGE_OF_STAKING_OVER_DELEGATION
        baking_rate = issuance_at(ratio) * baker_attendance / baking_power
        delegated_rate = baking_rate / EDGE_OF_STAKING_OVER_DELEGATION
        return baking_rate * (1 - baker_edge), delegated_rate * (1 - delegation_fee)

    def row(ratio: float) -> RewardAtStakedRatio:
        staking_apr, delegation_apr = aprs_at(ratio)
        return RewardAtStakedRatio(
            staked_ratio=ratio,
            issuance=issuance_at(ratio),
            maximum_issuance=_maximum_issuance(ratio),
            staking_apr=staking_apr,
            delegation_apr=delegation_apr,
        )

    issuance = issuance_at(staked_ratio)
    staking_apr, delegation_apr = aprs_at(staked_ratio)
    slash = min(1.0, (double_attested_share / CRITICAL_SHARE) ** 2)
    worst_case_price = token_price * (1 + worst_case_price_change)
    return TezosStaking(
        staking_apr=staking_apr,
        delegation_apr=delegation_apr,
        real_yield=(1 + staking_apr) / (1 + issuance) - 1,
        real_yield_delegated=(1 + delegation_apr) / (1 + issuance) - 1,
        premium=amount * (staking_apr - delegation_apr),
        gain=amount * staking_apr * token_price,
        worst_case_gain=amount * (1 - slash) * worst_case_price - amount * token_price,
        worst_case_gain_delegated=amount * worst_case_price - amount * token_price,
        worst_case_slash=-slash,
        double_baking_slash=-DOUBLE_BAKING_SLASH,
        break_even_slash_chance=(
            min(1.0, max(0.0, staking_apr - delegation_apr) / slash) if slash > 1e-12 else None
        ),
        issuance=issuance,
        static_rate=_static_rate(staked_ratio),
        maximum_issuance=_maximum_issuance(staked_ratio),
        by_staked_ratio=tuple(row(ratio) for ratio in STAKED_RATIOS),
    )


def _static_rate(staked_ratio: float) -> float:
    return 1 / (1_600 * staked_ratio**2)


def _maximum_issuance(staked_ratio: float) -> float:
    """The adaptive maximum, within the fixed one."""
    if staked_ratio >= 0.5:
        return 0.01
    if staked_ratio <= 0.05:
        return ISSUANCE_RATIO_FINAL_MAX
    curve = (1 + 9 * ((50 - 100 * staked_ratio) / 42) ** 2) / 100
    return min(ISSUANCE_RATIO_FINAL_MAX, max(0.01, curve))
