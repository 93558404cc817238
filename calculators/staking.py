"""Staking: what a delegated or own stake earns, and what is left of it."""

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, PER_YEAR, TOKENS, USD, USD_PER_TOKEN, YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class StakingYear:
    """One year of a stake, at its end."""

    year: Annotated[int, COUNT]
    """Year."""
    tokens: Annotated[float, TOKENS]
    """Tokens held."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price."""
    value: Annotated[float, USD]
    """Value."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case. If the price has fallen by the end of that year."""
    share_of_supply: Annotated[float, FRACTION]
    """Your share of the supply. Change since the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakingApy:
    """What the stake earns, in tokens, in money and as a share of the network."""

    apy: Annotated[float, FRACTION]
    """APY in tokens. After commission and expected slashing, before dilution."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all tokens grows; negative when it
    shrinks."""
    tokens_earned: Annotated[float, TOKENS]
    """Tokens earned. Over all years, less what slashing takes."""
    end_value: Annotated[float, USD]
    """Value at the end. All tokens at the price expected then."""
    gain: Annotated[float, USD]
    """Gain in money. Against the value of the stake today; a loss is negative."""
    holding_value: Annotated[float, USD]
    """Value of simply holding. The same tokens, unstaked, at the same end price."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. Rewards included; a loss is negative."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case. All tokens if the price falls as far as the bad case says."""
    by_year: Annotated[
        tuple[StakingYear, ...], Chart("line", x="year", y=("value", "worst_case_value"))
    ]
    """Year by year. One row a year from the start (year 0); the last row is the end."""


def staking_apy(
    *,
    stake: Annotated[float, Ge(0.01), Le(1e12), TOKENS] = 1_000.0,
    reward_apr: Annotated[float, Ge(0), Le(2), FRACTION] = 0.158,
    validator_commission: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    compounding_periods: Annotated[int, Ge(0), Le(8_760), PER_YEAR] = 12,
    network_issuance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    token_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1.0,
    yearly_price_change: Annotated[float, Ge(-0.99), Le(5), FRACTION] = 0.0,
    years: Annotated[int, Ge(1), Le(30), YEARS] = 3,
    expected_slashing_loss: Annotated[float, Ge(0), Le(1), FRACTION] = 0.001,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> StakingApy:
    """What a stake earns after commission, dilution and price change.

    A staking reward is paid mostly in newly issued tokens, so everyone who does not stake pays for
    it. The real yield shows what is left once the supply has grown; the gain in money shows what
    is left once the price has moved.

    Formula:
        net_apr = reward_apr × (1 − validator_commission)
        apy = (1 + net_apr ÷ n)ⁿ × (1 − expected_slashing_loss) − 1, with n compounding periods
        apy = net_apr − expected_slashing_loss, without compounding
        real_yield = (1 + apy) ÷ (1 + network_issuance) − 1
        token_price(t) = token_price × (1 + yearly_price_change)ᵗ
        value(t) = tokens(t) × token_price(t), after t years
        worst_case_value(t) = tokens(t) × token_price × (1 + worst_case_price_change)

    Args:
        stake: Tokens staked. Your own tokens, delegated or bonded.
        reward_apr: Reward APR. The network's yearly rate before commission, without compounding.
        validator_commission: Validator commission. The share of rewards that the validator keeps.
        compounding_periods: Times compounded a year. How often rewards are staked again; 0 if
            they are taken out and kept.
        network_issuance: Network issuance. How much the token supply grows in a year.
        token_price: Token price. Today's price of one token.
        yearly_price_change: Yearly price change. What you expect; 0 is the sober assumption,
            because nobody knows.
        years: Years. How long the stake stays.
        expected_slashing_loss: Expected slashing loss. The chance of a penalty in a year times
            the share of the stake it takes.
        worst_case_price_change: Price change in the bad case. From today to the end of the last
            year; deep falls are common in this field.

    Returns:
        The yields of the first year, the end values over all years, and a table of `years` + 1
        rows.

    Assumptions:
        - All rates stay as they are for all years.
        - Rewards arrive evenly and are staked again at once, free of cost.
        - Slashing takes its expected share at the end of each year, from the staked tokens only;
          rewards that were taken out are safe from it.
        - In the bad case the number of tokens is the same; only the price differs.

    Not modelled:
        - Tax, transaction fees, and the days in which an entering or leaving stake earns nothing.
        - A slashing event itself: the expected loss spreads a rare large penalty over all years.
        - The failure of a custodian, a liquid-staking token or the network.

    Sources:
        - Cosmos SDK `x/mint` and `x/distribution`, for the defaults: 10 % issuance, less 2 %
          community tax (Cosmos Hub proposal 996, 2025), shared by 62 % bonded tokens, is 15.8 %;
          the Cosmos Hub forum reports 57 to 64 % bonded (2025 and 2026).
        - Cosmos Hub, “Validator FAQ”, `cosmos/gaia` 25c5d8a: commission; slashing of 5 % for double
          signing and 0.01 % for downtime.
        - Ethereum consensus specifications, `phase0/beacon-chain.md`, rewards and slashing
          (read 2026-08-07).

    Examples:
        >>> result = staking_apy(stake=100, reward_apr=0.10, validator_commission=0,
        ...     compounding_periods=365, expected_slashing_loss=0, network_issuance=0.10)
        >>> round(result.apy, 5), round(result.real_yield, 5)
        (0.10516, 0.00469)
        >>> kept = staking_apy(stake=100, reward_apr=0.10, validator_commission=0.1,
        ...     compounding_periods=0, expected_slashing_loss=0, years=2)
        >>> round(kept.apy, 5), round(kept.tokens_earned, 5)
        (0.09, 18.0)
    """
    net_apr = reward_apr * (1 - validator_commission)
    if compounding_periods == 0:
        apy = net_apr - expected_slashing_loss
    else:
        # (1 + net_apr ÷ n)ⁿ − 1; a plain power loses digits where n is large or the rate small.
        growth = math.expm1(compounding_periods * math.log1p(net_apr / compounding_periods))
        apy = growth * (1 - expected_slashing_loss) - expected_slashing_loss
    real_yield = (1 + apy) / (1 + network_issuance) - 1

    def tokens_after(year: int) -> float:
        if compounding_periods > 0:
            return float(stake * (1 + apy) ** year)
        staked = [stake * (1 - expected_slashing_loss) ** past for past in range(year + 1)]
        return staked[year] + net_apr * math.fsum(staked[:year])

    by_year = tuple(
        StakingYear(
            year=year,
            tokens=tokens_after(year),
            token_price=token_price * (1 + yearly_price_change) ** year,
            value=tokens_after(year) * token_price * (1 + yearly_price_change) ** year,
            worst_case_value=tokens_after(year) * token_price * (1 + worst_case_price_change),
            share_of_supply=tokens_after(year) / stake / (1 + network_issuance) ** year - 1,
        )
        for year in range(years + 1)
    )
    end = by_year[-1]
    start_value = stake * token_price
    return StakingApy(
        apy=apy,
        real_yield=real_yield,
        tokens_earned=end.tokens - stake,
        end_value=end.value,
        gain=end.value - start_value,
        holding_value=stake * end.token_price,
        worst_case_gain=end.worst_case_value - start_value,
        worst_case_value=end.worst_case_value,
        by_year=by_year,
    )
