"""Storage: what a node that rents out disk space earns, and when it has paid for itself."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from calculators.hardware import HOURS_PER_MONTH, USD_PER_KWH, WATTS, CashCurve
from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, MONTHS, USD, YEARS, Unit

TERABYTES: Final = Unit("TB")
TERABYTES_PER_MONTH: Final = Unit("TB a month")
USD_PER_TERABYTE: Final = Unit("USD per TB", kind="money")

#: The share of each month's pay that the network keeps, for months 1 to 9 of a node.
HELD_BACK: Final = (0.75, 0.75, 0.75, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25)
#: The month in which half of what was kept is paid out; the rest waits for a graceful exit.
RETURN_MONTH: Final = 16
RETURNED_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageMonth:
    """One month of a node, at its end."""

    month: Annotated[int, MONTHS]
    """Month."""
    stored: Annotated[float, TERABYTES]
    """Data stored. Paid data, on average over the month."""
    gross_income: Annotated[float, USD]
    """Earned. Before anything is held back."""
    held: Annotated[float, USD]
    """Held back. What the network keeps of this month's pay."""
    paid: Annotated[float, USD]
    """Paid out. Including what it returns."""
    held_so_far: Annotated[float, USD]
    """Still held."""
    total_so_far: Annotated[float, USD]
    """Cash so far. After electricity and disks; a loss is negative."""
    worst_case_total: Annotated[float, USD]
    """Cash so far in the bad case. A loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageNode:
    """What a storage node leaves over, month by month."""

    net_income: Annotated[float, USD]
    """Cash left at the end. Paid out, less electricity and disks; a loss is negative."""
    payback: Annotated[float, MONTHS] | None
    """Payback. Until pay has covered disks and electricity for good; none if it does not within
    the time."""
    full_month_income: Annotated[float, USD]
    """Net income of a full month. Once the disk is full and nothing is held back; a loss is
    negative."""
    gross_income: Annotated[float, USD]
    """Earned in all. What the network owes for stored and moved data, held back or not."""
    paid: Annotated[float, USD]
    """Paid out in all. Cash from the network, before electricity and disks."""
    held_at_end: Annotated[float, USD]
    """Still held at the end. Yours after a graceful exit only; lost if the node just stops."""
    electricity_cost: Annotated[float, USD]
    """Electricity in all. What the node adds to your bill over all years."""
    worst_case_income: Annotated[float, USD]
    """Cash left in the bad case. Part of the data, at the same cost; a loss is negative."""
    by_month: Annotated[
        tuple[StorageMonth, ...],
        Chart("line", x="month", y=("total_so_far", "worst_case_total")),
    ]
    """Month by month. From the purchase (month 0); the last row is the end."""


def storage_node(
    *,
    capacity: Annotated[float, Ge(0), Le(10_000), TERABYTES] = 8.0,
    filled_per_month: Annotated[float, Ge(0), Le(10_000), TERABYTES_PER_MONTH] = 0.5,
    egress_share: Annotated[float, Ge(0), Le(10), FRACTION] = 0.02,
    repair_share: Annotated[float, Ge(0), Le(10), FRACTION] = 0.015,
    storage_rate: Annotated[float, Ge(0), Le(1_000), USD_PER_TERABYTE] = 1.5,
    egress_rate: Annotated[float, Ge(0), Le(1_000), USD_PER_TERABYTE] = 2.0,
    repair_rate: Annotated[float, Ge(0), Le(1_000), USD_PER_TERABYTE] = 2.0,
    hold_back: bool = True,
    hardware_cost: Annotated[float, Ge(0), Le(1e7), USD] = 180.0,
    power: Annotated[float, Ge(0), Le(100_000), WATTS] = 8.0,
    electricity_price: Annotated[float, Ge(0), Le(10), USD_PER_KWH] = 0.30,
    years: Annotated[int, Ge(1), Le(5), YEARS] = 3,
    worst_case_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
) -> StorageNode:
    """What renting out disk space pays, once the held-back part, the fill and power are counted.

    A node starts empty and fills over months, customers decide how much it is read, and the network
    keeps part of the first nine months' pay. So the pay of a full disk says little about the first
    two years.

    Formula:
        stored(m) = min(capacity, filled_per_month × (m − ½)), on average over month m
        traffic = egress_share × egress_rate + repair_share × repair_rate, for each TB stored
        gross_income = Σ stored(m) × (storage_rate + traffic)
        held(m) = gross_income(m) × 75 %, 50 %, 25 %, for months 1–3, 4–6 and 7–9, then 0 %
        paid(m) = gross_income(m) − held(m), and in month 16 half of all that was held
        electricity_cost = power ÷ 1,000 × 730 × electricity_price × months, at 730 hours a month
        net_income = Σ paid(m) − electricity_cost − hardware_cost

    Args:
        capacity: Space you share. In terabytes of 10¹² bytes; leave a tenth of the disk free.
        filled_per_month: Growth of the data. How much paid data a month adds until the space is
            full; deleted data and waste are not paid.
        egress_share: Data read by customers. In a month, as a share of what is stored.
        repair_share: Data read for repair and audits. In a month, as a share of what is stored.
        storage_rate: Pay for storage. For one TB kept for a month; $1.50 at Storj since 2023-12-01.
        egress_rate: Pay for reads by customers. For one TB; $2 at Storj since 2023-12-01.
        repair_rate: Pay for repair and audits. For one TB; $2 at Storj since 2023-12-01.
        hold_back: Pay is held back at first. On Storj's scale: 75, 50 and 25 % in the first nine
            months, half of it returned in month 16.
        hardware_cost: Cost of the disk. Zero if you use space that you own anyway.
        power: Extra power. What the node adds to what runs anyway, day and night.
        electricity_price: Electricity price. From your own bill.
        years: Years. How long the node runs.
        worst_case_share: Data in the bad case. Stored and read, as a share of what you expect.

    Returns:
        The cash, the payback, what is still held, and a table of 12 × `years` + 1 rows.

    Assumptions:
        - Data grows evenly until the space is full, and then stays.
        - Reads are a constant share of what is stored.
        - Disks are bought at the start. Pay counts in the month in which it was earned.
        - Held pay is not counted as cash until it is returned; without a graceful exit the second
          half is lost.
        - The default growth is an editorial guess. The default reads are near what a node with
          16 TB reported for April 2024 (1.7 % by customers, 1.5 % for repair); look for newer ones.

    Not modelled:
        - Failing disks, bad audits and long downtime, which can cost all that is held.
        - Minimum payouts: a small sum waits until the fee is at most a quarter of it.
        - The price of the token that pay comes in, tax, bandwidth and your time.
        - Networks that ask for collateral and burn it, such as Sia and Filecoin.

    Sources:
        - Storj documentation, “Payout” and “How does held back amount work?”, `storj/docs`
          98b590c (2026-07-15): rates since 2023-12-01, what is paid, the held-back scale.
        - Storj satellite, `satellite/compensation`, `storj/storj` 5dbec64 (2026-08-21): the same
          scale over 15 months, and half of it returned afterwards.
        - `ReneSmeekes/storj_earnings` 75c2292 (2025-12-18): a node's statements of February 2021
          and April 2024.

    Examples:
        >>> full = storage_node(capacity=10, filled_per_month=10_000, egress_share=0.05,
        ...     repair_share=0.03, hardware_cost=0, power=0)
        >>> month = full.by_month[2]
        >>> round(month.gross_income, 2), round(month.paid, 2)
        (16.6, 4.15)
        >>> storage_node(power=50).payback is None
        True
    """
    months = 12 * years
    income_per_terabyte = storage_rate + egress_share * egress_rate + repair_share * repair_rate
    monthly_electricity = power / 1_000 * HOURS_PER_MONTH * electricity_price

    start = StorageMonth(
        month=0,
        stored=0.0,
        gross_income=0.0,
        held=0.0,
        paid=0.0,
        held_so_far=0.0,
        total_so_far=0.0 - hardware_cost,
        worst_case_total=0.0 - hardware_cost,
    )
    rows = [start]
    for month in range(1, months + 1):
        last = rows[-1]
        stored = min(capacity, filled_per_month * (month - 0.5))
        gross_income = stored * income_per_terabyte
        held = gross_income * _held_share(month) if hold_back else 0.0
        returned = last.held_so_far * RETURNED_SHARE if month == RETURN_MONTH else 0.0
        paid = gross_income - held + returned
        rows.append(
            StorageMonth(
                month=month,
                stored=stored,
                gross_income=gross_income,
                held=held,
                paid=paid,
                held_so_far=last.held_so_far + held - returned,
                total_so_far=last.total_so_far + paid - monthly_electricity,
                worst_case_total=last.worst_case_total
                + paid * worst_case_share
                - monthly_electricity,
            )
        )
    end = rows[-1]
    return StorageNode(
        net_income=end.total_so_far,
        payback=CashCurve([row.total_so_far for row in rows]).payback(),
        full_month_income=capacity * income_per_terabyte - monthly_electricity,
        gross_income=math.fsum(row.gross_income for row in rows),
        paid=math.fsum(row.paid for row in rows),
        held_at_end=end.held_so_far,
        electricity_cost=monthly_electricity * months,
        worst_case_income=end.worst_case_total,
        by_month=tuple(rows),
    )


def _held_share(month: int) -> float:
    return HELD_BACK[month - 1] if month <= len(HELD_BACK) else 0.0
