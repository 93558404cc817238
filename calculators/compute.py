"""Compute: what renting out a graphics card earns, after power, fees and the card itself."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.hardware import HOURS_PER_MONTH, USD_PER_KWH, WATTS, CashCurve
from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, HOURS_A_MONTH, MONTHS, USD, USD_PER_HOUR, YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuMonth:
    """One month of a card, at its end."""

    month: Annotated[int, MONTHS]
    """Month."""
    rent: Annotated[float, USD]
    """Rent. After the platform's fee and the cost of selling tokens."""
    electricity: Annotated[float, USD]
    """Electricity."""
    total_so_far: Annotated[float, USD]
    """Cash so far. From the purchase on, before resale; a loss is negative."""
    worst_case_total: Annotated[float, USD]
    """Cash so far in the bad case. A loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuProvider:
    """What a rented-out card leaves over in its life."""

    net_result: Annotated[float, USD]
    """Left over at the end. Rent and resale, less electricity and the card; a loss is negative."""
    payback: Annotated[float, MONTHS] | None
    """Payback. Until rent has covered the card and its electricity for good, without resale; none
    if it does not within the time."""
    first_month_income: Annotated[float, USD]
    """Net income of the first month. Rent less electricity, before the card; a loss is
    negative."""
    first_month_rent: Annotated[float, USD]
    """Rent of the first month. After the platform's fee and the cost of selling tokens."""
    first_month_electricity: Annotated[float, USD]
    """Electricity of the first month. Under load while rented, idle for the rest."""
    result_per_day: Annotated[float, USD]
    """Left over a day. The whole result, the card included, over all days; a loss is negative."""
    income_per_hour_of_work: Annotated[float, USD_PER_HOUR] | None
    """Left over for an hour of your work. None if you enter no hours; a loss is negative."""
    break_even_utilisation: Annotated[float, FRACTION] | None
    """Hours rented to break even. The share of all hours at which nothing is left over; none if
    even all hours are not enough."""
    worst_case_result: Annotated[float, USD]
    """Left over in the bad case. Hardly rented, and the card sold for nothing; a loss is
    negative."""
    by_month: Annotated[
        tuple[GpuMonth, ...],
        Chart("line", x="month", y=("total_so_far", "worst_case_total")),
    ]
    """Month by month. From the purchase (month 0); the last row is the end, before resale."""


