"""Yield farming: what rewards leave once they are sold, collected and paid for."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, DAYS, FRACTION, USD

DAYS_PER_YEAR: Final = 365
#: More often than every hour is no plan for a person.
HARVESTS_PER_DAY: Final = 24
#: Days between harvests in the table; the whole stay comes last.
INTERVALS: Final = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class FarmAtInterval:
    """The whole stay with one rhythm of harvests."""

    days_between: Annotated[float, DAYS]
    """Days between harvests."""
    harvests: Annotated[int, COUNT]
    """Harvests."""
    costs: Annotated[float, USD]
    """All transaction fees."""
    net_gain: Annotated[float, USD]
    """Net gain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YieldFarming:
    """What a farm pays over the stay, after haircut and transaction fees."""

    net_yield: Annotated[float, FRACTION]
    """Net yield over the stay. On the deposit, after haircut and all transaction fees; a loss is
    negative."""
    net_gain: Annotated[float, USD]
    """Net gain. The same in money, if the deposit keeps its value; a loss is negative."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. The reward token is worth nothing and the deposit falls as the bad
    case says; a loss is negative."""
    advertised_apy: Annotated[float, FRACTION]
    """APY as advertised. Base and reward at full price, compounded daily, no fees; do not expect
    it."""
    net_apr: Annotated[float, FRACTION]
    """Net APR. The net yield for a year at the same pace, without compounding."""
    best_harvests: Annotated[int, COUNT]
    """Best number of harvests. Over the stay; more would cost more than they add."""
    best_days_between: Annotated[float, DAYS]
    """Best days between harvests. The same as an interval."""
    best_net_gain: Annotated[float, USD]
    """Net gain at the best interval. Against the net gain above it shows what your plan gives
    up."""
    gross_income: Annotated[float, USD]
    """Income before transaction fees. After the haircut, with what was reinvested."""
    transaction_costs: Annotated[float, USD]
    """Transaction fees. All harvests, entry and exit."""
    by_interval: Annotated[
        tuple[FarmAtInterval, ...],
        Chart("line", x="days_between", y=("net_gain",), log_x=True),
    ]
    """Net gain by interval. From a harvest a day to a single one at the end."""


