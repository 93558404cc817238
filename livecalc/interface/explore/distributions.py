"""What an uncertain input may be: ranges, distributions, and what stands for them by default.

Every distribution says which of its values stands where a standard normal deviate does. So any two
can be tied together by correlated normal deviates, and percentiles need no other function.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Final

from livecalc.interface.call import Json, closest, quote
from livecalc.interface.errors import CallError
from livecalc.interface.explore.grid import bounds
from livecalc.interface.explore.request import as_object, only_known, read_number
from livecalc.interface.spec import InputSpec
from livecalc.interface.units import RATIO, format_number

#: The standard normal deviate that nineteen in twenty do not exceed.
Z95: Final = 1.6448536269514722

#: How far an input spreads on either side when nobody says anything about it.
DEFAULT_SPREAD: Final = 0.2

#: Machines differ in the last digits of a logarithm; so many digits are the same on all.
_DIGITS: Final = 10

#: Beyond this a lognormal reaches from nothing to everything.
_WIDEST_SIGMA: Final = 10.0

#: Gives one value by chance at each call.
type Sampler = Callable[[], float]


def share_below(z: float) -> float:
    """The share of standard normal deviates that do not exceed one.

    Examples:
        >>> round(share_below(Z95), 12)
        0.95
    """
    return 0.5 * math.erfc(-z / math.sqrt(2))


def rounded(value: float) -> float:
    """A number as every machine tells it.

    Examples:
        >>> rounded(1 / 3)
        0.3333333333
    """
    return float(f"{value:.{_DIGITS}g}")


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value between two is as likely."""

    low: float
    high: float

    def sampler(self, chance: Random) -> Sampler:
        """What gives one value by chance at each call."""
        low, width, share = self.low, self.high - self.low, chance.random
        return lambda: low + width * share()

    def at_deviate(self, z: float) -> float:
        """The value that as many do not exceed as standard normal deviates do not exceed `z`."""
        return self.low + (self.high - self.low) * share_below(z)


@dataclass(frozen=True, slots=True)
class Triangular:
    """Values become less likely in a straight line from the mode to both ends."""

    low: float
    mode: float
    high: float

    def sampler(self, chance: Random) -> Sampler:
        """What gives one value by chance at each call."""
        return self._at(chance.random)

    def at_deviate(self, z: float) -> float:
        """The value that as many do not exceed as standard normal deviates do not exceed `z`."""
        return self._at(lambda: share_below(z))()

    def _at(self, draw_share: Sampler) -> Sampler:
        """The value that so large a share does not exceed; drawn most often, so all is at hand."""
        low, high, root = self.low, self.high, math.sqrt
        width, rise, fall = high - low, self.mode - low, high - self.mode

        def at() -> float:
            share = draw_share()
            if share * width < rise:
                return low + root(share * width * rise)
            return high - root((1 - share) * width * fall)

        return at


@dataclass(frozen=True, slots=True)
class Normal:
    """The bell curve."""

    mean: float
    deviation: float

    def sampler(self, chance: Random) -> Sampler:
        """What gives one value by chance at each call."""
        return partial(chance.gauss, self.mean, self.deviation)

    def at_deviate(self, z: float) -> float:
        """The value that as many do not exceed as standard normal deviates do not exceed `z`."""
        return self.mean + self.deviation * z


@dataclass(frozen=True, slots=True)
class Lognormal:
    """The logarithm is normal: never zero, half above the median, a long tail upwards."""

    median: float
    sigma: float

    def sampler(self, chance: Random) -> Sampler:
        """What gives one value by chance at each call."""
        return lambda: self.at_deviate(chance.gauss(0.0, 1.0))

    def at_deviate(self, z: float) -> float:
        """The value that as many do not exceed as standard normal deviates do not exceed `z`."""
        return self.median * math.exp(self.sigma * z)