def gpu_provider(
    *,
    hourly_rate: Annotated[float, Ge(0), Le(1_000), USD_PER_HOUR] = 0.35,
    utilisation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    platform_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    token_discount: Annotated[float, Ge(0), Le(1), FRACTION] = 0.0,
    monthly_decline: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    power_rented: Annotated[float, Ge(0), Le(100_000), WATTS] = 450.0,
    power_idle: Annotated[float, Ge(0), Le(100_000), WATTS] = 60.0,
    electricity_price: Annotated[float, Ge(0), Le(10), USD_PER_KWH] = 0.30,
    hardware_cost: Annotated[float, Ge(0), Le(1e7), USD] = 1_800.0,
    resale_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    years: Annotated[int, Ge(1), Le(5), YEARS] = 3,
    work: Annotated[float, Ge(0), Le(730), HOURS_A_MONTH] = 2.0,
    worst_case_utilisation: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
) -> GpuProvider:
    """What renting out a graphics card leaves over, once it idles, ages and uses power.

    Marketplaces show a price for an hour. Income hangs on how many hours are really rented, and an
    idle card still draws power and loses value.

    Formula:
        kept = (1 − platform_fee) × (1 − token_discount), of what renters pay
        rent(m) = hourly_rate × 730 × utilisation × kept × (1 − monthly_decline)ᵐ⁻¹
        watts = power_rented × utilisation + power_idle × (1 − utilisation)
        electricity(m) = watts ÷ 1,000 × 730 × electricity_price, at 730 hours a month
        net_result = Σ (rent(m) − electricity(m)) + hardware_cost × resale_share − hardware_cost
        result_per_day = net_result ÷ (365 × years)
        net_result = 0, where utilisation is break_even_utilisation

    Args:
        hourly_rate: Price of an hour. What renters pay for your card now; look at listings that
            are rented, not at those on offer.
        utilisation: Hours rented. As a share of all hours; new hosts start low.
        platform_fee: Platform fee. The share of the price that the marketplace keeps.
        token_discount: Cost of selling tokens. What fees and a falling price take before the pay
            is money; 0 if you are paid in dollars.
        monthly_decline: Monthly decline of the price. Newer cards make an hour of yours cheaper.
        power_rented: Power while rented. Of the whole machine, measured at the wall.
        power_idle: Power while idle. Of the whole machine; it must stay on to be found.
        electricity_price: Electricity price. From your own bill.
        hardware_cost: Cost of the hardware. The card, and the machine if you buy it for this.
        resale_share: Value at the end. As a share of what the hardware cost.
        years: Years. How long you rent it out.
        work: Your work. Set-up, updates and support.
        worst_case_utilisation: Hours rented in the bad case. As a share of all hours; never more
            than the hours you expect.

    Returns:
        The result of the whole life, the first month, and a table of 12 × `years` + 1 rows.

    Assumptions:
        - Hours rented and electricity stay the same; only the price of an hour declines.
        - The machine is on all the time, under load while rented and idle for the rest.
        - Hardware is bought at the start and sold at the end; in the bad case for nothing.
        - The defaults are an editorial guess for one consumer card in 2026, with a fee like that of
          large marketplaces (20 to 25 %); the dominant unknown is utilisation.

    Not modelled:
        - Rewards in tokens for being available, which a network may end.
        - Repairs, cooling, bandwidth, tax, and a platform that suspends you.
        - Harm done by what strangers run on your machine and over your connection.

    Sources:
        - GPUOracle, “How the Oracle Score works” (copy of 2026): the same chain from price to net
          income, a worked example, and fees of 15 to 24 %.
        - Runpod documentation, `runpod/docs` pull request 463 (2025-11-25), on a service fee of
          24 % until then.
        - DePINly, “How DePINly estimates Render Network GPU earnings” (2026-05-22): utilisation as
          the dominant unknown.
        - U.S. Department of Energy, “Estimating Appliance and Home Electronic Energy Use”: watts ×
          hours ÷ 1,000 is kilowatt-hours.

    Examples:
        >>> result = gpu_provider(hourly_rate=1, utilisation=0.5, platform_fee=0.2,
        ...     power_rented=300, power_idle=100, electricity_price=0.25)
        >>> round(result.first_month_rent, 2), round(result.first_month_electricity, 2)
        (292.0, 36.5)
        >>> gpu_provider().payback is None
        True
    """
    kept = (1 - platform_fee) * (1 - token_discount)
    full_rent = hourly_rate * HOURS_PER_MONTH * kept
    idle_electricity = power_idle / 1_000 * HOURS_PER_MONTH * electricity_price
    load_electricity = (power_rented - power_idle) / 1_000 * HOURS_PER_MONTH * electricity_price

    def electricity_at(share: float) -> float:
        return idle_electricity + load_electricity * share

    worst_share = min(worst_case_utilisation, utilisation)
    rows = [
        GpuMonth(
            month=0,
            rent=0.0,
            electricity=0.0,
            total_so_far=0.0 - hardware_cost,
            worst_case_total=0.0 - hardware_cost,
        )
    ]
    months = 12 * years
    full_rents = [full_rent * (1 - monthly_decline) ** month for month in range(months)]
    for month, full_month in enumerate(full_rents, start=1):
        last = rows[-1]
        rent = full_month * utilisation
        electricity = electricity_at(utilisation)
        worst_rent = full_month * worst_share
        rows.append(
            GpuMonth(
                month=month,
                rent=rent,
                electricity=electricity,
                total_so_far=last.total_so_far + rent - electricity,
                worst_case_total=last.worst_case_total + worst_rent - electricity_at(worst_share),
            )
        )
    resale = hardware_cost * resale_share
    net_result = rows[-1].total_so_far + resale
    return GpuProvider(
        net_result=net_result,
        payback=CashCurve([row.total_so_far for row in rows]).payback(),
        first_month_income=rows[1].rent - rows[1].electricity,
        first_month_rent=rows[1].rent,
        first_month_electricity=rows[1].electricity,
        result_per_day=net_result / (365 * years),
        income_per_hour_of_work=net_result / (work * months) if work >= 0.01 else None,
        break_even_utilisation=_share_to_cover(
            fixed_cost=idle_electricity * months + hardware_cost - resale,
            gain_if_all_rented=sum(full_rents) - load_electricity * months,
        ),
        worst_case_result=rows[-1].worst_case_total,
        by_month=tuple(rows),
    )


def _share_to_cover(*, fixed_cost: float, gain_if_all_rented: float) -> float | None:
    if fixed_cost == 0:
        return 0.0
    if gain_if_all_rented < fixed_cost:
        return None
    return fixed_cost / gain_if_all_rented
