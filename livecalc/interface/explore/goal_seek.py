"""What would it take: the values of one input that bring an output to a target."""

import math
from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import Final

from livecalc.interface.call import Json
from livecalc.interface.errors import CallError
from livecalc.interface.explore.grid import as_input, bounds, spread
from livecalc.interface.explore.probe import Probe
from livecalc.interface.explore.request import (
    Options,
    only_known,
    read_input_name,
    read_number,
    read_probe,
    read_range,
)
from livecalc.interface.explore.roots import Bracket, narrow, turn
from livecalc.interface.spec import CalculatorSpec, InputSpec
from livecalc.interface.units import format_number

#: Values that are looked at all over the range before anything is narrowed down.
_SCANNED: Final = 161

#: An output so near to the target, relative to its size, is the target.
_EXACT: Final = 1e-13

#: Where the output on both sides stays further away than this, it jumps over the target.
_JUMP: Final = 1e-9

#: What looks flat over no more than this, relative to its place, is a rounded root.
_NO_WIDTH: Final = 1e-9

#: Dips towards the target, and ends of where there is an answer, that are looked into.
_MOST_DIPS: Final = 6
_MOST_ENDS: Final = 4
_END_STEPS: Final = 40

#: Solutions that are told.
_MOST_SOLUTIONS: Final = 20

#: Solutions that a sentence lists one by one.
_MOST_LISTED: Final = 8

#: How far the scan has come when narrowing begins.
_AFTER_SCAN: Final = 0.7


