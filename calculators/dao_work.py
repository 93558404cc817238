"""DAO work: what an hour pays when part of it comes in tokens that vest."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, MONTHS, TOKENS, USD, USD_PER_TOKEN, Unit

MONTHS_PER_YEAR: Final = 12
#: Rows of the table; longer schedules are shown every few months.
MOST_PERIODS: Final = 59

HOURS_PER_MONTH: Final = Unit("hours a month", decimals=1)
USD_PER_MONTH: Final = Unit("USD a month", kind="money")
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMonth:
    """Where a contributor stands after some months."""

    month: Annotated[int, MONTHS]
    """Month."""
    vested_share: Annotated[float, FRACTION]
    """Vested. Share of the whole grant."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price."""
    pay_so_far: Annotated[float, USD]
    """Pay so far. Money and tokens, sold as they vest."""
    worst_case_pay: Annotated[float, USD]
    """Pay in the bad case. The token is worthless and the last months are not paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaoWork:
    """What working for a DAO pays."""

    hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour. All pay by all hours, unpaid ones included, with tokens sold as they
    vest."""
    promised_hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour as promised. Paid hours only, all months paid, and the tokens for them at
    today's price."""
    worst_case_hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour in the bad case. The token is worthless and the last months are not
    paid."""
    total_pay: Annotated[float, USD]
    """Total pay. Money and tokens together."""
    money_pay: Annotated[float, USD]
    """Pay in money. After the share that you expect not to be paid."""
    token_pay: Annotated[float, USD]
    """Pay in tokens. At the price when they vest, after selling."""
    token_share: Annotated[float, FRACTION]
    """Share in tokens. How much of the pay hangs on the token."""
    tokens_vested: Annotated[float, TOKENS]
    """Tokens vested. By the end."""
    tokens_forfeited: Annotated[float, TOKENS]
    """Tokens forfeited. What had not vested when you left; a loss is negative."""
    token_value_lost: Annotated[float, USD]
    """Lost on the token. What the vested tokens bring against today's price; a loss is
    negative."""
    gain_against_other_work: Annotated[float, USD]
    """Against other work. Pay less what the same hours would pay elsewhere; a loss is
    negative."""
    by_month: Annotated[
        tuple[WorkMonth, ...], Chart("line", x="month", y=("pay_so_far", "worst_case_pay"))
    ]
    """Month by month. At most 60 months, evenly spread; the last row is the end."""


def dao_work(
    *,
    months_worked: Annotated[int, Ge(1), Le(120), MONTHS] = 18,
    paid_hours: Annotated[float, Ge(0.1), Le(744), HOURS_PER_MONTH] = 40.0,
    unpaid_hours: Annotated[float, Ge(0), Le(744), HOURS_PER_MONTH] = 12.0,
    monthly_pay: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 1_200.0,
    unpaid_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    token_grant: Annotated[float, Ge(0), Le(1e12), TOKENS] = 40_000.0,
    token_price: Annotated[float, Ge(0), Le(1e6), USD_PER_TOKEN] = 0.5,
    yearly_price_change: Annotated[float, Ge(-0.99), Le(2), FRACTION] = -0.5,
    vesting_months: Annotated[int, Ge(1), Le(120), MONTHS] = 48,
    cliff_months: Annotated[int, Ge(0), Le(60), MONTHS] = 12,
    keeps_vesting: bool = False,
    selling_cost: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    other_hourly_pay: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 25.0,
    worst_case_unpaid_months: Annotated[int, Ge(0), Le(120), MONTHS] = 2,
) -> DaoWork:
    """What an hour of work for a DAO pays, in money and in tokens that vest.

    An offer names the whole grant at today's price. You get it month by month, at the price of
    that month, and only for as long as you stay; and the hours in calls and forums are seldom paid.

    Formula:
        vested(m) = min(m ÷ vesting_months, 1), and nothing before the cliff
        price(m) = token_price × (1 + yearly_price_change)^(m ÷ 12)
        token_pay = Σ token_grant × (vested(m) − vested(m − 1)) × price(m) × (1 − selling_cost)
        money_pay = monthly_pay × months_worked × (1 − unpaid_share)
        hours = months_worked × (paid_hours + unpaid_hours)
        hourly_pay = (money_pay + token_pay) ÷ hours
        promised_pay = monthly_pay + token_grant ÷ vesting_months × token_price, for one month
        promised_hourly_pay = promised_pay ÷ paid_hours

    Args:
        months_worked: Months worked. From the start of vesting until you leave.
        paid_hours: Paid hours. A month, as agreed.
        unpaid_hours: Unpaid hours. A month: calls, forum, proposals, chasing a payment.
        monthly_pay: Pay in money. A month, in stablecoins or dollars.
        unpaid_share: Share not paid. What you expect never to arrive; there is no employer to sue.
        token_grant: Tokens granted. The whole grant, over all of the vesting.
        token_price: Token price. Today's; for a token that does not trade yet, 0 is sober.
        yearly_price_change: Yearly price change. What you expect; nobody knows.
        vesting_months: Vesting. Months until all of the grant is yours.
        cliff_months: Cliff. Months before anything vests; then all of that time's share does.
        keeps_vesting: Vesting goes on after you leave. As with many grants; employment stops it.
        selling_cost: Selling cost. Fees and what a thin market takes.
        other_hourly_pay: Pay elsewhere. What an hour of like work pays you.
        worst_case_unpaid_months: Unpaid months in the bad case. The last ones, with the treasury
            empty.

    Returns:
        Pay for an hour as it is, as promised and in the bad case, and a table of at most 61 rows.

    Assumptions:
        - Vesting is linear, a whole month at a time, from the first day of work.
        - A cliff after the end of the vesting locks all of it up until then.
        - Tokens are sold in the month in which they vest.
        - The default pay, grant and hours are an illustration; the fall of 50 % a year is a
          cautious editorial guess.

    Not modelled:
        - Tax at vesting on tokens that have fallen by the time you sell.
        - Voting power, reputation, and liability where a DAO has no legal form.
        - Retroactive grants and delegate pay, which nobody promises in advance.

    Sources:
        - OpenZeppelin Contracts for Cairo, linear vesting with a cliff and its tests,
          `OpenZeppelin/cairo-contracts` 05b69d1.
        - Pulley help, “What is vesting?” (undated copy): four years monthly with a cliff of one
          year as the usual schedule.
        - Gearbox DAO forum, “Contributor compensations”, 2022: money and vesting tokens side by
          side (https://gov.gearbox.fi/t/contributor-compensations-old/1234).

    Examples:
        >>> work = dao_work(months_worked=12, paid_hours=30, unpaid_hours=10, monthly_pay=900,
        ...     unpaid_share=0, token_grant=4_800, token_price=1, yearly_price_change=-0.5,
        ...     selling_cost=0)
        >>> work.tokens_vested, work.tokens_forfeited, work.token_pay
        (1200.0, -3600.0, 600.0)
        >>> work.hourly_pay, round(work.promised_hourly_pay, 2), work.worst_case_hourly_pay
        (23.75, 33.33, 18.75)
    """
    end = months_worked
    if keeps_vesting:
        end = max(months_worked, vesting_months, cliff_months)

    def vested_after(month: int) -> float:
        return 0.0 if month < cliff_months else min(month / vesting_months, 1.0)

    def price_after(month: int) -> float:
        return float(token_price * (1 + yearly_price_change) ** (month / MONTHS_PER_YEAR))

    def money_after(month: int, unpaid_months: int = 0) -> float:
        paid = min(month, months_worked - min(unpaid_months, months_worked))
        return monthly_pay * paid * (1 - unpaid_share)

    token_pay_after = [0.0]
    for month in range(1, end + 1):
        newly_vested = vested_after(month) - vested_after(month - 1)
        sold = token_grant * newly_vested * price_after(month) * (1 - selling_cost)
        token_pay_after.append(token_pay_after[-1] + sold)

    money_pay, token_pay = money_after(months_worked), token_pay_after[-1]
    total_pay = money_pay + token_pay
    hours = months_worked * (paid_hours + unpaid_hours)
    worst_case_pay = money_after(months_worked, worst_case_unpaid_months)
    promised = (monthly_pay + token_grant / vesting_months * token_price) / paid_hours
    tokens_vested = token_grant * vested_after(end)
    step = math.ceil(end / MOST_PERIODS)
    return DaoWork(
        hourly_pay=total_pay / hours,
        promised_hourly_pay=promised,
        worst_case_hourly_pay=worst_case_pay / hours,
        total_pay=total_pay,
        money_pay=money_pay,
        token_pay=token_pay,
        token_share=token_pay / total_pay if total_pay > 0 else 0.0,
        tokens_vested=tokens_vested,
        tokens_forfeited=tokens_vested - token_grant,
        token_value_lost=token_pay - tokens_vested * token_price,
        gain_against_other_work=total_pay - other_hourly_pay * hours,
        by_month=tuple(
            WorkMonth(
                month=month,
                vested_share=vested_after(month),
                token_price=price_after(month),
                pay_so_far=money_after(month) + token_pay_after[month],
                worst_case_pay=money_after(month, worst_case_unpaid_months),
            )
            for month in (*range(0, end, step), end)
        ),
    )
