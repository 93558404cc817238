"""Bonding curves: what buying from a curve and selling back to it earns."""

from dataclasses import dataclass
from math import exp, expm1, log, log1p, sqrt
from typing import Annotated, Final, Literal

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, TOKENS, USD, USD_PER_TOKEN

#: How much of what the others own leaves before you, in the table.
SHARES_SOLD: Final = (1.0, 0.75, 0.5, 0.25)
#: How much comes after you, as a multiple of the reserve, in the table.
MULTIPLES_BOUGHT: Final = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
#: More than anyone could pay in.
LARGEST_PURCHASES: Final = 1e15


@dataclass(frozen=True, slots=True)
class _ConstantProduct:
    """(virtual + reserve) × tokens left = constant."""

    supply: float
    reserve: float
    virtual: float

    @property
    def left(self) -> float:
        """Tokens the curve still holds, those it can never sell included."""
        return self.supply * self.virtual / self.reserve

    def tokens_for(self, payment: float) -> float:
        return self.left * payment / (self.virtual + self.reserve + payment)

    def price(self, reserve: float) -> float:
        return (self.virtual + reserve) / self._left_at(reserve)

    def proceeds(self, tokens: float, reserve: float) -> float:
        return (self.virtual + reserve) * tokens / (self._left_at(reserve) + tokens)

    def reserve_at(self, supply: float) -> float:
        return self.virtual * supply / (self.supply - supply + self.left)

    def reserve_that_pays(self, tokens: float, proceeds: float) -> float | None:
        constant = (self.virtual + self.reserve) * self.left
        return proceeds / 2 + sqrt(proceeds**2 / 4 + proceeds * constant / tokens) - self.virtual

    def _left_at(self, reserve: float) -> float:
        return self.left * (self.virtual + self.reserve) / (self.virtual + reserve)


@dataclass(frozen=True, slots=True)
class _ReserveRatio:
    """price = reserve ÷ (supply × ratio), which makes the price a power of the supply."""

    supply: float
    reserve: float
    ratio: float

    def tokens_for(self, payment: float) -> float:
        return self.supply * expm1(self.ratio * log1p(payment / self.reserve))

    def price(self, reserve: float) -> float:
        at_start = self.reserve / (self.supply * self.ratio)
        return float(at_start * (reserve / self.reserve) ** (1 - self.ratio))

    def proceeds(self, tokens: float, reserve: float) -> float:
        supply = self.supply * (reserve / self.reserve) ** self.ratio
        if tokens >= supply:
            return reserve
        return -reserve * expm1(log1p(-tokens / supply) / self.ratio)

    def reserve_at(self, supply: float) -> float:
        return self.reserve * exp(log(supply / self.supply) / self.ratio)

    def reserve_that_pays(self, tokens: float, proceeds: float) -> float | None:
        low, high = self.reserve, self.reserve + LARGEST_PURCHASES
        if self.proceeds(tokens, high) < proceeds:
            return None
        # Proceeds rise with the reserve; halving on a log scale ends at the last digit.
        for _ in range(200):
            middle = sqrt(low) * sqrt(high)
            if not low < middle < high:
                break
            if self.proceeds(tokens, middle) < proceeds:
                low = middle
            else:
                high = middle
        return high


