"""Liquidity: what providing liquidity to a weighted pool costs and earns against holding."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, RATIO, USD, USD_PER_TOKEN

DAYS_PER_YEAR: Final = 365
#: The rises in the table of Uniswap's documentation, some falls, and two extremes.
PRICE_RATIOS: Final = (0.1, 0.2, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 3.0, 4.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossAtPriceRatio:
    """The loss if only the first asset's price changes."""

    price_ratio: Annotated[float, RATIO]
    """Price ratio. The first asset's end price by its start price, the second unchanged."""
    loss: Annotated[float, FRACTION]
    """Impermanent loss."""
    value_in_pool: Annotated[float, USD]
    """Value in the pool."""
    value_if_held: Annotated[float, USD]
    """Value if held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpermanentLoss:
    """A deposit in a pool against the same assets held."""

    loss: Annotated[float, FRACTION]
    """Impermanent loss. Value in the pool against holding, before fees; a loss is negative."""
    net_result: Annotated[float, USD]
    """Net result against holding. Fees and impermanent loss together; a loss is negative."""
    loss_in_money: Annotated[float, USD]
    """Impermanent loss in money. Against holding, before fees; a loss is negative."""
    worst_case: Annotated[float, USD]
    """If one asset goes to zero. The pool ends up with nothing else, so the whole deposit is
    lost; a loss is negative."""
    value_in_pool: Annotated[float, USD]
    """Value in the pool. At the end prices, before fees."""
    value_if_held: Annotated[float, USD]
    """Value if held. The same assets outside the pool, at the end prices."""
    fees_earned: Annotated[float, USD]
    """Fees earned. Over all days, without compounding."""
    gain: Annotated[float, USD]
    """Gain in money. Value in the pool and fees against the deposit; a loss is negative."""
    break_even_fee_apr: Annotated[float, FRACTION] | None
    """Fee APR to break even. What the pool must pay to match holding; 0 % without a loss, none
    if there is no day to earn it in."""
    by_price_ratio: Annotated[
        tuple[LossAtPriceRatio, ...], Chart("line", x="price_ratio", y=("loss",), log_x=True)
    ]
    """Loss by price ratio. For these weights, if the second asset's price stays as it is."""


