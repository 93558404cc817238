"""Stable swap: what a trade in a pool of pegged tokens gives, and how far the pool is off."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import FRACTION, RATIO, TOKENS, Unit

#: Curve's contracts count every token with 18 decimals and fees in ten-thousandths of a millionth.
UNITS_PER_TOKEN: Final = 10**18
FEE_UNITS: Final = 10**10
#: Finer than the contracts' hundredths, so that an amplification of almost nothing has a place.
AMPLIFICATION_UNITS: Final = 10**6
#: Curve stops after as many steps.
MOST_STEPS: Final = 255
#: Trades of the table, as shares of the balance they are paid into.
TRADE_SHARES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.5, 2.0)
#: What is less of a third or fourth token is no part of the pool.
DUST: Final = 0.001
PRICE: Final = Unit("ratio", decimals=6)


class NoSolutionError(ValueError):
    """The pool's equation has no solution in as many steps as the contract allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StableSwapOfAmount:
    """One size of trade."""

    amount_in: Annotated[float, TOKENS]
    """You pay."""
    amount_out: Annotated[float, TOKENS]
    """You receive."""
    price_impact: Annotated[float, FRACTION]
    """Price impact."""
    constant_product_price_impact: Annotated[float, FRACTION]
    """Price impact in a constant product pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StableSwap:
    """What a swap of pegged tokens gives, and the state of the pool around it."""

    result_against_peg: Annotated[float, FRACTION]
    """Result against one for one. What you receive by what you pay, fee paid; a loss is
    negative."""
    price_impact: Annotated[float, FRACTION]
    """Price impact. Your price against the pool's before the trade, without the fee; a loss is
    negative."""
    worst_case_result_against_peg: Annotated[float, FRACTION]
    """Result after a run. Others have sold into the pool first, as much of your token as the bad
    case says; a loss is negative."""
    amount_out: Annotated[float, TOKENS]
    """You receive. As Curve's contract computes it in whole units, fee paid."""
    worst_case_amount_out: Annotated[float, TOKENS]
    """You receive after a run. The same trade, in the bad case."""
    average_price: Annotated[float, PRICE]
    """Your price. Tokens received for one token paid."""
    start_price: Annotated[float, PRICE]
    """Pool's price before. Tokens for one token, for a trade of almost nothing; 1 is the peg."""
    end_price: Annotated[float, PRICE]
    """Pool's price after. What the next trader sees, before the fee."""
    fee_paid: Annotated[float, TOKENS]
    """Fee paid. In the token you receive."""
    constant_product_amount_out: Annotated[float, TOKENS]
    """Without amplification. What a constant product pool with the same balances would give."""
    invariant: Annotated[float, TOKENS]
    """Invariant D. What the pool would hold in all if it were in balance."""
    imbalance: Annotated[float, FRACTION]
    """Imbalance. How much less D is than all tokens counted as one each; 0 % in balance, and a
    shortfall is negative."""
    balance_out_at_end: Annotated[float, TOKENS]
    """Left of the token you receive. What the pool holds of it afterwards, before the fee is put
    back."""
    by_amount: Annotated[
        tuple[StableSwapOfAmount, ...],
        Chart(
            "line", x="amount_in", y=("price_impact", "constant_product_price_impact"), log_x=True
        ),
    ]
    """Price impact by size of trade. Against a pool without amplification."""


