"""Side by side: what each scenario comes to, and what makes the difference."""

from typing import Any

import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")


def row(reply: Any, kind: str, name: str) -> Any:
    return next(one for one in reply[kind] if one["name"] == name)


@pytest.mark.parametrize("spec", REAL.values(), ids=REAL.keys())
def test_each_column_is_what_a_call_says(spec: CalculatorSpec) -> None:
    numeric = next(one for one in spec.inputs if one.kind == "float")
    sets: list[dict[str, Any]] = [{}, {numeric.name: numeric.minimum}]
    asked = [{"inputs": inputs} for inputs in sets]
    reply = explore_at_once(REAL, spec.name, {"tool": "scenarios", "scenarios": asked})
    for at, inputs in enumerate(sets):
        called = answer(REAL, spec.name, inputs)
        assert {one["name"]: one["values"][at] for one in reply["outputs"]} == {
            one.name: called.get("outputs", {}).get(one.name) for one in spec.scalars
        }
        assert ("error" in called) == (reply["problems"][at] is not None)


def test_inputs_and_outputs_stand_with_their_differences_to_the_first(ask: Ask) -> None:
    scenarios = [{"name": "Now"}, {"name": "Up", "inputs": {"x": 3}}, {"inputs": {"shown": False}}]
    reply = ask(tool="scenarios", scenarios=scenarios)
    assert reply["names"] == ["Now", "Up", "Scenario 3"]
    assert row(reply, "inputs", "x") == {
        "name": "x",
        "values": [1, 3, 1],
        "differs": True,
        "differences": [0, 2, 0],
    }
    assert row(reply, "outputs", "height")["differences"] == [0, 4, 0]
    assert not row(reply, "inputs", "slope")["differs"]
    shown = row(reply, "inputs", "shown")
    assert (shown["differs"], shown["differences"]) == (True, [None, None, None])
    assert "by_year" not in [one["name"] for one in reply["outputs"]]


def test_a_scenario_without_an_answer_leaves_the_others_alone(ask: Ask) -> None:
    reply = ask(tool="scenarios", scenarios=[{}, {"inputs": {"shape": "bad"}}])
    assert reply["problems"] == [None, "There is no height."]
    assert row(reply, "outputs", "height") == {
        "name": "height",
        "values": [2, None],
        "differs": True,
        "differences": [0, None],
    }


@pytest.mark.parametrize(
    ("scenarios", "kind", "about"),
    [
        ([], "too-few", "scenarios"),
        ([{}] * 5, "too-many", "scenarios"),
        ({"a": 1}, "not-json", "scenarios"),
        ([{}, 3], "not-json", "scenarios.1"),
        ([{}, {"inputs": {"x": 99}}], "above-maximum", "scenarios.1.inputs.x"),
        ([{"inputs": {"y": 1}}], "unknown-input", "scenarios.0.inputs.y"),
        ([{"name": "a" * 61}], "too-many", "scenarios.0.name"),
        ([{"nmae": "a"}], "unknown-option", "nmae"),
    ],
)
def test_what_cannot_be_compared_is_said(
    scenarios: object, kind: str, about: str, ask: Ask
) -> None:
    error = ask(tool="scenarios", scenarios=scenarios)["error"]
    assert (error["kind"], error["input"]) == (kind, about)
