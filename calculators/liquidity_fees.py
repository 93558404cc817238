"""Liquidity fees: whether a pool's fees make up for what its volatility costs."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.finance import days_to_cover
from livecalc.interface.units import DAYS, FRACTION, RATIO, USD

DAYS_PER_YEAR: Final = 365
#: Yearly volatilities of the table: none to 200 %.
VOLATILITIES: Final = tuple(step / 10 for step in range(21))


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEvenAtVolatility:
    """Fees and drag at one volatility, with all else unchanged."""

    volatility: Annotated[float, FRACTION]
    """Yearly volatility."""
    net_apr: Annotated[float, FRACTION]
    """Net APR."""
    volatility_drag: Annotated[float, FRACTION]
    """Volatility drag."""
    fee_apr: Annotated[float, FRACTION]
    """Fee APR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LpBreakEven:
    """What a position earns in fees against what price moves are expected to cost it."""

    net_apr: Annotated[float, FRACTION]
    """Net APR. Fees less the expected drag, before transaction fees; a loss is negative."""
    net_result: Annotated[float, USD]
    """Net result over the stay. Fees less expected drag and transaction fees, against holding; a
    loss is negative."""
    worst_case_result: Annotated[float, USD]
    """Net result in the bad case. With the volume and volatility of the bad case all the time; a
    loss is negative."""
    fee_apr: Annotated[float, FRACTION]
    """Fee APR. Your part of the fees in a year on the position, without compounding."""
    volatility_drag: Annotated[float, FRACTION]
    """Volatility drag. Expected loss a year at this volatility, as a rate; a loss is negative."""
    drag_per_day: Annotated[float, FRACTION]
    """Volatility drag a day. What traders with a fresher price take each day; a loss is
    negative."""
    break_even_volatility: Annotated[float, FRACTION]
    """Volatility to break even. The yearly volatility at which the drag eats all fees."""
    break_even_turnover: Annotated[float, FRACTION] | None
    """Turnover to break even. Daily volume as a share of the pool's value; none if the pool pays
    its providers no fee."""
    turnover: Annotated[float, FRACTION]
    """Turnover. Daily volume as a share of the pool's value, as entered."""
    fees_earned: Annotated[float, USD]
    """Fees earned. Over the stay, without compounding."""
    expected_loss: Annotated[float, USD]
    """Expected loss against holding. Over the stay, before fees; a loss is negative."""
    days_to_cover_costs: Annotated[float, DAYS] | None
    """Days to cover the transaction fees. None if the net APR does not pay them at all."""
    by_volatility: Annotated[
        tuple[BreakEvenAtVolatility, ...],
        Chart("line", x="volatility", y=("net_apr", "fee_apr")),
    ]
    """Net APR by volatility. If fees stay as they are, which calm and wild markets rarely let
    them."""


