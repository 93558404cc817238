"""Creators: what an edition of NFTs earns on first sale and from resales."""

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, MONTHS, PER_MONTH, USD


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyMonth:
    """One month after the launch; month 0 is the launch itself."""

    month: Annotated[int, MONTHS]
    """Month."""
    resales: Annotated[float, PER_MONTH]
    """Resales."""
    royalty_income: Annotated[float, USD]
    """Royalties expected."""
    royalty_income_if_all_pay: Annotated[float, USD]
    """Royalties if everyone paid."""
    total_so_far: Annotated[float, USD]
    """Total so far. After the minting cost; a loss is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyIncome:
    """What an edition earns from first sales and resales, and what is left after its cost."""

    total_income: Annotated[float, USD]
    """Total after costs. First sales and expected royalties, less the minting cost; a loss is
    negative."""
    worst_case_income: Annotated[float, USD]
    """If nothing sells. The minting cost is lost and no royalty ever comes; a loss is negative."""
    primary_income: Annotated[float, USD]
    """Primary income. From first sales, after the marketplace fee and before the minting cost."""
    royalty_income: Annotated[float, USD]
    """Royalties expected. From the resales that really pay one."""
    royalty_income_if_all_pay: Annotated[float, USD]
    """Royalties if everyone paid. If every resale paid what you ask for."""
    royalty_gap: Annotated[float, USD]
    """Royalties you will not see. Expected less promised; a loss is negative."""
    break_even_editions: Annotated[int, COUNT] | None
    """Editions to break even. How many must sell to cover the minting cost without any royalty;
    none if the whole edition cannot cover it."""
    by_month: Annotated[
        tuple[RoyaltyMonth, ...],
        Chart("bar", x="month", y=("royalty_income", "royalty_income_if_all_pay")),
    ]
    """Month by month. From the launch (month 0); the last row is the end."""


def royalty_income(
    *,
    edition_size: Annotated[int, Ge(1), Le(1_000_000), COUNT] = 100,
    primary_price: Annotated[float, Ge(0), Le(1e9), USD] = 50.0,
    share_sold: Annotated[float, Ge(0), Le(1), FRACTION] = 0.4,
    marketplace_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.15,
    minting_cost: Annotated[float, Ge(0), Le(1e9), USD] = 300.0,
    resales_per_month: Annotated[float, Ge(0), Le(1e6), PER_MONTH] = 10.0,
    resale_price: Annotated[float, Ge(0), Le(1e9), USD] = 60.0,
    monthly_decay: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    royalty_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    paying_share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    months: Annotated[int, Ge(1), Le(120), MONTHS] = 12,
) -> RoyaltyIncome:
    """What an edition earns, with royalties as they are paid and not as they are promised.

    A royalty standard only tells a marketplace what the creator asks for. Whether a resale pays it
    is up to the place where it happens, so the share that pays is an input of its own.

    Formula:
        primary_income = edition_size × share_sold × primary_price × (1 − marketplace_fee)
        resales(m) = resales_per_month × (1 − monthly_decay)ᵐ⁻¹, for months m = 1 … months
        royalty_income_if_all_pay = Σ resales(m) × resale_price × royalty_rate
        royalty_income = royalty_income_if_all_pay × paying_share
        total_income = primary_income + royalty_income − minting_cost
        break_even_editions = minting_cost ÷ (primary_price × (1 − marketplace_fee)), rounded up

    Args:
        edition_size: Edition size. How many copies you offer.
        primary_price: Price of a first sale. What a buyer pays you for one copy.
        share_sold: Share of the edition sold. Most editions do not sell out; be sober.
        marketplace_fee: Marketplace fee. The share of each first sale that the marketplace keeps.
        minting_cost: Minting cost. All you pay before the first sale, for the whole edition:
            contract, network fees, storage.
        resales_per_month: Resales in the first month. How many copies change hands again, on all
            marketplaces together.
        resale_price: Price of a resale. The average price between later owners.
        monthly_decay: Monthly decay of resales. How much trading falls from one month to the
            next; interest fades.
        royalty_rate: Royalty rate. The share of each resale price that you ask for.
        paying_share: Share of resales that pay. The part of all resales that really pays your
            royalty; 100 % only where nobody can trade around it.
        months: Months. How long you count resales.

    Returns:
        The income and its parts, and a table of `months` + 1 rows.

    Assumptions:
        - The minting cost is one sum, paid up front whatever happens later.
        - All first sales happen at the launch, at one price.
        - Sales are expected numbers and may be fractions: 37.5 copies stands for 37 or 38.
        - The resale price stays the same; only the number of resales falls.
        - One copy may be resold many times. What nobody bought cannot be resold, so without first
          sales there are no royalties.
        - Resales that pay have the same prices as those that do not.
        - The default share that pays, 20 %, is a cautious editorial guess and no measurement; the
          other defaults are an illustration of a small edition.

    Not modelled:
        - Your time, marketing, tax, and the price of the coin you are paid in.
        - A minting cost paid by each buyer, auctions, allow-lists and free claims.
        - A marketplace that closes, and artwork that disappears with its host.

    Sources:
        - ERC-2981: NFT Royalty Standard (final; text of 2026-08-22): royalties are a share of the
          sale price, and paying them is voluntary.
        - SuperRare, “What is the fee structure on SuperRare?”: 15 % of a first sale, 10 % royalty
          (help page, undated; describes July 2021 and later).

    Examples:
        >>> result = royalty_income(edition_size=10, primary_price=100, share_sold=0.5,
        ...     marketplace_fee=0.1, minting_cost=200, resales_per_month=4, resale_price=100,
        ...     monthly_decay=0.5, royalty_rate=0.1, paying_share=0.25, months=2)
        >>> result.primary_income, result.royalty_income_if_all_pay, result.royalty_income
        (450.0, 60.0, 15.0)
        >>> result.total_income, result.break_even_editions, result.worst_case_income
        (265.0, 3, -200.0)
    """
    net_price = primary_price * (1 - marketplace_fee)
    primary_income = edition_size * share_sold * net_price
    first_resales = resales_per_month if share_sold > 0 else 0.0

    rows = [
        RoyaltyMonth(
            month=0,
            resales=0.0,
            royalty_income=0.0,
            royalty_income_if_all_pay=0.0,
            total_so_far=primary_income - minting_cost,
        )
    ]
    for month in range(1, months + 1):
        resales = first_resales * (1 - monthly_decay) ** (month - 1)
        promised = resales * resale_price * royalty_rate
        expected = promised * paying_share
        rows.append(
            RoyaltyMonth(
                month=month,
                resales=resales,
                royalty_income=expected,
                royalty_income_if_all_pay=promised,
                total_so_far=rows[-1].total_so_far + expected,
            )
        )
    expected_royalties = math.fsum(row.royalty_income for row in rows)
    promised_royalties = math.fsum(row.royalty_income_if_all_pay for row in rows)
    return RoyaltyIncome(
        total_income=rows[-1].total_so_far,
        worst_case_income=0.0 - minting_cost,
        primary_income=primary_income,
        royalty_income=expected_royalties,
        royalty_income_if_all_pay=promised_royalties,
        royalty_gap=expected_royalties - promised_royalties,
        break_even_editions=_break_even_editions(minting_cost, net_price, edition_size),
        by_month=tuple(rows),
    )


def _break_even_editions(minting_cost: float, net_price: float, edition_size: int) -> int | None:
    if minting_cost == 0:
        return 0
    if minting_cost > net_price * edition_size:
        return None
    # 0.14 ÷ 0.02 is a hair above 7 in binary; rounding up at once would ask for an eighth copy.
    return max(1, math.ceil(round(minting_cost / net_price, 9)))
