"""Data sales: what listing a dataset for sale earns, and what your hours get from it."""

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import (
    COUNT,
    FRACTION,
    HOURS,
    HOURS_A_MONTH,
    MONTHS,
    PER_MONTH,
    USD,
    USD_PER_HOUR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSaleMonth:
    """One month of a listing; month 0 is the preparation."""

    month: Annotated[int, MONTHS]
    """Month."""
    sales: Annotated[float, PER_MONTH]
    """Sales."""
    income: Annotated[float, USD]
    """Income. After marketplace and network fees."""
    total_so_far: Annotated[float, USD]
    """Cash so far. After preparation and hosting; a loss is negative."""
    worst_case_total: Annotated[float, USD]
    """Cash if nothing sells. A loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSale:
    """What a listed dataset leaves over, in cash and after your hours."""

    net_income: Annotated[float, USD]
    """Cash left at the end. Sales after fees, less preparation and hosting; a loss is negative."""
    real_income: Annotated[float, USD]
    """Left after your hours. Cash less what your time is worth elsewhere; a loss is negative."""
    income_per_hour: Annotated[float, USD_PER_HOUR] | None
    """Cash for an hour of work. None if you enter no hours; a loss is negative."""
    net_per_sale: Annotated[float, USD]
    """Left of one sale. After the marketplace's and the network's fee; a loss is negative."""
    sales: Annotated[float, COUNT]
    """Sales in all. An expected number, so it may be a fraction."""
    break_even_sales: Annotated[int, COUNT] | None
    """Sales to break even. To cover preparation and hosting, not your hours; none if a sale
    leaves nothing."""
    hours: Annotated[float, HOURS]
    """Your hours in all. Preparation and upkeep."""
    worst_case_income: Annotated[float, USD]
    """If nothing sells. Preparation and hosting are lost; a loss is negative."""
    by_month: Annotated[
        tuple[DataSaleMonth, ...],
        Chart("line", x="month", y=("total_so_far", "worst_case_total")),
    ]
    """Month by month. From the preparation (month 0); the last row is the end."""


def data_sale(
    *,
    price: Annotated[float, Ge(0), Le(1e9), USD] = 50.0,
    sales_per_month: Annotated[float, Ge(0), Le(1e6), PER_MONTH] = 0.5,
    monthly_decay: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    marketplace_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    network_fee: Annotated[float, Ge(0), Le(1e6), USD] = 0.1,
    preparation_cost: Annotated[float, Ge(0), Le(1e9), USD] = 50.0,
    hosting_cost: Annotated[float, Ge(0), Le(1e6), USD] = 5.0,
    preparation_hours: Annotated[float, Ge(0), Le(100_000), HOURS] = 20.0,
    upkeep_hours: Annotated[float, Ge(0), Le(730), HOURS_A_MONTH] = 1.0,
    hourly_value: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 20.0,
    months: Annotated[int, Ge(1), Le(60), MONTHS] = 24,
) -> DataSale:
    """What a dataset on a marketplace leaves over, in cash and after your own hours.

    Most listings sell little, and what was sold once can be copied for ever. So sales fade here,
    hosting goes on, and the hours of cleaning, describing and clearing rights are counted.

    Formula:
        net_per_sale = price × (1 − marketplace_fee) − network_fee
        sales(m) = sales_per_month × (1 − monthly_decay)ᵐ⁻¹, for months m = 1 … months
        net_income = Σ sales(m) × net_per_sale − hosting_cost × months − preparation_cost
        hours = preparation_hours + upkeep_hours × months
        real_income = net_income − hours × hourly_value
        income_per_hour = net_income ÷ hours
        break_even_sales = (preparation_cost + hosting_cost × months) ÷ net_per_sale, rounded up

    Args:
        price: Price. What one buyer pays for access.
        sales_per_month: Sales in the first month. Look at the public sales of similar data; half a
            sale a month is one every two months.
        monthly_decay: Monthly decay of sales. Data ages, and buyers pass copies on.
        marketplace_fee: Marketplace fee. The share of the price that the marketplace keeps; from
            almost nothing to 30 %.
        network_fee: Network fee of a sale. What you pay for transactions for each sale, on average.
        preparation_cost: Preparation. All you pay before the first sale: tools, legal advice,
            publishing.
        hosting_cost: Hosting a month. Storage and a server that hands out the data.
        preparation_hours: Hours of preparation. Collecting, cleaning, describing, clearing rights.
        upkeep_hours: Hours of upkeep. Questions, updates, refunds.
        hourly_value: What your hour is worth. What you could earn with it elsewhere.
        months: Months. How long the dataset is listed.

    Returns:
        The cash, what is left after your hours, and a table of `months` + 1 rows.

    Assumptions:
        - All sales have one price and are paid at once.
        - Sales are expected numbers and may be fractions.
        - Hosting and upkeep go on as long as the dataset is listed, whether it sells or not.
        - All defaults are an editorial guess at a small dataset by one person; the fee is what one
          open marketplace takes of sales up to £100.

    Not modelled:
        - Whether you may sell the data: consent, privacy law, licences and contracts decide that.
        - The harm of data that cannot be called back.
        - Rewards in tokens or points for listing, refunds, tax, and a currency that falls.

    Sources:
        - Opendatabay, “Listing Fees and Charges” (undated copy): 30 % of sales up to £100, falling
          to 5 % above £50,000.
        - Ocean Protocol documentation, “Fees”, `oceanprotocol/docs` a8fa715 (2025-10-09): a swap
          fee of 0.1 or 0.2 %, a community fee for each order, further fees set by each market.

    Examples:
        >>> result = data_sale(price=100, sales_per_month=2, monthly_decay=0.5, marketplace_fee=0.2,
        ...     network_fee=0, preparation_cost=50, hosting_cost=10, preparation_hours=10,
        ...     upkeep_hours=0, months=2)
        >>> result.net_per_sale, result.sales, result.net_income
        (80.0, 3.0, 170.0)
        >>> result.real_income, result.income_per_hour, result.break_even_sales
        (-30.0, 17.0, 1)
    """
    net_per_sale = price * (1 - marketplace_fee) - network_fee
    rows = [
        DataSaleMonth(
            month=0,
            sales=0.0,
            income=0.0,
            total_so_far=0.0 - preparation_cost,
            worst_case_total=0.0 - preparation_cost,
        )
    ]
    for month in range(1, months + 1):
        last = rows[-1]
        sales = sales_per_month * (1 - monthly_decay) ** (month - 1)
        income = sales * net_per_sale
        rows.append(
            DataSaleMonth(
                month=month,
                sales=sales,
                income=income,
                total_so_far=last.total_so_far + income - hosting_cost,
                worst_case_total=last.worst_case_total - hosting_cost,
            )
        )
    net_income = rows[-1].total_so_far
    hours = preparation_hours + upkeep_hours * months
    return DataSale(
        net_income=net_income,
        real_income=net_income - hours * hourly_value,
        # Less than a minute is no work that could be divided by.
        income_per_hour=net_income / hours if hours >= 1 / 60 else None,
        net_per_sale=net_per_sale,
        sales=math.fsum(row.sales for row in rows),
        break_even_sales=_sales_to_cover(preparation_cost + hosting_cost * months, net_per_sale),
        hours=hours,
        worst_case_income=rows[-1].worst_case_total,
        by_month=tuple(rows),
    )


def _sales_to_cover(cost: float, net_per_sale: float) -> int | None:
    if cost == 0:
        return 0
    # Less than a ten-thousandth of a cent is what subtracting the fee rounds.
    if net_per_sale < 1e-6:
        return None
    # 0.14 ÷ 0.02 is a hair above 7 in binary; rounding up at once would ask for an eighth sale.
    return max(1, math.ceil(round(cost / net_per_sale, 9)))
