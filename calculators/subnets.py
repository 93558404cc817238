"""Subnets: what a miner earns whose work validators score, paid in a subnet's own token."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from calculators.hardware import CashCurve
from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, TOKENS, USD, USD_PER_TOKEN, Unit

WEEKS: Final = Unit("weeks", decimals=0)
ALPHA: Final = Unit("alpha", decimals=4)
ALPHA_PER_BLOCK: Final = Unit("alpha a block", decimals=4)
TAO: Final = Unit("TAO", decimals=4)

#: A block takes 12 seconds.
BLOCKS_PER_DAY: Final = 7_200
#: Emission is shared out once in so many blocks.
BLOCKS_PER_TEMPO: Final = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class MiningWeek:
    """One week of a miner, at its end."""

    week: Annotated[int, WEEKS]
    """Week."""
    income: Annotated[float, USD]
    """Income. What the sold tokens bring."""
    cost: Annotated[float, USD]
    """Cost. Machines and hosting."""
    total_so_far: Annotated[float, USD]
    """Cash so far. From registration on; a loss is negative."""
    worst_case_total: Annotated[float, USD]
    """Cash if you score nothing. A loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetMining:
    """What a miner leaves over, in tokens and in money."""

    net_result: Annotated[float, USD]
    """Left over at the end. Tokens sold, less machines and registration; a loss is negative."""
    payback: Annotated[float, DAYS] | None
    """Payback. Until income has covered registration and machines for good; none if it does not
    within the time."""
    daily_result: Annotated[float, USD]
    """Net income of the first day. After machines, before registration; a loss is negative."""
    daily_income: Annotated[float, USD]
    """Income of the first day. After slippage, before machines."""
    alpha_per_day: Annotated[float, ALPHA]
    """Alpha a day. Your share of what the subnet pays its miners."""
    alpha_per_tempo: Annotated[float, ALPHA]
    """Alpha a tempo. The same for 360 blocks, which is how explorers show it."""
    alpha_price: Annotated[float, TAO]
    """Price of one alpha. What the pool quotes for a very small sale."""
    tao_per_day: Annotated[float, TAO]
    """TAO a day. What selling a day's alpha into the pool brings."""
    slippage: Annotated[float, FRACTION]
    """Slippage. What the sale itself costs against the quoted price; a loss is negative."""
    break_even_incentive: Annotated[float, FRACTION] | None
    """Incentive to cover the machines. On the first day, with slippage; none if even
    all that miners get is too little."""
    worst_case_result: Annotated[float, USD]
    """If you score nothing. Machines run to the end, and the slot is lost and paid for once more; a
    loss is negative."""
    by_week: Annotated[
        tuple[MiningWeek, ...],
        Chart("line", x="week", y=("total_so_far", "worst_case_total")),
    ]
    """Week by week. From registration (week 0); the last row is the end."""


