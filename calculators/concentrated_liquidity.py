"""Concentrated liquidity: what a deposit in a chosen price range costs and earns."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, RATIO, TOKENS, USD, USD_PER_TOKEN

DAYS_PER_YEAR: Final = 365
#: End prices of the table: eighths of a doubling, down to a quarter and up to four times.
PRICE_STEPS: Final = tuple(2 ** (step / 4) for step in range(-8, 9))


class NoPriceRangeError(ValueError):
    """The bounds do not enclose any price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeLossAtPrice:
    """The position at one end price."""

    end_price: Annotated[float, USD_PER_TOKEN]
    """End price."""
    loss: Annotated[float, FRACTION]
    """Loss in your range."""
    full_range_loss: Annotated[float, FRACTION]
    """Loss over all prices."""
    value_in_pool: Annotated[float, USD]
    """Value in the pool."""
    value_if_held: Annotated[float, USD]
    """Value if held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentratedLiquidity:
    """A deposit in a price range against the same tokens held."""

    loss: Annotated[float, FRACTION]
    """Impermanent loss in your range. Value in the pool against holding, before fees; a loss is
    negative."""
    net_result: Annotated[float, USD]
    """Net result against holding. Fees and impermanent loss together; a loss is negative."""
    worst_case_result: Annotated[float, USD]
    """If the first token goes to zero. The range has sold everything for it by then, so the whole
    deposit is lost; a loss is negative."""
    full_range_loss: Annotated[float, FRACTION]
    """Impermanent loss over all prices. What the same move costs a deposit without a range."""
    concentration: Annotated[float, RATIO] | None
    """Concentration. How many times more liquidity the range gives than the same money over all
    prices; fees and loss grow with it, and there is none while the price is outside."""
    in_range_at_end: bool
    """In range at the end. Outside it the position holds one token and earns nothing."""
    value_in_pool: Annotated[float, USD]
    """Value in the pool. At the end price, before fees."""
    value_if_held: Annotated[float, USD]
    """Value if held. The deposited tokens outside the pool, at the end price."""
    fees_earned: Annotated[float, USD]
    """Fees earned. For the time in range, without compounding."""
    gain: Annotated[float, USD]
    """Gain in money. Value in the pool and fees against the deposit; a loss is negative."""
    break_even_fee_apr: Annotated[float, FRACTION] | None
    """Fee APR to break even. What the range must pay while the price is in it; none if it never
    is."""
    first_tokens_at_start: Annotated[float, TOKENS]
    """First token, deposited. Zero when the price starts above the range."""
    second_tokens_at_start: Annotated[float, TOKENS]
    """Second token, deposited. Zero when the price starts below the range."""
    first_tokens_at_end: Annotated[float, TOKENS]
    """First token, at the end. What a withdrawal returns."""
    second_tokens_at_end: Annotated[float, TOKENS]
    """Second token, at the end. What a withdrawal returns."""
    liquidity: Annotated[float, RATIO]
    """Liquidity. Uniswap's L in whole tokens; it stays as it is whatever the price does."""
    by_end_price: Annotated[
        tuple[RangeLossAtPrice, ...],
        Chart("line", x="end_price", y=("loss", "full_range_loss"), log_x=True),
    ]
    """Loss by end price. For your range and for all prices, before fees."""


