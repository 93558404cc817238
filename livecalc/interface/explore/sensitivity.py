"""What matters most: each input moved a little, and what that does to the output."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, Literal

from livecalc.interface.call import Json
from livecalc.interface.explore.grid import as_input, bounds
from livecalc.interface.explore.probe import Probe
from livecalc.interface.explore.request import Options, only_known, read_number, read_probe
from livecalc.interface.spec import CalculatorSpec, InputSpec
from livecalc.interface.units import FRACTION

#: How far each input is moved unless a request says otherwise.
CHANGE: Final = 0.1

#: A range up to so many units wide is plausible from end to end: fractions, years, small counts.
_NARROW: Final = 1_000.0

#: Of such a range, a tenth of the change is a step like any other.
_SHARE_OF_RANGE: Final = 0.1

type Basis = Literal["value", "default", "range", "peer", "one"]


@dataclass(frozen=True, slots=True)
class Step:
    """How far an input is moved.

    Attributes:
        size: The distance, in the input's unit, above zero.
        basis: What it is a share of: the present value; the default, where the value is zero; the
            range, where both are; the largest value among the inputs of the same unit, where the
            range is too wide to mean anything; or nothing but one unit.
    """

    size: float
    basis: Basis


def step_of(probe: Probe, spec: InputSpec, change: float) -> Step:
    """How far to move an input for a change, as a fraction."""
    value, default = float(probe.inputs[spec.name]), float(spec.default)
    low, high = bounds(spec)
    if value:
        step = Step(change * abs(value), "value")
    elif default:
        step = Step(change * abs(default), "default")
    elif high - low <= _NARROW:
        step = Step(change * _SHARE_OF_RANGE * (high - low), "range")
    elif peer := _largest_peer(probe, spec):
        step = Step(change * peer, "peer")
    else:
        step = Step(1.0, "one")
    return Step(max(1.0, round(step.size)), step.basis) if spec.kind == "int" else step


def _largest_peer(probe: Probe, spec: InputSpec) -> float:
    return max(
        abs(float(probe.inputs[one.name])) for one in probe.spec.inputs if one.unit == spec.unit
    )


def sensitivity(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Move every number a little down and up; see the package for request and answer."""
    only_known(options, ("inputs", "output", "change"))
    change = read_number(options.get("change", CHANGE), "change", FRACTION, low=0.001, high=1)
    probe = read_probe(spec, options)
    rows: list[Json] = []
    known = probe.known
    known |= {"change": change, "rows": rows}
    known["value"] = yield from probe.at({})
    numeric = [one for one in spec.inputs if one.kind in ("float", "int")]
    for count, one in enumerate(numeric):
        rows.append((yield from _row(probe, one, change)))
        known["progress"] = (count + 1) / len(numeric)
        yield known
    # Python's sort keeps the order of the form among inputs that matter as much.
    rows.sort(key=lambda row: -row["effect"])
    return {"value": known["value"], "change": change, "rows": rows}


def _row(probe: Probe, spec: InputSpec, change: float) -> Generator[Json, None, Json]:
    step = step_of(probe, spec, change)
    value = float(probe.inputs[spec.name])
    down = yield from _moved(probe, spec, value - step.size)
    up = yield from _moved(probe, spec, value + step.size)
    return {
        "input": spec.name,
        "value": probe.inputs[spec.name],
        "step": step.size,
        "basis": step.basis,
        "down": down,
        "up": up,
        "effect": max(abs(one["difference"] or 0.0) if one else 0.0 for one in (down, up)),
    }


def _moved(probe: Probe, spec: InputSpec, wanted: float) -> Generator[Json, None, Json | None]:
    low, high = bounds(spec)
    moved = as_input(spec, min(max(wanted, low), high))
    if moved == probe.inputs[spec.name]:
        return None
    output = yield from probe.at({spec.name: moved})
    present = probe.known["value"]
    difference = None if output is None or present is None else output - present
    found: Json = {
        "value": moved,
        "clipped": moved != wanted,
        "output": output,
        # Two numbers may be further apart than any number can say.
        "difference": difference if difference is None or math.isfinite(difference) else None,
    }
    if output is None:
        found["problem"] = probe.problem
    return found
