"""JSON in, a validated call, JSON out: the same natively, in the browser and on a command line."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, cast

from livecalc.interface.errors import CallError
from livecalc.interface.registry import Registry
from livecalc.interface.spec import (
    CalculatorSpec,
    ColumnSpec,
    InputSpec,
    OutputSpec,
    Scalar,
)
from livecalc.interface.steps import Steps, finish, with_progress
from livecalc.interface.units import format_number

type Json = dict[str, Any]

_PLAIN_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,4}))?")
_LONGEST_QUOTE = 40


def call(registry: Registry, name: str, arguments: str) -> str:
    """Answer one call in JSON.

    Args:
        registry: The calculators that may be called.
        name: Public name, such as `staking-apy`.
        arguments: A JSON object of inputs; what is left out takes its default.

    Returns:
        `{"calculator", "inputs", "outputs"}`, or `{"calculator", "error"}` with the kind, the
        input it is about and a message. When several inputs are wrong, `error.also` lists the
        others. Never raises for anything a caller can send.
    """
    return as_text(answer(registry, name, arguments))


def as_text(value: Json) -> str:
    """Write JSON that can always be encoded."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Half of a surrogate pair in a name would make text that nobody can encode.
    return text.encode(errors="replace").decode()


def answer(registry: Registry, name: str, arguments: str | Mapping[str, Any]) -> Json:
    """Like `call`, as data instead of text; `arguments` may be a mapping already."""
    return finish(answer_in_steps(registry, name, arguments))


def answer_in_steps(
    registry: Registry, name: str, arguments: str | Mapping[str, Any]
) -> Steps[Json]:
    """Like `answer`; a long calculator yields how far it is, any other yields nothing."""
    try:
        spec = find(registry, name)
        raw = parse_object(arguments) if isinstance(arguments, str) else arguments
        inputs, problems = validate(spec, raw)
        if problems:
            error: Json = dict(problems[0].as_json())
            if problems[1:]:
                error["also"] = [one.as_json() for one in problems[1:]]
            return {"calculator": name, "error": error}
        outputs = yield from compute_in_steps(spec, inputs)
        return {"calculator": name, "inputs": inputs, "outputs": outputs}
    except CallError as error:
        return {"calculator": name, "error": error.as_json()}


def find(registry: Registry, name: str) -> CalculatorSpec:
    """The calculator of that name.

    Raises:
        CallError: There is none; the message names the closest one.
    """
    if name in registry:
        return registry[name]
    raise CallError(
        "unknown-calculator", f"There is no calculator {quote(name)}.{closest(name, registry)}"
    )


def validate(
    spec: CalculatorSpec, raw: Mapping[str, Any]
) -> tuple[dict[str, Scalar], list[CallError]]:
    """Turn what was sent into all inputs, and list everything that is wrong with it."""
    problems = [
        CallError(
            "unknown-input",
            f"{quote(name)} is not an input of {spec.name}."
            + closest(name, [one.name for one in spec.inputs]),
            name,
        )
        for name in raw
        if spec.input(name) is None
    ]
    inputs: dict[str, Scalar] = {}
    for one in spec.inputs:
        try:
            inputs[one.name] = read_value(one, raw[one.name]) if one.name in raw else one.default
        except CallError as problem:
            problems.append(problem)
    return inputs, problems


def read_value(spec: InputSpec, value: Any) -> Scalar:
    """Read one input from JSON or from text.

    Numbers may come as text, with a percent sign where the unit is a fraction: `"5%"` is 0.05.

    Args:
        spec: The input it is for.
        value: A JSON value.

    Returns:
        A number in the input's unit, a truth value, or one of the choices.

    Raises:
        CallError: It is no such value or out of range; the message says what would be accepted.
    """
    if spec.kind == "bool":
        return _read_bool(spec, value)
    if spec.kind == "text":
        if value in (spec.choices or ()):
            return str(value)
        raise CallError(
            "not-a-choice", f"Choose one of {', '.join(spec.choices or ())}.", spec.name
        )
    number = _read_number(spec, value)
    assert spec.minimum is not None
    assert spec.maximum is not None
    if number < spec.minimum:
        least = format_number(spec.minimum, spec.unit, trim=True)
        raise CallError("below-minimum", f"Enter at least {least}.", spec.name)
    if number > spec.maximum:
        most = format_number(spec.maximum, spec.unit, trim=True)
        raise CallError("above-maximum", f"Enter at most {most}.", spec.name)
    if spec.kind == "int":
        if number != int(number):
            raise CallError("not-an-integer", "Enter a whole number.", spec.name)
        return int(number)
    return number


def compute(spec: CalculatorSpec, inputs: Mapping[str, Scalar]) -> Json:
    """Call the function and turn its result into JSON values.

    Raises:
        CallError: The calculator found no answer, failed, or gave a number that is not finite.
    """
    return finish(compute_in_steps(spec, inputs))


