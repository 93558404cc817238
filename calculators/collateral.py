"""Collateral: how far prices may fall before a loan is liquidated, and what that costs."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, RATIO, TOKENS, USD, USD_PER_TOKEN

#: Price changes of the table: from a rise by a quarter to a fall by nine tenths.
PRICE_CHANGES: Final = tuple(step / 20 for step in range(5, -19, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthAtPriceChange:
    """The loan after all collateral prices have changed alike."""

    price_change: Annotated[float, FRACTION]
    """Price change."""
    health_factor: Annotated[float, RATIO]
    """Health factor."""
    threshold: Annotated[float, RATIO]
    """Liquidation below."""
    collateral_value: Annotated[float, USD]
    """Collateral."""
    own_part: Annotated[float, USD]
    """Collateral less debt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFactor:
    """How safe a loan is, and what a liquidation would take."""

    health_factor: Annotated[float, RATIO]
    """Health factor. Below 1 anybody may liquidate the loan."""
    price_fall_to_liquidation: Annotated[float, FRACTION]
    """Fall to liquidation. How far all collateral prices may fall together; 0 % means now."""
    worst_case_loss: Annotated[float, USD]
    """Loss in the bad case. Your part of the collateral falls in price, and a liquidation takes
    its bonus if it comes to that; a loss is negative."""
    first_liquidation_price: Annotated[float, USD_PER_TOKEN] | None
    """Liquidation price of the first token. If the other prices stay; none if the others are
    enough without it."""
    collateral_value: Annotated[float, USD]
    """Value of the collateral. All tokens at their prices."""
    borrowing_limit: Annotated[float, USD]
    """Debt at liquidation. The debt at which the health factor is 1; you may borrow less than
    that."""
    loan_to_value: Annotated[float, FRACTION]
    """Loan to value. Debt by collateral."""
    average_liquidation_threshold: Annotated[float, FRACTION]
    """Average liquidation threshold. Weighted by value; above this loan to value you are
    liquidated."""
    repayment_for_target: Annotated[float, USD]
    """Repay to reach your target. What brings the health factor up to it; 0 if it is there."""
    debt_repaid_in_liquidation: Annotated[float, USD]
    """Debt a liquidator repays. In one go, at the close factor."""
    collateral_seized: Annotated[float, USD]
    """Collateral a liquidator takes. The debt repaid and the bonus on top."""
    liquidation_penalty: Annotated[float, USD]
    """Penalty of a liquidation. What it costs you beyond the debt it repays; a loss is
    negative."""
    by_price_change: Annotated[
        tuple[HealthAtPriceChange, ...],
        Chart("line", x="price_change", y=("health_factor", "threshold")),
    ]
    """Health factor by price change. All collateral prices together, the debt unchanged."""


