"""NFT renting: what renting out an NFT leaves after empty days and the fall in its value."""

from dataclasses import dataclass
from math import ceil
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, HOURS, USD, USD_PER_HOUR, Unit

USD_PER_DAY: Final = Unit("USD a day", kind="money")
DAYS_PER_YEAR: Final = 365
#: Steps of the table.
TABLE_STEPS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RentalDay:
    """A rental after some days."""

    day: Annotated[int, DAYS]
    """Day."""
    net_rent: Annotated[float, USD]
    """Rent after fees."""
    value: Annotated[float, USD]
    """Value of the NFT."""
    result: Annotated[float, USD]
    """Result so far."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NftRental:
    """An NFT bought to be rented out."""

    net_result: Annotated[float, USD]
    """Result. Rent after fees, less costs and hours, and the change in value; a loss is
    negative."""
    net_rent: Annotated[float, USD]
    """Rent after fees. What reaches you for the days it is rented out."""
    worst_case_result: Annotated[float, USD]
    """If nobody rents it. No rent at all, and the value falls as far as the bad case says; a loss
    is negative."""
    value_change: Annotated[float, USD]
    """Change in value. Of the NFT, over the days; a loss is negative."""
    break_even_occupancy: Annotated[float, FRACTION] | None
    """Occupancy to break even. The share of days it must be rented out; none if even every day
    would not do."""
    gross_rent: Annotated[float, USD]
    """Rent paid. By renters, before the marketplace's fee."""
    vacancy_loss: Annotated[float, USD]
    """Rent not earned. On the days when nobody rents it; a loss is negative."""
    gross_yield: Annotated[float, FRACTION]
    """Gross yield. Rent paid in a year by the price, before fees and costs."""
    net_yield: Annotated[float, FRACTION]
    """Net yield. Rent after fees less running costs in a year by the price; before hours and the
    change in value."""
    real_yield: Annotated[float, FRACTION]
    """Real yield. The whole result by the price, for a year at the same pace."""
    by_day: Annotated[
        tuple[RentalDay, ...], Chart("line", x="day", y=("result", "worst_case_result"))
    ]
    """Result over time. From the first day to the last."""


def nft_rental(
    *,
    purchase_price: Annotated[float, Ge(0.01), Le(1e9), USD] = 1_000.0,
    daily_rent: Annotated[float, Ge(0), Le(1e6), USD_PER_DAY] = 5.0,
    occupancy: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    marketplace_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    days: Annotated[int, Ge(1), Le(1_825), DAYS] = 365,
    yearly_value_change: Annotated[float, Ge(-0.99), Le(5), FRACTION] = -0.5,
    listing_cost: Annotated[float, Ge(0), Le(1e6), USD] = 10.0,
    yearly_costs: Annotated[float, Ge(0), Le(1e6), USD] = 0.0,
    hours: Annotated[float, Ge(0), Le(10_000), HOURS] = 12.0,
    hourly_rate: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 15.0,
    worst_case_value_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.95,
) -> NftRental:
    """What renting out an NFT leaves after empty days, fees and the fall in its value.

    Rent is earned on the days somebody wants the NFT; its value moves every day. Where a game or a
    platform loses its users, both go at once.

    Formula:
        gross_rent = daily_rent × days × occupancy
        net_rent = gross_rent × (1 − marketplace_fee)
        value(d) = purchase_price × (1 + yearly_value_change)^(d ÷ 365), after d days
        value_change = value(days) − purchase_price
        running_costs = yearly_costs × days ÷ 365
        costs = listing_cost + running_costs + hours × hourly_rate
        net_result = net_rent + value_change − costs
        net_yield = (net_rent − running_costs) ÷ purchase_price × 365 ÷ days

    Args:
        purchase_price: Purchase price. What you pay for the NFT, or what it would sell for today.
        daily_rent: Daily rent. What a renter pays for a day.
        occupancy: Occupancy. The share of days it is rented out; be sober, most listings wait.
        marketplace_fee: Marketplace fee. The share of the rent that the rental market keeps.
        days: Days. How long you rent it out.
        yearly_value_change: Yearly change in value. Of the NFT itself.
        listing_cost: Cost to list. Network fees to lend and to take back.
        yearly_costs: Yearly costs. Upkeep, platform dues, insurance.
        hours: Hours. All you spend on it over the days.
        hourly_rate: Your hourly rate. What an hour of yours is worth elsewhere.
        worst_case_value_change: Change in value in the bad case. Over all the days.

    Returns:
        The result and its parts, yields, and a table over time.

    Assumptions:
        - Rent, occupancy and fee stay as they are. Rented days are spread evenly.
        - The value changes by the same share every day. In the bad case it falls as far as that
          case says, or as far as you expect if that is further.
        - Running costs and hours are spread evenly; the cost to list is paid on the first day.
        - The defaults of 5 % occupancy and half the value lost in a year are editorial guesses: no
          source with real rental income of 2025 or 2026 was found.

    Not modelled:
        - A renter who damages or keeps the NFT where the rental is not enforced by the contract.
        - Rent paid in a token that falls, taxes, the end of the game or platform.

    Sources:
        - ERC-4907: Rental NFT, an extension of ERC-721 (final, June 2022): a user beside the owner,
          until a set time.
        - Real estate's own terms for occupancy, vacancy and yield, in the published cases that the
          formula is checked against.

    Examples:
        >>> flat = nft_rental(purchase_price=450_000, daily_rent=21_000 / 365, occupancy=11 / 12,
        ...     marketplace_fee=0, yearly_costs=1_000)
        >>> round(flat.net_yield, 4)
        0.0406
    """
    kept = 1 - marketplace_fee

    def value_after(day: int) -> float:
        return float(purchase_price * (1 + yearly_value_change) ** (day / DAYS_PER_YEAR))

    def costs_until(day: int) -> float:
        spread = yearly_costs * days / DAYS_PER_YEAR + hours * hourly_rate
        return listing_cost + spread * day / days

    def result_after(day: int) -> float:
        rent = daily_rent * day * occupancy * kept
        return rent + value_after(day) - purchase_price - costs_until(day)

    worst_end = min(1 + worst_case_value_change, value_after(days) / purchase_price)

    def worst_result_after(day: int) -> float:
        worst_value = purchase_price * worst_end ** (day / days)
        return float(worst_value - purchase_price - costs_until(day))

    potential_rent = daily_rent * days
    gross_rent = potential_rent * occupancy
    net_rent = gross_rent * kept
    running_costs = yearly_costs * days / DAYS_PER_YEAR
    value_change = value_after(days) - purchase_price
    per_year = DAYS_PER_YEAR / days
    return NftRental(
        net_result=result_after(days),
        net_rent=net_rent,
        worst_case_result=worst_result_after(days),
        value_change=value_change,
        break_even_occupancy=_occupancy_for(
            costs_until(days) - value_change, potential_rent * kept
        ),
        gross_rent=gross_rent,
        vacancy_loss=gross_rent - potential_rent,
        gross_yield=gross_rent / purchase_price * per_year,
        net_yield=(net_rent - running_costs) / purchase_price * per_year,
        real_yield=result_after(days) / purchase_price * per_year,
        by_day=tuple(
            RentalDay(
                day=day,
                net_rent=daily_rent * day * occupancy * kept,
                value=value_after(day),
                result=result_after(day),
                worst_case_result=worst_result_after(day),
            )
            for day in sorted({*range(0, days, ceil(days / TABLE_STEPS)), days})
        ),
    )


def _occupancy_for(needed: float, most: float) -> float | None:
    if needed <= 0:
        return 0.0
    return needed / most if needed <= most else None
