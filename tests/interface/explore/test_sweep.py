"""What if: a sweep says what single calls say, and where the output crosses zero."""

import math
from itertools import pairwise

import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")
every_calculator = pytest.mark.parametrize("spec", REAL.values(), ids=REAL.keys())


def headline(spec: CalculatorSpec, inputs: dict[str, object]) -> object:
    reply = answer(REAL, spec.name, inputs)
    return reply.get("outputs", {}).get(next(spec.scalars).name)


@every_calculator
def test_each_row_is_what_a_single_call_says(spec: CalculatorSpec) -> None:
    for one in spec.inputs:
        if one.kind not in ("float", "int"):
            continue
        request = {"tool": "sweep", "input": one.name, "points": 7}
        reply = explore_at_once(REAL, spec.name, request)
        assert all(
            row["output"] == headline(spec, {one.name: row["input"]}) for row in reply["rows"]
        )
        assert one.default in [row["input"] for row in reply["rows"]]
        assert all(a["input"] < b["input"] for a, b in pairwise(reply["rows"]))


@every_calculator
def test_an_output_is_zero_where_it_is_said_to_cross(spec: CalculatorSpec) -> None:
    numeric = [one for one in spec.inputs if one.kind == "float"]
    for one in numeric:
        reply = explore_at_once(REAL, spec.name, {"tool": "sweep", "input": one.name})
        sizes = [abs(row["output"]) for row in reply["rows"] if row["output"] is not None]
        for crossing in reply["crossings"]:
            value = headline(spec, {one.name: crossing["input"]})
            assert crossing["jumps"] or value == pytest.approx(0, abs=1e-9 * max(sizes))


@every_calculator
def test_each_cell_of_a_map_is_what_a_single_call_says(spec: CalculatorSpec) -> None:
    x, y = [one.name for one in spec.inputs if one.kind in ("float", "int")][:2]
    request = {"tool": "map", "x": {"input": x, "points": 4}, "y": {"input": y, "points": 3}}
    reply = explore_at_once(REAL, spec.name, request)
    assert len(reply["cells"]) == len(reply["y"]["values"])
    for at_y, row in zip(reply["y"]["values"], reply["cells"], strict=True):
        assert row == [headline(spec, {x: at_x, y: at_y}) for at_x in reply["x"]["values"]]


def test_a_crossing_is_exact_and_says_which_way(ask: Ask) -> None:
    reply = ask(tool="sweep", inputs={"shape": "waves"}, input="x", points=40)
    assert [one["input"] for one in reply["crossings"]] == [
        pytest.approx(turn * math.pi, abs=1e-12) for turn in range(-3, 4)
    ]
    assert [one["rises"] for one in reply["crossings"]] == [False, True] * 3 + [False]


def test_a_jump_over_zero_is_told_from_a_root(ask: Ask) -> None:
    [jump] = ask(tool="sweep", inputs={"shape": "step"}, input="x")["crossings"]
    assert jump == {"input": pytest.approx(2, abs=1e-12), "rises": True, "jumps": True}


def test_a_whole_number_crosses_at_the_first_one_beyond(ask: Ask) -> None:
    reply = ask(tool="sweep", inputs={"offset": -7}, input="copies", **{"from": 0, "to": 1000})
    assert reply["crossings"] == [{"input": 4, "rises": True, "jumps": True}]


def test_a_part_without_an_answer_is_left_open(ask: Ask) -> None:
    rows = ask(tool="sweep", inputs={"shape": "gap", "x": 0.5}, input="x")["rows"]
    assert all((row["output"] is None) == (row["input"] > 0.731) for row in rows)


def test_a_range_that_means_something_is_chosen_unless_one_is_given(ask: Ask) -> None:
    reply = ask(tool="sweep", input="slope")
    assert (reply["range"], reply["whole_range"]) == ([0, 6], False)
    reply = ask(tool="sweep", input="x")
    assert (reply["range"], reply["whole_range"]) == ([-10, 10], True)
    reply = ask(tool="sweep", input="slope", **{"from": 1, "to": 1e9})
    assert (reply["range"], reply["scale"]) == ([1, 1e9], "ratio")


@pytest.mark.parametrize(
    ("options", "kind", "about"),
    [
        ({"tool": "sweep"}, "unknown-input", "input"),
        ({"tool": "sweep", "input": "shape"}, "not-numeric", "input"),
        ({"tool": "sweep", "input": "x", "points": 10**9}, "too-many", "points"),
        ({"tool": "sweep", "input": "x", "points": 1}, "too-few", "points"),
        ({"tool": "sweep", "input": "x", "from": 5, "to": 4}, "empty-range", "from"),
        ({"tool": "map", "x": {"input": "x"}}, "unknown-input", "y.input"),
        ({"tool": "map", "x": 3}, "not-json", "x"),
        ({"tool": "map", "x": {"input": "x"}, "y": {"input": "x"}}, "same-input", "y.input"),
        ({"tool": "map", "x": {"input": "x", "to": 99}}, "above-maximum", "x.to"),
        ({"tool": "map", "x": {"inptu": "x"}}, "unknown-option", "inptu"),
    ],
)
def test_what_cannot_be_swept_is_said(
    options: dict[str, object], kind: str, about: str, ask: Ask
) -> None:
    error = ask(**options)["error"]
    assert (error["kind"], error["input"]) == (kind, about)
