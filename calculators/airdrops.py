"""Airdrops: what points may turn into, and what collecting them costs."""

from dataclasses import dataclass
from math import fsum
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import (
    FRACTION,
    HOURS,
    MONTHS,
    TOKENS,
    USD,
    USD_PER_HOUR,
    USD_PER_TOKEN,
    Unit,
)

POINTS: Final = Unit("points", decimals=0)
MONTHS_PER_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AirdropMonth:
    """What is released in one month, if you are eligible; month 0 is the claim."""

    month: Annotated[int, MONTHS]
    """Month."""
    tokens: Annotated[float, TOKENS]
    """Tokens released."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price."""
    value: Annotated[float, USD]
    """Value."""
    total_so_far: Annotated[float, USD]
    """Total so far."""
    total_at_first_price: Annotated[float, USD]
    """Total at the first price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirdropValue:
    """What an airdrop is worth to you after chance, vesting and cost."""

    expected_result: Annotated[float, USD]
    """Expected result. Value when released times the chance to be eligible, less all costs; a loss
    is negative."""
    break_even_price: Annotated[float, USD_PER_TOKEN] | None
    """Token price to break even. At the claim, so that the expected result is nothing; none if you
    would receive less than a billionth of a token."""
    worst_case_result: Annotated[float, USD]
    """If there is nothing for you. No token, or you are not eligible: all costs are lost; a loss
    is negative."""
    nominal_value: Annotated[float, USD]
    """What a tracker shows. Your share of today's points at the first price, nothing taken off."""
    value_when_released: Annotated[float, USD]
    """Value when released. If you are eligible, after others' points and the price on each day of
    release."""
    tokens: Annotated[float, TOKENS]
    """Tokens for you. If you are eligible, after others have collected more points."""
    share_of_airdrop: Annotated[float, FRACTION]
    """Your share. Of the airdrop's tokens, at the snapshot."""
    total_cost: Annotated[float, USD]
    """All costs. Fees, hours and what the capital would have earned."""
    capital_cost: Annotated[float, USD]
    """Cost of the capital. What it would have earned elsewhere."""
    result_per_hour: Annotated[float, USD_PER_HOUR] | None
    """Pay for an hour. Expected value less fees and capital cost, by your hours; none without
    hours."""
    by_month: Annotated[
        tuple[AirdropMonth, ...],
        Chart("line", x="month", y=("total_so_far", "total_at_first_price")),
    ]
    """Released month by month. If you are eligible, before costs."""


