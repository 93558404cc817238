"""Play to earn: what an hour of play pays, once the token falls and the assets are paid for."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, DAYS, FRACTION, USD, USD_PER_TOKEN, Unit

WATTS_PER_KILOWATT: Final = 1_000
#: Rows of the table, so that a year has one a week.
MOST_PERIODS: Final = 52

HOURS_PER_DAY: Final = Unit("hours a day")
TOKENS_PER_DAY: Final = Unit("tokens a day")
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")
USD_PER_KILOWATT_HOUR: Final = Unit("USD per kWh", kind="money")
WATTS: Final = Unit("W", decimals=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayPeriod:
    """Where a player stands after some days; day 0 is the purchase."""

    day: Annotated[int, COUNT]
    """Day."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price. What the next day's tokens fetch."""
    earned: Annotated[float, USD]
    """Earned so far. Your share, after selling and power, the assets not counted."""
    result_if_stopped: Annotated[float, USD]
    """Result if you stop. With the assets sold for what you expect; a loss is negative."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case. The token falls at once and nobody buys the assets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayToEarn:
    """What playing pays over all days."""

    hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour. Over all days, after the fall of the token, fees, power and the loss on
    the assets; negative if playing costs money."""
    hourly_pay_today: Annotated[float, USD_PER_HOUR]
    """Pay for an hour as advertised. At today's token price, with nothing taken off."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case. The token falls at once and nobody buys the assets; a loss is
    negative."""
    result: Annotated[float, USD]
    """Result over all days. After everything; a loss is negative."""
    earned: Annotated[float, USD]
    """Earned from tokens. Your share, after the selling fee and before power and assets."""
    earned_at_today_price: Annotated[float, USD]
    """Earned if the token kept its price. The same, with no fall."""
    asset_loss: Annotated[float, USD]
    """Loss on the assets. What you expect back less what you paid; a loss is negative."""
    asset_cost_per_hour: Annotated[float, USD_PER_HOUR]
    """Wear of the assets. What they lose in value for each hour played."""
    payback_days: Annotated[int, DAYS] | None
    """Days to earn the assets back. Counting the fall of the token; none if that never happens
    within the days you play."""
    gain_against_other_work: Annotated[float, USD]
    """Against other work. The result less what the same hours would pay elsewhere; a loss is
    negative."""
    by_day: Annotated[
        tuple[PlayPeriod, ...],
        Chart("line", x="day", y=("result_if_stopped", "worst_case_result")),
    ]
    """Day by day. At most 53 days, evenly spread; the last row is the end."""


