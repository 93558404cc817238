"""The call as Python runs and gives the same."""

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import Registry, find_calculators

REAL = find_calculators("calculators")


def printed_by(code: str) -> str:
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(code, "taken along", "exec"), {})
    return out.getvalue().strip()


@pytest.mark.parametrize("name", REAL)
def test_the_code_prints_what_a_call_answers(name: str) -> None:
    code = explore_at_once(REAL, name, {"tool": "python"})["code"]
    expected = answer(REAL, name, {})["outputs"][next(REAL[name].scalars).name]
    assert json.loads(printed_by(code)) == expected


def test_inputs_and_output_are_those_asked_for(curves: Registry) -> None:
    request = {"tool": "python", "inputs": {"x": "2.5", "shape": "square"}, "output": "steps"}
    code = explore_at_once(curves, "curve", request)["code"]
    assert "    x=2.5,\n" in code
    assert "    shape='square',\n" in code
    assert printed_by(code) == "12"


def test_a_long_calculator_is_run_to_its_end(curves: Registry) -> None:
    code = explore_at_once(curves, "slow-curve", {"tool": "python"})["code"]
    assert printed_by(code) == "1.0"
