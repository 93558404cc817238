"""Swaps: what a trade against a constant product pool gives, and how far it moves the price."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, TOKENS, Unit

#: Contracts count in whole units, most of them with 18 decimals.
UNITS_PER_TOKEN: Final = 10**18
#: Fine enough for any fee a pool sets; Uniswap v2 itself counts in thousandths.
FEE_UNITS: Final = 10**9
#: A small price impact that a trader may accept.
SMALL_IMPACT: Final = 0.01
#: Trades of the table, as shares of the reserve they are paid into.
TRADE_SHARES: Final = (
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0,
)  # fmt: skip
PRICE: Final = Unit("ratio", decimals=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactOfAmount:
    """One size of trade."""

    amount_in: Annotated[float, TOKENS]
    """You pay."""
    amount_out: Annotated[float, TOKENS]
    """You receive."""
    price_impact: Annotated[float, FRACTION]
    """Price impact."""
    total_cost: Annotated[float, FRACTION]
    """Price impact and fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapPriceImpact:
    """What a swap gives, and what it costs against the price shown before."""

    total_cost: Annotated[float, FRACTION]
    """Price impact and fee. What you lose against the price shown before; a loss is negative."""
    price_impact: Annotated[float, FRACTION]
    """Price impact alone. Your price against the pool's before the trade, without the fee; a loss
    is negative."""
    worst_case_total_cost: Annotated[float, FRACTION]
    """Cost in the bad case. With all that your tolerance lets somebody take who trades just before
    you; a loss is negative."""
    amount_out: Annotated[float, TOKENS]
    """You receive. To the last unit as a Uniswap v2 pool computes it, fee paid."""
    worst_case_amount_out: Annotated[float, TOKENS]
    """You receive in the bad case. The least that your tolerance lets through."""
    average_price: Annotated[float, PRICE]
    """Your price. Tokens received for one token paid."""
    start_price: Annotated[float, PRICE]
    """Pool's price before. Tokens for one token, for a trade of almost nothing."""
    end_price: Annotated[float, PRICE]
    """Pool's price after. What the next trader sees."""
    price_move: Annotated[float, FRACTION]
    """Move of the pool's price. About twice the price impact; a fall is negative."""
    fee_paid: Annotated[float, TOKENS]
    """Fee paid. In the token you pay with; it stays in the pool for its providers."""
    amount_for_small_impact: Annotated[float, TOKENS]
    """Largest trade for 1 % impact. What you can pay in before the price impact exceeds 1 %."""
    by_amount: Annotated[
        tuple[ImpactOfAmount, ...],
        Chart("line", x="amount_in", y=("total_cost", "price_impact"), log_x=True),
    ]
    """Cost by size of trade. From a ten-thousandth of the reserve to twice the reserve."""


