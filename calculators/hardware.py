"""Hardware: when a device that works for a network has paid for itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, MONTHS, USD, USD_PER_TOKEN, YEARS, Unit

UNITS_PER_DAY: Final = Unit("a day")
TOKENS_PER_UNIT: Final = Unit("tokens per unit", decimals=4)
USD_PER_UNIT: Final = Unit("USD per unit", kind="money", decimals=4)
USD_PER_KWH: Final = Unit("USD per kWh", kind="money", decimals=4)
WATTS: Final = Unit("W", decimals=1)

#: An average month: a twelfth of 365 days.
DAYS_PER_MONTH: Final = 365 / 12
HOURS_PER_MONTH: Final = 730


class FloorAboveCapError(ValueError):
    """The least pay for a unit is above the most, so no pay fits."""


@dataclass(frozen=True, slots=True)
class CashCurve:
    """Cash at the start and after each month, week or other period; a loss is negative."""

    totals: Sequence[float]

    def payback(self) -> float | None:
        """Periods until the cash is back at zero for good, or none if it is still below at the end.

        Within a period the cash grows evenly.

        Examples:
            >>> CashCurve([-100.0, -50.0, -10.0, 10.0]).payback()
            2.5
            >>> CashCurve([-100.0, -50.0]).payback() is None
            True
        """
        # A sum of many periods misses zero by what each addition rounds.
        rounding = 1e-12 * max(abs(total) for total in self.totals)
        short = [month for month, total in enumerate(self.totals) if total < -rounding]
        if not short:
            return 0.0
        last = short[-1]
        if last == len(self.totals) - 1:
            return None
        below = self.totals[last]
        return last + min(1.0, below / (below - self.totals[last + 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class HardwareMonth:
    """One month of a device, at its end."""

    month: Annotated[int, MONTHS]
    """Month."""
    income: Annotated[float, USD]
    """Earned."""
    running_cost: Annotated[float, USD]
    """Electricity and fees."""
    total_so_far: Annotated[float, USD]
    """Cash so far. From the purchase on; a loss is negative."""
    worst_case_total: Annotated[float, USD]
    """Cash so far in the bad case. A loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepinPayback:
    """What a device for a network leaves over, and when it has paid for itself."""

    net_result: Annotated[float, USD]
    """Left over at the end. Income less running cost and the device; a loss is negative."""
    payback: Annotated[float, MONTHS] | None
    """Payback. Until income has covered the device and its running cost for good; none if it does
    not within the time."""
    earned_per_unit: Annotated[float, USD_PER_UNIT]
    """Pay for a unit of work. At today's token price, between floor and cap."""
    first_month_income: Annotated[float, USD]
    """Net income of the first month. After running cost, before the device; a loss is negative."""
    income: Annotated[float, USD]
    """Earned in all. Before any cost, with the decline."""
    running_cost: Annotated[float, USD]
    """Running cost in all. Electricity, subscription and connection."""
    break_even_units: Annotated[float, UNITS_PER_DAY] | None
    """Work a day to break even. In the first month, with the decline after it; none if a unit of
    work earns nothing."""
    worst_case_result: Annotated[float, USD]
    """Left over in the bad case. Part of the income, at the same cost; a loss is negative."""
    by_month: Annotated[
        tuple[HardwareMonth, ...],
        Chart("line", x="month", y=("total_so_far", "worst_case_total")),
    ]
    """Month by month. From the purchase (month 0); the last row is the end."""


