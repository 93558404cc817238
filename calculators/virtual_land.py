"""Virtual land: what a plot earns in rent, and what is left of it after leaving."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.finance import (
    NoRateError,
    internal_rate_of_return,
    net_present_value,
)
from livecalc.interface.units import COUNT, FRACTION, USD, YEARS, Unit

MONTHS_PER_YEAR: Final = 12
USD_PER_MONTH: Final = Unit("USD a month", kind="money")
USD_PER_YEAR: Final = Unit("USD a year", kind="money")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandYear:
    """One year of owning a plot, at its end; year 0 is the purchase."""

    year: Annotated[int, COUNT]
    """Year."""
    net_income: Annotated[float, USD]
    """Net income. Rent after fees and holding cost."""
    sale_proceeds: Annotated[float, USD]
    """Proceeds of a sale. If you sold then, after the fee."""
    result_if_sold: Annotated[float, USD]
    """Result if sold. All income so far and the sale, less what was paid; a loss is negative."""
    worst_case_result: Annotated[float, USD]
    """Result in the bad case. Nobody rents and nobody buys; a loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualLand:
    """What a plot brings over all years, from purchase to sale."""

    result: Annotated[float, USD]
    """Result over all years. Rent and sale, less all that was paid; a loss is negative."""
    internal_rate_of_return: Annotated[float, FRACTION] | None
    """Internal rate of return. What the money earned a year; none if nothing comes back, or if
    money goes out again after it came in."""
    worst_case_result: Annotated[float, USD]
    """If nobody rents and nobody buys. All that was paid, holding costs included; a loss is
    negative."""
    net_yield: Annotated[float, FRACTION]
    """Net yield. First year's net income by all that was invested, before the fall in value."""
    capitalisation_rate: Annotated[float, FRACTION]
    """Capitalisation rate. First year's net income by the price of the plot alone."""
    exit_loss: Annotated[float, USD]
    """Loss on leaving. Proceeds of the sale against all that was invested; a loss is negative."""
    net_present_value: Annotated[float, USD]
    """Net present value. At your discount rate, after the purchase; negative if the money is
    better elsewhere."""
    present_value: Annotated[float, USD]
    """Present value of rent and sale. The most that it is worth to you, purchase not counted."""
    net_income: Annotated[float, USD_PER_YEAR]
    """Net income in the first year. Rent after fees and holding cost."""
    break_even_occupancy: Annotated[float, FRACTION] | None
    """Occupancy to break even. With it the result is zero; none if even a plot that is always
    rented loses money."""
    by_year: Annotated[
        tuple[LandYear, ...], Chart("line", x="year", y=("result_if_sold", "worst_case_result"))
    ]
    """Year by year. What you would have if you sold then."""