def stable_swap(
    *,
    balance_in: Annotated[float, Ge(0.001), Le(1e12), TOKENS] = 1_000_000.0,
    balance_out: Annotated[float, Ge(0.001), Le(1e12), TOKENS] = 1_000_000.0,
    third_balance: Annotated[float, Ge(0), Le(1e12), TOKENS] = 0.0,
    fourth_balance: Annotated[float, Ge(0), Le(1e12), TOKENS] = 0.0,
    amplification: Annotated[float, Ge(1e-6), Le(1e9), RATIO] = 100.0,
    amount_in: Annotated[float, Ge(0.001), Le(1e12), TOKENS] = 100_000.0,
    swap_fee: Annotated[float, Ge(0), Le(0.5), FRACTION] = 0.0004,
    worst_case_amount_sold: Annotated[float, Ge(0), Le(10), FRACTION] = 0.9,
) -> StableSwap:
    """What a swap in a pool of pegged tokens gives, near the peg and far from it.

    Amplification keeps the price close to one while the pool is roughly in balance. Then it gives
    way all at once: who sells last into a failing peg gets little.

    Formula:
        n = number_of_tokens
        amplification × n × Σ(x_i) + D = amplification × n × D + D^(n + 1) ÷ (n^n × ∏(x_i))
        amount_out_before_fee = balance_out − y, with y solving the same equation for the same D
        amount_out = amount_out_before_fee × (1 − swap_fee)
        result_against_peg = amount_out ÷ amount_in − 1
        price_impact = amount_out_before_fee ÷ (amount_in × start_price) − 1
        imbalance = D ÷ Σ(x_i) − 1

    Args:
        balance_in: Balance of the token you pay with. What the pool holds of it.
        balance_out: Balance of the token you want. What the pool holds of it.
        third_balance: Balance of a third token. 0 if the pool has two; less than 0.001 counts as
            none.
        fourth_balance: Balance of a fourth token. 0 if the pool has no more.
        amplification: Amplification. The value A that the pool's contract shows; some papers
            count it times a power of the number of tokens.
        amount_in: You pay. The whole amount.
        swap_fee: Swap fee. The whole fee, whoever receives it; 0.04 % in Curve's first pools,
            higher in newer ones when the pool is out of balance.
        worst_case_amount_sold: Sold before you in the bad case. As a share of the balance of the
            token you pay with.

    Returns:
        The result against one for one, prices before and after, the invariant, and a table by size
        of trade beside a constant product pool.

    Raises:
        NoSolutionError: The contract's own iteration finds no answer for these balances.

    Assumptions:
        - All tokens are meant to be worth the same, and rates are one; the whole-number steps and
          their rounding are the contract's.
        - Amounts count with 18 decimals. Tokens with fewer round coarser.
        - In the bad case the tokens sold before you stay in the pool.

    Not modelled:
        - Fees that rise with the imbalance, tokens with a growing rate, and pools on top of pools.
        - Transaction fees, and what a token is worth outside the pool.
        - A fault in the contract, which has emptied such pools before.

    Sources:
        - Egorov, “StableSwap: efficient mechanism for Stablecoin liquidity”, November 2019.
        - Curve's `get_D` and `get_y`, as in `stableswap-ng` bff1522 (CurveDocs/curve-docs dbe555e,
          2026-02-26); the contract's A is the paper's times a power of the number of tokens.
        - Saddle, `SwapUtils.sol`, `saddle-finance/saddle-contract` 2cfdd05: the same steps.

    Examples:
        >>> small = stable_swap(balance_in=1, balance_out=1, amplification=50, amount_in=0.1,
        ...     swap_fee=0.001)
        >>> f"{small.amount_out:.15f}"
        '0.099702611562565'
        >>> result = stable_swap(balance_in=1_500_000, balance_out=500_000)
        >>> round(result.invariant, 2), round(result.start_price, 4)
        (1996715.82, 0.9828)
    """
    others = [_units(one) for one in (third_balance, fourth_balance) if one >= DUST]
    balances = [_units(balance_in), _units(balance_out), *others]
    scaled = round(amplification * AMPLIFICATION_UNITS) * len(balances)
    invariant = _solve_invariant(balances, scaled)

    def trade(amount: float) -> StableSwapOfAmount:
        before_fee = _amount_out(balances, scaled, invariant, _units(amount))
        after_fee = before_fee - before_fee * round(swap_fee * FEE_UNITS) // FEE_UNITS
        return StableSwapOfAmount(
            amount_in=amount,
            amount_out=after_fee / UNITS_PER_TOKEN,
            price_impact=min(before_fee / UNITS_PER_TOKEN / (amount * start_price) - 1, 0.0),
            constant_product_price_impact=-amount / (balance_in + amount),
        )

    start_price = _price(balances, scaled, invariant)
    swap = trade(amount_in)
    before_fee = _amount_out(balances, scaled, invariant, _units(amount_in))
    left = balances[1] - before_fee
    after_run = _after_selling(balances, scaled, invariant, balance_in * worst_case_amount_sold)
    run_invariant = _solve_invariant(after_run, scaled)
    worst_before_fee = _amount_out(after_run, scaled, run_invariant, _units(amount_in))
    total = math.fsum((balance_in, balance_out, third_balance, fourth_balance))
    worst_amount_out = worst_before_fee / UNITS_PER_TOKEN * (1 - swap_fee)
    return StableSwap(
        result_against_peg=swap.amount_out / amount_in - 1,
        price_impact=swap.price_impact,
        worst_case_result_against_peg=worst_amount_out / amount_in - 1,
        amount_out=swap.amount_out,
        worst_case_amount_out=worst_amount_out,
        average_price=swap.amount_out / amount_in,
        start_price=start_price,
        end_price=_price([balances[0] + _units(amount_in), left, *others], scaled, invariant),
        fee_paid=before_fee / UNITS_PER_TOKEN - swap.amount_out,
        constant_product_amount_out=balance_out * amount_in / (balance_in + amount_in),
        invariant=invariant / UNITS_PER_TOKEN,
        imbalance=min(invariant / UNITS_PER_TOKEN / total - 1, 0.0),
        balance_out_at_end=left / UNITS_PER_TOKEN,
        by_amount=tuple(trade(balance_in * share) for share in TRADE_SHARES),
    )