type _Curve = _ConstantProduct | _ReserveRatio


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleAfterOthers:
    """Your sale after others have bought or sold."""

    later_purchases: Annotated[float, USD]
    """Paid in after you. Negative when others take out more."""
    token_price: Annotated[float, USD_PER_TOKEN]
    """Token price."""
    sale_value: Annotated[float, USD]
    """You get."""
    profit: Annotated[float, USD]
    """Profit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BondingCurve:
    """A purchase from a bonding curve and the sale back to it."""

    profit: Annotated[float, USD]
    """Profit. What the sale brings after both fees, less what you paid; a loss is negative."""
    break_even_purchases: Annotated[float, USD] | None
    """Needed to break even. What others must pay in after you and before you sell; none if no
    amount would do."""
    worst_case_profit: Annotated[float, USD]
    """If you sell last. Everyone else sells before you, and you get what is left in the reserve; a
    loss is negative."""
    tokens_bought: Annotated[float, TOKENS]
    """Tokens you get. For your payment after the fee."""
    sale_value: Annotated[float, USD]
    """What the sale brings. After others have paid in, and after the fee."""
    average_price: Annotated[float, USD_PER_TOKEN]
    """Price you pay. Payment by tokens, the fee included."""
    price_before: Annotated[float, USD_PER_TOKEN]
    """Curve's price before. For a tiny amount, just before you buy."""
    price_after: Annotated[float, USD_PER_TOKEN]
    """Curve's price after. For a tiny amount, just after you bought."""
    price_impact: Annotated[float, FRACTION]
    """Your own price impact. How far your purchase moves the price."""
    round_trip_loss: Annotated[float, USD]
    """If you sold at once. Both fees; a loss is negative."""
    by_purchases: Annotated[
        tuple[SaleAfterOthers, ...], Chart("line", x="later_purchases", y=("profit",))
    ]
    """Profit by what others do. From all others selling before you to three times the reserve paid
    in after you."""


