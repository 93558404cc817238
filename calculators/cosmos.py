"""Cosmos: what delegated ATOM earns from inflation, and what waiting and slashing cost."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, DAYS, FRACTION, USD, YEARS, Unit

ATOM: Final = Unit("ATOM", decimals=4)
USD_PER_ATOM: Final = Unit("USD per ATOM", kind="money")

DAYS_PER_YEAR: Final = 365
#: Slashed if a validator signs two blocks of one height.
DOUBLE_SIGN_SLASH: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class CosmosYear:
    """The stake at the end of one year."""

    year: Annotated[int, COUNT]
    """Year."""
    inflation: Annotated[float, FRACTION]
    """Inflation in the year after."""
    tokens: Annotated[float, ATOM]
    """ATOM held."""
    share_of_supply: Annotated[float, FRACTION]
    """Your share of the supply. Change since the start."""
    value: Annotated[float, USD]
    """Value."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CosmosStaking:
    """What a delegation earns."""

    net_apr: Annotated[float, FRACTION]
    """Net APR. After community tax and commission, without compounding, at today's inflation."""
    real_yield: Annotated[float, FRACTION]
    """Real yield after dilution. How fast your share of all ATOM grows in the first year, with
    your compounding; negative when it shrinks."""
    apy: Annotated[float, FRACTION]
    """APY. The net APR with your compounding."""
    tokens_earned: Annotated[float, ATOM]
    """Earned. Over all years."""
    gain: Annotated[float, USD]
    """Gain in money. Over all years, at the price you expect; a loss is negative."""
    worst_case_gain: Annotated[float, USD]
    """Gain in the bad case. One slashing for double signing and the price fall; a loss is
    negative."""
    dilution_without_staking: Annotated[float, FRACTION]
    """Dilution without staking. What happens in the first year to the share of ATOM that are only
    held; a loss is negative."""
    reward_apr: Annotated[float, FRACTION]
    """Reward APR. Before commission, after community tax."""
    inflation_in_a_year: Annotated[float, FRACTION]
    """Inflation in a year from now. If the bonded ratio stays as it is."""
    unbonding_cost: Annotated[float, ATOM]
    """Cost of unbonding. The reward that the stake does not earn while it unbonds."""
    by_year: Annotated[
        tuple[CosmosYear, ...],
        Chart("line", x="year", y=("value", "worst_case_value")),
    ]
    """Year by year. One row a year from the start (year 0); in the bad case the stake is slashed
    in the first year and the price falls evenly to the end."""


