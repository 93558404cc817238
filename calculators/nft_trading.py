"""NFT trading: what buying to resell leaves after fees."""

from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import DAYS, FRACTION, USD

DAYS_PER_YEAR: Final = 365
#: Resale prices in the table, as multiples of the purchase price.
PRICE_MULTIPLES: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleAtPrice:
    """A resale at one price."""

    resale_price: Annotated[float, USD]
    """Resale price."""
    fees: Annotated[float, USD]
    """Fee and royalty."""
    received: Annotated[float, USD]
    """You receive."""
    profit: Annotated[float, USD]
    """Profit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NftFlip:
    """A purchase and a resale, with the chance that nobody buys."""

    expected_profit: Annotated[float, USD]
    """Expected profit. Resale at your price or at the best offer, each by its chance; a loss is
    negative."""
    break_even_price: Annotated[float, USD] | None
    """Price to break even. What a buyer must pay so that nothing is lost; none if fees take
    everything."""
    worst_case_profit: Annotated[float, USD]
    """If nobody ever buys. The price, both network fees and the capital's cost are lost; a loss is
    negative."""
    profit_if_sold: Annotated[float, USD]
    """Profit if it sells. At your resale price, after all fees; a loss is negative."""
    profit_at_best_offer: Annotated[float, USD]
    """Profit at the best offer. If you take what is offered instead; a loss is negative."""
    return_if_sold: Annotated[float, FRACTION] | None
    """Return if it sells. Profit by what you paid, network fee included; none if that is below a
    cent."""
    break_even_rise: Annotated[float, FRACTION] | None
    """Rise to break even. Of the price, over what you paid; none if there is no such price, or the
    NFT cost less than a cent."""
    break_even_chance: Annotated[float, FRACTION] | None
    """Chance to break even. How likely the sale must be for the expected profit to be nothing; none
    if even a certain sale loses."""
    fees_on_resale: Annotated[float, USD]
    """Fee and royalty. The marketplace's and the creator's part of your resale price."""
    capital_cost: Annotated[float, USD]
    """Cost of the capital. What the purchase price would have earned elsewhere."""
    by_resale_price: Annotated[
        tuple[ResaleAtPrice, ...], Chart("line", x="resale_price", y=("profit",))
    ]
    """Profit by resale price. From nothing to three times what you paid."""


def nft_flip(
    *,
    purchase_price: Annotated[float, Ge(0), Le(1e9), USD] = 1_000.0,
    buying_cost: Annotated[float, Ge(0), Le(1e6), USD] = 5.0,
    selling_cost: Annotated[float, Ge(0), Le(1e6), USD] = 5.0,
    marketplace_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.01,
    royalty_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.05,
    resale_price: Annotated[float, Ge(0), Le(1e9), USD] = 1_100.0,
    sale_chance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    best_offer: Annotated[float, Ge(0), Le(1e9), USD] = 700.0,
    days: Annotated[int, Ge(0), Le(3_650), DAYS] = 60,
    opportunity_apr: Annotated[float, Ge(0), Le(2), FRACTION] = 0.04,
) -> NftFlip:
    """What reselling an NFT leaves after fees, and what it must sell for.

    Fee and royalty are taken from the resale price, network fees from you, and they are paid on a
    loss too. The price on the listing is a wish; the best standing offer is what it fetches now.

    Formula:
        received(p) = p × (1 − marketplace_fee − royalty_rate) − selling_cost, at a price p
        capital_cost = purchase_price × opportunity_apr × days ÷ 365
        total_paid = purchase_price + buying_cost + capital_cost
        profit_if_sold = received(resale_price) − total_paid
        profit_at_best_offer = received(best_offer) − total_paid
        expected_profit = sale_chance × profit_if_sold + (1 − sale_chance) × profit_at_best_offer
        break_even_price = (total_paid + selling_cost) ÷ (1 − marketplace_fee − royalty_rate)

    Args:
        purchase_price: Purchase price. What you pay for the NFT.
        buying_cost: Network fee to buy. Gas and anything else that is charged once.
        selling_cost: Network fee to sell. Approval, listing, transfer.
        marketplace_fee: Marketplace fee. The share of the resale price that the marketplace keeps;
            OpenSea's was 1 % in September 2025.
        royalty_rate: Royalty. The share that goes to the creator, where you pay it.
        resale_price: Your resale price. What you list it for.
        sale_chance: Chance that it sells. At your price, within the days.
        best_offer: Best offer. What the highest standing offer pays, if nobody takes your price.
        days: Days held. How long the money is tied up.
        opportunity_apr: APR elsewhere. What the money would have earned in a plain account.

    Returns:
        The profits, the price and the chance to break even, and a table by resale price.

    Assumptions:
        - If nobody takes your price you take the best offer, at the same fees.
        - Fee and royalty are shares of the resale price and are not paid on the purchase.
        - Together they never take more than the whole price.
        - The default prices, chance and fees to the network are an illustration.

    Not modelled:
        - Your time, taxes, the fall of the coin you are paid in, and offers that vanish.
        - Wash trading, which makes a market look alive, and copies of the work.

    Sources:
        - ERC-2981: NFT Royalty Standard (final; text of 2026-08-22): a royalty is a share of the
          sale price.
        - OpenSea's fee of 1 % on NFT sales, 15 September 2025, as reported then.

    Examples:
        >>> ether = nft_flip(purchase_price=1, buying_cost=0.004, selling_cost=0, royalty_rate=0,
        ...     resale_price=1, sale_chance=1, days=0)
        >>> round(ether.break_even_price, 4), round(ether.profit_if_sold, 4)
        (1.0141, -0.014)
    """
    kept = max(0.0, 1 - marketplace_fee - royalty_rate)
    capital_cost = purchase_price * opportunity_apr * days / DAYS_PER_YEAR
    total_paid = purchase_price + buying_cost + capital_cost

    def profit_at(price: float) -> float:
        return price * kept - selling_cost - total_paid

    profit_if_sold = profit_at(resale_price)
    profit_at_best_offer = profit_at(best_offer)
    # Two rates that fill the whole in decimals may leave a speck in binary.
    break_even_price = (total_paid + selling_cost) / kept if kept >= 1e-9 else None
    return NftFlip(
        expected_profit=sale_chance * profit_if_sold + (1 - sale_chance) * profit_at_best_offer,
        break_even_price=break_even_price,
        worst_case_profit=profit_at(0.0),
        profit_if_sold=profit_if_sold,
        profit_at_best_offer=profit_at_best_offer,
        return_if_sold=_by(profit_if_sold, purchase_price + buying_cost),
        break_even_rise=None
        if break_even_price is None
        else _by(break_even_price - purchase_price, purchase_price),
        break_even_chance=_chance_between(profit_at_best_offer, profit_if_sold),
        fees_on_resale=resale_price * (1 - kept),
        capital_cost=capital_cost,
        by_resale_price=tuple(
            ResaleAtPrice(
                resale_price=purchase_price * multiple,
                fees=purchase_price * multiple * (1 - kept),
                received=purchase_price * multiple * kept - selling_cost,
                profit=profit_at(purchase_price * multiple),
            )
            for multiple in PRICE_MULTIPLES
        ),
    )


def _by(part: float, whole: float) -> float | None:
    """A share of an amount that is worth speaking of."""
    return part / whole if whole >= 0.01 else None


def _chance_between(without: float, with_sale: float) -> float | None:
    if without >= 0 and with_sale >= 0:
        return 0.0
    if with_sale <= without or with_sale < 0:
        return None
    return -without / (with_sale - without)
