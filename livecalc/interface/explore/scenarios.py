"""Side by side: up to four sets of inputs and what each comes to."""

import math
from collections.abc import Generator
from typing import Any, Final

from livecalc.interface.call import Json, compute_in_steps
from livecalc.interface.errors import CallError
from livecalc.interface.explore.request import (
    Options,
    SeveralErrors,
    as_list,
    as_object,
    only_known,
    read_inputs,
)
from livecalc.interface.spec import CalculatorSpec, Scalar
from livecalc.interface.steps import with_progress

MOST_SCENARIOS: Final = 4
_LONGEST_NAME: Final = 60


def scenarios(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Compute up to four sets of inputs; see the package for request and answer."""
    only_known(options, ("scenarios",))
    asked = as_list(options.get("scenarios", []), "scenarios")
    if not 1 <= len(asked) <= MOST_SCENARIOS:
        raise CallError(
            "too-many" if asked else "too-few",
            f"Compare 1 to {MOST_SCENARIOS} scenarios; more do not fit side by side.",
            "scenarios",
        )
    read = [_read(spec, one, f"scenarios.{at}") for at, one in enumerate(asked)]
    known: Json = {"progress": 0.0}
    answers: list[Json | None] = []
    problems: list[str | None] = []
    for count, (_, inputs) in enumerate(read):
        try:
            steps = compute_in_steps(spec, inputs)
            answers.append((yield from with_progress(steps, lambda _: known)))
            problems.append(None)
        except CallError as error:
            answers.append(None)
            problems.append(error.message)
        known["progress"] = (count + 1) / len(read)
        yield known
    return {
        "names": [name for name, _ in read],
        "problems": problems,
        "inputs": [_row(one.name, [inputs[one.name] for _, inputs in read]) for one in spec.inputs],
        "outputs": [
            _row(one.name, [None if answer is None else answer[one.name] for answer in answers])
            for one in spec.scalars
        ],
    }


def _read(spec: CalculatorSpec, raw: Any, place: str) -> tuple[str, dict[str, Scalar]]:
    scenario = as_object(raw, place)
    only_known(scenario, ("name", "inputs"))
    name = scenario.get("name") or f"Scenario {int(place.rpartition('.')[2]) + 1}"
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        raise CallError(
            "too-many", f"A name is a text of up to {_LONGEST_NAME} letters.", f"{place}.name"
        )
    try:
        return name, read_inputs(spec, scenario.get("inputs", {}), f"{place}.inputs")
    except SeveralErrors as errors:
        raise SeveralErrors(
            [
                CallError(one.kind, one.message, f"{place}.inputs.{one.input}")
                for one in errors.problems
            ]
        ) from None


def _row(name: str, values: list[Scalar | None]) -> Json:
    first = values[0]
    return {
        "name": name,
        "values": values,
        "differs": any(one != first for one in values),
        "differences": [_difference(first, one) for one in values],
    }


def _difference(first: Scalar | None, other: Scalar | None) -> float | None:
    for one in (first, other):
        if isinstance(one, bool) or not isinstance(one, (int, float)):
            return None
    assert isinstance(first, (int, float))
    assert isinstance(other, (int, float))
    difference = other - first
    return difference if math.isfinite(difference) else None
