"""Money over time: present values, the rate a series of payments earns, and quantiles.

The established functions of numpy-financial and NumPy, in Python alone: they ship to the browser
with every calculator, where the libraries themselves would weigh more than all else together.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: Beyond e to this power no growth from one period to the next can be written as a float.
_LARGEST_LOG_GROWTH: Final = 709.0


class NoRateError(ValueError):
    """A series of payments that no rate, or more than one, brings to a present value of zero."""


def net_present_value(rate: float, cash_flows: Sequence[float]) -> float:
    """What a series of payments is worth at its start.

    Args:
        rate: Discount rate for one period, as a fraction above −1; it compounds each period.
        cash_flows: One payment per period, the first of them now and so not discounted. What you
            pay is negative, what you receive is positive.

    Returns:
        The value now, in the unit of the payments; 0 for no payment at all.

    Raises:
        ValueError: The rate is −1 or less, so later payments have no value today.

    Sources:
        numpy-financial 1.0.0 documentation, `npv`: the first payment is at the start of the first
        period. A spreadsheet's NPV begins one period later.

    Examples:
        >>> round(net_present_value(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]), 5)
        3065.22267
    """
    if rate <= -1:
        raise ValueError("A discount rate must be above -100 %.")
    value = 0.0
    for payment in reversed(cash_flows):
        value = value / (1 + rate) + payment
    return value


def internal_rate_of_return(cash_flows: Sequence[float]) -> float:
    """The rate for one period at which a series of payments has a net present value of zero.

    Where the sign changes once, there is exactly one such rate, and it is bracketed before it is
    narrowed down. Where it changes more often, several rates may fit and none of them says what
    the money earned; that is an error here and no guess.

    Args:
        cash_flows: One payment per period, the first of them now. What you pay is negative, what
            you receive is positive.

    Returns:
        The rate per period, a fraction above −1; a loss is negative.

    Raises:
        NoRateError: All payments go one way, the direction changes more than once, or the rate is
            too large to be a number.

    Sources:
        Descartes' rule of signs for the number of rates; numpy-financial 1.0.0 documentation,
        `irr`, for the example.

    Examples:
        >>> round(internal_rate_of_return([-100, 39, 59, 55, 20]), 5)
        0.28095
        >>> round(internal_rate_of_return([-100, 20, 30]), 5)
        -0.34322
        >>> internal_rate_of_return([-100, -20])
        Traceback (most recent call last):
        livecalc.interface.finance.NoRateError: A rate needs money out and money back.
    """
    changes = _sign_changes(cash_flows)
    if changes == 0:
        raise NoRateError("A rate needs money out and money back.")
    if changes > 1:
        raise NoRateError(
            "Money goes out again after it came in, so more than one rate may fit and none is "
            "the answer."
        )
    below, above = _bracket(cash_flows)
    sign_below = _sign_at(below, cash_flows)
    while True:
        middle = (below + above) / 2
        if middle in (below, above):
            break
        sign = _sign_at(middle, cash_flows)
        if sign == 0:
            below = middle
            break
        if sign == sign_below:
            below = middle
        else:
            above = middle
    if below > _LARGEST_LOG_GROWTH:
        raise NoRateError("The rate is too large to be a number.")
    return math.expm1(below)


def quantile(values: Sequence[float], probability: float) -> float:
    """The value that a share of all values does not exceed, interpolated between neighbours.

    Args:
        values: At least one number, in any order.
        probability: The share, 0 to 1; 0.5 is the median.

    Returns:
        A number from the least to the greatest value.

    Raises:
        ValueError: There is no value, or the probability is not from 0 to 1.

    Sources:
        NumPy documentation, `quantile`, method “linear”, its default: type 7 of Hyndman and Fan,
        “Sample Quantiles in Statistical Packages”, 1996.

    Examples:
        >>> quantile([1, 2, 3, 4], 0.5)
        2.5
        >>> quantile([10, 7, 4, 3, 2, 1], 0.5)
        3.5
    """
    if not values:
        raise ValueError("A quantile needs at least one value.")
    if not 0 <= probability <= 1:
        raise ValueError("A probability is a fraction from 0 to 1.")
    ordered = sorted(values)
    position = probability * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    share = position - below
    # Weighting both neighbours cannot overflow, and stays between them.
    between = ordered[below] * (1 - share) + ordered[above] * share
    return min(max(between, ordered[below]), ordered[above])


def _sign_changes(cash_flows: Sequence[float]) -> int:
    signs = [math.copysign(1, payment) for payment in cash_flows if payment != 0]
    return sum(one != other for one, other in pairwise(signs))


def _bracket(cash_flows: Sequence[float]) -> tuple[float, float]:
    """Two growths as logarithms, one on each side of the only rate."""
    width = 1.0
    while _sign_at(-width, cash_flows) == _sign_at(width, cash_flows):
        width *= 2
        if width > 2 * _LARGEST_LOG_GROWTH:
            raise NoRateError("The rate is too large or too small to be a number.")
    return -width, width


def _sign_at(log_growth: float, cash_flows: Sequence[float]) -> float:
    """The sign of the net present value, from powers that only ever shrink."""
    factor = math.exp(-abs(log_growth))
    # With growth, later payments count less; with decay, earlier ones do, seen from the end.
    payments = reversed(cash_flows) if log_growth > 0 else cash_flows
    value = 0.0
    for payment in payments:
        value = value * factor + payment
    return math.copysign(1, value) if value != 0 else 0.0


def days_to_cover(costs: float, earned_a_year: float) -> float | None:
    """How long an income takes to pay back what it cost.

    Args:
        costs: What was paid, at least 0.
        earned_a_year: What comes in over a year of 365 days, in the unit of the costs.

    Returns:
        Days, not rounded; 0 without costs, and `None` where the income pays nothing back within a
        time that means anything.

    Examples:
        >>> days_to_cover(20, 100)
        73.0
        >>> days_to_cover(20, 0) is None
        True
    """
    if costs == 0:
        return 0.0
    # A cent in a century pays nothing back.
    if earned_a_year < 1e-4:
        return None
    return costs / earned_a_year * 365