def lp_break_even(
    *,
    pool_value: Annotated[float, Ge(1), Le(1e12), USD] = 10_000_000.0,
    daily_volume: Annotated[float, Ge(0), Le(1e12), USD] = 1_000_000.0,
    provider_fee: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.0025,
    volatility: Annotated[float, Ge(0), Le(5), FRACTION] = 0.7,
    position_value: Annotated[float, Ge(0.01), Le(1e12), USD] = 10_000.0,
    days: Annotated[int, Ge(1), Le(3_650), DAYS] = 90,
    transaction_fees: Annotated[float, Ge(0), Le(1e6), USD] = 20.0,
    concentration: Annotated[float, Ge(1), Le(10_000), RATIO] = 1.0,
    pool_concentration: Annotated[float, Ge(1), Le(10_000), RATIO] = 1.0,
    share_of_time_in_range: Annotated[float, Ge(0), Le(1), FRACTION] = 1.0,
    worst_case_volatility: Annotated[float, Ge(0), Le(5), FRACTION] = 1.5,
    worst_case_volume_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.7,
) -> LpBreakEven:
    """Whether a liquidity pool's fees outrun what price moves are expected to cost.

    Whenever the market moves, a faster trader buys from the pool at its old price. That costs a
    pool over all prices σ² ÷ 8 a year, whichever way the price goes. Fees have to beat it first.

    Formula:
        turnover = daily_volume ÷ pool_value
        fee_multiple = concentration ÷ pool_concentration × share_of_time_in_range
        fee_apr = turnover × provider_fee × 365 × fee_multiple
        volatility_drag = −volatility² ÷ 8 × concentration × share_of_time_in_range
        net_apr = fee_apr + volatility_drag
        expected_loss = position_value × (exp(volatility_drag × days ÷ 365) − 1)
        net_result = position_value × fee_apr × days ÷ 365 + expected_loss − transaction_fees
        break_even_volatility = √(8 × turnover × provider_fee × 365 ÷ pool_concentration)
        break_even_turnover = volatility² × pool_concentration ÷ (8 × 365 × provider_fee)

    Args:
        pool_value: Value of the pool. All deposits together, often called TVL.
        daily_volume: Volume a day. The average of a month or more; one day is no measure.
        provider_fee: Fee for providers. Only the part that providers get: 0.25 % of the 0.30 % in
            Uniswap v2 since December 2025.
        volatility: Yearly volatility. Of the one token's price in the other, over the last year or
            longer; a daily figure times √365.
        position_value: Your position. What your deposit is worth.
        days: Days. How long it stays.
        transaction_fees: Transaction fees. For depositing, collecting and withdrawing together.
        concentration: Your concentration. 1 without a price range; else from the calculator for
            concentrated liquidity.
        pool_concentration: Concentration of the pool. The average of all its deposits; 1 in a
            pool without price ranges.
        share_of_time_in_range: Share of the time in range. 100 % without a price range.
        worst_case_volatility: Volatility in the bad case. 150 % a year is about 8 % a day.
        worst_case_volume_change: Change of volume in the bad case. Traders leave for cheaper
            pools.

    Returns:
        The rates a year, the expected result of the stay, what it takes to break even, and a
        table by volatility.

    Assumptions:
        - Prices wander without a trend, with the same volatility all the time; the pool has equal
          weights, and others keep its price at the market's.
        - The expected loss over the stay is that against holding, which grows as the drag does; a
          single path can cost far more or nothing.
        - Fees are paid on the position's value at the start and kept outside it.
        - With a price range, drag and fees grow alike by the concentration while in range.
        - Defaults illustrate. Providers' 0.25 % is Uniswap v2's part since the vote of
          2025-12-25.

    Not modelled:
        - The trend of the price itself, which moves the value of what you hold either way.
        - That fees slow the faster traders down, which lowers the drag somewhat.
        - Reward tokens, tax, hooks, and a failure of the pool's contract.

    Sources:
        - Milionis, Moallemi, Roughgarden and Zhang, “Automated Market Making and
          Loss-Versus-Rebalancing”, arXiv 2208.06046 (2022): σ² ÷ 8.
        - Alexander and Fritz, “Impermanent loss and loss-vs-rebalancing I”, arXiv 2410.00854
          (2024): both have the same expected value.
        - Uniswap documentation, “Protocol fee”, `Uniswap/docs` 8c5d09e (2026-04-07): the part of
          the fee that providers get.

    Examples:
        >>> result = lp_break_even(volatility=0.8)
        >>> round(result.fee_apr, 5), round(result.volatility_drag, 5)
        (0.09125, -0.08)
        >>> round(lp_break_even(volatility=0.05 * 365**0.5).drag_per_day, 7)
        -0.0003125
    """
    turnover = daily_volume / pool_value
    years = days / DAYS_PER_YEAR
    # What a deposit of the pool's average concentration would earn.
    average_fee_apr = turnover * provider_fee * DAYS_PER_YEAR
    fee_multiple = concentration / pool_concentration * share_of_time_in_range
    fee_apr = average_fee_apr * fee_multiple
    drag = _drag(volatility, concentration, share_of_time_in_range)
    net_apr = fee_apr + drag
    fees_earned = position_value * fee_apr * years
    expected_loss = position_value * math.expm1(drag * years)
    worst_drag = _drag(worst_case_volatility, concentration, share_of_time_in_range)
    worst_fees = fees_earned * (1 + worst_case_volume_change)
    return LpBreakEven(
        net_apr=net_apr,
        net_result=fees_earned + expected_loss - transaction_fees,
        worst_case_result=worst_fees
        + position_value * math.expm1(worst_drag * years)
        - transaction_fees,
        fee_apr=fee_apr,
        volatility_drag=drag,
        drag_per_day=drag / DAYS_PER_YEAR,
        break_even_volatility=math.sqrt(8 * average_fee_apr / pool_concentration),
        break_even_turnover=_break_even_turnover(volatility, pool_concentration, provider_fee),
        turnover=turnover,
        fees_earned=fees_earned,
        expected_loss=expected_loss,
        days_to_cover_costs=days_to_cover(transaction_fees, position_value * net_apr),
        by_volatility=tuple(
            BreakEvenAtVolatility(
                volatility=one,
                net_apr=fee_apr + _drag(one, concentration, share_of_time_in_range),
                volatility_drag=_drag(one, concentration, share_of_time_in_range),
                fee_apr=fee_apr,
            )
            for one in VOLATILITIES
        ),
    )


def _drag(volatility: float, concentration: float, share_of_time_in_range: float) -> float:
    return 0.0 - volatility**2 / 8 * concentration * share_of_time_in_range


def _break_even_turnover(
    volatility: float, pool_concentration: float, provider_fee: float
) -> float | None:
    # A fee below a millionth of a percent is none.
    if provider_fee < 1e-8:
        return None
    return volatility**2 * pool_concentration / (8 * DAYS_PER_YEAR * provider_fee)
