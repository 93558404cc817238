"""Lending rates: what a lending pool pays and charges at each utilisation."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, USD

#: As Aave's MathUtils and Compound III count: 365 days.
SECONDS_PER_YEAR: Final = 31_536_000
DAYS_PER_YEAR: Final = 365
#: Utilisations of the table, besides the kink itself.
UTILISATIONS: Final = tuple(step / 20 for step in range(21))


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesAtUtilisation:
    """Both rates at one utilisation."""

    utilisation: Annotated[float, FRACTION]
    """Utilisation."""
    borrow_apr: Annotated[float, FRACTION]
    """Borrow APR."""
    supply_apr: Annotated[float, FRACTION]
    """Supply APR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LendingRates:
    """What suppliers get and borrowers pay at one utilisation."""

    supply_apr: Annotated[float, FRACTION]
    """Supply APR. What suppliers get, without compounding; only borrowed money earns."""
    borrow_apr: Annotated[float, FRACTION]
    """Borrow APR. What borrowers pay, without compounding."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case. The bad debt of the bad case falls on suppliers, and no interest
    makes up for it; a loss is negative."""
    supply_apy: Annotated[float, FRACTION]
    """Supply APY. The same with interest added every second."""
    borrow_apy: Annotated[float, FRACTION]
    """Borrow APY. The same with interest added every second."""
    interest_earned: Annotated[float, USD]
    """Interest earned. On your deposit over the stay, if the rate stays as it is."""
    interest_on_a_loan: Annotated[float, USD]
    """Interest on a loan of the same size. Over the same days."""
    spread: Annotated[float, FRACTION]
    """Spread. Borrow APR less supply APR: idle money and the protocol's part."""
    protocol_part: Annotated[float, FRACTION]
    """Protocol's part. Of all supplied money a year, from the reserve factor."""
    withdrawable: Annotated[float, FRACTION]
    """Withdrawable at once. The share of all deposits that is not lent out."""
    supply_apr_at_optimal: Annotated[float, FRACTION]
    """Supply APR at the kink. At the optimal utilisation."""
    borrow_apr_at_optimal: Annotated[float, FRACTION]
    """Borrow APR at the kink. At the optimal utilisation."""
    by_utilisation: Annotated[
        tuple[RatesAtUtilisation, ...],
        Chart("line", x="utilisation", y=("supply_apr", "borrow_apr")),
    ]
    """Rates by utilisation. From nothing lent out to everything, with the kink between."""