def health_factor(
    *,
    first_amount: Annotated[float, Ge(1e-6), Le(1e9), TOKENS] = 10.0,
    first_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 2_000.0,
    first_liquidation_threshold: Annotated[float, Ge(0.01), Le(0.99), FRACTION] = 0.83,
    second_amount: Annotated[float, Ge(0), Le(1e9), TOKENS] = 0.0,
    second_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 60_000.0,
    second_liquidation_threshold: Annotated[float, Ge(0.01), Le(0.99), FRACTION] = 0.78,
    third_amount: Annotated[float, Ge(0), Le(1e9), TOKENS] = 0.0,
    third_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1.0,
    third_liquidation_threshold: Annotated[float, Ge(0.01), Le(0.99), FRACTION] = 0.78,
    debt_value: Annotated[float, Ge(0.01), Le(1e18), USD] = 10_000.0,
    liquidation_bonus: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.05,
    close_factor: Annotated[float, Ge(0.01), Le(1), FRACTION] = 0.5,
    target_health_factor: Annotated[float, Ge(1), Le(100), RATIO] = 2.0,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.5,
) -> HealthFactor:
    """How far a loan is from liquidation, for up to three kinds of collateral.

    Each token counts with a share of its value, its liquidation threshold. Once these shares no
    longer cover the debt, anybody may repay part of it and take your collateral with a bonus.

    Formula:
        collateral_value = Σ(amount_i × price_i)
        borrowing_limit = Σ(amount_i × price_i × liquidation_threshold_i)
        health_factor = borrowing_limit ÷ debt_value
        price_fall_to_liquidation = min(1 ÷ health_factor − 1, 0)
        first_limit = first_amount × first_liquidation_threshold
        other_limit = borrowing_limit − first_limit × first_price
        first_liquidation_price = (debt_value − other_limit) ÷ first_limit
        repayment_for_target = max(debt_value − borrowing_limit ÷ target_health_factor, 0)
        debt_repaid = min(close_factor × debt_value, collateral_value ÷ (1 + liquidation_bonus))
        liquidation_penalty = −debt_repaid × liquidation_bonus

    Args:
        first_amount: First token, amount. What you deposited of it as collateral.
        first_price: First token, price. As the protocol's oracle sees it.
        first_liquidation_threshold: First token, liquidation threshold. Not the lower loan to
            value that limits new loans.
        second_amount: Second token, amount. 0 if there is none.
        second_price: Second token, price. As the protocol's oracle sees it.
        second_liquidation_threshold: Second token, liquidation threshold. From the same page of
            the market.
        third_amount: Third token, amount. 0 if there is none.
        third_price: Third token, price. As the protocol's oracle sees it.
        third_liquidation_threshold: Third token, liquidation threshold. From the same page of
            the market.
        debt_value: Debt. All you owe, interest so far included.
        liquidation_bonus: Liquidation bonus. What a liquidator gets on top, at your expense.
        close_factor: Close factor. The share of the debt that may be repaid in one go.
        target_health_factor: Health factor you aim for. 2 lets all prices halve.
        worst_case_price_change: Price change in the bad case. Of all collateral, faster than you
            can react.

    Returns:
        The health factor, the distance to liquidation, what a liquidation costs, and a table by
        price change.

    Assumptions:
        - The debt is in dollars and its price does not move; for a loan in another token, read
          prices as prices in that token.
        - In the table and the bad case all collateral prices change alike, as they tend to in a
          crash.
        - In the bad case the whole debt is liquidated at once if the health factor falls below 1.
          Aave v3 allows that from 0.95 down, and for loans below $2,000.
        - You keep what you borrowed, so you lose no more than your own part of the collateral.
        - The default threshold is a typical one for ether on Aave v3; it is changed by vote.

    Not modelled:
        - Interest that grows the debt day by day, and interest on the collateral.
        - Groups of linked tokens with higher thresholds (e-mode), isolated markets and caps.
        - Several liquidations one after another, the protocol's fee on the bonus, and oracles
          that are wrong or late.

    Sources:
        - Aave v3, `GenericLogic.sol` and `LiquidationLogic.sol`, `aave-dao/aave-v3-origin`
          fd1fbd9 (2026-06-19): health factor, close factor and bonus.
        - Aave documentation, “Health factor” and “Liquidations”, aave.com/docs (undated copy).

    Examples:
        >>> result = health_factor()
        >>> round(result.health_factor, 2), round(result.first_liquidation_price, 2)
        (1.66, 1204.82)
        >>> health_factor(debt_value=5_000, first_amount=10, first_price=1_000).liquidation_penalty
        -125.0
    """
    values = (first_amount * first_price, second_amount * second_price, third_amount * third_price)
    limits = (
        values[0] * first_liquidation_threshold,
        values[1] * second_liquidation_threshold,
        values[2] * third_liquidation_threshold,
    )
    collateral_value, borrowing_limit = math.fsum(values), math.fsum(limits)
    factor = borrowing_limit / debt_value
    not_covered = debt_value - limits[1] - limits[2]
    debt_repaid = _repaid(debt_value * close_factor, collateral_value, liquidation_bonus)
    return HealthFactor(
        health_factor=factor,
        price_fall_to_liquidation=min(1 / factor - 1, 0.0),
        worst_case_loss=_loss_of_own_part(
            collateral_value, factor, debt_value, worst_case_price_change, liquidation_bonus
        ),
        first_liquidation_price=not_covered / (first_amount * first_liquidation_threshold)
        if not_covered > 0
        else None,
        collateral_value=collateral_value,
        borrowing_limit=borrowing_limit,
        loan_to_value=debt_value / collateral_value,
        average_liquidation_threshold=borrowing_limit / collateral_value,
        repayment_for_target=max(debt_value - borrowing_limit / target_health_factor, 0.0),
        debt_repaid_in_liquidation=debt_repaid,
        collateral_seized=debt_repaid * (1 + liquidation_bonus),
        liquidation_penalty=0.0 - debt_repaid * liquidation_bonus,
        by_price_change=tuple(
            HealthAtPriceChange(
                price_change=change,
                health_factor=factor * (1 + change),
                threshold=1.0,
                collateral_value=collateral_value * (1 + change),
                own_part=collateral_value * (1 + change) - debt_value,
            )
            for change in PRICE_CHANGES
        ),
    )


def _repaid(debt: float, collateral: float, bonus: float) -> float:
    """What a liquidator repays: no more than the collateral pays back with the bonus."""
    return min(debt, collateral / (1 + bonus))


def _loss_of_own_part(
    collateral: float, factor: float, debt: float, price_change: float, bonus: float
) -> float:
    """What happens to collateral less debt, which cannot fall below nothing."""
    left = collateral * (1 + price_change)
    penalty = _repaid(debt, left, bonus) * bonus if factor * (1 + price_change) < 1 else 0.0
    return min(max(left - debt - penalty, 0.0) - max(collateral - debt, 0.0), 0.0)