def subnet_mining(
    *,
    emission: Annotated[float, Ge(0), Le(2), ALPHA_PER_BLOCK] = 1.0,
    miner_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.41,
    incentive: Annotated[float, Ge(0), Le(1), FRACTION] = 0.001,
    pool_alpha: Annotated[float, Ge(1), Le(1e9), TOKENS] = 2_000_000.0,
    pool_tao: Annotated[float, Ge(0.001), Le(1e9), TAO] = 20_000.0,
    tao_price: Annotated[float, Ge(0), Le(1e6), USD_PER_TOKEN] = 200.0,
    weekly_price_change: Annotated[float, Ge(-1), Le(0.5), FRACTION] = -0.02,
    daily_cost: Annotated[float, Ge(0), Le(1e6), USD] = 10.0,
    registration_cost: Annotated[float, Ge(0), Le(1e5), TAO] = 0.5,
    immunity_days: Annotated[float, Ge(0), Le(365), DAYS] = 1.0,
    weeks: Annotated[int, Ge(1), Le(52), WEEKS] = 13,
) -> SubnetMining:
    """What mining on a subnet leaves over, paid in a thin token and scored by others.

    Validators score all miners, and a few take most of the pay. It comes in the subnet's own token,
    so selling it moves its price; and the fee for a slot is gone, whatever you earn.

    Formula:
        alpha_per_day = emission × 7,200 × miner_share × incentive, at 7,200 blocks a day
        tao_per_day = pool_tao × alpha_per_day ÷ (pool_alpha + alpha_per_day)
        alpha_price = pool_tao ÷ pool_alpha
        slippage = tao_per_day ÷ (alpha_per_day × alpha_price) − 1
        daily_income = tao_per_day × tao_price
        income(w) = 7 × daily_income × (1 + weekly_price_change)ʷ⁻¹, for week w
        net_result = Σ (income(w) − 7 × daily_cost) − registration_cost × tao_price

    Args:
        emission: Emission to participants. Alpha a block; 1 in a new subnet, half of it after each
            of its own halvings.
        miner_share: Share of miners. 41 % on Bittensor; subnets can burn a part of it.
        incentive: Your incentive. Your share of all scores in the subnet; an explorer shows what
            the others have, and most have nearly none.
        pool_alpha: Alpha in the subnet's pool. An explorer shows it.
        pool_tao: TAO in the subnet's pool. An explorer shows it.
        tao_price: Price of TAO. Today's price; look it up.
        weekly_price_change: Weekly change of the price. Of alpha in dollars; negative when miners
            sell and competitors join.
        daily_cost: Machines a day. Rented cards, servers and power.
        registration_cost: Registration. What a slot costs now; it moves with demand.
        immunity_days: Days of immunity. How long a newcomer cannot be replaced; after that the
            lowest score can lose its slot, as it does in the worst case.
        weeks: Weeks. How long you keep the slot.

    Returns:
        The result, the pay of a day, and a table of `weeks` + 1 rows.

    Assumptions:
        - Your incentive stays the same from the first day to the last.
        - Each day's alpha is sold at once, and the pool recovers until the next day.
        - Both sides of the pool weigh the same, and swap fees are not counted.
        - In the worst case you score nothing, lose the slot when immunity ends, register once more
          and run the machines to the end.
        - The defaults for incentive, pool, registration and machines are an editorial guess for a
          small miner, and the price of TAO is a round number and no quote.

    Not modelled:
        - A subnet that is removed, and rules of scoring that change overnight.
        - Slots lost later, more than one slot, collateral that some subnets ask for.
        - Your work, which is most of the cost, and tax on tokens when they arrive.

    Sources:
        - Bittensor documentation, “Emission” and “Mining in Bittensor”, `latent-to/developer-docs`
          288bd66 (2025-05-16): 18, 41 and 41 %; 360 blocks; registration; immunity.
        - `opentensor/subtensor` 14bc6f9 (2026-06-30), `runtime/src/lib.rs` and
          `coinbase/block_emission.rs`: an owner's cut of 18 %; emission by halvings.
        - Bittensor documentation, “Understanding Slippage” (2026-06-19): with equal weights a swap
          keeps the product of both reserves.
        - Taostats documentation, “Emission for Miners” (undated copy): a worked example.

    Examples:
        >>> result = subnet_mining(incentive=0.001, pool_alpha=2e6, pool_tao=2e4)
        >>> round(result.alpha_per_day, 3), result.alpha_price
        (2.952, 0.01)
        >>> result.daily_result < 0, result.payback is None
        (True, True)
    """
    miners_alpha_per_day = emission * BLOCKS_PER_DAY * miner_share
    alpha_per_day = miners_alpha_per_day * incentive
    tao_per_day = pool_tao * (alpha_per_day / (pool_alpha + alpha_per_day))
    daily_income = tao_per_day * tao_price
    entry = registration_cost * tao_price

    rows = [
        MiningWeek(
            week=0, income=0.0, cost=0.0, total_so_far=0.0 - entry, worst_case_total=0.0 - entry
        )
    ]
    week_of_loss = 1 + int(immunity_days // 7)
    for week in range(1, weeks + 1):
        income = 7 * daily_income * (1 + weekly_price_change) ** (week - 1)
        second_entry = entry if week == week_of_loss else 0.0
        rows.append(
            MiningWeek(
                week=week,
                income=income,
                cost=7 * daily_cost,
                total_so_far=rows[-1].total_so_far + income - 7 * daily_cost,
                worst_case_total=rows[-1].worst_case_total - 7 * daily_cost - second_entry,
            )
        )
    weeks_to_payback = CashCurve([row.total_so_far for row in rows]).payback()
    return SubnetMining(
        net_result=rows[-1].total_so_far,
        payback=None if weeks_to_payback is None else 7 * weeks_to_payback,
        daily_result=daily_income - daily_cost,
        daily_income=daily_income,
        alpha_per_day=alpha_per_day,
        alpha_per_tempo=alpha_per_day * BLOCKS_PER_TEMPO / BLOCKS_PER_DAY,
        alpha_price=pool_tao / pool_alpha,
        tao_per_day=tao_per_day,
        slippage=0.0 - alpha_per_day / (pool_alpha + alpha_per_day),
        break_even_incentive=_share_worth(
            daily_cost,
            pool_alpha=pool_alpha,
            pool_value=pool_tao * tao_price,
            alpha_for_all=miners_alpha_per_day,
        ),
        worst_case_result=rows[-1].worst_case_total,
        by_week=tuple(rows),
    )


def _share_worth(
    cost: float, *, pool_alpha: float, pool_value: float, alpha_for_all: float
) -> float | None:
    """The share of all alpha that sells for the cost, or none if all of it is too little."""
    if cost == 0:
        return 0.0
    if cost >= pool_value or alpha_for_all == 0:
        return None
    alpha = pool_alpha * cost / (pool_value - cost)
    return alpha / alpha_for_all if alpha <= alpha_for_all else None
