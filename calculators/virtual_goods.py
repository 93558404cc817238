"""Virtual goods: what designing and selling items in a virtual world pays for an hour."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, MONTHS, USD, Unit

COINS: Final = Unit("coins")
HOURS: Final = Unit("hours", decimals=1)
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")
USD_PER_COIN: Final = Unit("USD per coin", kind="money", decimals=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsMonth:
    """One month of selling, at its end; month 0 is publication."""

    month: Annotated[int, MONTHS]
    """Month."""
    copies_sold: Annotated[float, COUNT]
    """Copies sold. Of all designs together, in this month."""
    coins_so_far: Annotated[float, COINS]
    """Coins so far. Your share and returned advances, less fees and advances."""
    income_so_far: Annotated[float, USD]
    """Income so far. If those coins could be changed, less other costs; a loss is negative."""
    worst_case_income: Annotated[float, USD]
    """Income in the bad case. If nothing sells; a loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualGoods:
    """What some designs bring over all months."""

    hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour. Income by all hours of design and upkeep; negative if it costs money."""
    income: Annotated[float, USD]
    """Income. What can be changed into money, less fees and costs; a loss is negative."""
    worst_case_income: Annotated[float, USD]
    """If nothing sells. Fees, advances and other costs are lost; a loss is negative."""
    can_be_cashed_out: bool
    """Can be cashed out. Whether the coins earned reach the least amount that is paid out."""
    coins_earned: Annotated[float, COINS]
    """Coins earned. Your share of all sales, before fees."""
    coins_per_copy: Annotated[float, COINS]
    """Coins per copy. Your share of one sale."""
    platform_keeps: Annotated[float, COINS]
    """Kept by others. The part of all sales that platform and shop owners keep."""
    fees_paid: Annotated[float, COINS]
    """Fees paid. For publishing; not returned."""
    advance_returned: Annotated[float, COINS]
    """Advance returned. What sales have given back of the advances."""
    advance_lost: Annotated[float, COINS]
    """Advance not returned. A loss is negative."""
    copies_sold: Annotated[float, COUNT]
    """Copies sold. Of all designs, over all months."""
    hours: Annotated[float, HOURS]
    """Hours. Design and upkeep together."""
    break_even_copies: Annotated[float, COUNT] | None
    """Copies to break even. Per design, to cover fees and other costs without the advance; none
    if a copy earns nothing."""
    gain_against_other_work: Annotated[float, USD]
    """Against other work. Income less what the same hours would pay elsewhere; a loss is
    negative."""
    by_month: Annotated[
        tuple[GoodsMonth, ...], Chart("line", x="month", y=("income_so_far", "worst_case_income"))
    ]
    """Month by month. From publication (month 0); the last row is the end."""


def virtual_goods(
    *,
    designs: Annotated[int, Ge(1), Le(10_000), COUNT] = 5,
    hours_per_design: Annotated[float, Ge(0.1), Le(10_000), HOURS] = 10.0,
    upkeep_hours_per_month: Annotated[float, Ge(0), Le(744), HOURS] = 2.0,
    item_price: Annotated[float, Ge(0), Le(1e9), COINS] = 100.0,
    creator_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    copies_per_design: Annotated[float, Ge(0), Le(1e9), COUNT] = 60.0,
    monthly_decay: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    months: Annotated[int, Ge(1), Le(60), MONTHS] = 12,
    publishing_fee: Annotated[float, Ge(0), Le(1e9), COINS] = 80.0,
    publishing_advance: Annotated[float, Ge(0), Le(1e9), COINS] = 1_000.0,
    rebate_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    coin_value: Annotated[float, Ge(1e-9), Le(1e6), USD_PER_COIN] = 0.0038,
    coin_price: Annotated[float, Ge(0), Le(1e6), USD_PER_COIN] = 0.01,
    cash_out_minimum: Annotated[float, Ge(0), Le(1e9), COINS] = 30_000.0,
    other_costs: Annotated[float, Ge(0), Le(1e9), USD] = 0.0,
    other_hourly_pay: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 15.0,
) -> VirtualGoods:
    """What items for a virtual world pay for an hour of design.

    Between the price that a buyer pays and the money that reaches you stand the platform's share,
    a fee for publishing, an advance that only sales give back, a rate of exchange that the platform
    sets, and often a least amount below which nothing is paid out at all.

    Formula:
        copies(m) = copies_per_design × (1 − monthly_decay)ᵐ⁻¹, for each design in month m
        coins_per_copy = item_price × creator_share
        coins_earned = designs × Σ copies(m) × coins_per_copy
        returned = min(publishing_advance, Σ copies(m) × item_price × rebate_share), for each design
        paid_in = designs × (publishing_fee + publishing_advance − returned)
        income = coins_earned × coin_value − paid_in × coin_price − other_costs
        income = −paid_in × coin_price − other_costs, if too few coins are earned to be paid out
        hours = designs × hours_per_design + months × upkeep_hours_per_month
        hourly_pay = income ÷ hours

    Args:
        designs: Designs. Different items that you publish.
        hours_per_design: Hours for one design. Sketch, model, texture, tests and the shop page.
        upkeep_hours_per_month: Hours of upkeep a month. Messages, advertising, repairs, for all
            designs together.
        item_price: Price of a copy. In the platform's own currency; use dollars and a coin value
            of 1 where there is none.
        creator_share: Your share. Of each sale; 30 % for a 3D item sold in someone's place on
            Roblox, 97.5 % of a first sale in Decentraland.
        copies_per_design: Copies in the first month. Of one design; most sell few.
        monthly_decay: Monthly decay of sales. How much they fall from one month to the next.
        months: Months. How long you count sales.
        publishing_fee: Publishing fee. For each design, kept by the platform.
        publishing_advance: Publishing advance. For each design, given back out of sales.
        rebate_share: Rebate from sales. The part of each sale that gives the advance back.
        coin_value: Value of a coin. What the platform pays you for one, not what buyers pay.
        coin_price: Price of a coin. What buying one costs you; fees and advances are paid in it.
        cash_out_minimum: Least amount paid out. In coins earned; 0 if there is none.
        other_costs: Other costs. Software, textures, advertising, network fees.
        other_hourly_pay: Pay elsewhere. What an hour of like work pays you.

    Returns:
        Pay for an hour and its parts, and a table of `months` + 1 rows.

    Assumptions:
        - All designs sell alike, are published at once, and keep their price.
        - Coins for fees and advances are bought. Who pays with earned coins sets the price to the
          value.
        - Returned advances cannot be cashed out by themselves; they only lower what was paid in.
        - Sales are expected numbers and may be fractions.
        - The default sales are an illustration, not a measurement.

    Not modelled:
        - Items that are rejected, copied or removed, and a platform that changes its shares.
        - Resale royalties, limited editions, subscriptions and bundles.
        - Taxes, such as value added tax on digital services, and the time until money arrives.

    Sources:
        - Roblox, “Marketplace fees and commissions”, `Roblox/creator-docs` 5da56e1 (2026-08-05):
          upload fee of 80 Robux, advance and its rebate, shares. The fee was 750 until March 2026
          and 300 until July.
        - Roblox, “Developer Exchange Program”, `Roblox/creator-docs` f59cd53 (2026-07-07): $0.0038
          a Robux since 5 September 2025, $0.0035 before; at least 30,000 Robux are paid out.
        - Roblox, “Subscriptions”, `Roblox/creator-docs` b0bf2f1 (2026-08-22): counts a Robux as
          $0.01 of what a buyer pays.
        - Decentraland, “Creating in Decentraland”, `decentraland/docs` 3edd79e (undated copy):
          2.5 % of a first sale goes to the treasury of its DAO.

    Examples:
        >>> shop = virtual_goods(designs=1, hours_per_design=10, upkeep_hours_per_month=0,
        ...     item_price=400, creator_share=0.3, copies_per_design=10, months=1,
        ...     publishing_fee=0, publishing_advance=1_000.0, coin_value=0.01, cash_out_minimum=0)
        >>> shop.coins_per_copy, shop.advance_returned, shop.income, shop.hourly_pay
        (120.0, 1000.0, 12.0, 1.2)
    """
    coins_per_copy = item_price * creator_share
    fees = designs * publishing_fee
    advances = designs * publishing_advance
    hours = designs * hours_per_design + months * upkeep_hours_per_month
    worst_case_income = -(fees + advances) * coin_price - other_costs

    rows = [
        GoodsMonth(
            month=0,
            copies_sold=0.0,
            coins_so_far=-fees - advances,
            income_so_far=worst_case_income,
            worst_case_income=worst_case_income,
        )
    ]
    copies = 0.0
    returned = 0.0
    for month in range(1, months + 1):
        sold = copies_per_design * (1 - monthly_decay) ** (month - 1)
        copies += sold
        returned = min(publishing_advance, copies * item_price * rebate_share)
        earned = designs * copies * coins_per_copy
        paid_in = fees + advances - designs * returned
        rows.append(
            GoodsMonth(
                month=month,
                copies_sold=designs * sold,
                coins_so_far=earned - paid_in,
                income_so_far=earned * coin_value - paid_in * coin_price - other_costs,
                worst_case_income=worst_case_income,
            )
        )

    coins_earned = designs * copies * coins_per_copy
    can_be_cashed_out = coins_earned > 0 and coins_earned >= cash_out_minimum
    paid_in = fees + advances - designs * returned
    cashed_out = coins_earned * coin_value if can_be_cashed_out else 0.0
    income = cashed_out - paid_in * coin_price - other_costs
    return VirtualGoods(
        hourly_pay=income / hours,
        income=income,
        worst_case_income=worst_case_income,
        can_be_cashed_out=can_be_cashed_out,
        coins_earned=coins_earned,
        coins_per_copy=coins_per_copy,
        platform_keeps=designs * copies * (item_price - coins_per_copy),
        fees_paid=fees,
        advance_returned=designs * returned,
        advance_lost=designs * (returned - publishing_advance),
        copies_sold=designs * copies,
        hours=hours,
        break_even_copies=_copies_for(
            (publishing_fee * coin_price + other_costs / designs) / coin_value, coins_per_copy
        ),
        gain_against_other_work=income - other_hourly_pay * hours,
        by_month=tuple(rows),
    )


def _copies_for(cost: float, coins_per_copy: float) -> float | None:
    if cost == 0:
        return 0.0
    # Below a millionth of a coin a copy earns nothing that anybody could pay out.
    return cost / coins_per_copy if coins_per_copy >= 1e-6 else None