def compute_in_steps(spec: CalculatorSpec, inputs: Mapping[str, Scalar]) -> Steps[Json]:
    """Like `compute`; a long calculator yields how far it is, any other yields nothing.

    Raises:
        CallError: As `compute`, at any step.
    """
    result = yield from run_in_steps(spec, inputs)
    return {output.name: _as_json(output, getattr(result, output.name)) for output in spec.outputs}


def run_in_steps(spec: CalculatorSpec, inputs: Mapping[str, Scalar]) -> Steps[Any]:
    """Call the function and give its result as it is; a long calculator yields how far it is.

    Raises:
        CallError: The calculator found no answer, or failed.
    """
    try:
        result = spec.function(**inputs)
        if spec.is_long:
            result = yield from with_progress(result, _fraction)
    except CallError:
        raise
    except ValueError as error:
        # A calculator's own, documented sentence about inputs that have no answer.
        raise CallError("no-answer", str(error) or "These inputs have no answer.") from error
    except OverflowError as error:
        raise CallError("not-finite", _NOT_FINITE) from error
    except Exception as error:
        raise CallError(
            "failed", f"The calculation failed ({type(error).__name__}: {_shorten(str(error))})."
        ) from error
    if not isinstance(result, spec.result):
        raise _undeclared("result", result)
    return result


def _fraction(progress: float) -> float:
    if not 0 <= progress <= 1:
        raise CallError(
            "failed", f"The calculation failed (its progress is {progress}, not from 0 to 1)."
        )
    return float(progress)


_NOT_FINITE = "The result is too large to be a number. Enter less extreme values."


def _as_json(output: OutputSpec, value: Any) -> Any:
    if isinstance(output, ColumnSpec):
        return read_output(output, value)
    if not isinstance(value, tuple) or not all(isinstance(row, output.row) for row in value):
        raise _undeclared(output.name, value)
    return [
        {column.name: read_output(column, getattr(row, column.name)) for column in output.columns}
        for row in value
    ]


def read_output(output: ColumnSpec, value: Any) -> Scalar | None:
    """Check one value of a result against what was declared.

    Raises:
        CallError: It is of another type, or not finite.
    """
    if value is None and output.optional:
        return None
    if output.kind == "float" and type(value) in (float, int):
        try:
            number = float(value)
        except OverflowError as error:
            raise CallError("not-finite", _NOT_FINITE) from error
        if not math.isfinite(number):
            raise CallError("not-finite", _NOT_FINITE)
        return number
    if type(value).__name__ != {"text": "str"}.get(output.kind, output.kind):
        raise _undeclared(output.name, value)
    return cast("Scalar", value)


def _undeclared(name: str, value: Any) -> CallError:
    kind = type(value).__name__
    return CallError("failed", f"The calculation failed ('{name}' is {kind}, not as declared).")


def parse_object(text: str) -> Mapping[str, Any]:
    """Read a JSON object.

    Raises:
        CallError: The text is something else.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CallError("not-json", "The inputs are not a JSON object.") from error
    if not isinstance(raw, dict):
        raise CallError("not-json", "The inputs are not a JSON object.")
    return raw


def _read_number(spec: InputSpec, value: Any) -> float:
    if isinstance(value, str):
        number = _read_text(spec, value)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CallError("not-a-number", "Enter a number.", spec.name)
    else:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf if value > 0 else -math.inf
    if math.isnan(number):
        raise CallError("not-a-number", "Enter a number.", spec.name)
    return number


def _read_text(spec: InputSpec, text: str) -> float:
    body = text.strip()
    if not body:
        raise CallError("not-a-number", "Enter a number.", spec.name)
    percent = body.endswith("%") and spec.unit.kind == "percent"
    match = _PLAIN_NUMBER.fullmatch(body.removesuffix("%").rstrip() if percent else body)
    if match is None:
        raise CallError("not-a-number", f"{quote(body)} is not a number.", spec.name)
    digits, exponent = match[1], int(match[2] or 0)
    # Moving the decimal point in the text keeps 4.1% equal to 0.041; dividing would not.
    return float(f"{digits}e{exponent - 2 if percent else exponent}")


def _read_bool(spec: InputSpec, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise CallError("not-a-choice", "Choose true or false.", spec.name)


def quote(text: str) -> str:
    """Put what somebody sent between quotation marks, on one line and not too long."""
    return f"“{_shorten(text)}”"


def _shorten(text: str) -> str:
    plain = "".join(one if one.isprintable() else " " for one in text)
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"


def closest(name: str, names: Any) -> str:
    """Ask whether the most similar name was meant, if there is one."""
    from difflib import get_close_matches  # heavy, and only a typo needs it

    close = get_close_matches(name[:100], list(names), n=1)
    return f" Did you mean “{close[0]}”?" if close else ""
