"""Income plans: several streams together, in an expected month and in a bad one."""

import math
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, MONTHS, RATIO, TEXT, USD, Unit

MONTHS_PER_YEAR: Final = 12
CORRELATIONS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

HOURS_PER_MONTH: Final = Unit("hours a month", decimals=1)
USD_PER_MONTH: Final = Unit("USD a month", kind="money")
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")

Platform = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One stream of income by itself."""

    stream: Annotated[str, TEXT]
    """Stream."""
    income: Annotated[float, USD_PER_MONTH]
    """Expected income."""
    bad_month_income: Annotated[float, USD_PER_MONTH]
    """Income in its bad month. By itself, whatever the others do."""
    share: Annotated[float, FRACTION]
    """Share of all income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeAtCorrelation:
    """A bad month of all streams at one correlation."""

    correlation: Annotated[float, RATIO]
    """Correlation. Of streams that share no platform."""
    worst_case_income: Annotated[float, USD_PER_MONTH]
    """Income in a bad month."""
    shortfall: Annotated[float, USD_PER_MONTH]
    """Shortfall together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomePlan:
    """All streams together."""

    income: Annotated[float, USD_PER_MONTH]
    """Income a month. All streams, as expected."""
    surplus: Annotated[float, USD_PER_MONTH]
    """Surplus a month. After what you spend; negative if it is not enough."""
    worst_case_income: Annotated[float, USD_PER_MONTH]
    """Income in a bad month. With the falls you expect, hitting together as far as the
    correlation says."""
    worst_case_surplus: Annotated[float, USD_PER_MONTH]
    """Surplus in a bad month. After what you spend; negative if it is not enough."""
    worst_case_capital_loss: Annotated[float, USD]
    """Capital lost with the largest platform. All that lies there; a loss is negative."""
    worst_case_income_loss: Annotated[float, USD_PER_MONTH]
    """Income lost with it. A month, from then on; a loss is negative."""
    largest_platform: Annotated[str, TEXT]
    """Largest platform. Where most of the capital lies; the first one if several hold as much."""
    largest_platform_share: Annotated[float, FRACTION]
    """Capital on the largest platform. Share of all capital."""
    shortfall: Annotated[float, USD_PER_MONTH]
    """Shortfall in a bad month. Of all streams together, against the expected income."""
    diversification_benefit: Annotated[float, USD_PER_MONTH]
    """Diversification benefit. What the shortfall would be more if all fell at once."""
    work_income: Annotated[float, USD_PER_MONTH]
    """Income from work. It stops when you do."""
    passive_income: Annotated[float, USD_PER_MONTH]
    """Income from capital. It needs no hours, and puts the capital at risk."""
    passive_share: Annotated[float, FRACTION]
    """Share from capital. Of all income."""
    hourly_pay: Annotated[float, USD_PER_HOUR] | None
    """Pay for an hour of work. None without hours."""
    capital: Annotated[float, USD]
    """Capital at work. On all platforms."""
    capital_yield: Annotated[float, FRACTION]
    """Yield of the capital. A year, without compounding."""
    effective_streams: Annotated[float, RATIO] | None
    """Streams that count. As many equal ones would spread the income as far; none without
    income."""
    reserve_months: Annotated[float, MONTHS] | None
    """Months the reserve lasts. If every month is a bad one; none if even then the income is
    enough."""
    by_stream: Annotated[
        tuple[Stream, ...], Chart("bar", x="stream", y=("income", "bad_month_income"))
    ]
    """Stream by stream. Each by itself, in an expected and in its bad month."""
    by_correlation: tuple[IncomeAtCorrelation, ...]
    """By correlation. 0 if streams fall independently, 1 if all fall at once."""


def income_plan(
    *,
    first_work_income: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 900.0,
    first_work_hours: Annotated[float, Ge(0), Le(744), HOURS_PER_MONTH] = 40.0,
    first_work_fall: Annotated[float, Ge(0), Le(1), FRACTION] = 0.5,
    second_work_income: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 200.0,
    second_work_hours: Annotated[float, Ge(0), Le(744), HOURS_PER_MONTH] = 20.0,
    second_work_fall: Annotated[float, Ge(0), Le(1), FRACTION] = 1.0,
    first_capital: Annotated[float, Ge(0), Le(1e12), USD] = 5_000.0,
    first_apr: Annotated[float, Ge(0), Le(10), FRACTION] = 0.03,
    first_fall: Annotated[float, Ge(0), Le(1), FRACTION] = 0.5,
    first_platform: Platform = "A",
    second_capital: Annotated[float, Ge(0), Le(1e12), USD] = 3_000.0,
    second_apr: Annotated[float, Ge(0), Le(10), FRACTION] = 0.05,
    second_fall: Annotated[float, Ge(0), Le(1), FRACTION] = 0.6,
    second_platform: Platform = "A",
    third_capital: Annotated[float, Ge(0), Le(1e12), USD] = 2_000.0,
    third_apr: Annotated[float, Ge(0), Le(10), FRACTION] = 0.1,
    third_fall: Annotated[float, Ge(0), Le(1), FRACTION] = 0.8,
    third_platform: Platform = "B",
    correlation: Annotated[float, Ge(0), Le(1), RATIO] = 0.7,
    platform_correlation: Annotated[float, Ge(0), Le(1), RATIO] = 0.9,
    monthly_spending: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 800.0,
    reserve: Annotated[float, Ge(0), Le(1e12), USD] = 3_000.0,
) -> IncomePlan:
    """What several streams bring together, and what is left when they fall together.

    Five streams look like safety. But streams in this field hang on the same prices, and often on
    the same platform: in a bad month they fall together, and if that platform fails the capital of
    all streams on it is gone at once.

    Formula:
        income = Σ work_income + Σ capital × apr ÷ 12
        s = stream_income × fall, for each stream
        pair_correlation = max(platform_correlation, correlation), on the same platform
        pair_correlation = correlation, elsewhere
        shortfall = √(ΣΣ pair_correlation × s_i × s_j)
        worst_case_income = income − shortfall
        diversification_benefit = Σ s − shortfall
        worst_case_capital_loss = −max(Σ capital), over the platforms
        effective_streams = (Σ stream_income)² ÷ Σ stream_income²
        reserve_months = reserve ÷ (monthly_spending − worst_case_income)

    Args:
        first_work_income: First work, income. A month, after its costs.
        first_work_hours: First work, hours. A month, unpaid ones included.
        first_work_fall: First work, fall. How much of it is gone in a bad month.
        second_work_income: Second work, income. A month, after its costs; 0 if there is none.
        second_work_hours: Second work, hours. A month, unpaid ones included.
        second_work_fall: Second work, fall. How much of it is gone in a bad month.
        first_capital: First capital. What is staked, lent or in a pool there.
        first_apr: First capital, APR. What it pays in a year, without compounding.
        first_fall: First capital, fall of its income. In a bad month, price included.
        first_platform: First capital, platform. Give the same letter to all that would fail
            together: one company, one protocol, one bridge, one wallet.
        second_capital: Second capital. Another position; 0 if there is none.
        second_apr: Second capital, APR. What it pays in a year.
        second_fall: Second capital, fall of its income. In a bad month, price included.
        second_platform: Second capital, platform. The same letter if it would fail with the first.
        third_capital: Third capital. Another position; 0 if there is none.
        third_apr: Third capital, APR. What it pays in a year.
        third_fall: Third capital, fall of its income. In a bad month, price included.
        third_platform: Third capital, platform. The same letter if it would fail with another.
        correlation: Correlation. How far bad months come together: 0 not at all, 1 always. In a
            crash it goes towards 1.
        platform_correlation: Correlation on one platform. The same for positions with the same
            letter, which hang on one chain or protocol; counts where it is higher.
        monthly_spending: Spending. What a month costs you.
        reserve: Reserve. Money outside all of this, in a bank.

    Returns:
        Income in an expected and a bad month, what a failed platform takes, and two tables.

    Assumptions:
        - Each pair of streams has the same correlation, but for positions on one platform, whose
          correlation is the higher one. Work is on no platform.
        - The shortfalls add up as risks do in the variance-covariance method, which insurers and
          banks use; it is exact for normal distributions and too mild for crashes.
        - If a platform fails, nothing comes back.
        - All start values are an illustration; the correlations of 0.7 and 0.9 are
          editorial guesses.

    Not modelled:
        - The fall in value of the capital itself while its platform works.
        - Tax, and the time until a payment arrives.
        - Platforms that hang on each other, such as a pool that holds another one's token.

    Sources:
        - Directive 2009/138/EC (Solvency II), annex IV: capital requirements are combined as
          √ΣΣ correlation × requirement × requirement.
        - Kelp rsETH bridge, 2026-04-18, for platforms that fall together: lenders elsewhere held
          its token as collateral (Hypernative's report; Aave governance forum).

    Examples:
        >>> plan = income_plan(first_work_income=300, first_work_fall=1, second_work_income=400,
        ...     second_work_fall=1, first_capital=0, second_capital=0, third_capital=0,
        ...     correlation=0)
        >>> plan.income, plan.shortfall, plan.worst_case_income
        (700.0, 500.0, 200.0)
        >>> income_plan().worst_case_capital_loss, income_plan().largest_platform
        (-8000.0, 'A')
    """
    capitals = (first_capital, second_capital, third_capital)
    rates = (first_apr, second_apr, third_apr)
    platforms = (first_platform, second_platform, third_platform)
    yields = [
        capital * rate / MONTHS_PER_YEAR for capital, rate in zip(capitals, rates, strict=True)
    ]
    incomes = [first_work_income, second_work_income, *yields]
    falls = (first_work_fall, second_work_fall, first_fall, second_fall, third_fall)
    shortfalls = [income * fall for income, fall in zip(incomes, falls, strict=True)]

    work_income, passive_income = math.fsum(incomes[:2]), math.fsum(yields)
    income = work_income + passive_income
    capital = math.fsum(capitals)
    hours = first_work_hours + second_work_hours
    groups = _by_platform(shortfalls, platforms)
    shortfall = _together(groups, correlation, platform_correlation)
    worst_case_income = max(income - shortfall, 0.0)
    worst_case_surplus = worst_case_income - monthly_spending

    def on(platform: str, amounts: tuple[float, ...] | list[float]) -> float:
        return math.fsum(
            one for one, where in zip(amounts, platforms, strict=True) if where == platform
        )

    largest = max(("A", "B", "C"), key=lambda platform: on(platform, capitals))
    names = ("First work", "Second work", "First capital", "Second capital", "Third capital")
    return IncomePlan(
        income=income,
        surplus=income - monthly_spending,
        worst_case_income=worst_case_income,
        worst_case_surplus=worst_case_surplus,
        worst_case_capital_loss=-on(largest, capitals),
        worst_case_income_loss=-on(largest, yields),
        largest_platform=largest,
        largest_platform_share=_ratio(on(largest, capitals), capital),
        shortfall=shortfall,
        diversification_benefit=math.fsum(shortfalls) - shortfall,
        work_income=work_income,
        passive_income=passive_income,
        passive_share=_ratio(passive_income, income),
        hourly_pay=work_income / hours if hours >= 0.01 else None,
        capital=capital,
        capital_yield=_ratio(passive_income * MONTHS_PER_YEAR, capital),
        effective_streams=_effective_number(incomes),
        reserve_months=_months_of(reserve, -worst_case_surplus),
        by_stream=tuple(
            Stream(
                stream=name,
                income=expected,
                bad_month_income=expected - lost,
                share=_ratio(expected, income),
            )
            for name, expected, lost in zip(names, incomes, shortfalls, strict=True)
        ),
        by_correlation=tuple(
            IncomeAtCorrelation(
                correlation=one,
                worst_case_income=max(income - together, 0.0),
                shortfall=together,
            )
            for one in CORRELATIONS
            for together in (_together(groups, one, platform_correlation),)
        ),
    )


def _by_platform(shortfalls: list[float], platforms: tuple[Platform, ...]) -> list[list[float]]:
    """What falls together: each work by itself, and the positions of each platform."""
    *work, _first, _second, _third = shortfalls
    positions = list(zip(shortfalls[len(work) :], platforms, strict=True))
    shared = [[one for one, where in positions if where == letter] for letter in ("A", "B", "C")]
    return [[one] for one in work] + [group for group in shared if group]


def _together(groups: list[list[float]], correlation: float, within: float) -> float:
    """√ΣΣ pair_correlation × s × s, where each s is fully correlated with itself.

    The double sum is that of independent parts: what all have in common, what the streams of a
    platform have in common beyond that, and what each stream has alone. None can be negative.
    """
    within = max(within, correlation)
    total = math.fsum(one for group in groups for one in group)
    shared = [group for group in groups if len(group) > 1]
    return min(
        math.hypot(
            math.sqrt(correlation) * total,
            math.sqrt(1 - correlation) * math.hypot(*(one for one, *more in groups if not more)),
            math.sqrt(within - correlation) * math.hypot(*(math.fsum(group) for group in shared)),
            math.sqrt(1 - within) * math.hypot(*(one for group in shared for one in group)),
        ),
        total,
    )


def _effective_number(incomes: list[float]) -> float | None:
    largest = max(incomes)
    if largest < 1e-9:
        return None
    shares = [income / largest for income in incomes]
    return math.fsum(shares) ** 2 / math.fsum(share * share for share in shares)


def _months_of(reserve: float, gap: float) -> float | None:
    # Less than a cent a month is no gap.
    return reserve / gap if gap >= 0.01 else None


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