def airdrop_value(
    *,
    points: Annotated[float, Ge(0), Le(1e15), POINTS] = 5_000.0,
    total_points: Annotated[float, Ge(1), Le(1e15), POINTS] = 10_000_000.0,
    points_growth: Annotated[float, Ge(0), Le(100), FRACTION] = 0.5,
    airdrop_tokens: Annotated[float, Ge(0), Le(1e15), TOKENS] = 50_000_000.0,
    token_price: Annotated[float, Ge(0), Le(1e9), USD_PER_TOKEN] = 0.05,
    eligible_chance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.5,
    released_at_claim: Annotated[float, Ge(0), Le(1), FRACTION] = 0.25,
    cliff_months: Annotated[int, Ge(0), Le(12), MONTHS] = 0,
    vesting_months: Annotated[int, Ge(0), Le(48), MONTHS] = 12,
    monthly_price_change: Annotated[float, Ge(-1), Le(1), FRACTION] = -0.1,
    fees_paid: Annotated[float, Ge(0), Le(1e9), USD] = 60.0,
    hours: Annotated[float, Ge(0), Le(100_000), HOURS] = 20.0,
    hourly_rate: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 15.0,
    capital: Annotated[float, Ge(0), Le(1e12), USD] = 2_000.0,
    months_in: Annotated[int, Ge(0), Le(120), MONTHS] = 6,
    opportunity_apr: Annotated[float, Ge(0), Le(2), FRACTION] = 0.04,
) -> AirdropValue:
    """What collecting points for an airdrop is worth after chance, vesting and cost.

    Points are a promise without a price. Whether there is a token, whether you count as a real
    user and what the token fetches on the day you may sell it are all open, while fees and hours
    are spent at once.

    Formula:
        share_of_airdrop = min(1, points ÷ (total_points × (1 + points_growth)))
        tokens = airdrop_tokens × share_of_airdrop
        token_price(m) = token_price × (1 + monthly_price_change)^m
        value_when_released = Σ tokens(m) × token_price(m)
        capital_cost = capital × opportunity_apr × months_in ÷ 12
        total_cost = fees_paid + hours × hourly_rate + capital_cost
        expected_result = eligible_chance × value_when_released − total_cost

    Args:
        points: Your points. At the snapshot, all you will have by then.
        total_points: All points today. Of everyone together, yours included.
        points_growth: Growth of all points. How much everyone's points will grow until the
            snapshot; rounds are often extended.
        airdrop_tokens: Tokens in the airdrop. For all points together.
        token_price: Token price at the claim. An assumption; enter 0 while there is no token, which
            is what points are worth then.
        eligible_chance: Chance to be eligible. That there is an airdrop, and that you pass its
            rules and its check for multiple accounts.
        released_at_claim: Released at the claim. The share you may sell on the first day.
        cliff_months: Months to the cliff. How long nothing more is released.
        vesting_months: Months of vesting. How long the rest takes after the cliff, in equal parts a
            month; 0 if it all comes at the end of the cliff.
        monthly_price_change: Monthly price change. After the claim; many airdropped tokens fall.
        fees_paid: Fees paid. Network, bridge and trading fees, and losses on the trades you made
            for points.
        hours: Hours spent. All of them, reading included.
        hourly_rate: Your hourly rate. What an hour of yours is worth elsewhere.
        capital: Capital tied up. Deposits you keep there for the points.
        months_in: Months tied up. How long the deposits stay.
        opportunity_apr: APR elsewhere. What the capital would have earned in a plain account.

    Returns:
        The expected result and its parts, and a table of what is released month by month.

    Assumptions:
        - Tokens are shared out in proportion to points.
        - Each part is sold on the day it is released, without moving the price.
        - The price changes by the same share every month after the claim.
        - Costs are paid whatever comes of it. The deposits come back whole.
        - The default price, chance, growth and fall are editorial guesses and no measurements.

    Not modelled:
        - A failure of the protocol in which the deposits lie: that loses the capital, not only its
          interest.
        - Tiers, caps and minimum amounts, taxes on receipt, and fake claim pages.

    Sources:
        - DefiLlama, `DefiLlama/yield-server` README (2026-08-22): leaves points and locked rewards
          out of yields, because they have no price.
        - Decubate, “Set up a monthly vesting strategy” (undated copy): release at the start, cliff,
          equal monthly parts.

    Examples:
        >>> result = airdrop_value(points=5_000, total_points=10_000_000, points_growth=0,
        ...     airdrop_tokens=100_000_000, token_price=0.25)
        >>> result.tokens, result.nominal_value
        (50000.0, 12500.0)
        >>> airdrop_value(token_price=0).expected_result == airdrop_value().worst_case_result
        True
    """
    share_of_airdrop = min(1.0, points / (total_points * (1 + points_growth)))
    tokens = airdrop_tokens * share_of_airdrop
    last_month = cliff_months + vesting_months

    def tokens_in(month: int) -> float:
        at_claim = tokens * released_at_claim if month == 0 else 0.0
        later = tokens - tokens * released_at_claim
        if vesting_months == 0:
            return at_claim + (later if month == cliff_months else 0.0)
        return at_claim + (later / vesting_months if month > cliff_months else 0.0)

    rows: list[AirdropMonth] = []
    total_so_far = total_at_first_price = 0.0
    for month in range(last_month + 1):
        released = tokens_in(month)
        price = token_price * (1 + monthly_price_change) ** month
        total_so_far += released * price
        total_at_first_price += released * token_price
        rows.append(
            AirdropMonth(
                month=month,
                tokens=released,
                token_price=price,
                value=released * price,
                total_so_far=total_so_far,
                total_at_first_price=total_at_first_price,
            )
        )
    capital_cost = capital * opportunity_apr * months_in / MONTHS_PER_YEAR
    total_cost = fees_paid + hours * hourly_rate + capital_cost
    expected_value = eligible_chance * total_so_far
    # Tokens, each counted by the price on its day against the price at the claim.
    tokens_at_claim_price = eligible_chance * fsum(
        row.tokens * (1 + monthly_price_change) ** row.month for row in rows
    )
    return AirdropValue(
        expected_result=expected_value - total_cost,
        break_even_price=_price_for(total_cost, tokens_at_claim_price),
        worst_case_result=0.0 - total_cost,
        nominal_value=airdrop_tokens * min(1.0, points / total_points) * token_price,
        value_when_released=total_so_far,
        tokens=tokens,
        share_of_airdrop=share_of_airdrop,
        total_cost=total_cost,
        capital_cost=capital_cost,
        result_per_hour=(expected_value - fees_paid - capital_cost) / hours
        if hours >= 0.01
        else None,
        by_month=tuple(rows),
    )


def _price_for(total_cost: float, tokens: float) -> float | None:
    """None too for amounts so small that no price a token ever had would pay."""
    if total_cost == 0:
        return 0.0
    return total_cost / tokens if tokens >= 1e-9 else None
