"""Leverage: what borrowing against a deposit to deposit more earns and risks."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.finance import days_to_cover
from livecalc.interface.units import COUNT, DAYS, FRACTION, RATIO, USD

DAYS_PER_YEAR: Final = 365
#: Debt by own deposit below which there is none to speak of.
SMALLEST_DEBT: Final = 1e-9


class UnsafeLoanError(ValueError):
    """The loan to value of each loop would be liquidated at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopStep:
    """The position after so many loops."""

    loops: Annotated[int, COUNT]
    """Loops."""
    deposited: Annotated[float, USD]
    """Deposited in all."""
    debt: Annotated[float, USD]
    """Debt."""
    exposure: Annotated[float, RATIO]
    """Exposure."""
    net_apr: Annotated[float, FRACTION]
    """Net APR."""
    worst_case_net_apr: Annotated[float, FRACTION]
    """Net APR in the bad case."""
    price_fall_to_liquidation: Annotated[float, FRACTION] | None
    """Fall to liquidation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverageLoop:
    """A looped deposit: its rate, its size and how little it takes to lose it."""

    net_apr: Annotated[float, FRACTION]
    """Net APR. On your own deposit, interest paid, before one-off costs; a loss is negative."""
    net_result: Annotated[float, USD]
    """Net result over the stay. After swaps and transaction fees; a loss is negative."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case. The borrow rate and price change of the bad case, with a liquidation
    if it comes to that; a loss is negative."""
    exposure: Annotated[float, RATIO]
    """Exposure. What is deposited in all by your own deposit; gains and losses of the token's
    price grow with it."""
    deposited: Annotated[float, USD]
    """Deposited in all. Your own money and what you borrowed."""
    debt: Annotated[float, USD]
    """Debt. What you owe after the last loop."""
    loan_to_value: Annotated[float, FRACTION]
    """Loan to value. Debt by all deposits after the last loop."""
    health_factor: Annotated[float, RATIO] | None
    """Health factor. Below 1 the position is liquidated; none without debt."""
    price_fall_to_liquidation: Annotated[float, FRACTION] | None
    """Fall to liquidation. How far the deposited token may fall against the borrowed one; none
    without debt."""
    break_even_borrow_apr: Annotated[float, FRACTION] | None
    """Borrow APR to break even. Above it the loop pays less than nothing; none without debt."""
    unlevered_apr: Annotated[float, FRACTION]
    """APR without the loop. Your deposit alone, for comparison."""
    one_off_costs: Annotated[float, USD]
    """One-off costs. Swaps and transactions in and out."""
    days_to_cover_costs: Annotated[float, DAYS] | None
    """Days to beat the plain deposit. Until the extra income has paid the one-off costs; none if
    there is no extra income."""
    by_loop: Annotated[
        tuple[LoopStep, ...],
        Chart("line", x="loops", y=("net_apr", "worst_case_net_apr")),
    ]
    """Loop by loop. From the plain deposit (0 loops) to the last."""


def leverage_loop(
    *,
    deposit_value: Annotated[float, Ge(0.01), Le(1e12), USD] = 10_000.0,
    loan_to_value_per_loop: Annotated[float, Ge(0), Le(0.95), FRACTION] = 0.7,
    loops: Annotated[int, Ge(0), Le(50), COUNT] = 3,
    supply_apr: Annotated[float, Ge(-0.5), Le(2), FRACTION] = 0.03,
    borrow_apr: Annotated[float, Ge(0), Le(5), FRACTION] = 0.025,
    liquidation_threshold: Annotated[float, Ge(0.4), Le(0.99), FRACTION] = 0.8,
    days: Annotated[int, Ge(1), Le(3_650), DAYS] = 365,
    swap_cost: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.001,
    transaction_fee_per_loop: Annotated[float, Ge(0), Le(10_000), USD] = 2.0,
    liquidation_bonus: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.05,
    worst_case_borrow_apr: Annotated[float, Ge(0), Le(5), FRACTION] = 0.1,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.15,
) -> LeverageLoop:
    """What a loop of depositing, borrowing and depositing again earns, and when it breaks.

    Each loop borrows against the last deposit, swaps and deposits again. That multiplies the
    difference between two rates, and with it every fall of the deposited token.

    Formula:
        q = loan_to_value_per_loop
        exposure = (1 − q^(loops + 1)) ÷ (1 − q), which is 1 + q + q² and so on up to q^loops
        deposited = deposit_value × exposure
        debt = deposit_value × (exposure − 1)
        net_apr = exposure × supply_apr − (exposure − 1) × borrow_apr
        health_factor = deposited × liquidation_threshold ÷ debt
        price_fall_to_liquidation = 1 ÷ health_factor − 1
        break_even_borrow_apr = exposure × supply_apr ÷ (exposure − 1)
        one_off_costs = 2 × debt × swap_cost + 2 × loops × transaction_fee_per_loop
        net_result = deposit_value × net_apr × days ÷ 365 − one_off_costs

    Args:
        deposit_value: Your own deposit. Without anything borrowed.
        loan_to_value_per_loop: Loan to value of each loop. What you borrow against the last
            deposit; below the market's limit, with a margin.
        loops: Loops. How often you borrow and deposit again; 0 is a plain deposit.
        supply_apr: Supply APR. What the deposited token earns, with its staking yield; without
            reward tokens.
        borrow_apr: Borrow APR. What the loan costs; it moves with the market's utilisation.
        liquidation_threshold: Liquidation threshold. Above this loan to value you are liquidated.
        days: Days. How long the position stays.
        swap_cost: Cost of a swap. Fee and price impact, as a share of the amount; paid on the way
            in and on the way out.
        transaction_fee_per_loop: Transaction fees of a loop. Paid again to unwind it.
        liquidation_bonus: Liquidation bonus. What a liquidator gets on top, at your expense.
        worst_case_borrow_apr: Borrow APR in the bad case. When everything is lent out.
        worst_case_price_change: Price change in the bad case. Of the deposited token against the
            borrowed one, such as a broken peg.

    Returns:
        The net rate and result, exposure, distance to liquidation, and a table loop by loop.

    Raises:
        UnsafeLoanError: The loan to value of each loop is not below the liquidation threshold.

    Assumptions:
        - Deposited and borrowed token keep their price against each other, except in the bad
          case; rates stay as they are and do not compound.
        - Each loop deposits all it borrows; swap costs are paid from elsewhere.
        - In the bad case the whole position is liquidated if the fall reaches the threshold, and
          you lose no more than your deposit and the costs.
        - Defaults illustrate: ether staking paid about 3 % in the middle of 2026, before costs.

    Not modelled:
        - Loops in one transaction with a flash loan; they save fees, not risk.
        - Slashing, queues to unstake, caps, e-mode and reward tokens.
        - The price impact of many people unwinding the same loop at once.

    Sources:
        - The sum of a geometric series: any textbook.
        - Aave v3, `GenericLogic.sol`, `aave-dao/aave-v3-origin` fd1fbd9 (2026-06-19): health
          factor.
        - Beraborrow documentation, “Yield looping” (undated copy); Reaper documentation, “LTV
          looping” (undated copy): tables loop by loop.

    Examples:
        >>> result = leverage_loop()
        >>> round(result.exposure, 3), round(result.net_apr, 6)
        (2.533, 0.037665)
        >>> plain = leverage_loop(loops=0)
        >>> plain.net_apr, plain.health_factor
        (0.03, None)
    """
    if loan_to_value_per_loop >= liquidation_threshold:
        raise UnsafeLoanError(
            "The loan to value of each loop must be below the liquidation threshold, or the first "
            "loan is liquidated at once. Enter a smaller loan to value."
        )

    def after(count: int) -> LoopStep:
        # 1 + q + q² + …, summed as it builds up.
        exposure = sum(loan_to_value_per_loop**power for power in range(count + 1))
        borrowed = sum(loan_to_value_per_loop**power for power in range(1, count + 1))
        return LoopStep(
            loops=count,
            deposited=deposit_value * exposure,
            debt=deposit_value * borrowed,
            exposure=exposure,
            net_apr=exposure * supply_apr - borrowed * borrow_apr,
            worst_case_net_apr=exposure * supply_apr - borrowed * worst_case_borrow_apr,
            price_fall_to_liquidation=borrowed / (exposure * liquidation_threshold) - 1
            if borrowed > SMALLEST_DEBT
            else None,
        )

    steps = tuple(after(count) for count in range(loops + 1))
    end = steps[-1]
    years = days / DAYS_PER_YEAR
    one_off_costs = 2 * end.debt * swap_cost + 2 * loops * transaction_fee_per_loop
    has_debt = end.price_fall_to_liquidation is not None
    return LeverageLoop(
        net_apr=end.net_apr,
        net_result=deposit_value * end.net_apr * years - one_off_costs,
        worst_case_result=_worst_case_result(
            end, deposit_value, years, worst_case_price_change, liquidation_bonus
        )
        - one_off_costs,
        exposure=end.exposure,
        deposited=end.deposited,
        debt=end.debt,
        loan_to_value=end.debt / end.deposited,
        health_factor=end.deposited * liquidation_threshold / end.debt if has_debt else None,
        price_fall_to_liquidation=end.price_fall_to_liquidation,
        break_even_borrow_apr=end.exposure * supply_apr * deposit_value / end.debt
        if has_debt
        else None,
        unlevered_apr=supply_apr,
        one_off_costs=one_off_costs,
        days_to_cover_costs=days_to_cover(
            one_off_costs, deposit_value * (end.net_apr - supply_apr)
        ),
        by_loop=steps,
    )


def _worst_case_result(
    end: LoopStep, deposit_value: float, years: float, price_change: float, bonus: float
) -> float:
    fall = end.price_fall_to_liquidation
    is_liquidated = fall is not None and price_change <= fall
    left = end.deposited * (1 + price_change)
    penalty = min(end.debt, left / (1 + bonus)) * bonus if is_liquidated else 0.0
    interest = deposit_value * end.worst_case_net_apr * years
    return max(end.deposited * price_change - penalty + interest, -deposit_value)
