"""Solana: what delegated SOL earns while inflation falls by its schedule."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, PER_YEAR, USD, YEARS, Unit

SOL: Final = Unit("SOL", decimals=4)
USD_PER_SOL: Final = Unit("USD per SOL", kind="money")


@dataclass(frozen=True, slots=True, kw_only=True)
class SolanaYear:
    """The network and the stake at the start of one year."""

    year: Annotated[int, COUNT]
    """Year."""
    inflation: Annotated[float, FRACTION]
    """Inflation."""
    apy: Annotated[float, FRACTION]
    """APY at this inflation."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution."""
    tokens: Annotated[float, SOL]
    """SOL held."""
    value: Annotated[float, USD]
    """Value."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolanaStaking:
    """What a delegation earns over the years."""

    apy: Annotated[float, FRACTION]
    """APY today. Inflation and tips after commission and missed votes, restaked each epoch."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all SOL grows at today's rates; negative
    when it shrinks."""
    tokens_earned: Annotated[float, SOL]
    """Earned. Over all years, while inflation falls."""
    gain: Annotated[float, USD]
    """Gain in money. Over all years, at the price you expect; a loss is negative."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. The price falls, and inflation twice as fast; a loss is negative."""
    end_apy: Annotated[float, FRACTION]
    """APY at the end. At the inflation after the last year."""
    staking_apr: Annotated[float, FRACTION]
    """Staking APR. Today's inflation for each SOL staked, before commission, missed votes and
    tips."""
    adjusted_staking_yield: Annotated[float, FRACTION]
    """Adjusted staking yield. As Solana's documentation defines it: growth of the stakers' share,
    before commission and tips."""
    dilution_without_staking: Annotated[float, FRACTION]
    """Dilution without staking. What happens in a year to the share of SOL that are only held; a
    loss is negative."""
    years_to_end_inflation: Annotated[float, YEARS] | None
    """Years until inflation is at its end. Counted from today, on this schedule; none if it never
    gets there."""
    by_year: Annotated[
        tuple[SolanaYear, ...],
        Chart("line", x="year", y=("apy", "inflation", "real_yield")),
    ]
    """Year by year. One row a year from the start (year 0); the last row is the end."""


