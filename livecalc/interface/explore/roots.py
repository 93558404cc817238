"""Where a function is zero, between two points at which it has different signs."""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

from livecalc.interface.call import Json

#: What is asked for a value: the function's value there, or `None` where it has none.
type Ask = Callable[[float], Generator[Json, None, float | None]]

#: Twice as many steps as halving alone would take to `_NARROWEST`.
_MOST_STEPS: Final = 120

#: Share of the bracket's first width that nobody looks into; matters only beside zero.
_NARROWEST: Final = 1e-18


@dataclass(frozen=True, slots=True)
class Bracket:
    """Two places with the function's value there, of different signs unless one is zero."""

    low: float
    low_value: float
    high: float
    high_value: float

    @property
    def best(self) -> float:
        """The end that is nearer to zero."""
        return self.low if abs(self.low_value) <= abs(self.high_value) else self.high

    @property
    def best_value(self) -> float:
        """The value at that end."""
        return min(self.low_value, self.high_value, key=abs)


def narrow(bracket: Bracket, ask: Ask, *, whole: bool = False) -> Generator[Json, None, Bracket]:
    """Narrow a bracket until no number, or no whole number, lies inside.

    Inverse quadratic interpolation where the last three points allow it, halves elsewhere. A
    function that jumps over zero is narrowed down to its jump. Where the function has no value the
    narrowing ends early.

    Args:
        bracket: Where the sign changes.
        ask: The function.
        whole: Look at whole numbers alone.

    Sources:
        Tirupathi R. Chandrupatla, “A new hybrid quadratic/bisection algorithm for finding the zero
        of a nonlinear function without using derivatives”, Advances in Engineering Software 28
        (1997), 145–149.
    """
    if whole:
        return (yield from _narrow_whole(bracket, ask))
    # As the paper names them: a is the latest point, b encloses with it, c is what a was before.
    b, fb, a, fa = bracket.low, bracket.low_value, bracket.high, bracket.high_value
    share = 0.5
    narrowest = _NARROWEST * (a - b)
    for _ in range(_MOST_STEPS):
        if fa == 0 or fb == 0 or abs(a - b) < narrowest:
            break
        x = a + share * (b - a)
        if x in (a, b):
            x = (a + b) / 2
            if x in (a, b):
                break
        fx = yield from ask(x)
        if fx is None:
            break
        if (fx > 0) == (fa > 0) and fx != 0:
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        share = _next_share(a, fa, b, fb, c, fc)
    return Bracket(a, fa, b, fb) if a < b else Bracket(b, fb, a, fa)


def _next_share(a: float, fa: float, b: float, fb: float, c: float, fc: float) -> float:
    """How far from the latest point to the other end to look next."""
    if fb in (fa, fc) or fc == fa:
        return 0.5
    position, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (height * height < position and (1 - height) ** 2 < 1 - position):
        return 0.5
    share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    # Never so near to an end that the step is lost in rounding.
    least = min(0.5, 2 * math.ulp(max(abs(a), abs(b))) / abs(b - a))
    return min(max(share, least), 1 - least) if math.isfinite(share) else 0.5


def _narrow_whole(bracket: Bracket, ask: Ask) -> Generator[Json, None, Bracket]:
    low, low_value, high, high_value = (
        bracket.low,
        bracket.low_value,
        bracket.high,
        bracket.high_value,
    )
    while high - low > 1 and low_value != 0 and high_value != 0:
        middle = float((low + high) // 2)
        value = yield from ask(middle)
        if value is None:
            break
        if (value > 0) == (low_value > 0) and value != 0:
            low, low_value = middle, value
        else:
            high, high_value = middle, value
    return Bracket(low, low_value, high, high_value)


#: The golden section: each step keeps this share of the interval.
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_GOLDEN_STEPS: Final = 48


def turn(low: float, middle: float, high: float, ask: Ask) -> Generator[Json, None, float]:
    """Where a function of one sign comes nearest to zero, between two points with one dip.

    Ends as soon as the sign changes: there is then a root on each side.

    Args:
        low: Left of the dip.
        middle: Inside, nearer to zero than both ends.
        high: Right of the dip.
        ask: The function.

    Returns:
        The place.

    Sources:
        J. Kiefer, “Sequential minimax search for a maximum”, Proceedings of the American
        Mathematical Society 4 (1953), 502–506: the golden section.
    """
    best = yield from ask(middle)
    assert best is not None
    positive, place, size = best > 0, middle, abs(best)
    for _ in range(_GOLDEN_STEPS):
        right = high - place > place - low
        x = place + (1 - _GOLDEN) * ((high if right else low) - place)
        value = yield from ask(x)
        if value is None or x == place:
            break
        if (value > 0) != positive:
            return x
        if abs(value) < size:
            low, high = (place, high) if right else (low, place)
            place, size = x, abs(value)
        else:
            low, high = (low, x) if right else (x, high)
    return place