def virtual_land(
    *,
    purchase_price: Annotated[float, Ge(0.01), Le(1e9), USD] = 500.0,
    building_cost: Annotated[float, Ge(0), Le(1e9), USD] = 200.0,
    purchase_cost: Annotated[float, Ge(0), Le(1e9), USD] = 10.0,
    monthly_rent: Annotated[float, Ge(0), Le(1e9), USD_PER_MONTH] = 20.0,
    occupancy: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    rental_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.025,
    yearly_rent_change: Annotated[float, Ge(-1), Le(1), FRACTION] = -0.2,
    yearly_holding_cost: Annotated[float, Ge(0), Le(1e9), USD_PER_YEAR] = 0.0,
    yearly_value_change: Annotated[float, Ge(-1), Le(1), FRACTION] = -0.4,
    selling_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.025,
    years: Annotated[int, Ge(1), Le(50), YEARS] = 3,
    discount_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
) -> VirtualLand:
    """What a plot in a virtual world brings, if it is bought, rented out and sold again.

    Rent is the smaller part of it. Most of the result is the price at which somebody takes the
    plot from you again, and that hangs on whether people still visit the world by then.

    Formula:
        invested = purchase_price + building_cost + purchase_cost
        rent(t) = 12 × monthly_rent × occupancy × (1 − rental_fee) × (1 + yearly_rent_change)ᵗ⁻¹
        net_income(t) = rent(t) − yearly_holding_cost
        sale = purchase_price × (1 + yearly_value_change)ʸ × (1 − selling_fee), with y years
        result = Σ net_income(t) + sale − invested
        net_yield = net_income(1) ÷ invested
        capitalisation_rate = net_income(1) ÷ purchase_price
        present_value = Σ net_income(t) ÷ (1 + discount_rate)ᵗ + sale ÷ (1 + discount_rate)ʸ
        net_present_value = present_value − invested
        net_present_value = 0, where discount_rate is the internal rate of return

    Args:
        purchase_price: Price of the plot. What you pay, and what its value starts from.
        building_cost: Building cost. Models, scripts, a designer; nobody pays it back on leaving.
        purchase_cost: Cost of buying. Network fees and what a marketplace adds.
        monthly_rent: Rent. For a month in which it is rented.
        occupancy: Occupancy. The share of the time in which somebody really rents it.
        rental_fee: Rental fee. What the marketplace keeps of the rent.
        yearly_rent_change: Yearly change of the rent. From the second year on.
        yearly_holding_cost: Holding cost. Hosting, events, renewals; paid rented or not.
        yearly_value_change: Yearly change of the plot's value. What you expect; the start value
            is cautious.
        selling_fee: Selling fee. What the marketplace keeps of the sale, royalties included.
        years: Years. How long you own it.
        discount_rate: Discount rate. What the money could earn elsewhere at a like risk.

    Returns:
        The result and rates over all years, and a table of `years` + 1 rows.

    Assumptions:
        - Rent and holding cost fall at the end of each year, the sale at the end of the last.
        - What was built adds nothing to the price at which the plot is sold.
        - The default occupancy, 5 %, and yearly fall, 40 %, are cautious editorial guesses and no
          measurement; 40 % a year leaves a fifth of the price after three years.

    Not modelled:
        - Your own hours for building, letting and events.
        - The token that rent and price are quoted in; enter what you get for it.
        - Tax, and a world that shuts down or moves to another map.

    Sources:
        - Decentraland, “Creating in Decentraland”, `decentraland/docs` 3edd79e (undated copy): the
          DAO's treasury receives 2.5 % of a sale in the marketplace.
        - Decentraland documentation, “Rentals”, https://docs.decentraland.org/player/market/rentals/
          (undated copy): rent is set by day and paid up front in MANA.
        - Capitalisation rate, net present value and internal rate of return as in any textbook of
          real estate or corporate finance; cases in this calculator's vectors.

    Examples:
        >>> plot = virtual_land(purchase_price=900, building_cost=90, purchase_cost=10,
        ...     monthly_rent=20, occupancy=0.5, rental_fee=0, yearly_rent_change=0,
        ...     yearly_value_change=0, selling_fee=0, years=2)
        >>> plot.result, plot.net_yield, round(plot.capitalisation_rate, 4), plot.exit_loss
        (140.0, 0.12, 0.1333, -100.0)
        >>> round(plot.internal_rate_of_return, 4)
        0.0717
    """
    invested = purchase_price + building_cost + purchase_cost
    full_rent = [
        MONTHS_PER_YEAR * monthly_rent * (1 - rental_fee) * (1 + yearly_rent_change) ** year
        for year in range(years)
    ]
    incomes = [rent * occupancy - yearly_holding_cost for rent in full_rent]

    def proceeds_after(year: int) -> float:
        return float(purchase_price * (1 + yearly_value_change) ** year * (1 - selling_fee))

    sale = proceeds_after(years)
    receipts = [*incomes[:-1], incomes[-1] + sale]
    result = sum(incomes) + sale - invested
    present_value = net_present_value(discount_rate, [0.0, *receipts])
    by_year = [
        LandYear(
            year=year,
            net_income=incomes[year - 1] if year else 0.0,
            sale_proceeds=proceeds_after(year),
            result_if_sold=sum(incomes[:year]) + proceeds_after(year) - invested,
            worst_case_result=-invested - yearly_holding_cost * year,
        )
        for year in range(years + 1)
    ]
    return VirtualLand(
        result=result,
        internal_rate_of_return=_rate_or_none([-invested, *receipts]),
        worst_case_result=by_year[-1].worst_case_result,
        net_yield=incomes[0] / invested,
        capitalisation_rate=incomes[0] / purchase_price,
        exit_loss=sale - invested,
        net_present_value=present_value - invested,
        present_value=present_value,
        net_income=incomes[0],
        break_even_occupancy=_share_or_none(
            invested + yearly_holding_cost * years - sale, sum(full_rent)
        ),
        by_year=tuple(by_year),
    )


def _rate_or_none(cash_flows: list[float]) -> float | None:
    try:
        return internal_rate_of_return(cash_flows)
    except NoRateError:
        return None


def _share_or_none(needed: float, available: float) -> float | None:
    """The share of the rent that is needed; none where not even all of it is enough."""
    if needed <= 0:
        return 0.0
    return needed / available if needed <= available else None