def concentrated_liquidity(
    *,
    deposit_value: Annotated[float, Ge(0.01), Le(1e12), USD] = 10_000.0,
    start_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 2_000.0,
    end_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1_400.0,
    one_bound: Annotated[float, Ge(1e-15), Le(1e15), USD_PER_TOKEN] = 1_500.0,
    other_bound: Annotated[float, Ge(1e-15), Le(1e15), USD_PER_TOKEN] = 2_500.0,
    fee_apr_in_range: Annotated[float, Ge(0), Le(10), FRACTION] = 0.20,
    days: Annotated[int, Ge(0), Le(3_650), DAYS] = 90,
    share_of_time_in_range: Annotated[float, Ge(0), Le(1), FRACTION] = 0.7,
) -> ConcentratedLiquidity:
    """What a deposit in a price range is worth against simply holding the same tokens.

    A range works like leverage on a pool: inside it the same money earns more fees and loses more
    against holding. Outside it earns nothing and holds only the token that did worse.

    Formula:
        lower_price = min(one_bound, other_bound)
        upper_price = max(one_bound, other_bound)
        p = min(max(price, lower_price), upper_price)
        first_tokens(p) = liquidity × (1 ÷ √p − 1 ÷ √upper_price)
        second_tokens(p) = liquidity × (√p − √lower_price)
        value_in_pool = first_tokens(end_price) × end_price + second_tokens(end_price)
        value_if_held = first_tokens(start_price) × end_price + second_tokens(start_price)
        loss = value_in_pool ÷ value_if_held − 1
        full_range_loss = 2 × √(end_price ÷ start_price) ÷ (1 + end_price ÷ start_price) − 1
        concentration = 1 ÷ (1 − (√(start_price ÷ upper_price) + √(lower_price ÷ start_price)) ÷ 2)
        fees_earned = deposit_value × fee_apr_in_range × share_of_time_in_range × days ÷ 365

    Args:
        deposit_value: Deposit. What both tokens are worth together when you deposit them.
        start_price: Price at the start. One first token in second tokens, which stand for a
            dollar each.
        end_price: Price at the end. Try a price below and one above your range.
        one_bound: Range, one end. Below the lower end you hold only the first token.
        other_bound: Range, other end. Above the upper end you hold only the second token; the two
            ends may stand in either order.
        fee_apr_in_range: Fee APR while in range. On the deposit, without compounding; a site's
            figure often assumes that the price never leaves.
        days: Days. How long the deposit stays.
        share_of_time_in_range: Share of the time in range. Fees come only for this part.

    Returns:
        The loss against holding, both token amounts, all values, and a table of the loss from a
        quarter of the start price to four times it.

    Raises:
        NoPriceRangeError: Both ends of the range are the same price.

    Assumptions:
        - The second token keeps its value of one dollar.
        - You deposit the tokens in the proportion that the range asks for at the start price: one
          token only if that price is outside.
        - Fees are kept outside the position, as in Uniswap v3 and v4.
        - In the worst case fees are not counted.
        - The default prices, fee APR and days are an illustration, not a forecast.

    Not modelled:
        - Moving the range. Each move makes the loss so far permanent and costs fees and slippage.
        - Rounding of the bounds to ticks, transaction fees, hooks, protocol fees and tax.
        - How fees depend on other providers' ranges; the fee APR stands for all of that.

    Sources:
        - Adams and others, “Uniswap v3 Core”, March 2021, sections 2 and 6: reserves in a range.
        - Elsts, “Liquidity Math in Uniswap v3”, 2021; code `atiselsts/uniswap-v3-liquidity-math`
          a1e991d.
        - Uniswap v3 periphery, `LiquidityAmounts.sol`, `Uniswap/v3-periphery` 0682387.
        - Loesch and others, “Impermanent Loss in Uniswap v3”, arXiv 2111.09192 (2021): about half
          of the providers in the sample earned less than they would have by holding.

    Examples:
        >>> result = concentrated_liquidity(end_price=2_300)
        >>> round(result.loss, 4), round(result.full_range_loss, 4)
        (-0.0205, -0.0024)
        >>> below = concentrated_liquidity(end_price=1_200)
        >>> below.in_range_at_end, below.second_tokens_at_end
        (False, 0.0)
    """
    lower_price, upper_price = sorted((one_bound, other_bound))
    if lower_price == upper_price:
        raise NoPriceRangeError(
            "Both ends of the range are the same price, so there is no range between them. Enter "
            "one end below and one above."
        )

    def unit_amounts(price: float) -> tuple[float, float]:
        """Both tokens of one unit of liquidity."""
        inside = min(max(price, lower_price), upper_price)
        root, upper_root = math.sqrt(inside), math.sqrt(upper_price)
        # 1 ÷ √p − 1 ÷ √b and √p − √a, without losing digits where the range is narrow.
        first = (upper_price - inside) / (upper_root + root) / upper_root / root
        second = (inside - lower_price) / (root + math.sqrt(lower_price))
        return first, second

    first_unit, second_unit = unit_amounts(start_price)
    liquidity = deposit_value / (first_unit * start_price + second_unit)
    first_start, second_start = liquidity * first_unit, liquidity * second_unit

    def at(price: float) -> RangeLossAtPrice:
        first, second = unit_amounts(price)
        value_in_pool = liquidity * first * price + liquidity * second
        value_if_held = first_start * price + second_start
        return RangeLossAtPrice(
            end_price=price,
            loss=min(value_in_pool / value_if_held - 1, 0.0),
            full_range_loss=_full_range_loss(price / start_price),
            value_in_pool=value_in_pool,
            value_if_held=value_if_held,
        )

    end = at(end_price)
    first_end_unit, second_end_unit = unit_amounts(end_price)
    loss_in_money = end.value_if_held * end.loss
    days_in_range = days * share_of_time_in_range
    fees_earned = deposit_value * fee_apr_in_range * days_in_range / DAYS_PER_YEAR
    return ConcentratedLiquidity(
        loss=end.loss,
        net_result=loss_in_money + fees_earned,
        worst_case_result=-deposit_value,
        full_range_loss=end.full_range_loss,
        concentration=_concentration(liquidity, deposit_value, start_price)
        if lower_price < start_price < upper_price
        else None,
        in_range_at_end=lower_price <= end_price <= upper_price,
        value_in_pool=end.value_in_pool,
        value_if_held=end.value_if_held,
        fees_earned=fees_earned,
        gain=end.value_in_pool + fees_earned - deposit_value,
        break_even_fee_apr=_break_even_fee_apr(loss_in_money, deposit_value, days_in_range),
        first_tokens_at_start=first_start,
        second_tokens_at_start=second_start,
        first_tokens_at_end=liquidity * first_end_unit,
        second_tokens_at_end=liquidity * second_end_unit,
        liquidity=liquidity,
        by_end_price=tuple(at(start_price * step) for step in PRICE_STEPS),
    )


def _full_range_loss(ratio: float) -> float:
    """2√r ÷ (1 + r) − 1 as −(√r − 1)² ÷ (1 + r), which keeps its digits near r = 1."""
    root = math.sqrt(ratio)
    return 0.0 if root == 1 else -((root - 1) ** 2) / (1 + ratio)


def _concentration(liquidity: float, deposit_value: float, price: float) -> float:
    # Over all prices, L units of liquidity cost 2 × L × √price.
    return liquidity * 2 * math.sqrt(price) / deposit_value


def _break_even_fee_apr(
    loss_in_money: float, deposit_value: float, days_in_range: float
) -> float | None:
    if loss_in_money == 0:
        return 0.0
    # Less than a second in range is no time to earn in.
    if days_in_range < 1e-5:
        return None
    return -loss_in_money / (deposit_value * days_in_range / DAYS_PER_YEAR)