def _solve_invariant(balances: list[int], scaled: int) -> int:
    """D by Newton's method in whole numbers, rounded as `get_D` rounds.

    From the sum of the balances each step goes down; where it does not, rounding is all that is
    left to gain. The contract waits for a step of a unit, which uneven balances may never take.
    """
    count, total = len(balances), sum(balances)
    invariant = total
    for _ in range(MOST_STEPS):
        product = invariant
        for balance in balances:
            product = product * invariant // (balance * count)
        before = invariant
        slope = (scaled - AMPLIFICATION_UNITS) * invariant // AMPLIFICATION_UNITS
        slope += (count + 1) * product
        if slope <= 0:
            break
        weighted = scaled * total // AMPLIFICATION_UNITS + product * count
        invariant = weighted * invariant // slope
        if invariant >= before - 1:
            return invariant
    raise NoSolutionError(_ADVICE)


def _solve_balance(known: list[int], scaled: int, invariant: int) -> int:
    """The missing balance by Newton's method in whole numbers, rounded as `get_y` rounds.

    The first step may go up, above the solution; from there all go down.
    """
    count = len(known) + 1
    product = invariant
    for balance in known:
        product = product * invariant // (balance * count)
    product = product * invariant * AMPLIFICATION_UNITS // (scaled * count)
    offset = sum(known) + invariant * AMPLIFICATION_UNITS // scaled
    missing = invariant
    for step in range(MOST_STEPS):
        before = missing
        missing = (missing * missing + product) // (2 * missing + offset - invariant)
        if abs(missing - before) <= 1 or (step > 0 and missing > before):
            return missing
    raise NoSolutionError(_ADVICE)


_ADVICE: Final = (
    "The pool's equation has no answer for these balances. Enter balances that are closer to each "
    "other, or a larger amplification."
)


def _amount_out(balances: list[int], scaled: int, invariant: int, amount_in: int) -> int:
    """What leaves the pool before the fee; a unit stays behind against rounding."""
    first, second, *others = balances
    missing = _solve_balance([first + amount_in, *others], scaled, invariant)
    return max(second - missing - 1, 0)


def _after_selling(
    balances: list[int], scaled: int, invariant: int, tokens_sold: float
) -> list[int]:
    first, second, *others = balances
    sold = _units(tokens_sold)
    received = _amount_out(balances, scaled, invariant, sold) if sold else 0
    return [first + sold, second - received, *others]


def _price(balances: list[int], scaled: int, invariant: int) -> float:
    """Tokens received for one more token paid, at constant D: the ratio of the slopes."""
    count = len(balances)
    product = float(invariant)
    for balance in balances:
        product *= invariant / (balance * count)
    slope = scaled / AMPLIFICATION_UNITS
    return (slope + product / balances[0]) / (slope + product / balances[1])


def _units(tokens: float) -> int:
    return round(tokens * UNITS_PER_TOKEN)
