"""Asking one output again and again gives what calls give."""

import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore.probe import Probe
from livecalc.interface.registry import Registry
from livecalc.interface.spec import ColumnSpec, Scalar
from livecalc.interface.steps import finish


def probe(curves: Registry, output: str = "height", /, **inputs: Scalar) -> Probe:
    return probe_of(curves, "curve", output, inputs)


def probe_of(curves: Registry, name: str, output: str, inputs: dict[str, Scalar]) -> Probe:
    spec = curves[name]
    column = next(one for one in spec.outputs if one.name == output)
    assert isinstance(column, ColumnSpec)
    return Probe(spec, {one.name: one.default for one in spec.inputs} | inputs, column)


def test_changes_are_laid_over_the_inputs_and_forgotten(curves: Registry) -> None:
    one = probe(curves, slope=3.0)
    assert finish(one.at({"x": 2.0})) == 6
    assert finish(one.at({})) == 3
    called = answer(curves, "curve", {"slope": 3, "x": 2})
    assert called["outputs"]["height"] == 6


@pytest.mark.parametrize(
    ("output", "inputs", "says"),
    [
        ("height", {"shape": "bad"}, "There is no height."),
        ("height", {"shape": "broken"}, "The calculation failed (KeyError"),
        ("share", {}, "There is no such value for these inputs."),
    ],
)
def test_where_there_is_no_number_the_reason_is_kept_until_the_next_call(
    output: str, inputs: dict[str, Scalar], says: str, curves: Registry
) -> None:
    one = probe(curves, output, **inputs)
    assert finish(one.at({})) is None
    assert one.problem is not None
    assert one.problem.startswith(says)
    assert finish(one.at({"shape": "line", "share": 0.75})) is not None
    assert one.problem is None


def test_a_whole_number_is_a_number(curves: Registry) -> None:
    value = finish(probe(curves, "steps").at({"x": 1.3}))
    assert (value, type(value)) == (2.0, float)


def test_a_long_calculator_tells_at_each_step_what_is_known(curves: Registry) -> None:
    one = probe_of(curves, "slow-curve", "height", {})
    one.known["rows"] = [1]
    steps = one.at({"x": 4.0})
    assert [next(steps), next(steps)] == [one.known, one.known]
    assert finish(steps) == 7