def impermanent_loss(
    *,
    deposit_value: Annotated[float, Ge(0.01), Le(1e12), USD] = 10_000.0,
    first_start_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 2_000.0,
    first_end_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 3_000.0,
    second_start_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1.0,
    second_end_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1.0,
    first_weight: Annotated[float, Ge(0.01), Le(0.99), FRACTION] = 0.5,
    fee_apr: Annotated[float, Ge(0), Le(10), FRACTION] = 0.05,
    days: Annotated[int, Ge(0), Le(3_650), DAYS] = 90,
) -> ImpermanentLoss:
    """What a pool deposit is worth against simply holding the same two assets.

    A pool sells whichever asset rises and buys whichever falls. So it always ends below holding
    unless both prices moved alike; fees must make up for that.

    Formula:
        r₁ = first_end_price ÷ first_start_price, r₂ = second_end_price ÷ second_start_price
        w = first_weight
        value_in_pool = deposit_value × r₁ʷ × r₂¹⁻ʷ
        value_if_held = deposit_value × (w × r₁ + (1 − w) × r₂)
        loss = value_in_pool ÷ value_if_held − 1
        fees_earned = deposit_value × fee_apr × days ÷ 365
        break_even_fee_apr = (value_if_held − value_in_pool) ÷ (deposit_value × days ÷ 365)

    Args:
        deposit_value: Deposit. What both assets are worth together when you deposit them.
        first_start_price: First asset, price at the start. The price of one token when you
            deposit.
        first_end_price: First asset, price at the end. The price of one token when you withdraw;
            try a fall as well as a rise.
        second_start_price: Second asset, price at the start. For a stablecoin about 1.
        second_end_price: Second asset, price at the end. A stablecoin can lose its peg too.
        first_weight: Weight of the first asset. Its share of the pool's value; 50 % in most
            pools.
        fee_apr: Fee APR. Trading fees the pool pays in a year on the deposit, without
            compounding.
        days: Days. How long the deposit stays.

    Returns:
        The loss against holding, all values in money, and a table of the loss by price ratio.

    Assumptions:
        - The pool holds both assets in the given weights over the full price range, and trades
          keep its price at the market's.
        - You deposit both assets in the pool's weights.
        - Fees accrue on the value of the deposit, evenly and without compounding, and are kept
          outside the pool.
        - In the worst case fees are not counted, because they may be in the asset that failed.
        - The default prices, fee APR and days are an illustration, not a forecast.

    Not modelled:
        - Concentrated liquidity (a price range), where the loss is several times larger.
        - Transaction fees, slippage, tax and reward tokens.
        - Fee income that changes with volume, and a failure of the pool's contract.

    Sources:
        - Balancer whitepaper, Martinelli and Mushegian, v2019-09-19: the constant value function
          and weights; Balancer documentation, “Impermanent Loss”, `balancer/docs` 3daf38c.
        - Uniswap v2 documentation, “Understanding Returns”, `Uniswap/docs` 8a6c8a7, which quotes
          Pintail, “Uniswap: A Good Deal for Liquidity Providers?”.

    Examples:
        >>> result = impermanent_loss(deposit_value=200, first_start_price=100, first_end_price=120,
        ...     fee_apr=0)
        >>> round(result.value_in_pool, 2), result.value_if_held, round(result.loss_in_money, 2)
        (219.09, 220.0, -0.91)
        >>> unchanged = impermanent_loss(first_start_price=7, first_end_price=7)
        >>> unchanged.loss, unchanged.break_even_fee_apr
        (0.0, 0.0)
    """
    first_ratio = first_end_price / first_start_price
    second_ratio = second_end_price / second_start_price
    value_in_pool = deposit_value * first_ratio**first_weight * second_ratio ** (1 - first_weight)
    first_deposit = deposit_value * first_weight
    second_deposit = deposit_value * (1 - first_weight)
    value_if_held = first_deposit * first_ratio + second_deposit * second_ratio
    loss = _loss_against_holding(first_ratio / second_ratio, first_weight)
    loss_in_money = value_if_held * loss
    fees_earned = deposit_value * fee_apr * days / DAYS_PER_YEAR
    if loss == 0:
        break_even_fee_apr: float | None = 0.0
    elif days == 0:
        break_even_fee_apr = None
    else:
        break_even_fee_apr = -loss_in_money / (deposit_value * days / DAYS_PER_YEAR)
    return ImpermanentLoss(
        loss=loss,
        net_result=loss_in_money + fees_earned,
        loss_in_money=loss_in_money,
        worst_case=-deposit_value,
        value_in_pool=value_in_pool,
        value_if_held=value_if_held,
        fees_earned=fees_earned,
        gain=value_in_pool + fees_earned - deposit_value,
        break_even_fee_apr=break_even_fee_apr,
        by_price_ratio=tuple(
            LossAtPriceRatio(
                price_ratio=ratio,
                loss=_loss_against_holding(ratio, first_weight),
                value_in_pool=deposit_value * ratio**first_weight,
                value_if_held=first_deposit * ratio + second_deposit,
            )
            for ratio in PRICE_RATIOS
        ),
    )


def _loss_against_holding(relative_price: float, weight: float) -> float:
    """rʷ ÷ (w × r + 1 − w) − 1, without losing digits where r is close to 1."""
    growth = math.log(relative_price)
    # Four divisions make up the relative price; what they round is no price change.
    if abs(growth) < 1e-14:
        return 0.0
    if abs(growth) > 0.5:
        return math.expm1(weight * growth - math.log1p(weight * math.expm1(growth)))
    difference = _exponential_beyond_line(weight * growth) - weight * _exponential_beyond_line(
        growth
    )
    return difference / (1 + weight * math.expm1(growth))


def _exponential_beyond_line(x: float) -> float:
    """eˣ − 1 − x for |x| ≤ 0.5, from its series, because subtracting would cancel."""
    total = 0.0
    for power in range(16, 1, -1):
        total = (1 + total) * x / power
    return total * x