def play_to_earn(
    *,
    tokens_per_day: Annotated[float, Ge(0), Le(1e9), TOKENS_PER_DAY] = 100.0,
    hours_per_day: Annotated[float, Ge(0.01), Le(24), HOURS_PER_DAY] = 2.0,
    token_price: Annotated[float, Ge(0), Le(1e6), USD_PER_TOKEN] = 0.02,
    daily_price_change: Annotated[float, Ge(-0.99), Le(0.05), FRACTION] = -0.01,
    days: Annotated[int, Ge(1), Le(365), DAYS] = 90,
    own_share: Annotated[float, Ge(0), Le(1), FRACTION] = 1.0,
    selling_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    asset_cost: Annotated[float, Ge(0), Le(1e9), USD] = 60.0,
    asset_resale_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    power: Annotated[float, Ge(0), Le(10_000), WATTS] = 100.0,
    electricity_price: Annotated[float, Ge(0), Le(10), USD_PER_KILOWATT_HOUR] = 0.3,
    other_hourly_pay: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 5.0,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.9,
) -> PlayToEarn:
    """What an hour of play really pays.

    Adverts multiply tokens by today's price. But a game that pays in a token it prints needs ever
    more buyers for it, so the price tends to fall while you play; and what you had to buy to play
    is worth less on the day you stop.

    Formula:
        today = tokens_per_day × token_price × own_share × (1 − selling_fee)
        earned = Σ today × (1 + daily_price_change)ᵈ, for d from 0 to the day before the last
        power_cost = power ÷ 1000 × hours_per_day × days × electricity_price
        asset_loss = asset_cost × (asset_resale_share − 1)
        result = earned − power_cost + asset_loss
        hourly_pay = result ÷ (hours_per_day × days)
        hourly_pay_today = tokens_per_day × token_price ÷ hours_per_day

    Args:
        tokens_per_day: Tokens won. On a usual day; take your own or the median, not the best.
        hours_per_day: Hours played. Queues, breaks and managing assets included.
        token_price: Token price. What one token fetches today.
        daily_price_change: Daily price change. 1 % a day down is the cautious start value; 0 is
            what adverts assume.
        days: Days. How long you play.
        own_share: Your share. Less than 100 % if somebody lends you the assets.
        selling_fee: Selling fee. Exchange, bridge and slippage together.
        asset_cost: Cost of the assets. What you must buy to play; 0 if they are lent to you.
        asset_resale_share: Share you get back. Of that cost, when you stop.
        power: Power. What computer and screen draw while you play.
        electricity_price: Electricity price. On your bill.
        other_hourly_pay: Pay elsewhere. What an hour of other work pays you, such as the local
            minimum wage.
        worst_case_price_change: Price change in the bad case. At once, on the first day.

    Returns:
        Pay for an hour as it is and as it is advertised, and a table of at most 53 rows.

    Assumptions:
        - Tokens are sold on the day they are won.
        - The game pays the same number of tokens every day.
        - In the bad case the price falls once and then keeps falling as before, and the assets
          fetch nothing.
        - The default fall of 1 % a day is an editorial guess for tokens that a game prints; the
          other defaults are an illustration and no measurement of any game.

    Not modelled:
        - Tokens that are locked, bonded or cannot be transferred.
        - A ban, a bot in your place, a change of the rules, a hacked bridge.
        - What the play itself is worth to you, and tax.

    Sources:
        - Own record of one player, Axie Infinity, May 2021: 3,352 SLP in 1,907 minutes
          (https://nineoverfour.com/axie-journal-may-2021/), and a survey of players in the same
          year (https://blog.seedly.sg/how-much-can-you-earn-from-axie-infinity/); both are from
          before the fall of the token.
        - Straight-line depreciation by hours and the sum of a geometric series as in textbooks;
          cases in this calculator's vectors.

    Examples:
        >>> plain = play_to_earn(tokens_per_day=100, token_price=0.02, hours_per_day=2, days=90,
        ...     selling_fee=0, asset_cost=0, power=0)
        >>> plain.hourly_pay_today, round(plain.earned, 2), plain.earned_at_today_price
        (1.0, 119.05, 180.0)
        >>> round(plain.hourly_pay, 4)
        0.6614
    """
    today = tokens_per_day * token_price * own_share * (1 - selling_fee)
    growth = 1 + daily_price_change
    daily_power = power / WATTS_PER_KILOWATT * hours_per_day * electricity_price
    hours = hours_per_day * days
    resale = asset_cost * asset_resale_share

    def earned_until(day: int) -> float:
        return today * _geometric_sum(daily_price_change, day)

    def worst_case_until(day: int) -> float:
        return earned_until(day) * (1 + worst_case_price_change) - daily_power * day - asset_cost

    earned = earned_until(days)
    result = earned - daily_power * days + resale - asset_cost
    step = math.ceil(days / MOST_PERIODS)
    shown = [*range(0, days, step), days]
    return PlayToEarn(
        hourly_pay=result / hours,
        hourly_pay_today=tokens_per_day * token_price / hours_per_day,
        worst_case_result=worst_case_until(days),
        result=result,
        earned=earned,
        earned_at_today_price=today * days,
        asset_loss=resale - asset_cost,
        asset_cost_per_hour=(asset_cost - resale) / hours,
        payback_days=next(
            (day for day in range(days + 1) if earned_until(day) - daily_power * day >= asset_cost),
            None,
        ),
        gain_against_other_work=result - other_hourly_pay * hours,
        by_day=tuple(
            PlayPeriod(
                day=day,
                token_price=token_price * growth**day,
                earned=earned_until(day) - daily_power * day,
                result_if_stopped=earned_until(day) - daily_power * day + resale - asset_cost,
                worst_case_result=worst_case_until(day),
            )
            for day in shown
        ),
    )


def _geometric_sum(change: float, terms: int) -> float:
    """Σ (1 + change)ᵈ for d = 0 … terms − 1, without losing digits where the change is small."""
    if change == 0:
        return float(terms)
    return math.expm1(terms * math.log1p(change)) / change