def depin_payback(
    *,
    units_per_day: Annotated[float, Ge(0), Le(1e6), UNITS_PER_DAY] = 5.0,
    tokens_per_unit: Annotated[float, Ge(0), Le(1e6), TOKENS_PER_UNIT] = 0.15,
    token_price: Annotated[float, Ge(0), Le(1e6), USD_PER_TOKEN] = 0.27,
    floor_per_unit: Annotated[float, Ge(0), Le(5), USD_PER_UNIT] = 0.05,
    cap_per_unit: Annotated[float, Ge(0.01), Le(1e12), USD_PER_UNIT] = 0.30,
    hardware_cost: Annotated[float, Ge(0), Le(1e7), USD] = 250.0,
    yearly_fees: Annotated[float, Ge(0), Le(1e6), USD] = 0.0,
    power: Annotated[float, Ge(0), Le(100_000), WATTS] = 8.0,
    electricity_price: Annotated[float, Ge(0), Le(10), USD_PER_KWH] = 0.30,
    monthly_decline: Annotated[float, Ge(0), Le(1), FRACTION] = 0.04,
    years: Annotated[int, Ge(1), Le(5), YEARS] = 3,
    worst_case_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
) -> DepinPayback:
    """When a hotspot, camera or station pays back what it cost, if it ever does.

    Sellers divide the price of a device by today's income. But more devices share the same reward
    each month, the token moves, and networks change what they pay for; so income declines here.

    Formula:
        earned_per_unit = max(floor_per_unit, min(cap_per_unit, tokens_per_unit × token_price))
        income(m) = units_per_day × 365 ÷ 12 × earned_per_unit × (1 − monthly_decline)ᵐ⁻¹
        electricity(m) = power ÷ 1,000 × 730 × electricity_price, at 730 hours a month
        running_cost(m) = electricity(m) + yearly_fees ÷ 12
        net_result = Σ (income(m) − running_cost(m)) − hardware_cost
        net_result = 0, where units_per_day is break_even_units

    Args:
        units_per_day: Work a day. What the network counts and pays: gigabytes carried, kilometres
            mapped, or days of service (1).
        tokens_per_unit: Tokens for a unit of work. What the network shared out in the last weeks by
            all the work done.
        token_price: Token price. Today's price of one token.
        floor_per_unit: Least pay for a unit. Where the network has a floor; otherwise 0.
        cap_per_unit: Most pay for a unit. Where the network has a cap; otherwise a very large
            number.
        hardware_cost: Cost of the device. With antenna, shipping and fees to join.
        yearly_fees: Fees a year. Subscriptions, a SIM card, a site.
        power: Power. What the device draws day and night.
        electricity_price: Electricity price. From your own bill.
        monthly_decline: Monthly decline of income. As devices join and rewards are cut; 0 only if
            you are sure.
        years: Years. How long the device works.
        worst_case_share: Income in the bad case. As a share of what you expect; networks have cut
            a kind of reward to nothing.

    Returns:
        The result, the payback, and a table of 12 × `years` + 1 rows.

    Raises:
        FloorAboveCapError: The least pay for a unit is above the most.

    Assumptions:
        - All tokens are sold when they arrive, at a price that declines with the income.
        - The decline is the same every month and also holds for pay at the floor.
        - The device is bought at the start and worth nothing at the end.
        - The default work, decline and device are an editorial guess. Pay, floor and cap are those
          that Helium's proposal 149 names for mobile data in June 2026.

    Not modelled:
        - The end of a kind of reward at a known date; enter the work that is left.
        - A device that fails, moves or is locked to a network that closes.
        - Tax, your time, and what the place and the connection cost anyway.

    Sources:
        - Helium Improvement Proposal 149, `helium/HIP` 6f6d0ba (approved 2026-07-06): pay for a
          gigabyte between half and three times the payer rate of about $0.10; about 13,870 HNT a
          day for about 91,000 GB; HNT near $0.27; the end of proof of coverage.
        - U.S. Department of Energy, “Estimating Appliance and Home Electronic Energy Use”: watts ×
          hours ÷ 1,000 is kilowatt-hours.

    Examples:
        >>> result = depin_payback(units_per_day=1, power=0)
        >>> round(result.first_month_income, 2), result.payback is None
        (1.52, True)
        >>> steady = depin_payback(units_per_day=1, tokens_per_unit=1, token_price=12,
        ...     cap_per_unit=100, hardware_cost=730, power=0, monthly_decline=0)
        >>> steady.first_month_income, steady.payback
        (365.0, 2.0)
    """
    if floor_per_unit > cap_per_unit:
        raise FloorAboveCapError(
            f"The least pay for a unit (${floor_per_unit:g}) is above the most "
            f"(${cap_per_unit:g}): lower the floor or raise the cap."
        )
    earned_per_unit = max(floor_per_unit, min(cap_per_unit, tokens_per_unit * token_price))
    electricity = power / 1_000 * HOURS_PER_MONTH * electricity_price
    running_cost = electricity + yearly_fees / 12
    unit_income = DAYS_PER_MONTH * earned_per_unit

    rows = [
        HardwareMonth(
            month=0,
            income=0.0,
            running_cost=0.0,
            total_so_far=0.0 - hardware_cost,
            worst_case_total=0.0 - hardware_cost,
        )
    ]
    months = 12 * years
    for month in range(1, months + 1):
        last = rows[-1]
        income = units_per_day * unit_income * (1 - monthly_decline) ** (month - 1)
        rows.append(
            HardwareMonth(
                month=month,
                income=income,
                running_cost=running_cost,
                total_so_far=last.total_so_far + income - running_cost,
                worst_case_total=last.worst_case_total + income * worst_case_share - running_cost,
            )
        )
    end = rows[-1]
    unit_income_in_all = unit_income * math.fsum((1 - monthly_decline) ** m for m in range(months))
    return DepinPayback(
        net_result=end.total_so_far,
        payback=CashCurve([row.total_so_far for row in rows]).payback(),
        earned_per_unit=earned_per_unit,
        first_month_income=rows[1].income - running_cost,
        income=math.fsum(row.income for row in rows),
        running_cost=running_cost * months,
        break_even_units=_units_to_cover(hardware_cost + running_cost * months, unit_income_in_all),
        worst_case_result=end.worst_case_total,
        by_month=tuple(rows),
    )


def _units_to_cover(cost: float, income_per_unit: float) -> float | None:
    # Below a billionth of a dollar a unit earns nothing that anyone could count.
    return cost / income_per_unit if income_per_unit > 1e-9 else None