def lending_rates(
    *,
    utilisation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.8,
    base_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.0,
    rise_to_optimal: Annotated[float, Ge(0), Le(2), FRACTION] = 0.04,
    rise_above_optimal: Annotated[float, Ge(0), Le(20), FRACTION] = 0.6,
    optimal_utilisation: Annotated[float, Ge(0.01), Le(0.99), FRACTION] = 0.9,
    reserve_factor: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    deposit_value: Annotated[float, Ge(0.01), Le(1e12), USD] = 10_000.0,
    days: Annotated[int, Ge(1), Le(1_825), DAYS] = 365,
    worst_case_bad_debt: Annotated[float, Ge(0), Le(1), FRACTION] = 0.25,
) -> LendingRates:
    """What a lending pool pays suppliers and charges borrowers, depending on how much is lent out.

    The rate rises gently up to the optimal utilisation and steeply above it. Suppliers share what
    borrowers pay among all deposits, the idle ones too, after the protocol has taken its part.

    Formula:
        x = min(utilisation ÷ optimal_utilisation, 1)
        z = max((utilisation − optimal_utilisation) ÷ (1 − optimal_utilisation), 0)
        borrow_apr = base_rate + rise_to_optimal × x + rise_above_optimal × z
        supply_apr = borrow_apr × utilisation × (1 − reserve_factor)
        supply_apy = (1 + supply_apr ÷ 31536000)^31536000 − 1
        borrow_apy = (1 + borrow_apr ÷ 31536000)^31536000 − 1
        interest_earned = deposit_value × ((1 + supply_apy)^(days ÷ 365) − 1)
        worst_case_result = −deposit_value × worst_case_bad_debt

    Args:
        utilisation: Utilisation. The share of all deposits that is lent out.
        base_rate: Base rate. The borrow APR when nothing is lent out.
        rise_to_optimal: Rise up to the kink. How much the borrow APR rises from nothing lent out
            to the optimal utilisation (Aave's slope 1).
        rise_above_optimal: Rise above the kink. How much it rises from there to everything lent
            out (Aave's slope 2).
        optimal_utilisation: Optimal utilisation. Where the kink is.
        reserve_factor: Reserve factor. The part of all interest that the protocol keeps.
        deposit_value: Your deposit. What you supply, or would borrow.
        days: Days. How long it stays.
        worst_case_bad_debt: Bad debt in the bad case. The share of deposits that is never paid
            back, when a collateral the pool accepts turns out to be worth nothing.

    Returns:
        Both rates with and without compounding, interest in money, and a table from nothing lent
        out to everything.

    Assumptions:
        - The utilisation, and so the rate, stays as it is; in truth it moves with every deposit
          and loan.
        - Interest is added every second. Aave does so for debts; deposits follow whenever
          somebody acts.
        - Borrowed money counts as deposited while it is lent out; there is no bad debt yet.
        - The defaults have the shape of a stablecoin market on Aave v3; a vote can change the
          curve and the reserve factor.

    Not modelled:
        - Reward tokens, transaction fees and tax.
        - Waiting to withdraw when everything is lent out, which no rate shortens for sure.
        - Rates that adapt over time (Morpho, Compound's separate supply curve) and caps.

    Sources:
        - Aave v3, `DefaultReserveInterestRateStrategyV2.sol` and `MathUtils.sol`,
          `aave-dao/aave-v3-origin` fd1fbd9 (2026-06-19): curve, reserve factor, seconds.
        - Compound, `JumpRateModel.sol` and `tests/Models/InterestRateModelTest.js`,
          `compound-finance/compound-protocol` 37dd71b: the same curve, with the slope above the
          kink counted for each unit of utilisation.

    Examples:
        >>> result = lending_rates(utilisation=0.8)
        >>> round(result.borrow_apr, 5), round(result.supply_apr, 5)
        (0.03556, 0.0256)
        >>> crowded = lending_rates(utilisation=0.95)
        >>> round(crowded.borrow_apr, 4), round(crowded.supply_apr, 4)
        (0.34, 0.2907)
    """

    def rates_at(used: float) -> RatesAtUtilisation:
        if used <= optimal_utilisation:
            borrow_apr = base_rate + rise_to_optimal * used / optimal_utilisation
        else:
            beyond = (used - optimal_utilisation) / (1 - optimal_utilisation)
            borrow_apr = base_rate + rise_to_optimal + rise_above_optimal * beyond
        return RatesAtUtilisation(
            utilisation=used,
            borrow_apr=borrow_apr,
            supply_apr=borrow_apr * used * (1 - reserve_factor),
        )

    now, optimal = rates_at(utilisation), rates_at(optimal_utilisation)
    years = days / DAYS_PER_YEAR
    return LendingRates(
        supply_apr=now.supply_apr,
        borrow_apr=now.borrow_apr,
        worst_case_result=0.0 - deposit_value * worst_case_bad_debt,
        supply_apy=_growth(now.supply_apr, 1),
        borrow_apy=_growth(now.borrow_apr, 1),
        interest_earned=deposit_value * _growth(now.supply_apr, years),
        interest_on_a_loan=deposit_value * _growth(now.borrow_apr, years),
        spread=now.borrow_apr - now.supply_apr,
        protocol_part=now.borrow_apr * utilisation * reserve_factor,
        withdrawable=1 - utilisation,
        supply_apr_at_optimal=optimal.supply_apr,
        borrow_apr_at_optimal=optimal.borrow_apr,
        by_utilisation=tuple(
            rates_at(used) for used in sorted({*UTILISATIONS, optimal_utilisation})
        ),
    )


def _growth(apr: float, years: float) -> float:
    """What one dollar earns when interest is added every second."""
    return math.expm1(SECONDS_PER_YEAR * years * math.log1p(apr / SECONDS_PER_YEAR))