def bonding_curve(
    *,
    curve: Literal["constant-product", "reserve-ratio"] = "constant-product",
    reserve: Annotated[float, Ge(0.01), Le(1e12), USD] = 2_700.0,
    supply: Annotated[float, Ge(1e-6), Le(1e15), TOKENS] = 400_000_000.0,
    virtual_reserve: Annotated[float, Ge(0.01), Le(1e12), USD] = 4_500.0,
    reserve_ratio: Annotated[float, Ge(0.05), Le(1), FRACTION] = 0.5,
    payment: Annotated[float, Ge(0.01), Le(1e9), USD] = 100.0,
    trading_fee: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.0125,
    later_purchases: Annotated[float, Ge(0), Le(1e12), USD] = 0.0,
) -> BondingCurve:
    """What buying a token from a bonding curve and selling it back earns.

    The curve sells at a price that rises with every purchase and buys back at a price that falls
    with every sale. It creates no money: what you gain, later buyers have paid in, and whoever
    sells last finds the least.

    Formula:
        paid_in = payment ÷ (1 + trading_fee)
        tokens_left = supply × virtual_reserve ÷ reserve, with a constant product
        tokens_bought = tokens_left × paid_in ÷ (virtual_reserve + reserve + paid_in), with it too
        sale = money_then × tokens_bought ÷ (tokens_left_then + tokens_bought), with it too
        money_then = virtual_reserve + reserve_then, when you sell
        tokens_bought = supply × ((1 + paid_in ÷ reserve)^reserve_ratio − 1), with a reserve ratio
        sale = reserve_then × (1 − (1 − tokens_bought ÷ supply_then)^(1 ÷ reserve_ratio)), with it
        sale_value = sale × (1 − trading_fee)
        profit = sale_value − payment

    Args:
        curve: Kind of curve. Constant product with virtual reserves, as on pump.fun; or a fixed
            reserve ratio, as in Bancor's formula.
        reserve: Money in the reserve. What buyers have paid in so far and could take out.
        supply: Tokens sold so far. What the curve has sold and would buy back.
        virtual_reserve: Virtual reserve. Only for a constant product: money the curve counts as if
            it were there; pump.fun starts with 30 SOL.
        reserve_ratio: Reserve ratio. Only for a fixed reserve ratio: the reserve by the market
            value of all tokens; 50 % makes the price rise in a straight line.
        payment: Your payment. What you spend, the fee included.
        trading_fee: Trading fee. On each purchase and each sale.
        later_purchases: Paid in after you. What others add to the reserve before you sell, less
            what they take out; 0 is the sober assumption, because nobody knows.

    Returns:
        The profit, what it takes to break even, and a table by what others do.

    Assumptions:
        - The reserve is really there and the contract buys back at any time.
        - Money may be in any one currency; dollars stand for it.
        - The fee is added on a purchase and taken off a sale. What others pay in is counted after
          their fees.
        - For a constant product the tokens left follow from supply and reserve, so the two must
          belong to the same moment.
        - Amounts are not rounded as a contract would.
        - A break-even above 10^15 dollars counts as none.
        - The defaults resemble a pump.fun curve with half of its tokens sold, at $150 for a SOL.
          Its fee is 1.25 % since 13 May 2025, as reported.

    Not modelled:
        - The end of the curve, when its tokens move to an ordinary pool.
        - Insiders who bought at the start, bots that buy just before you, and network fees.
        - The fall in the price of the currency that the reserve is in.

    Sources:
        - Eyal Hertzog, Guy Benartzi, Galia Benartzi, “Bancor Protocol”, 2017 and 2018: purchase
          and sale at a constant reserve ratio.
        - pump.fun, `pump-fun/pump-public-docs` 1b82215 (2026-05-19): virtual reserves of 30 SOL and
          1,073,000,000 tokens, of which 793,100,000 are for sale; how fees are added.
        - Septim Labs, “See exactly what you get before you buy a pump.fun token” (undated copy):
          the fee of 1.25 %.

    Examples:
        >>> first = bonding_curve(curve="reserve-ratio", supply=300_000, reserve=60_000,
        ...     reserve_ratio=0.2, payment=300, trading_fee=0, later_purchases=0)
        >>> round(first.tokens_bought, 6), round(first.price_after, 6)
        (299.401794, 1.003998)
        >>> bool(abs(first.profit) < 1e-9), first.break_even_purchases
        (True, 0.0)
    """
    market: _Curve
    if curve == "constant-product":
        market = _ConstantProduct(supply, reserve, virtual_reserve)
    else:
        market = _ReserveRatio(supply, reserve, reserve_ratio)
    paid_in = payment / (1 + trading_fee)
    tokens_bought = market.tokens_for(paid_in)
    reserve_after = reserve + paid_in
    # What a sale of these tokens finds when everybody else has left.
    last_reserve = market.reserve_at(tokens_bought)
    kept = 1 - trading_fee

    def sale_value_at(reserve_then: float) -> float:
        return market.proceeds(tokens_bought, reserve_then) * kept

    sale_value = sale_value_at(reserve_after + later_purchases)
    if trading_fee == 0:
        break_even_reserve: float | None = reserve_after
    else:
        break_even_reserve = market.reserve_that_pays(tokens_bought, payment / kept)
    price_before = market.price(reserve)
    price_after = market.price(reserve_after)
    changes = [-share * (reserve_after - last_reserve) for share in SHARES_SOLD]
    changes += [multiple * reserve_after for multiple in MULTIPLES_BOUGHT]
    return BondingCurve(
        profit=sale_value - payment,
        break_even_purchases=_purchases_until(break_even_reserve, reserve_after),
        worst_case_profit=last_reserve * kept - payment,
        tokens_bought=tokens_bought,
        sale_value=sale_value,
        average_price=payment / tokens_bought,
        price_before=price_before,
        price_after=price_after,
        price_impact=price_after / price_before - 1,
        round_trip_loss=paid_in * kept - payment,
        by_purchases=tuple(
            SaleAfterOthers(
                later_purchases=change,
                token_price=market.price(max(0.0, reserve_after + change)),
                sale_value=sale_value_at(max(0.0, reserve_after + change)),
                profit=sale_value_at(max(0.0, reserve_after + change)) - payment,
            )
            for change in changes
        ),
    )


def _purchases_until(reserve: float | None, reserve_now: float) -> float | None:
    if reserve is None:
        return None
    purchases = max(0.0, reserve - reserve_now)
    return purchases if purchases <= LARGEST_PURCHASES else None