type Distribution = Uniform | Triangular | Normal | Lognormal


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An input that is drawn.

    Attributes:
        spec: The input.
        distribution: What it is drawn from; a value outside the input's range becomes its end.
        told: What was said about it, for the answer.
        assumed: Whether nobody said anything and it is the default.
    """

    spec: InputSpec
    distribution: Distribution
    told: Json
    assumed: bool

    def fit(self, drawn: float) -> tuple[float, bool]:
        """A drawn value as the calculator takes it, and whether the range cut it off."""
        low, high = bounds(self.spec)
        kept = min(max(drawn, low), high)
        whole = self.spec.kind == "int"
        return (round(kept) if whole else kept), kept != drawn

    def as_json(self, clipped: float) -> Json:
        """What an answer says about it; `clipped` is the share of values cut off."""
        return {
            "input": self.spec.name,
            **self.told,
            "assumed": self.assumed,
            "p5": rounded(self.fit(self.distribution.at_deviate(-Z95))[0]),
            "p95": rounded(self.fit(self.distribution.at_deviate(Z95))[0]),
            "clipped": clipped,
        }


def default_distribution(spec: InputSpec, value: float) -> Uncertain | None:
    """What stands for an input that nobody said anything about.

    A triangle from a fifth below to a fifth above the present value, cut at the ends of the input's
    range; `None` where that leaves nothing to draw from, as at zero.
    """
    least, most = bounds(spec)
    reach = DEFAULT_SPREAD * abs(value)
    low, high = max(value - reach, least), min(value + reach, most)
    if low >= high or (spec.kind == "int" and round(low) == round(high)):
        return None
    told: Json = {"kind": "triangular", "low": low, "mode": value, "high": high}
    told["cut"] = low > value - reach or high < value + reach
    return Uncertain(spec, Triangular(low, value, high), told, assumed=True)


def read_distribution(spec: InputSpec, raw: object, value: float, place: str) -> Uncertain:
    """Read what somebody said about an input.

    Raises:
        CallError: There is no such distribution, a number is missing or not allowed, or they
            contradict each other.
    """
    told = as_object(raw, place)
    kind = told.get("kind", "between")
    if kind == "default":
        only_known(told, ("kind",))
        found = default_distribution(spec, value)
        if found is None:
            raise CallError(
                "impossible-distribution",
                f"A fifth of {format_number(value, spec.unit, trim=True)} is no range. "
                "Say what the value lies between.",
                place,
            )
        return found
    if not isinstance(kind, str) or kind not in _READERS:
        names = [*_READERS, "default"]
        raise CallError(
            "unknown-distribution",
            f"{quote(str(kind))} is not a distribution; choose one of {', '.join(names)}."
            f"{closest(str(kind), names)}",
            f"{place}.kind",
        )
    distribution, numbers = _READERS[kind](_Numbers(spec, told, place))
    only_known(told, ("kind", *numbers))
    said: Json = {"kind": kind, **numbers}
    if kind == "between":
        said["shape"] = type(distribution).__name__.lower()
    return Uncertain(spec, distribution, said, assumed=False)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of a distribution as they were sent."""

    spec: InputSpec
    told: Mapping[str, Any]
    place: str

    def inside(self, name: str) -> float:
        """A value that the input may have."""
        least, most = bounds(self.spec)
        where = f"{self.place}.{name}"
        return read_number(self._given(name), where, self.spec.unit, low=least, high=most)

    def above_zero(self, name: str, most: float = math.inf, unit: Any = None) -> float:
        """A number above zero."""
        where = f"{self.place}.{name}"
        number = read_number(self._given(name), where, unit or self.spec.unit, low=0, high=most)
        if number == 0:
            raise CallError("impossible-distribution", "Enter more than 0.", where)
        return number

    def rising(self, *names: str) -> Json:
        """Values of which none is below the one before, and the last is above the first."""
        numbers = {name: self.inside(name) for name in names}
        values = list(numbers.values())
        if values != sorted(values) or values[0] == values[-1]:
            raise CallError(
                "impossible-distribution",
                f"Let {', '.join(names[:-1])} and {names[-1]} rise in this order.",
                f"{self.place}.{names[0]}",
            )
        return numbers

    def _given(self, name: str) -> object:
        if self.told.get(name) is None:
            raise CallError("not-a-number", f"Enter {name}: a number.", f"{self.place}.{name}")
        return self.told[name]


def _uniform(given: _Numbers) -> tuple[Distribution, Json]:
    numbers = given.rising("low", "high")
    return Uniform(**numbers), numbers


def _triangular(given: _Numbers) -> tuple[Distribution, Json]:
    numbers = given.rising("low", "mode", "high")
    return Triangular(**numbers), numbers


def _normal(given: _Numbers) -> tuple[Distribution, Json]:
    numbers = {"mean": given.inside("mean"), "deviation": given.above_zero("deviation")}
    return Normal(**numbers), numbers


def _lognormal(given: _Numbers) -> tuple[Distribution, Json]:
    numbers = {
        "median": given.inside("median"),
        "sigma": given.above_zero("sigma", _WIDEST_SIGMA, RATIO),
    }
    if numbers["median"] <= 0:
        raise CallError(
            "impossible-distribution",
            "A lognormal has values above zero only; enter a median above zero.",
            f"{given.place}.median",
        )
    return Lognormal(**numbers), numbers


def _between(given: _Numbers) -> tuple[Distribution, Json]:
    """Nine times in ten inside: the ends are the 5th and the 95th percentile."""
    numbers = given.rising("low", "high")
    low, high = numbers["low"], numbers["high"]
    if low > 0:
        return Lognormal(math.sqrt(low) * math.sqrt(high), math.log(high / low) / (2 * Z95)), (
            numbers
        )
    return Normal((low + high) / 2, (high - low) / (2 * Z95)), numbers


_READERS: Final[Mapping[str, Callable[[_Numbers], tuple[Distribution, Json]]]] = {
    "between": _between,
    "uniform": _uniform,
    "triangular": _triangular,
    "normal": _normal,
    "lognormal": _lognormal,
}
