"""Dilution: what tokens that are still locked do to a holder's share."""

from dataclasses import dataclass
from math import ceil
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, MONTHS, RATIO, TOKENS, USD, USD_PER_TOKEN, Unit

#: A supply, where parts of a token do not matter.
SUPPLY: Final = Unit("tokens", decimals=0)
#: Rows of the table, apart from the start and the months that matter.
MOST_ROWS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockMonth:
    """The supply after some months, if the market pays no more for all of it than today."""

    month: Annotated[int, MONTHS]
    """Month."""
    unlocked: Annotated[float, SUPPLY]
    """Newly unlocked."""
    circulating: Annotated[float, SUPPLY]
    """Circulating."""
    share: Annotated[float, FRACTION]
    """Your share."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price."""
    value: Annotated[float, USD]
    """Value of your tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDilution:
    """A holding before and after tokens are unlocked."""

    dilution: Annotated[float, FRACTION]
    """Dilution. How much your share of the circulating tokens shrinks; a loss is negative."""
    value_at_end: Annotated[float, USD]
    """Value at the end. Of your tokens, if the market value of all changes as you expect."""
    worst_case_value: Annotated[float, USD]
    """Value in the bad case. If everything that is locked has been unlocked, and the market value
    of all tokens falls as far as the bad case says."""
    value_change: Annotated[float, USD]
    """Change in value. Against today; a loss is negative."""
    value_today: Annotated[float, USD]
    """Value today. Your tokens at today's price."""
    price_at_end: Annotated[float, USD_PER_TOKEN]
    """Token price at the end. Market value by the tokens that circulate then."""
    break_even_growth: Annotated[float, FRACTION]
    """Growth to hold the price. How much the market value of all tokens must rise by the end for
    the price to stay."""
    market_value: Annotated[float, USD]
    """Market capitalisation. Price times circulating tokens, today."""
    fully_diluted_value: Annotated[float, USD]
    """Fully diluted value. Price times all tokens, locked ones included."""
    overhang: Annotated[float, RATIO]
    """Fully diluted by market value. 1 if nothing is locked."""
    share_today: Annotated[float, FRACTION]
    """Your share today. Of the circulating tokens."""
    share_at_end: Annotated[float, FRACTION]
    """Your share at the end. Of the tokens that circulate then."""
    share_fully_diluted: Annotated[float, FRACTION]
    """Your share of everything. Of all tokens, locked ones included."""
    unlocked_by_end: Annotated[float, SUPPLY]
    """Unlocked by the end. Tokens that join the market while you hold."""
    by_month: Annotated[tuple[UnlockMonth, ...], Chart("line", x="month", y=("value",))]
    """Month by month. Until the last token is unlocked or you stop holding, if the market pays no
    more for all tokens together than today."""