def swap_price_impact(
    *,
    reserve_in: Annotated[float, Ge(1e-6), Le(1e12), TOKENS] = 1_000_000.0,
    reserve_out: Annotated[float, Ge(1e-6), Le(1e12), TOKENS] = 500.0,
    amount_in: Annotated[float, Ge(1e-6), Le(1e12), TOKENS] = 10_000.0,
    swap_fee: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.003,
    slippage_tolerance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.005,
) -> SwapPriceImpact:
    """What a swap in a constant product pool gives, and how much of it the price impact takes.

    A pool sells each further token dearer than the one before. So a trade that is large for the
    pool gets a worse price than the one shown, and the fee comes on top.

    Formula:
        amount_in_after_fee = amount_in × (1 − swap_fee)
        amount_out = reserve_out × amount_in_after_fee ÷ (reserve_in + amount_in_after_fee)
        start_price = reserve_out ÷ reserve_in
        price_impact = reserve_in ÷ (reserve_in + amount_in_after_fee) − 1
        total_cost = amount_out ÷ (amount_in × start_price) − 1
        end_price = (reserve_out − amount_out) ÷ (reserve_in + amount_in)
        worst_case_amount_out = amount_out × (1 − slippage_tolerance)
        worst_case_total_cost = (1 + total_cost) × (1 − slippage_tolerance) − 1
        amount_for_small_impact = reserve_in × 0.01 ÷ (1 − 0.01) ÷ (1 − swap_fee)

    Args:
        reserve_in: Reserve of the token you pay with. What the pool holds of it.
        reserve_out: Reserve of the token you want. What the pool holds of it.
        amount_in: You pay. The whole amount, fee included.
        swap_fee: Swap fee. The whole fee, whoever receives it; 0.30 % in Uniswap v2.
        slippage_tolerance: Slippage tolerance. How much less you still accept; your wallet or the
            exchange's page shows it.

    Returns:
        What the swap costs against the price before, the amount received, the pool's prices, and a
        table by size of trade.

    Assumptions:
        - One pool, spread evenly over all prices, holds both tokens (Uniswap v2 and its copies).
        - Both tokens have 18 decimals; the amount received is rounded down to a unit, as in the
          contract.
        - Nobody trades between the quote and your swap, except in the worst case.

    Not modelled:
        - Transaction fees, and routes over several pools, which large trades take.
        - Pools with price ranges (v3 and v4), where the depth changes from price to price.
        - Tokens that take a fee of their own when they are moved.

    Sources:
        - Adams, Zinsmeister and Robinson, “Uniswap v2 Core”, March 2020: constant product and fee.
        - Uniswap v2 core, `UniswapV2Pair.sol` and `test/UniswapV2Pair.spec.ts`, `Uniswap/v2-core`
          00873c4; the amount received is `getAmountOut` of `UniswapV2Library.sol`.

    Examples:
        >>> result = swap_price_impact(reserve_in=10, reserve_out=5, amount_in=1)
        >>> f"{result.amount_out:.15f}"
        '0.453305446940075'
        >>> round(result.price_impact, 4), round(result.total_cost, 4)
        (-0.0907, -0.0934)
    """
    start_price = reserve_out / reserve_in

    def trade(amount: float) -> ImpactOfAmount:
        amount_out = _amount_out(amount, reserve_in, reserve_out, swap_fee)
        after_fee = amount * (1 - swap_fee)
        return ImpactOfAmount(
            amount_in=amount,
            amount_out=amount_out,
            price_impact=-after_fee / (reserve_in + after_fee),
            total_cost=min(amount_out / (amount * start_price) - 1, 0.0),
        )

    swap = trade(amount_in)
    end_price = (reserve_out - swap.amount_out) / (reserve_in + amount_in)
    return SwapPriceImpact(
        total_cost=swap.total_cost,
        price_impact=swap.price_impact,
        worst_case_total_cost=(1 + swap.total_cost) * (1 - slippage_tolerance) - 1,
        amount_out=swap.amount_out,
        worst_case_amount_out=swap.amount_out * (1 - slippage_tolerance),
        average_price=swap.amount_out / amount_in,
        start_price=start_price,
        end_price=end_price,
        price_move=min(end_price / start_price - 1, 0.0),
        fee_paid=amount_in * swap_fee,
        amount_for_small_impact=reserve_in * SMALL_IMPACT / (1 - SMALL_IMPACT) / (1 - swap_fee),
        by_amount=tuple(trade(reserve_in * share) for share in TRADE_SHARES),
    )


def _amount_out(amount_in: float, reserve_in: float, reserve_out: float, fee: float) -> float:
    """The contract's whole-number division, which never pays out a unit too much."""
    after_fee = _units(amount_in) * (FEE_UNITS - round(fee * FEE_UNITS))
    received = after_fee * _units(reserve_out) // (_units(reserve_in) * FEE_UNITS + after_fee)
    return received / UNITS_PER_TOKEN


def _units(tokens: float) -> int:
    return round(tokens * UNITS_PER_TOKEN)