def goal_seek(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Find every value that reaches a target; see the package for request and answer."""
    only_known(options, ("inputs", "output", "input", "target", "from", "to"))
    probe = read_probe(spec, options)
    moved = read_input_name(spec, options.get("input"), "input")
    if options.get("target") is None:
        raise CallError("not-a-number", "Enter the target: a number.", "target")
    target = read_number(options["target"], "target", probe.output.unit)
    low, high = read_range(options, moved, bounds(moved))
    probe.known |= {"input": moved.name, "target": target, "range": [low, high]}
    present = yield from probe.at({})
    found = yield from Search(probe, moved, target, present).run(low, high)
    return {
        "input": moved.name,
        "target": target,
        "range": [as_input(moved, one) for one in (low, high)],
        "value": present,
        **found,
        "message": message(probe, moved, target, low, high, found),
    }


class Search:
    """Looks for a target along one input, and remembers what it has seen."""

    def __init__(
        self, probe: Probe, moved: InputSpec, target: float, present: float | None
    ) -> None:
        self._probe = probe
        self._moved = moved
        self._target = target
        self._nothing = _EXACT * (abs(target) or abs(present or 0.0))
        self._seen: dict[float, float | None] = {}

    def run(self, low: float, high: float) -> Generator[Json, None, Json]:
        """Scan the range, then narrow down whatever the scan shows."""
        yield from self._scan(low, high)
        yield from self._look_at_ends()
        yield from self._look_into_dips()
        found: Json = {"solutions": [], "flats": [], "jumps": []}
        self._probe.known |= found
        yield from self._narrow_all(found)
        for kind, several in found.items():
            found[kind] = several[:_MOST_SOLUTIONS]
        answered = [one for one in self._answered() if low <= one[0] <= high]
        values = [off for _, off in answered]
        found["closest"] = None
        if answered and not any(found[kind] for kind in ("solutions", "flats")):
            found["closest"] = self._point(min(answered, key=lambda one: abs(one[1]))[0])
        found["answered"] = bool(answered)
        found["constant"] = bool(values) and max(values) - min(values) <= 2 * self._nothing
        return found

    def off(self, x: float) -> Generator[Json, None, float | None]:
        """How far the output is above the target with the input at `x`."""
        if x not in self._seen:
            output = yield from self._probe.at({self._moved.name: as_input(self._moved, x)})
            off = None if output is None else output - self._target
            if off is not None and not math.isfinite(off):
                off = None  # further away than any number can say
            self._seen[x] = 0.0 if off is not None and abs(off) <= self._nothing else off
            yield self._probe.known
        return self._seen[x]

    def _scan(self, low: float, high: float) -> Generator[Json, None, None]:
        value = float(self._probe.inputs[self._moved.name])
        points = set(spread(self._moved, low, high, _SCANNED, value))
        points |= {one for one in (value, float(self._moved.default), 0.0) if low <= one <= high}
        for count, x in enumerate(sorted(points)):
            yield from self.off(x)
            self._probe.known["progress"] = _AFTER_SCAN * (count + 1) / len(points)

    def _look_at_ends(self) -> Generator[Json, None, None]:
        """Go near to where the answers end: a root may lie between the last one and none."""
        ends = [
            (one, other)
            for (one, off), (other, next_off) in pairwise(sorted(self._seen.items()))
            if (off is None) != (next_off is None)
        ]
        for one, other in ends[:_MOST_ENDS]:
            inside, outside = (one, other) if self._seen[one] is not None else (other, one)
            for _ in range(_END_STEPS):
                middle = self._between(inside, outside)
                if middle in (inside, outside):
                    break
                if (yield from self.off(middle)) is None:
                    outside = middle
                else:
                    inside = middle

    def _between(self, one: float, other: float) -> float:
        return (one + other) // 2 if self._moved.kind == "int" else (one + other) / 2

    def _look_into_dips(self) -> Generator[Json, None, None]:
        """Look where the output comes near the target and goes away again."""
        if self._moved.kind == "int":
            return
        dips = sorted(self._dips(), key=lambda dip: abs(self._seen[dip[1]] or 0.0))
        for low, middle, high in dips[:_MOST_DIPS]:
            yield from turn(low, middle, high, self.off)

    def _dips(self) -> Iterator[tuple[float, float, float]]:
        points = sorted(self._seen.items())
        for (low, one), (middle, off), (high, other) in zip(
            points, points[1:], points[2:], strict=False
        ):
            if one is None or off is None or other is None:
                continue
            if min(one * off, other * off) <= 0:
                continue
            if abs(off) <= min(abs(one), abs(other)) and abs(off) < max(abs(one), abs(other)):
                yield low, middle, high

    def _narrow_all(self, found: Json) -> Generator[Json, None, None]:
        points = sorted(self._seen.items())
        for (low, off), (high, next_off) in pairwise(points):
            if off is None or next_off is None or off * next_off >= 0:
                continue
            bracket = Bracket(low, off, high, next_off)
            whole = self._moved.kind == "int"
            self._tell(found, bracket, (yield from narrow(bracket, self.off, whole=whole)))
        yield from self._tell_exact(found)
        yield from self._tell_touched(found)
        found["solutions"] = _apart(found["solutions"])

    def _tell(self, found: Json, first: Bracket, last: Bracket) -> None:
        size = max(abs(self._target), abs(first.low_value), abs(first.high_value))
        if last.best_value == 0:
            return  # counted with all places that are exact
        if abs(last.best_value) <= _JUMP * size and self._moved.kind != "int":
            found["solutions"].append(self._point(last.best))
        else:
            found["jumps"].append({"from": self._point(last.low), "to": self._point(last.high)})

    def _tell_exact(self, found: Json) -> Generator[Json, None, None]:
        """Places where the output is the target; neighbours among them are a flat part."""
        points = sorted(self._seen)
        run: list[float] = []
        runs: list[tuple[float | None, list[float], float | None]] = []
        before: float | None = None
        for x in points:
            if self._seen[x] == 0:
                run.append(x)
                continue
            if run:
                runs.append((before, run, x))
                run = []
            before = x
        if run:
            runs.append((before, run, None))
        for left, same, right in runs:
            first, last = same[0], same[-1]
            if len(same) > 1 or (yield from self._is_flat_around(left, first, right)):
                first = yield from self._edge(first, left)
                last = yield from self._edge(last, right)
            if last - first > _NO_WIDTH * max(abs(first), abs(last)):
                found["flats"].append({"from": self._point(first), "to": self._point(last)})
            else:
                found["solutions"].append(self._point(same[len(same) // 2]))

    def _is_flat_around(
        self, left: float | None, x: float, right: float | None
    ) -> Generator[Json, None, bool]:
        for other in (left, right):
            if other is None:
                continue
            near = x + (other - x) / 1e6
            if self._moved.kind == "int":
                near = x + (1 if other > x else -1)
            if (yield from self.off(near)) == 0:
                return True
        return False

    def _edge(self, exact: float, outside: float | None) -> Generator[Json, None, float]:
        """The last place towards another one at which the output is still the target."""
        if outside is None:
            return exact
        for _ in range(_END_STEPS):
            middle = self._between(exact, outside)
            if middle in (exact, outside):
                break
            if (yield from self.off(middle)) == 0:
                exact = middle
            else:
                outside = middle
        return exact

    def _tell_touched(self, found: Json) -> Generator[Json, None, None]:
        """A dip that ends at the target without crossing it."""
        known = [one["input"] for one in found["solutions"]]
        for low, middle, high in list(self._dips()):
            off = yield from self.off(middle)
            size = max(abs(self._target), abs(self._seen[low] or 0), abs(self._seen[high] or 0))
            if off is None or abs(off) > _JUMP * max(abs(self._target), min(size, 1.0)):
                continue
            if not any(abs(middle - one) <= 1e-6 * (abs(middle) or 1.0) for one in known):
                known.append(middle)
                found["solutions"].append(self._point(middle))

    def _answered(self) -> list[tuple[float, float]]:
        return [(x, off) for x, off in self._seen.items() if off is not None]

    def _point(self, x: float) -> Json:
        off = self._seen[x]
        output = None if off is None else off + self._target
        return {"input": as_input(self._moved, x), "output": output}


def _apart(points: list[Json]) -> list[Json]:
    """Solutions in rising order, without those that are one but for rounding."""
    kept: list[Json] = []
    for one in sorted(points, key=lambda point: point["input"]):
        if not kept or one["input"] - kept[-1]["input"] > _NO_WIDTH * abs(one["input"]):
            kept.append(one)
    return kept


def message(
    probe: Probe, moved: InputSpec, target: float, low: float, high: float, found: Json
) -> str:
    """Say in a sentence or two what was found."""

    def amount(value: float) -> str:
        return format_number(value, probe.output.unit, trim=True)

    def at(value: float) -> str:
        return format_number(value, moved.unit, trim=True)

    span = f"between {at(low)} and {at(high)}"
    exact = [at(one["input"]) for one in found["solutions"]]
    parts = []
    for one in found["flats"]:
        ends = at(one["from"]["input"]), at(one["to"]["input"])
        parts.append(f"Every value from {ends[0]} to {ends[1]} gives {amount(target)}.")
    if len(exact) == 1:
        parts.append(f"{exact[0]} gives {amount(target)}.")
    elif len(exact) > _MOST_LISTED:
        parts.append(
            f"{len(exact)} values or more give {amount(target)}, from {exact[0]} to {exact[-1]}."
        )
    elif exact:
        several = ", ".join(exact[:-1])
        parts.append(f"{len(exact)} values give {amount(target)}: {several} and {exact[-1]}.")
    if parts:
        return " ".join(parts)
    if not found["answered"]:
        return f"There is no answer for any value {span}. {probe.problem or ''}".rstrip()
    nearest = found["closest"]
    if found["constant"]:
        return f"It is {amount(nearest['output'])} whatever this input is {span}."
    if found["jumps"]:
        first = found["jumps"][0]
        below, above = first["from"], first["to"]
        return (
            f"No value gives exactly {amount(target)}: {at(below['input'])} gives "
            f"{amount(below['output'])}, {at(above['input'])} gives {amount(above['output'])}."
        )
    return (
        f"No value {span} gives {amount(target)}. The closest is {at(nearest['input'])}, "
        f"which gives {amount(nearest['output'])}."
    )