def cosmos_staking(
    *,
    stake: Annotated[float, Ge(0.01), Le(1e9), ATOM] = 1_000.0,
    inflation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    bonded_ratio: Annotated[float, Ge(0.1), Le(1), FRACTION] = 0.638,
    community_tax: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    fees_to_stakers: Annotated[float, Ge(0), Le(0.1), FRACTION] = 0.0,
    validator_commission: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    compounding_periods: Annotated[int, Ge(1), Le(8_760), COUNT] = 12,
    years: Annotated[int, Ge(1), Le(20), YEARS] = 3,
    token_price: Annotated[float, Ge(1e-6), Le(1e6), USD_PER_ATOM] = 2.0,
    yearly_price_change: Annotated[float, Ge(-0.99), Le(5), FRACTION] = 0.0,
    minimum_inflation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.07,
    maximum_inflation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    goal_bonded: Annotated[float, Ge(0.1), Le(1), FRACTION] = 0.67,
    inflation_rate_change: Annotated[float, Ge(0), Le(10), FRACTION] = 1.0,
    unbonding_days: Annotated[int, Ge(0), Le(365), DAYS] = 21,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> CosmosStaking:
    """What delegated ATOM earns, how much of it is only dilution, and what can be lost.

    Nearly all of the reward is newly issued ATOM, shared by those who stake. So the rate looks
    high, and most of it only keeps your share of the supply from shrinking. The chain raises its
    inflation while less is bonded than its goal, and lowers it while more is, within two limits.

    Formula:
        reward_apr = (inflation + fees_to_stakers) × (1 − community_tax) ÷ bonded_ratio
        net_apr = reward_apr × (1 − validator_commission)
        apy = (1 + net_apr ÷ n)ⁿ − 1, with n = compounding_periods
        real_yield = (1 + apy) ÷ (1 + inflation) − 1
        change = (1 − bonded_ratio ÷ goal_bonded) × inflation_rate_change, of inflation in a year
        inflation_in_a_year = max(minimum_inflation, min(maximum_inflation, inflation + change))
        unbonding_cost = stake × net_apr × unbonding_days ÷ 365

    Args:
        stake: Stake. Your ATOM, delegated to one validator.
        inflation: Inflation. The yearly rate at which the chain issues ATOM today; 10 %, its upper
            limit, in 2025 and 2026.
        bonded_ratio: Bonded ratio. The share of all ATOM that is staked; 63.8 % in 2026.
        community_tax: Community tax. The share of all rewards that goes to the community pool; 2 %
            since proposal 996 (2025).
        fees_to_stakers: Transaction fees. Paid to stakers in a year, as a share of the supply;
            little on the Hub.
        validator_commission: Validator commission. The share of your rewards that the validator
            keeps; 5 % is the least it may take.
        compounding_periods: Times compounded a year. How often you claim and stake again.
        years: Years. How long the stake stays.
        token_price: Price of ATOM. Today's; the default is an illustration.
        yearly_price_change: Yearly price change. What you expect; 0 is the sober assumption,
            because nobody knows.
        minimum_inflation: Lowest inflation. The chain's lower limit, which wins if it is above the
            upper one.
        maximum_inflation: Highest inflation. The chain's upper limit; a vote can lower it, and
            several were proposed in 2025 and 2026.
        goal_bonded: Goal of the bonded ratio. Above it inflation falls, below it rises.
        inflation_rate_change: Speed of inflation. How far inflation would move in a year if
            nothing were bonded; 100 % since proposal 48.
        unbonding_days: Days to unbond. The stake earns nothing, can still be slashed, and cannot
            be sold.
        worst_case_price_change: Price change in the bad case. From today to the end of the last
            year; deep falls are common in this field.

    Returns:
        The rates of the first year, what is earned over all years, and a table of `years` + 1
        rows.

    Assumptions:
        - The bonded ratio and all parameters stay as they are; inflation moves once a year, where
          the chain moves it a little with each block.
        - Blocks come as fast as the chain's parameter says. Where they come faster, more is issued
          than the inflation says, and both reward and dilution are larger.
        - The validator is never offline.
        - In the bad case the validator signs twice in the first year, which costs 5 % of the
          stake, and you stake on with another.

    Not modelled:
        - Tax, transaction fees of claiming, and airdrops to stakers.
        - Liquid staking tokens, their fees, and their discount in a panic.
        - The 0.01 % that downtime costs.

    Sources:
        - Cosmos SDK, `x/mint/types/minter.go` at 0022320 (`NextInflationRate`), and
          `x/distribution` for community tax and commission.
        - Cosmos Hub, “Validator FAQ”, `cosmos/gaia` 25c5d8a: unbonding and slashing of 5 %.
        - Cosmos Hub forum, “Optimized Dynamic Inflation” (thread 16993, 2026): limits of 7 and
          10 %, 63.8 % bonded. Proposal 48: the speed of inflation. Proposal 996 (2025): the tax.

    Examples:
        >>> result = cosmos_staking(inflation=0.10, bonded_ratio=0.57, community_tax=0.10,
        ...     validator_commission=0)
        >>> round(result.net_apr, 4)
        0.1579
        >>> round(cosmos_staking(validator_commission=1).real_yield, 4)
        -0.0909
    """
    change = (1 - bonded_ratio / goal_bonded) * inflation_rate_change

    def apr_after(at_inflation: float) -> float:
        reward = (at_inflation + fees_to_stakers) * (1 - community_tax) / bonded_ratio
        return reward * (1 - validator_commission)

    def apy_after(at_inflation: float) -> float:
        per_period = apr_after(at_inflation) / compounding_periods
        # A plain power loses digits where the rate is small.
        return math.expm1(compounding_periods * math.log1p(per_period))

    inflations = [inflation]
    for _ in range(years):
        next_inflation = inflations[-1] + change
        inflations.append(max(minimum_inflation, min(maximum_inflation, next_inflation)))

    rows = []
    tokens, supply_growth = stake, 1.0
    for year, at_inflation in enumerate(inflations):
        fall_so_far = 1 + worst_case_price_change * year / years
        slashed = DOUBLE_SIGN_SLASH if year > 0 else 0.0
        rows.append(
            CosmosYear(
                year=year,
                inflation=at_inflation,
                tokens=tokens,
                share_of_supply=tokens / stake / supply_growth - 1,
                value=tokens * token_price * (1 + yearly_price_change) ** year,
                worst_case_value=tokens * (1 - slashed) * token_price * fall_so_far,
            )
        )
        tokens *= 1 + apy_after(at_inflation)
        supply_growth *= 1 + at_inflation

    start_value = stake * token_price
    net_apr = apr_after(inflation)
    apy = apy_after(inflation)
    return CosmosStaking(
        net_apr=net_apr,
        real_yield=(1 + apy) / (1 + inflation) - 1,
        apy=apy,
        tokens_earned=rows[-1].tokens - stake,
        gain=rows[-1].value - start_value,
        worst_case_gain=rows[-1].worst_case_value - start_value,
        dilution_without_staking=-inflation / (1 + inflation),
        reward_apr=(inflation + fees_to_stakers) * (1 - community_tax) / bonded_ratio,
        inflation_in_a_year=inflations[1],
        unbonding_cost=stake * net_apr * unbonding_days / DAYS_PER_YEAR,
        by_year=tuple(rows),
    )
