"""What if: an output along one input, or over two of them."""

from collections.abc import Generator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from livecalc.interface.call import Json
from livecalc.interface.errors import CallError
from livecalc.interface.explore.grid import (
    as_input,
    bounds,
    plausible_range,
    spans_decades,
    spread,
)
from livecalc.interface.explore.probe import Probe
from livecalc.interface.explore.request import (
    Options,
    as_object,
    only_known,
    read_count,
    read_input_name,
    read_probe,
    read_range,
)
from livecalc.interface.explore.roots import Bracket, narrow
from livecalc.interface.spec import CalculatorSpec, InputSpec

POINTS: Final = 61
MOST_POINTS: Final = 1_001
MAP_POINTS: Final = 15
MOST_MAP_POINTS: Final = 61

#: Where the output stays further away from zero than this, relative to its size, it jumps over it.
_JUMP: Final = 1e-9

#: How far a sweep has come when it looks for where the output crosses zero.
_AFTER_SCAN: Final = 0.9


@dataclass(frozen=True, slots=True)
class Axis:
    """One input and the values that it takes."""

    spec: InputSpec
    low: float
    high: float
    values: list[float]

    def as_json(self, probe: Probe) -> Json:
        """What an answer says about it."""
        value = float(probe.inputs[self.spec.name])
        least, most = bounds(self.spec)
        return {
            "input": self.spec.name,
            "range": [as_input(self.spec, one) for one in (self.low, self.high)],
            "whole_range": (self.low, self.high) == (least, most),
            "scale": "ratio" if spans_decades(self.low, self.high, abs(value) or 1.0) else "equal",
            "value": probe.inputs[self.spec.name],
        }


def sweep(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Move one input along its range; see the package for request and answer."""
    only_known(options, ("inputs", "output", "input", "from", "to", "points"))
    probe = read_probe(spec, options)
    axis = _read_axis(probe, options, "", POINTS, MOST_POINTS)
    name = axis.spec.name
    value = float(probe.inputs[name])
    # The present value is a point of the curve, not one beside it.
    places = sorted({*axis.values, *([value] if axis.low <= value <= axis.high else [])})
    rows: list[Json] = []
    known = probe.known
    known |= {**axis.as_json(probe), "rows": rows}
    known["present"] = yield from probe.at({})
    for count, x in enumerate(places):
        place = as_input(axis.spec, x)
        rows.append({"input": place, "output": (yield from probe.at({name: place}))})
        known["progress"] = _AFTER_SCAN * (count + 1) / len(places)
        yield known
    crossings = yield from _crossings(probe, axis, rows)
    return {
        **axis.as_json(probe),
        "present": known["present"],
        "rows": rows,
        "crossings": crossings,
    }


def _crossings(probe: Probe, axis: Axis, rows: list[Json]) -> Generator[Json, None, list[Json]]:
    """Where the output crosses zero: from a loss to a gain, or back."""

    def ask(x: float) -> Generator[Json, None, float | None]:
        output = yield from probe.at({axis.spec.name: as_input(axis.spec, x)})
        yield probe.known
        return output

    found: list[Json] = []
    whole = axis.spec.kind == "int"
    for one, other in pairwise(rows):
        low, high = one["output"], other["output"]
        if low is None or high is None or (low > 0) == (high > 0):
            continue
        first = Bracket(float(one["input"]), low, float(other["input"]), high)
        last = yield from narrow(first, ask, whole=whole)
        place = as_input(axis.spec, last.high if whole else last.best)
        if not found or found[-1]["input"] != place:
            jumps = abs(last.best_value) > _JUMP * max(abs(low), abs(high))
            found.append({"input": place, "rises": high > low, "jumps": jumps})
    return found


def heat_map(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Move two inputs over their ranges; see the package for request and answer."""
    only_known(options, ("inputs", "output", "x", "y"))
    probe = read_probe(spec, options)
    axes = []
    for name in ("x", "y"):
        part = as_object(options.get(name, {}), name)
        only_known(part, ("input", "from", "to", "points"))
        axes.append(_read_axis(probe, part, f"{name}.", MAP_POINTS, MOST_MAP_POINTS))
    x, y = axes
    if x.spec == y.spec:
        raise CallError("same-input", "Name two different inputs.", "y.input")
    cells: list[list[float | None]] = []
    known = probe.known
    known |= {
        name: {
            **axis.as_json(probe),
            "values": [as_input(axis.spec, one) for one in axis.values],
        }
        for name, axis in (("x", x), ("y", y))
    }
    known["cells"] = cells
    known["present"] = yield from probe.at({})
    for count, at_y in enumerate(y.values):
        row: list[float | None] = []
        for at_x in x.values:
            changes = {
                x.spec.name: as_input(x.spec, at_x),
                y.spec.name: as_input(y.spec, at_y),
            }
            row.append((yield from probe.at(changes)))
            yield known
        cells.append(row)
        known["progress"] = (count + 1) / len(y.values)
    return {name: known[name] for name in ("present", "x", "y", "cells")}


def _read_axis(probe: Probe, options: Options, place: str, points: int, most: int) -> Axis:
    spec = read_input_name(probe.spec, options.get("input"), f"{place}input")
    value = float(probe.inputs[spec.name])
    low, high = read_range(options, spec, plausible_range(spec, value), place)
    count = read_count(
        options, "points", points, least=2, most=most, why="more could not be told apart"
    )
    return Axis(spec, low, high, spread(spec, low, high, count, value))