def token_dilution(
    *,
    circulating_supply: Annotated[float, Ge(1), Le(1e15), SUPPLY] = 200_000_000.0,
    locked_supply: Annotated[float, Ge(0), Le(1e15), SUPPLY] = 800_000_000.0,
    tokens_held: Annotated[float, Ge(0), Le(1e15), TOKENS] = 10_000.0,
    token_price: Annotated[float, Ge(1e-9), Le(1e9), USD_PER_TOKEN] = 1.0,
    cliff_months: Annotated[int, Ge(0), Le(60), MONTHS] = 6,
    cliff_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    vesting_months: Annotated[int, Ge(0), Le(120), MONTHS] = 36,
    months: Annotated[int, Ge(1), Le(120), MONTHS] = 24,
    market_value_change: Annotated[float, Ge(-1), Le(100), FRACTION] = 0.0,
    worst_case_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.8,
) -> TokenDilution:
    """What unlocking tokens does to your share and to the price.

    New tokens bring no new buyers. If the market pays the same for all tokens together, each is
    worth less by as much as there are more. The market value must grow as fast as the circulating
    supply for the price to stand still.

    Formula:
        unlocked(m) = locked_supply × (cliff_share + (1 − cliff_share) × vested(m)), from the cliff
        vested(m) = min(1, (m − cliff_months) ÷ vesting_months), with m months from now
        circulating(m) = circulating_supply + unlocked(m)
        dilution = circulating_supply ÷ circulating(months) − 1
        market_value = token_price × circulating_supply
        price_at_end = market_value × (1 + market_value_change) ÷ circulating(months)
        fully_diluted_value = token_price × (circulating_supply + locked_supply)

    Args:
        circulating_supply: Circulating tokens. What can be traded today.
        locked_supply: Tokens still locked. Total or maximum supply less what circulates.
        tokens_held: Your tokens. How many you hold; none of them are locked.
        token_price: Token price. Today's price of one token.
        cliff_months: Months to the cliff. How long from now until the first locked tokens are
            released; 0 if releases have begun.
        cliff_share: Released at the cliff. The share of the locked tokens that comes at once.
        vesting_months: Months of vesting. How long after the cliff the rest takes, in equal parts a
            month; 0 if it all comes at the cliff.
        months: Months you hold. When you look at the result.
        market_value_change: Change in market value. Of all circulating tokens together, by the end;
            0 is the sober assumption, because nobody knows.
        worst_case_change: Market value in the bad case. How far it falls, once every token is out;
            deep falls are common in this field.

    Returns:
        Shares, values and the growth that would hold the price, and a table of the unlocks.

    Assumptions:
        - All locked tokens follow one schedule. Real projects have several; enter the sum and the
          schedule of the largest.
        - An unlocked token counts as circulating at once, sold or not.
        - Your own tokens circulate already and stay the same number.
        - The table holds the market value of all tokens as it is today.
        - The default supply and schedule are an illustration, not a particular token.

    Not modelled:
        - Issuance without end (inflation), burning, buy-backs, and tokens that are locked again.
        - Markets that foresee an unlock: the price may move months before.
        - Who receives the tokens and whether they sell.

    Sources:
        - CoinGecko, the explanations on a coin's page (undated copy): market capitalisation is
          price times circulating supply, fully diluted valuation price times total supply.
        - DefiLlama wiki, “Vesting” (3 May 2022): linear vesting and a cliff.

    Examples:
        >>> result = token_dilution(circulating_supply=1e9, locked_supply=1e8, tokens_held=1e7,
        ...     token_price=0.5, cliff_months=0, vesting_months=0)
        >>> round(result.dilution, 4), round(result.price_at_end, 4), round(result.value_at_end)
        (-0.0909, 0.4545, 4545455)
        >>> result.fully_diluted_value, result.market_value
        (550000000.0, 500000000.0)
    """

    def circulating_at(month: int) -> float:
        if month < cliff_months:
            return circulating_supply
        vested = min(1.0, (month - cliff_months) / vesting_months) if vesting_months > 0 else 1.0
        if vested == 1:
            return circulating_supply + locked_supply
        return circulating_supply + locked_supply * (cliff_share + (1 - cliff_share) * vested)

    total_supply = circulating_supply + locked_supply
    market_value = token_price * circulating_supply
    value_today = tokens_held * token_price
    at_end = circulating_at(months)
    value_at_end = value_today * (circulating_supply / at_end) * (1 + market_value_change)

    rows: list[UnlockMonth] = []
    before = circulating_supply
    for month in _months_shown(months, cliff_months, vesting_months):
        circulating = circulating_at(month)
        rows.append(
            UnlockMonth(
                month=month,
                unlocked=circulating - before,
                circulating=circulating,
                share=tokens_held / circulating,
                token_price=market_value / circulating,
                value=value_today * (circulating_supply / circulating),
            )
        )
        before = circulating
    return TokenDilution(
        dilution=circulating_supply / at_end - 1,
        value_at_end=value_at_end,
        worst_case_value=value_today
        * (circulating_supply / total_supply)
        * (1 + worst_case_change),
        value_change=value_at_end - value_today,
        value_today=value_today,
        price_at_end=token_price * (circulating_supply / at_end) * (1 + market_value_change),
        break_even_growth=at_end / circulating_supply - 1,
        market_value=market_value,
        fully_diluted_value=token_price * total_supply,
        overhang=total_supply / circulating_supply,
        share_today=tokens_held / circulating_supply,
        share_at_end=tokens_held / at_end,
        share_fully_diluted=tokens_held / total_supply,
        unlocked_by_end=at_end - circulating_supply,
        by_month=tuple(rows),
    )


def _months_shown(months: int, cliff_months: int, vesting_months: int) -> list[int]:
    """Every month, or every few; always the cliff, the end of vesting and the month asked about."""
    last_unlock = cliff_months + vesting_months
    last = max(months, last_unlock)
    regular = range(0, last + 1, ceil(last / MOST_ROWS))
    return sorted({*regular, cliff_months, last_unlock, months})
