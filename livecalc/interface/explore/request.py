"""What is asked of a tool: read from JSON, and checked once."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from livecalc.interface.call import closest, quote, read_value, validate
from livecalc.interface.errors import CallError, ErrorKind
from livecalc.interface.explore.grid import bounds
from livecalc.interface.explore.probe import Probe
from livecalc.interface.spec import CalculatorSpec, ColumnSpec, InputSpec, Scalar, TableSpec
from livecalc.interface.units import COUNT, Unit, format_number

type Options = Mapping[str, Any]


class SeveralErrors(Exception):  # noqa: N818 - it holds errors, and is never named to anybody
    """All that is wrong with the inputs of a request."""

    def __init__(self, problems: list[CallError]) -> None:
        super().__init__()
        self.problems = problems


def only_known(options: Options, known: Iterable[str]) -> None:
    """Refuse options that a tool does not have."""
    names = list(known)
    for name in options:
        if name not in names:
            raise CallError(
                "unknown-option",
                f"{quote(str(name))} is not an option of this tool.{closest(str(name), names)}",
                str(name),
            )


def read_inputs(spec: CalculatorSpec, raw: object, place: str = "inputs") -> dict[str, Scalar]:
    """A valid value for every input; what is left out takes its default.

    Raises:
        SeveralErrors: Inputs are wrong, as a call would say.
        CallError: It is no object at all.
    """
    inputs, problems = validate(spec, as_object(raw, place))
    if problems:
        raise SeveralErrors(problems)
    return inputs


def read_probe(spec: CalculatorSpec, options: Options) -> Probe:
    """The calculator with the inputs and the output that a request names."""
    inputs = read_inputs(spec, options.get("inputs", {}))
    return Probe(spec, inputs, read_output_name(spec, options.get("output")))


def read_output_name(spec: CalculatorSpec, name: object) -> ColumnSpec:
    """The output of that name, the headline for `None`.

    Raises:
        CallError: There is none, or it is no number.
    """
    if name is None:
        return next(spec.scalars)
    found = next((one for one in spec.outputs if one.name == name), None)
    if found is None:
        names = [one.name for one in spec.scalars]
        raise CallError(
            "unknown-output",
            f"{quote(str(name))} is not an output of {spec.name}.{closest(str(name), names)}",
            "output",
        )
    if isinstance(found, TableSpec) or found.kind not in ("float", "int"):
        kind = "a table" if isinstance(found, TableSpec) else "no number"
        raise CallError(
            "not-numeric", f"{quote(found.name)} is {kind}; choose an output that is one.", "output"
        )
    return found


def read_input_name(spec: CalculatorSpec, name: object, place: str) -> InputSpec:
    """The input of that name.

    Raises:
        CallError: There is none, or it is a choice and no number.
    """
    found = spec.input(name) if isinstance(name, str) else None
    if found is None:
        names = [one.name for one in spec.inputs]
        asked = f"{quote(str(name))} is not an input of {spec.name}."
        if name is None:
            asked = "Name an input."
        raise CallError("unknown-input", f"{asked}{closest(str(name), names)}", place)
    if found.kind not in ("float", "int"):
        raise CallError(
            "not-numeric",
            f"{quote(found.name)} is a choice; there is nothing between its values. "
            "Name an input that is a number.",
            place,
        )
    return found


def read_number(
    raw: object,
    place: str,
    unit: Unit,
    *,
    low: float = -math.inf,
    high: float = math.inf,
) -> float:
    """A number in its unit, from JSON or from text as a form has it.

    Raises:
        CallError: It is none, or lies outside.
    """
    largest = 1.7e308
    spec = InputSpec(place, "float", unit, 0.0, max(low, -largest), min(high, largest), None)
    return float(read_value(spec, raw))


def read_count(
    options: Options, name: str, default: int, *, least: int, most: int, why: str
) -> int:
    """A whole number from one to another; the cap is named and explained.

    Raises:
        CallError: It is none, or outside.
    """
    number = read_number(options.get(name, default), name, COUNT)
    if number != int(number):
        raise CallError("not-an-integer", "Enter a whole number.", name)
    if not least <= number <= most:
        kind: ErrorKind = "too-few" if number < least else "too-many"
        raise CallError(kind, f"Enter {least:,} to {most:,} {name}; {why}.", name)
    return int(number)


def read_range(
    options: Options, spec: InputSpec, default: tuple[float, float], place: str = ""
) -> tuple[float, float]:
    """The range of an input to look at, inside what the input allows.

    Raises:
        CallError: An end is no number or not allowed, or the range has no width.
    """
    least, most = bounds(spec)
    ends = []
    for name, other in zip(("from", "to"), default, strict=True):
        raw = options.get(name)
        where = f"{place}{name}"
        ends.append(
            other if raw is None else read_number(raw, where, spec.unit, low=least, high=most)
        )
    low, high = ends
    if spec.kind == "int":
        low, high = float(math.ceil(low)), float(math.floor(high))
    if low >= high:
        text = " to ".join(format_number(one, spec.unit, trim=True) for one in (low, high))
        raise CallError(
            "empty-range",
            f"The range {text} has no width. Let it begin below its end.",
            f"{place}{'from' if options.get('from') is not None else 'to'}",
        )
    return low, high


def as_object(raw: object, place: str) -> Mapping[str, Any]:
    """A JSON object.

    Raises:
        CallError: It is something else.
    """
    if not isinstance(raw, Mapping):
        raise CallError("not-json", f"{quote(place)} is not a JSON object.", place)
    return raw


def as_list(raw: object, place: str) -> list[Any]:
    """A JSON list.

    Raises:
        CallError: It is something else.
    """
    if not isinstance(raw, (list, tuple)):
        raise CallError("not-json", f"{quote(place)} is not a JSON list.", place)
    return list(raw)
