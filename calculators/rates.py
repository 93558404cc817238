"""Rates: what compounding adds to a rate, and what dilution and prices take from it."""

import math
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, PER_YEAR, USD, YEARS

#: From yearly over monthly and weekly to daily.
FREQUENCIES: Final = (1, 2, 4, 6, 12, 24, 52, 104, 182, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateAtFrequency:
    """The same APR, compounded so often."""

    periods: Annotated[int, PER_YEAR]
    """Times compounded a year."""
    apy: Annotated[float, FRACTION]
    """APY."""
    net_apy: Annotated[float, FRACTION]
    """APY after the cost of compounding."""
    net_interest: Annotated[float, USD]
    """Interest in a year after that cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateConversion:
    """One rate, said in every usual way."""

    apy: Annotated[float, FRACTION]
    """APY. What a year pays if all interest is compounded, before costs."""
    apr: Annotated[float, FRACTION]
    """APR. The same rate without compounding; it is what a year pays if interest is taken out."""
    net_apy: Annotated[float, FRACTION]
    """APY after the cost of compounding. What is left once each compounding has paid its fee."""
    continuous_rate: Annotated[float, FRACTION]
    """Continuous rate. The APR that gives this APY if interest compounds at every moment."""
    apy_if_continuous: Annotated[float, FRACTION]
    """APY if compounded continuously. The most that this APR can ever become."""
    rate_per_period: Annotated[float, FRACTION]
    """Rate per period. What one period pays."""
    gain_from_compounding: Annotated[float, USD]
    """Gain from compounding. Against taking the interest out, after the cost; a loss is
    negative."""
    interest: Annotated[float, USD]
    """Interest in a year. After the cost of compounding; a loss is negative."""
    worst_case_interest: Annotated[float, USD]
    """Interest if the rate falls. With the rate in the bad case from the first day, and the same
    cost; a loss is negative."""
    by_frequency: Annotated[
        tuple[RateAtFrequency, ...],
        Chart("line", x="periods", y=("apy", "net_apy"), log_x=True),
    ]
    """By frequency. The same APR, compounded more and more often at the same cost each time."""


def apr_apy(
    *,
    direction: Literal["APR to APY", "APY to APR"] = "APR to APY",
    rate: Annotated[float, Ge(-0.99), Le(10), FRACTION] = 0.05,
    periods: Annotated[int, Ge(1), Le(31_536_000), PER_YEAR] = 12,
    deposit: Annotated[float, Ge(0.01), Le(1e12), USD] = 1_000.0,
    cost_per_compounding: Annotated[float, Ge(0), Le(1_000), USD] = 0.5,
    worst_case_rate_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.5,
) -> RateConversion:
    """What an APR becomes with compounding, what APR stands behind an APY, and what fees leave.

    An APR never compounds and an APY always does, so the two can only be compared after
    conversion. An APY assumes that somebody stakes or deposits the interest again, on time and
    for nothing. Where that takes a transaction, compounding more often can pay less.

    Formula:
        apy = (1 + apr ÷ n)ⁿ − 1, with n = periods
        apr = n × ((1 + apy)^(1 ÷ n) − 1)
        continuous_rate = ln(1 + apy)
        apy_if_continuous = exp(apr) − 1
        rate_per_period = apr ÷ n
        costs = cost_per_compounding × apy ÷ rate_per_period, all fees with lost interest on them
        net_apy = max(−1, apy − costs ÷ deposit)
        gain_from_compounding = deposit × (net_apy − apr)

    Args:
        direction: Direction. Which of the two you know.
        rate: Rate. The APR or the APY that you know; a loss is negative.
        periods: Times compounded a year. 12 is monthly, 365 daily.
        deposit: Deposit. What the interest is paid on.
        cost_per_compounding: Cost of one compounding. Fees to claim the interest and deposit it
            again; 0 if it happens by itself.
        worst_case_rate_change: Change of the rate in the bad case. Against the APR today; rates in
            this field often halve within a year.

    Returns:
        Both rates, the continuous one, what compounding gains after its cost, and a table by
        frequency.

    Assumptions:
        - The rate stays as it is for the whole year.
        - Interest is compounded at the end of each period, and each time costs the same, the last
          time included.
        - The cost is paid out of the deposit until nothing is left. Someone who sees that it eats
          more than it adds would stop; the calculator does not.
        - The defaults are an illustration: a moderate rate, and half a dollar of fees.

    Not modelled:
        - A rate that moves, fees that move, and tax on each payment.
        - The risk that stands behind the rate.

    Sources:
        - Microsoft Excel documentation, functions EFFECT and NOMINAL: both conversions.
        - Hull, “Options, Futures, and Other Derivatives”, 5th edition (2003), chapter 3:
          continuous compounding.

    Examples:
        >>> result = apr_apy(rate=0.10, periods=365, cost_per_compounding=0)
        >>> round(result.apy, 5), round(result.apy_if_continuous, 5)
        (0.10516, 0.10517)
        >>> round(apr_apy(direction="APY to APR", rate=0.1236, periods=2).apr, 10)
        0.12
    """
    if direction == "APR to APY":
        apr = rate
        apy = _compounded(apr, periods)
    else:
        apy = rate
        apr = periods * math.expm1(math.log1p(apy) / periods)
    share_per_time = cost_per_compounding / deposit
    net_apy = _after_costs(apr, periods, share_per_time)
    # A rate that is a loss already gets worse, not better.
    worst_case_apr = apr + abs(apr) * worst_case_rate_change
    return RateConversion(
        apy=apy,
        apr=apr,
        net_apy=net_apy,
        continuous_rate=math.log1p(apy),
        apy_if_continuous=math.expm1(apr),
        rate_per_period=apr / periods,
        gain_from_compounding=deposit * (net_apy - apr),
        interest=deposit * net_apy,
        worst_case_interest=deposit * _after_costs(worst_case_apr, periods, share_per_time),
        by_frequency=tuple(
            RateAtFrequency(
                periods=often,
                apy=_compounded(apr, often),
                net_apy=_after_costs(apr, often, share_per_time),
                net_interest=deposit * _after_costs(apr, often, share_per_time),
            )
            for often in FREQUENCIES
        ),
    )


def _compounded(apr: float, periods: int) -> float:
    """(1 + apr ÷ n)ⁿ − 1, without losing digits where n is large or the rate small."""
    if apr <= -periods:
        return -1.0  # one period takes it all; nothing is left to lose in the next
    return math.expm1(periods * math.log1p(apr / periods))


def _after_costs(apr: float, periods: int, share_per_time: float) -> float:
    """APY once each compounding has taken its share of the deposit, and the interest on that."""
    per_period = max(apr / periods, -1.0)
    # A rate this small adds nothing to a fee that a float could hold.
    times = periods if abs(apr) < 1e-12 else _compounded(apr, periods) / per_period
    # Fees that have eaten the deposit have nothing more to take.
    return max(-1.0, _compounded(apr, periods) - share_per_time * times)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealYieldYear:
    """The investment at the end of one year."""

    year: Annotated[int, YEARS]
    """Year."""
    share_of_supply: Annotated[float, FRACTION]
    """Your share of the supply. Change since the start."""
    value: Annotated[float, USD]
    """Value in today's money."""
    holding_value: Annotated[float, USD]
    """Value of holding without the yield."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealYield:
    """A yield after what it leaves out."""

    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all tokens grows in a year; negative when
    it shrinks."""
    net_apy: Annotated[float, FRACTION]
    """APY after fees. In tokens, before dilution."""
    dilution_without_yield: Annotated[float, FRACTION]
    """Dilution without the yield. What happens in a year to the share of someone who only holds
    the token; a loss is negative."""
    money_yield: Annotated[float, FRACTION]
    """Yield in money. In a year, after the price change that you expect."""
    purchasing_power_yield: Annotated[float, FRACTION]
    """Yield in purchasing power. The yield in money after consumer prices have risen."""
    break_even_price_change: Annotated[float, FRACTION]
    """Price change that cancels the yield. If the price falls this far in a year, the tokens
    earned are worth nothing to you; a fall is negative."""
    end_value: Annotated[float, USD]
    """Value at the end. In today's money."""
    gain: Annotated[float, USD]
    """Gain in today's money. Against the amount put in; a loss is negative."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. In today's money, with all tokens earned; a loss is negative."""
    by_year: Annotated[
        tuple[RealYieldYear, ...],
        Chart("line", x="year", y=("value", "holding_value", "worst_case_value")),
    ]
    """Year by year. In today's money; in the bad case the price falls evenly to the end."""


def real_yield(
    *,
    amount: Annotated[float, Ge(0.01), Le(1e12), USD] = 1_000.0,
    nominal_apy: Annotated[float, Ge(0), Le(10), FRACTION] = 0.158,
    fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    issuance: Annotated[float, Ge(-0.5), Le(10), FRACTION] = 0.10,
    yearly_price_change: Annotated[float, Ge(-0.99), Le(5), FRACTION] = 0.0,
    consumer_price_inflation: Annotated[float, Ge(-0.5), Le(10), FRACTION] = 0.025,
    years: Annotated[int, Ge(1), Le(30), YEARS] = 3,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> RealYield:
    """What is left of a yield once the supply of tokens, the price and consumer prices have moved.

    A yield paid in newly issued tokens is partly paid by those who earn it: the supply grows, and
    each token is a smaller share. The real yield takes that out. It says nothing about the price,
    so the yields in money and in purchasing power stand beside it.

    Formula:
        net_apy = nominal_apy × (1 − fee)
        real_yield = (1 + net_apy) ÷ (1 + issuance) − 1
        dilution_without_yield = 1 ÷ (1 + issuance) − 1
        money_yield = (1 + net_apy) × (1 + yearly_price_change) − 1
        purchasing_power_yield = (1 + money_yield) ÷ (1 + consumer_price_inflation) − 1
        break_even_price_change = 1 ÷ (1 + net_apy) − 1
        end_value = amount × (1 + purchasing_power_yield)ʸᵉᵃʳˢ

    Args:
        amount: Amount. What the tokens are worth today.
        nominal_apy: Nominal APY. The advertised yield in tokens, with compounding.
        fee: Fee. The share of the yield that a validator, pool or manager keeps.
        issuance: Issuance. How much the token supply grows in a year, after tokens burnt; negative
            if it shrinks.
        yearly_price_change: Yearly price change. What you expect; 0 is the sober assumption,
            because nobody knows.
        consumer_price_inflation: Consumer price inflation. How much dearer life becomes in a year;
            2 to 3 % is what central banks aim at or slightly miss.
        years: Years. How long the amount stays.
        worst_case_price_change: Price change in the bad case. From today to the end of the last
            year; deep falls are common in this field.

    Returns:
        The yields of one year, the end values in today's money, and a table of `years` + 1 rows.

    Assumptions:
        - All rates stay as they are for all years.
        - The fee is a share of the yield; a management fee on the amount is larger than it looks
          here.
        - The issuance is what the whole supply grows by, whoever gets it.
        - In the bad case the number of tokens is the same; only the price differs.
        - The default yield and issuance are those of the Cosmos Hub (2025 and 2026).

    Not modelled:
        - Tax, transaction fees and slashing.
        - Why the price moves: issuance presses on it, but by how much is not known.
        - Tokens that are locked today and are released later.

    Sources:
        - Fisher, “The Theory of Interest” (1930), chapter 2: the real rate is the quotient, not
          the difference.
        - Solana documentation, “Adjusted Staking Yield” (undated copy): dilution of staked and
          unstaked tokens.
        - Cosmos SDK `x/mint` and the Cosmos Hub forum, “Optimized Dynamic Inflation” (thread
          16993, 2026), for the defaults: 10 % issuance.

    Examples:
        >>> result = real_yield(nominal_apy=0.1579, fee=0, issuance=0.10)
        >>> round(result.real_yield, 4), round(result.dilution_without_yield, 4)
        (0.0526, -0.0909)
        >>> round(real_yield(nominal_apy=0.25, fee=0).break_even_price_change, 10)
        -0.2
    """
    net_apy = nominal_apy * (1 - fee)
    money_yield = (1 + net_apy) * (1 + yearly_price_change) - 1
    purchasing_power_yield = (1 + money_yield) / (1 + consumer_price_inflation) - 1
    purchasing_power_of_holding = (1 + yearly_price_change) / (1 + consumer_price_inflation)

    def year_row(year: int) -> RealYieldYear:
        fall_so_far = 1 + worst_case_price_change * year / years
        tokens = (1 + net_apy) ** year
        return RealYieldYear(
            year=year,
            share_of_supply=tokens / (1 + issuance) ** year - 1,
            value=amount * (1 + purchasing_power_yield) ** year,
            holding_value=amount * purchasing_power_of_holding**year,
            worst_case_value=amount * tokens * fall_so_far / (1 + consumer_price_inflation) ** year,
        )

    by_year = tuple(year_row(year) for year in range(years + 1))
    return RealYield(
        real_yield=(1 + net_apy) / (1 + issuance) - 1,
        net_apy=net_apy,
        dilution_without_yield=-issuance / (1 + issuance),
        money_yield=money_yield,
        purchasing_power_yield=purchasing_power_yield,
        break_even_price_change=-net_apy / (1 + net_apy),
        end_value=by_year[-1].value,
        gain=by_year[-1].value - amount,
        worst_case_gain=by_year[-1].worst_case_value - amount,
        by_year=by_year,
    )
