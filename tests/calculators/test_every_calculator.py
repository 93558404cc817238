"""What holds for each calculator, whatever it computes."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livecalc.interface.call import answer, call
from livecalc.interface.registry import find_calculators, topic_modules
from livecalc.interface.spec import CalculatorSpec, ColumnSpec, InputSpec, TableSpec
from livecalc.interface.units import COUNT, FRACTION, USD
from tests.calculators.in_range import in_range, in_range_inputs

REGISTRY = find_calculators("calculators")
TYPES = {"float": float, "int": int, "bool": bool, "text": str}

every_calculator = pytest.mark.parametrize("spec", REGISTRY.values(), ids=REGISTRY.keys())


@every_calculator
@given(data=st.data())
@settings(max_examples=150)
def test_inputs_in_range_have_a_finite_answer_or_a_documented_error(
    spec: CalculatorSpec, data: st.DataObject
) -> None:
    inputs = data.draw(in_range_inputs(spec))
    reply = answer(REGISTRY, spec.name, inputs)
    assert json.loads(json.dumps(reply, allow_nan=False)) == reply
    if "error" in reply:
        assert reply["error"]["kind"] == "no-answer", reply["error"]
        # A bare Python message is a bug, not an explanation.
        assert "math domain" not in reply["error"]["message"]
        return
    assert reply["inputs"] == inputs
    assert list(reply["outputs"]) == [output.name for output in spec.outputs]
    for output in spec.outputs:
        assert_declared_kind(output, reply["outputs"][output.name])


@every_calculator
def test_the_defaults_have_an_answer(spec: CalculatorSpec) -> None:
    reply = json.loads(call(REGISTRY, spec.name, "{}"))
    assert reply["inputs"] == {one.name: one.default for one in spec.inputs}
    assert set(reply["outputs"]) == {output.name for output in spec.outputs}


@every_calculator
@given(data=st.data())
@settings(max_examples=20)
def test_the_same_inputs_always_have_the_same_answer(
    spec: CalculatorSpec, data: st.DataObject
) -> None:
    inputs = json.dumps(data.draw(in_range_inputs(spec)))
    assert call(REGISTRY, spec.name, inputs) == call(REGISTRY, spec.name, inputs)


def test_each_topic_has_a_test_module_of_its_name() -> None:
    topics = {
        module.__name__.removeprefix("calculators.") for module in topic_modules("calculators")
    }
    tested = {
        path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")
    } - {"every_calculator"}
    assert tested == topics


@pytest.mark.parametrize(
    ("one", "examples"),
    [
        (InputSpec("rate", "float", FRACTION, 0.5, 0.0, 1.0, None), [0.0, 0.5, 1.0]),
        (InputSpec("copies", "int", COUNT, 3, 1.0, 9.0, None), [1, 3, 9]),
        (InputSpec("taxed", "bool", COUNT, False, None, None, None), [False, True]),
        (InputSpec("chain", "text", USD, "a", None, None, ("a", "b")), ["a", "b"]),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_drawn_inputs_reach_bounds_and_every_choice(one: InputSpec, examples: list[Any]) -> None:
    drawn: set[Any] = set()

    @given(in_range(one))
    @settings(max_examples=100)
    def draw(value: Any) -> None:
        drawn.add(value)

    draw()
    assert set(examples) <= drawn


def assert_declared_kind(output: ColumnSpec | TableSpec, value: Any) -> None:
    """A value is of the type its annotation says, finite, and absent only where that is allowed."""
    if isinstance(output, TableSpec):
        assert value, f"{output.name} has no row"
        for row in value:
            assert list(row) == [column.name for column in output.columns]
            for column in output.columns:
                assert_declared_kind(column, row[column.name])
    elif value is None:
        assert output.optional, output.name
    else:
        assert type(value) is TYPES[output.kind], output.name
        assert not isinstance(value, float) or math.isfinite(value), output.name