def yield_farming(
    *,
    deposit_value: Annotated[float, Ge(1), Le(1e9), USD] = 5_000.0,
    base_apr: Annotated[float, Ge(0), Le(2), FRACTION] = 0.03,
    reward_apr: Annotated[float, Ge(0), Le(10), FRACTION] = 0.12,
    reward_haircut: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    days: Annotated[int, Ge(1), Le(1_825), DAYS] = 365,
    harvests: Annotated[int, Ge(1), Le(43_800), COUNT] = 52,
    harvest_cost: Annotated[float, Ge(0), Le(10_000), USD] = 2.0,
    entry_and_exit_cost: Annotated[float, Ge(0), Le(10_000), USD] = 10.0,
    worst_case_deposit_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.5,
) -> YieldFarming:
    """How often to compound a farm's rewards, and what is left after fees and a fallen price.

    Each harvest costs a transaction. Too many eat the income; too few leave it idle. And a reward
    is worth what it sells for, not what the site multiplies it with.

    Formula:
        apr = base_apr + reward_apr × (1 − reward_haircut)
        gross_income = deposit_value × ((1 + apr × days ÷ 365 ÷ harvests)^harvests − 1)
        transaction_costs = harvests × harvest_cost + entry_and_exit_cost
        net_gain = gross_income − transaction_costs
        net_yield = net_gain ÷ deposit_value
        net_apr = net_yield × 365 ÷ days
        advertised_apy = (1 + (base_apr + reward_apr) ÷ 365)^365 − 1
        base_income = deposit_value × base_apr × days ÷ 365
        worst_case_value = deposit_value × (1 + worst_case_deposit_change)
        worst_case_gain = worst_case_value + base_income − transaction_costs − deposit_value

    Args:
        deposit_value: Deposit. What you put in at the start.
        base_apr: Base APR. Fees or interest, paid in what you deposited, without compounding.
        reward_apr: Reward APR. The bonus token at today's price; count no locked or unlisted
            token.
        reward_haircut: Haircut on the reward. How much less than today's price you get on average
            when you sell; such tokens tend to fall while they are handed out.
        days: Days. How long the deposit stays.
        harvests: Harvests. How many times you collect and reinvest over the stay, the last one at
            the end.
        harvest_cost: Cost of a harvest. Collecting, swapping and depositing; from cents on a
            layer 2 to tens of dollars on a busy layer 1.
        entry_and_exit_cost: Cost of entry and exit. All transactions of coming and going.
        worst_case_deposit_change: Change of the deposit in the bad case. Impermanent loss, a
            broken peg or a faulty contract.

    Returns:
        The net yield over the stay, the best rhythm of harvests, and a table by interval.

    Assumptions:
        - All rates, prices and costs stay as they are; base and reward are both collected and
          reinvested at each harvest, which lie evenly apart.
        - Transaction fees are paid from elsewhere, so the deposit is not drawn on.
        - The best number of harvests is between one and 24 a day.
        - In the bad case the base is not reinvested and the harvests are paid all the same.

    Not modelled:
        - Impermanent loss along the way, tax, lock-ups and fees of the farm itself.
        - Rewards that shrink as others join, which is what they are designed to do.
        - Vaults that compound for you for a share of the income.

    Sources:
        - Compound interest: any textbook; effective annual rate of a nominal one.
        - DefiLlama, “yield-server” README, `DefiLlama/yield-server` e638965 (2026-08-22): base and
          reward apart, no locked rewards.
        - Staking Rewards, “Optimal Staking Frequency” (undated copy): the same trade-off for
          staking rewards.

    Examples:
        >>> free = yield_farming(base_apr=0.12, reward_apr=0, harvests=12, harvest_cost=0,
        ...     entry_and_exit_cost=0)
        >>> round(free.net_yield, 6)
        0.126825
        >>> result = yield_farming()
        >>> result.best_harvests, round(result.best_days_between, 1)
        (4, 91.2)
    """
    years = days / DAYS_PER_YEAR
    apr = base_apr + reward_apr * (1 - reward_haircut)

    def gross(times: int) -> float:
        """Income of so many harvests; a plain power loses digits where the rate is small."""
        return deposit_value * math.expm1(times * math.log1p(apr * years / times))

    def net(times: int) -> float:
        return gross(times) - times * harvest_cost - entry_and_exit_cost

    base_income = deposit_value * base_apr * years
    best = _best_count(net, days * HARVESTS_PER_DAY)
    counts = [round(days / interval) for interval in INTERVALS if interval < days] + [1]
    net_yield = net(harvests) / deposit_value
    transaction_costs = harvests * harvest_cost + entry_and_exit_cost
    return YieldFarming(
        net_yield=net_yield,
        net_gain=net(harvests),
        worst_case_gain=deposit_value * worst_case_deposit_change + base_income - transaction_costs,
        advertised_apy=math.expm1(
            DAYS_PER_YEAR * math.log1p((base_apr + reward_apr) / DAYS_PER_YEAR)
        ),
        net_apr=net_yield / years,
        best_harvests=best,
        best_days_between=days / best,
        best_net_gain=net(best),
        gross_income=gross(harvests),
        transaction_costs=transaction_costs,
        by_interval=tuple(
            FarmAtInterval(
                days_between=days / count,
                harvests=count,
                costs=count * harvest_cost + entry_and_exit_cost,
                net_gain=net(count),
            )
            for count in dict.fromkeys(counts)
        ),
    )


def _best_count(net: Callable[[int], float], most: int) -> int:
    """The number of harvests with the highest net gain, by halving the range.

    Each further harvest adds less than the one before and costs the same, so the net gain rises
    up to the best number and falls from there.
    """
    least = 1
    while least < most:
        middle = (least + most) // 2
        if net(middle + 1) > net(middle):
            least = middle + 1
        else:
            most = middle
    return least
