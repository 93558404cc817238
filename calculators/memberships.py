"""Memberships: what members who come and go bring a creator, with token-gated sales beside it."""

from dataclasses import dataclass
from math import fsum
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import (
    COUNT,
    FRACTION,
    HOURS_A_MONTH,
    MONTHS,
    PER_MONTH,
    USD,
    USD_PER_HOUR,
    Unit,
)

MEMBERS: Final = Unit("members", decimals=1)
USD_PER_MONTH: Final = Unit("USD a month", kind="money")


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipMonth:
    """One month; members who are there at its start pay for it."""

    month: Annotated[int, MONTHS]
    """Month."""
    members: Annotated[float, MEMBERS]
    """Paying members."""
    gross: Annotated[float, USD]
    """Paid by members and buyers."""
    income: Annotated[float, USD]
    """Income after fees and costs."""
    total_so_far: Annotated[float, USD]
    """Total so far."""
    worst_case_total: Annotated[float, USD]
    """Total in the bad case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorMembership:
    """A membership over some months."""

    income: Annotated[float, USD]
    """Income. After fees and costs, over all months; a loss is negative."""
    pay_per_hour: Annotated[float, USD_PER_HOUR] | None
    """Pay for an hour. Income by the hours you put in; none without hours."""
    worst_case_income: Annotated[float, USD]
    """Income in the bad case. Nobody new joins or buys, and members leave as fast as the bad case
    says; a loss is negative."""
    income_after_hours: Annotated[float, USD]
    """Left after your hours. Income less your hours at your rate; a loss is negative."""
    net_price: Annotated[float, USD]
    """You keep of each payment. Price less the platform's and the payment's fees."""
    membership_income: Annotated[float, USD]
    """From memberships. After fees, before costs."""
    gated_income: Annotated[float, USD]
    """From token-gated sales. After fees, before costs."""
    members_at_end: Annotated[float, MEMBERS]
    """Members in the last month. Those who pay for it."""
    steady_members: Annotated[float, MEMBERS] | None
    """Members in the long run. Where those who join and those who leave balance; none without
    churn, because then there is no end to growth."""
    lifetime_months: Annotated[float, MONTHS] | None
    """How long a member stays. On average; none without churn."""
    lifetime_value: Annotated[float, USD] | None
    """What a member brings. You keep that much of one member's payments on average; none without
    churn."""
    by_month: Annotated[
        tuple[MembershipMonth, ...],
        Chart("line", x="month", y=("total_so_far", "worst_case_total")),
    ]
    """Month by month. From the first payments to the last."""


def creator_membership(
    *,
    starting_members: Annotated[int, Ge(0), Le(10_000_000), COUNT] = 50,
    new_members: Annotated[float, Ge(0), Le(1e6), PER_MONTH] = 8.0,
    monthly_churn: Annotated[float, Ge(0), Le(1), FRACTION] = 0.08,
    monthly_price: Annotated[float, Ge(0), Le(1e6), USD] = 6.0,
    platform_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    payment_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.029,
    fixed_payment_fee: Annotated[float, Ge(0), Le(1_000), USD] = 0.3,
    gated_buyers: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    gated_price: Annotated[float, Ge(0), Le(1e6), USD] = 25.0,
    gated_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    monthly_costs: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 30.0,
    hours: Annotated[float, Ge(0), Le(744), HOURS_A_MONTH] = 30.0,
    hourly_rate: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 15.0,
    months: Annotated[int, Ge(1), Le(60), MONTHS] = 12,
    worst_case_churn: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
) -> CreatorMembership:
    """What a paid membership brings after fees, churn, costs and your hours.

    Members leave every month in proportion to how many there are, while newcomers arrive at a
    rate of their own. So a membership stops growing where both balance, however long you go on.

    Formula:
        members(1) = starting_members
        members(m) = members(m − 1) × (1 − monthly_churn) + new_members
        net_price = monthly_price × (1 − platform_fee − payment_fee) − fixed_payment_fee
        gated_income(m) = members(m) × gated_buyers × gated_price × (1 − gated_fee)
        income = Σ (members(m) × net_price + gated_income(m) − monthly_costs)
        steady_members = new_members ÷ monthly_churn
        lifetime_months = 1 ÷ monthly_churn
        lifetime_value = net_price ÷ monthly_churn
        pay_per_hour = income ÷ (hours × months)

    Args:
        starting_members: Members at the start. Those who pay in the first month.
        new_members: New members a month. Who join, on average.
        monthly_churn: Monthly churn. The share of members who leave in a month.
        monthly_price: Monthly price. What a member pays, before any tax.
        platform_fee: Platform fee. The share of each payment that the platform keeps.
        payment_fee: Payment fee. The share that the card or payment service keeps.
        fixed_payment_fee: Fixed payment fee. Charged on each payment whatever its size.
        gated_buyers: Members who buy something extra. The share that buys a token-gated item in a
            month.
        gated_price: Price of the extra. What one of them pays.
        gated_fee: Fee on the extra. The share that the marketplace keeps.
        monthly_costs: Monthly costs. Tools, hosting, network fees.
        hours: Hours a month. All you put in.
        hourly_rate: Your hourly rate. What an hour of yours is worth elsewhere.
        months: Months. How long you count.
        worst_case_churn: Monthly churn in the bad case. Nobody joins or buys extras then.

    Returns:
        The income and its parts, what a member brings, and a table of `months` rows.

    Assumptions:
        - Members pay at the start of a month and leave or join at its end.
        - Members are expected numbers and may be fractions.
        - Everyone pays one price by the month, each payment on its own.
        - In the bad case members leave at its rate, or at yours if that is higher.
        - The default numbers are an illustration of a small membership. The fees are those of a
          10 % platform with card payments at 2.9 % and $0.30.

    Not modelled:
        - Yearly plans, tiers, discounts, failed payments, refunds and taxes.
        - An app store's own fee, such as Apple's 30 % of memberships bought in Patreon's iOS app.
        - Growth that feeds itself, and what you pay to be found.
        - A platform that closes or raises its fees, and the price of a coin you are paid in.

    Sources:
        - Stripe, “Calculating subscriber lifetime value in Billing” (undated copy): revenue for a
          subscriber divided by churn.
        - Croll and Yoskovitz, “Lean Analytics”, 2013: the average stay is one by the churn.
        - Patreon's fees as its community worked them out (undated copy): both are shares of the
          whole payment.
        - Patreon, “iOS in-app purchases and migrating to subscription billing” (help page, undated
          copy): Apple's fee on memberships bought in its app since November 2024.

    Examples:
        >>> plateau = creator_membership(starting_members=300, new_members=30, monthly_churn=0.1,
        ...     monthly_price=49, platform_fee=0, payment_fee=0, fixed_payment_fee=0,
        ...     gated_buyers=0, monthly_costs=0)
        >>> round(plateau.income, 2), round(plateau.members_at_end, 6)
        (176400.0, 300.0)
        >>> round(plateau.steady_members, 6), round(plateau.lifetime_value, 6)
        (300.0, 490.0)
    """
    net_price = monthly_price * (1 - platform_fee - payment_fee) - fixed_payment_fee
    gross_extra = gated_buyers * gated_price
    net_extra = gross_extra * (1 - gated_fee)
    leaving_fast = max(monthly_churn, worst_case_churn)

    rows: list[MembershipMonth] = []
    members = remaining = float(starting_members)
    total_so_far = worst_case_total = 0.0
    for month in range(1, months + 1):
        income = members * (net_price + net_extra) - monthly_costs
        total_so_far += income
        worst_case_total += remaining * net_price - monthly_costs
        rows.append(
            MembershipMonth(
                month=month,
                members=members,
                gross=members * (monthly_price + gross_extra),
                income=income,
                total_so_far=total_so_far,
                worst_case_total=worst_case_total,
            )
        )
        members = members * (1 - monthly_churn) + new_members
        remaining = remaining * (1 - leaving_fast)
    member_months = fsum(row.members for row in rows)
    all_hours = hours * months
    # Below this, members would stay longer than anyone can count.
    counted_churn = monthly_churn if monthly_churn >= 1e-6 else None
    return CreatorMembership(
        income=total_so_far,
        pay_per_hour=total_so_far / all_hours if all_hours >= 0.01 else None,
        worst_case_income=worst_case_total,
        income_after_hours=total_so_far - all_hours * hourly_rate,
        net_price=net_price,
        membership_income=member_months * net_price,
        gated_income=member_months * net_extra,
        members_at_end=rows[-1].members,
        steady_members=new_members / counted_churn if counted_churn else None,
        lifetime_months=1 / counted_churn if counted_churn else None,
        lifetime_value=net_price / counted_churn if counted_churn else None,
        by_month=tuple(rows),
    )