def solana_staking(
    *,
    stake: Annotated[float, Ge(0.01), Le(1e9), SOL] = 100.0,
    inflation: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.0382,
    disinflation: Annotated[float, Ge(0), Le(0.9), FRACTION] = 0.15,
    end_inflation: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.015,
    staked_share: Annotated[float, Ge(0.1), Le(1), FRACTION] = 0.68,
    validator_commission: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    uptime: Annotated[float, Ge(0), Le(1), FRACTION] = 0.99,
    tips_apr: Annotated[float, Ge(0), Le(0.2), FRACTION] = 0.0,
    epochs: Annotated[int, Ge(1), Le(400), PER_YEAR] = 182,
    years: Annotated[int, Ge(1), Le(20), YEARS] = 5,
    token_price: Annotated[float, Ge(1e-6), Le(1e6), USD_PER_SOL] = 100.0,
    yearly_price_change: Annotated[float, Ge(-0.99), Le(5), FRACTION] = 0.0,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> SolanaStaking:
    """What delegated SOL earns, now and while inflation falls year by year.

    All inflation goes to those who stake, so the reward depends on two numbers: the inflation of
    the year and the share of SOL that is staked. The schedule lowers inflation each year, so
    today's rate does not last.

    Formula:
        lowest = min(end_inflation, inflation)
        inflation(t) = max(lowest, inflation × (1 − disinflation)ᵗ), after t years
        staking_apr = inflation ÷ staked_share
        net_apr = (staking_apr × uptime + tips_apr) × (1 − validator_commission)
        apy = (1 + net_apr ÷ n)ⁿ − 1, with n = epochs
        real_yield = (1 + apy) ÷ (1 + inflation) − 1
        adjusted_staking_yield = (1 + staking_apr) ÷ (1 + inflation) − 1
        dilution_without_staking = −inflation ÷ (1 + inflation)
        years_to_end_inflation = ln(lowest ÷ inflation) ÷ ln(1 − disinflation)

    Args:
        stake: Stake. Your SOL, delegated to one validator.
        inflation: Inflation. Today's yearly rate; 3.82 % in June 2026.
        disinflation: Disinflation. How much inflation falls in a year, of itself; 15 %. A
            proposal to make it 30 % stands as accepted since July 2026; look up whether it is
            switched on.
        end_inflation: Inflation at the end. Where the schedule stops; 1.5 %. Inflation that is
            below already stays as it is.
        staked_share: Staked share. The share of all SOL that is staked; about two thirds.
        validator_commission: Validator commission. The share of rewards that the validator keeps;
            0 to 10 % are common, and some take all.
        uptime: Votes that count. The share of the possible vote credits that the validator gets.
        tips_apr: Tips. Block-building tips of a year as a share of the stake, before the
            validator's commission; not guaranteed, so 0 here.
        epochs: Epochs a year. Rewards are restaked with each epoch of about two days.
        years: Years. How long the stake stays.
        token_price: Price of SOL. Today's; the default is an illustration.
        yearly_price_change: Yearly price change. What you expect; 0 is the sober assumption,
            because nobody knows.
        worst_case_price_change: Price change in the bad case. From today to the end of the last
            year; deep falls are common in this field.

    Returns:
        Today's rates, what is earned over all years, and a table of `years` + 1 rows.

    Assumptions:
        - The staked share, commission, votes and tips stay as they are.
        - A year earns at the inflation of its start; the chain lowers it a little with each epoch.
        - The supply grows by inflation; fees burnt are not taken off.
        - In the bad case inflation falls twice as fast, with which less is earned, and the price
          falls evenly to the end.

    Not modelled:
        - The epoch or two in which an entering or leaving stake earns nothing.
        - Slashing, which Solana does not do today, and outages of the network.
        - Liquid staking tokens, their fees, and their discount in a panic. Tax.

    Sources:
        - Solana, `solana-inflation` crate, `anza-xyz/solana-sdk` 122f32e (2026-08-20): schedule
          and its three numbers.
        - Solana documentation, “Adjusted Staking Yield” and “Inflation Schedule” (undated copies).
        - SIMD-0550, “Double Disinflation Rate”, `solana-foundation/solana-improvement-documents`
          36838d8 (created 2026-06-02), and SGP-0002 of the same name, created 2026-07-03 and marked
          as accepted in the copy of `solana-foundation/solana-governance-proposals` read on
          2026-11-22.
        - Hubra, “Solana staking rewards” (June 2026), for today's inflation: a secondary source.

    Examples:
        >>> result = solana_staking(inflation=0.08, staked_share=0.8, validator_commission=0,
        ...     uptime=1)
        >>> round(result.staking_apr, 6), round(result.adjusted_staking_yield, 6)
        (0.1, 0.018519)
        >>> [round(row.inflation, 4) for row in result.by_year[:3]]
        [0.08, 0.068, 0.0578]
    """
    # A schedule that is at its end, or below, stays where it is.
    lowest = min(end_inflation, inflation)

    def inflation_after(year: float, speed: float = 1.0) -> float:
        fall = min(disinflation * speed, 0.99)
        return max(lowest, inflation * math.exp(year * math.log1p(-fall)))

    def apy_after(at_inflation: float) -> float:
        rewards = at_inflation / staked_share * uptime + tips_apr
        net_apr = rewards * (1 - validator_commission)
        # A plain power loses digits where the rate is small.
        return math.expm1(epochs * math.log1p(net_apr / epochs))

    rows = []
    tokens = worst_case_tokens = stake
    for year in range(years + 1):
        at_inflation = inflation_after(year)
        fall_so_far = 1 + worst_case_price_change * year / years
        rows.append(
            SolanaYear(
                year=year,
                inflation=at_inflation,
                apy=apy_after(at_inflation),
                real_yield=(1 + apy_after(at_inflation)) / (1 + at_inflation) - 1,
                tokens=tokens,
                value=tokens * token_price * (1 + yearly_price_change) ** year,
                worst_case_value=worst_case_tokens * token_price * fall_so_far,
            )
        )
        tokens *= 1 + apy_after(at_inflation)
        worst_case_tokens *= 1 + apy_after(inflation_after(year, speed=2))

    start_value = stake * token_price
    staking_apr = inflation / staked_share
    return SolanaStaking(
        apy=rows[0].apy,
        real_yield=rows[0].real_yield,
        tokens_earned=rows[-1].tokens - stake,
        gain=rows[-1].value - start_value,
        worst_case_gain=rows[-1].worst_case_value - start_value,
        end_apy=rows[-1].apy,
        staking_apr=staking_apr,
        adjusted_staking_yield=(1 + staking_apr) / (1 + inflation) - 1,
        dilution_without_staking=-inflation / (1 + inflation),
        years_to_end_inflation=_years_to_fall(inflation, lowest, disinflation),
        by_year=tuple(rows),
    )


def _years_to_fall(start: float, end: float, yearly_fall: float) -> float | None:
    """How long a schedule takes; it never reaches zero, nor moves without a fall."""
    if start == end:
        return 0.0
    # A fall too small to be meant would take longer than a number can say.
    if end == 0 or yearly_fall < 1e-9:
        return None
    return math.log(end / start) / math.log1p(-yearly_fall)
