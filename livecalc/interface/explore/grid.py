"""Values of one input to look at: its whole range, or the part of it that means something."""

import math
from typing import Final

from livecalc.interface.spec import InputSpec

#: A range so many times as wide as the present value spans decades.
_MANY_TIMES: Final = 100.0

#: Without any value to go by, a range wider than this spans decades from one unit on.
_WIDE: Final = 1_000.0

#: What is looked at of such a range: from nothing to so many times the present value.
_MULTIPLE: Final = 3.0


def bounds(spec: InputSpec) -> tuple[float, float]:
    """The least and the greatest value that an input may have."""
    assert spec.minimum is not None
    assert spec.maximum is not None
    return spec.minimum, spec.maximum


def plausible_range(spec: InputSpec, value: float) -> tuple[float, float]:
    """The part of an input's range that is worth a drawing.

    Args:
        spec: An input that is a number.
        value: Its present value.

    Returns:
        The whole range, unless it is more than a hundred times as wide as the present value (or
        the default, where the present value is zero): then from zero, or from the end of the range
        where that comes first, to three times the value.

    Examples:
        >>> from livecalc.interface.units import FRACTION, USD
        >>> plausible_range(InputSpec("fee", "float", FRACTION, 0.1, 0.0, 1.0, None), 0.1)
        (0.0, 1.0)
        >>> plausible_range(InputSpec("price", "float", USD, 5.0, 0.01, 1e9, None), 20.0)
        (0.01, 60.0)
    """
    low, high = bounds(spec)
    near = _scale(spec, value)
    if near == 0 or high - low <= _MANY_TIMES * near:
        return low, high
    if value < 0:
        return max(low, -_MULTIPLE * near), min(high, 0.0)
    return max(low, 0.0), min(high, _MULTIPLE * near)


def spread(spec: InputSpec, low: float, high: float, count: int, value: float) -> list[float]:
    """Values from one end of a range to the other, both included, in rising order.

    Equal steps; but where the range spans decades, equal ratios away from zero, so that values near
    the present one are not all in the first step. Values are round, so that every machine looks at
    the same ones.

    Args:
        spec: An input that is a number; the values of a whole number are whole.
        low: Where to begin.
        high: Where to end, above `low`.
        count: How many values, at least 2; whole numbers may be fewer.
        value: The present value, near which the steps should be fine.

    Examples:
        >>> from livecalc.interface.units import COUNT, FRACTION
        >>> spread(InputSpec("fee", "float", FRACTION, 0.1, 0.0, 1.0, None), 0.0, 1.0, 5, 0.1)
        [0.0, 0.25, 0.5, 0.75, 1.0]
        >>> spread(InputSpec("copies", "int", COUNT, 3, 1.0, 9.0, None), 1, 4, 50, 3)
        [1.0, 2.0, 3.0, 4.0]
        >>> wide = InputSpec("price", "float", FRACTION, 1.0, 0.0, 1e9, None)
        >>> [f"{one:.1g}" for one in spread(wide, 0, 1e6, 5, 1.0)]
        ['0', '0.6', '7e+01', '8e+03', '1e+06']
    """
    near = _scale(spec, value) or (1.0 if high - low > _WIDE else high - low)
    if spec.kind == "int" and high - low < count:
        return [float(one) for one in range(math.ceil(low), math.floor(high) + 1)]
    if spans_decades(low, high, near):
        values = _by_ratio(low, high, count, near / _MANY_TIMES)
    else:
        values = [low + (high - low) * at / (count - 1) for at in range(count)]
    return _rounded(spec, values, low, high)


def as_input(spec: InputSpec, value: float) -> float:
    """A value as the calculator takes it: whole numbers as such."""
    return int(value) if spec.kind == "int" else value


def spans_decades(low: float, high: float, near: float) -> bool:
    """Whether equal steps over a range would pass over all that is near the present value."""
    return high - low > _MANY_TIMES * near


def _scale(spec: InputSpec, value: float) -> float:
    assert isinstance(spec.default, (int, float))
    return abs(value) or abs(spec.default)


def _by_ratio(low: float, high: float, count: int, unit: float) -> list[float]:
    first, last = math.asinh(low / unit), math.asinh(high / unit)
    return [unit * math.sinh(first + (last - first) * at / (count - 1)) for at in range(count)]


def _rounded(spec: InputSpec, values: list[float], low: float, high: float) -> list[float]:
    inner = (float(f"{one:.6g}") for one in values[1:-1])
    if spec.kind == "int":
        whole = {round(one) for one in inner} | {math.ceil(low), math.floor(high)}
        return [float(one) for one in sorted(whole) if low <= one <= high]
    return sorted({low, high, *(one for one in inner if low < one < high)})
