"""What would it take: the inputs that give a target, and what is said where none does."""

import math

import pytest
from scipy.optimize import brentq

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec, InputSpec
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")

#: An output that jumps up and down all the time passes a target more often than is told.
MOST_SOLUTIONS = 20

NUMERIC = [
    (spec, one) for spec in REAL.values() for one in spec.inputs if one.kind in ("float", "int")
]


def headline(spec: CalculatorSpec, inputs: dict[str, float]) -> float | None:
    reply = answer(REAL, spec.name, inputs)
    value = reply.get("outputs", {}).get(next(spec.scalars).name)
    return None if value is None else float(value)


def another_value(one: InputSpec) -> float:
    """A value that is not the default and not on any grid."""
    assert isinstance(one.default, (int, float))
    assert one.minimum is not None
    assert one.maximum is not None
    moved = one.default * 1.3137 or one.minimum + 0.01237 * min(one.maximum - one.minimum, 100)
    moved = min(max(moved, one.minimum), one.maximum)
    return round(moved) if one.kind == "int" else moved


@pytest.mark.parametrize(("spec", "one"), NUMERIC, ids=lambda value: value.name)
def test_the_input_that_gave_an_output_is_found_again(spec: CalculatorSpec, one: InputSpec) -> None:
    value = another_value(one)
    target = headline(spec, {one.name: value})
    if target is None:
        pytest.skip("this value has no answer")
    reply = explore_at_once(REAL, spec.name, {"tool": "goal", "input": one.name, "target": target})
    slack = 1e-9 * abs(value)
    assert (
        any(point["input"] == pytest.approx(value, rel=1e-6) for point in reply["solutions"])
        or any(
            flat["from"]["input"] - slack <= value <= flat["to"]["input"] + slack
            for flat in reply["flats"]
        )
        or len(reply["solutions"]) == MOST_SOLUTIONS
    ), reply["message"]
    for point in reply["solutions"]:
        assert headline(spec, {one.name: point["input"]}) == pytest.approx(
            target, rel=1e-8, abs=1e-9
        )


@pytest.mark.parametrize("target", [-7.25, 0.0, 3.5, 19.0])
def test_a_line_has_one_solution_and_it_is_the_one_of_scipy(target: float, ask: Ask) -> None:
    reply = ask(tool="goal", input="x", target=target)
    expected = brentq(lambda x: 2 * x - target, -10, 10)
    assert [one["input"] for one in reply["solutions"]] == [pytest.approx(expected, abs=1e-12)]
    assert (reply["flats"], reply["jumps"], reply["closest"]) == ([], [], None)


def test_each_of_several_solutions_is_found(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "waves"}, input="x", target=0)
    found = [one["input"] for one in reply["solutions"]]
    expected = [turn * math.pi for turn in range(-3, 4)]
    assert found == [pytest.approx(one, abs=1e-12) for one in expected]
    assert reply["message"].startswith("7 values give $0: ")


def test_a_target_that_is_only_touched_is_a_solution(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "waves"}, input="x", target=1)
    found = [one["input"] for one in reply["solutions"]]
    assert (
        found
        == [pytest.approx((turn + 0.25) * 2 * math.pi, abs=1e-5) for turn in (-1, 0, 1)][
            : len(found)
        ]
    )
    assert len(found) == 3


def test_two_solutions_between_two_values_of_the_scan_are_found(ask: Ask) -> None:
    options = {"inputs": {"shape": "square"}, "input": "x", "target": 1e-6}
    reply = ask(tool="goal", **options, **{"from": -9.97, "to": 9.99})
    assert [one["input"] for one in reply["solutions"]] == [
        pytest.approx(root, rel=1e-6) for root in (-math.sqrt(5e-7), math.sqrt(5e-7))
    ]


def test_a_jump_over_the_target_is_no_solution(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "step"}, input="x", target=0.25)
    assert reply["solutions"] == []
    [jump] = reply["jumps"]
    assert jump["from"]["input"] < 2 <= jump["to"]["input"]
    assert (jump["from"]["output"], jump["to"]["output"]) == (-1, 1)
    assert jump["to"]["input"] - jump["from"]["input"] < 1e-14
    assert reply["message"].startswith("No value gives exactly $0.25: ")


def test_a_part_where_every_value_gives_the_target_is_told_from_end_to_end(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "flat"}, input="x", target=1)
    assert reply["solutions"] == []
    [flat] = reply["flats"]
    assert flat["from"]["input"] == pytest.approx(1, abs=1e-9)
    assert flat["to"]["input"] == 10
    assert reply["message"] == "Every value from 1 to 10 gives $1."


def test_the_closest_value_is_told_where_nothing_reaches_the_target(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "square", "offset": 3}, input="x", target=-5)
    assert reply["solutions"] == []
    assert reply["closest"]["input"] == pytest.approx(0, abs=1e-4)
    assert reply["closest"]["output"] == pytest.approx(3, abs=1e-6)
    assert reply["message"] == (
        "No value between -10 and 10 gives -$5. The closest is 0, which gives $3."
    )


def test_an_input_that_changes_nothing_is_called_that(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "waves"}, input="copies", target=5)
    assert reply["constant"]
    assert reply["message"].startswith("It is $0.84 whatever this input is ")


def test_a_root_beside_the_end_of_where_there_is_an_answer_is_found(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "gap"}, input="x", target=0.7305)
    assert [one["input"] for one in reply["solutions"]] == [pytest.approx(0.7305, abs=1e-12)]


def test_no_answer_anywhere_is_said_with_the_calculators_reason(ask: Ask) -> None:
    reply = ask(tool="goal", inputs={"shape": "bad"}, input="x", target=1)
    assert not reply["answered"]
    assert reply["closest"] is None
    assert reply["message"].startswith("There is no answer for any value between -10 and 10.")
    assert reply["message"].endswith("There is no height.")


@pytest.mark.parametrize("target", [74, 75, 1_000_001])
def test_whole_numbers_that_pass_a_target_are_told_as_neighbours(target: int, ask: Ask) -> None:
    reply = ask(tool="goal", input="copies", target=target)
    if target % 2 == 0:
        assert reply["solutions"] == [{"input": target // 2, "output": target}]
        assert reply["jumps"] == []
        return
    assert reply["solutions"] == []
    [jump] = reply["jumps"]
    assert jump["from"] == {"input": target // 2, "output": target - 1}
    assert jump["to"] == {"input": target // 2 + 1, "output": target + 1}


def test_a_value_far_from_the_present_one_is_found_over_many_decades(ask: Ask) -> None:
    for target in (1e-9, 0.5, 7e3, 0.9e9):
        reply = ask(tool="goal", input="slope", target=target)
        assert [one["input"] for one in reply["solutions"]] == [pytest.approx(target, rel=1e-12)]


def test_a_step_of_an_output_of_whole_numbers_is_found_from_end_to_end(ask: Ask) -> None:
    reply = ask(tool="goal", output="steps", input="x", target=5)
    [flat] = reply["flats"]
    assert flat["from"]["input"] == pytest.approx(2.5, abs=1e-9)
    assert flat["to"]["input"] == pytest.approx(3, abs=1e-9)


def test_only_the_range_asked_for_is_searched(ask: Ask) -> None:
    options = {"inputs": {"shape": "waves"}, "input": "x", "target": 0}
    reply = ask(tool="goal", **options, **{"from": 1, "to": 5})
    assert [one["input"] for one in reply["solutions"]] == [pytest.approx(math.pi)]
    assert reply["range"] == [1, 5]


def test_a_long_calculator_is_asked_like_any_other(ask: Ask) -> None:
    reply = ask("slow-curve", tool="goal", input="x", target=5)
    assert [one["input"] for one in reply["solutions"]] == [pytest.approx(3)]


def test_percent_may_be_typed(ask: Ask) -> None:
    reply = ask(tool="goal", output="share", input="share", target="75%")
    assert [one["input"] for one in reply["solutions"]] == [pytest.approx(0.75)]


@pytest.mark.parametrize(
    ("options", "kind", "about", "says"),
    [
        ({"input": "x"}, "not-a-number", "target", "Enter the target"),
        ({"input": "x", "target": "much"}, "not-a-number", "target", "“much” is not a number"),
        ({"target": 1}, "unknown-input", "input", "Name an input"),
        ({"input": "y", "target": 1}, "unknown-input", "input", "not an input of curve"),
        ({"input": "shape", "target": 1}, "not-numeric", "input", "is a choice"),
        ({"input": "shown", "target": 1}, "not-numeric", "input", "is a choice"),
        ({"input": "x", "target": 1, "output": "word"}, "not-numeric", "output", "is no number"),
        ({"input": "x", "target": 1, "output": "by_year"}, "not-numeric", "output", "is a table"),
        ({"input": "x", "target": 1, "output": "hight"}, "unknown-output", "output", "“height”?"),
        ({"input": "x", "target": 1, "from": 3, "to": 3}, "empty-range", "from", "no width"),
        ({"input": "x", "target": 1, "to": -10}, "empty-range", "to", "no width"),
        ({"input": "x", "target": 1, "from": -11}, "below-minimum", "from", "at least -10"),
        ({"input": "x", "target": 1, "to": "11"}, "above-maximum", "to", "at most 10"),
        ({"input": "x", "target": 1, "goal": 1}, "unknown-option", "goal", "not an option"),
        ({"input": "x", "target": 1, "inputs": {"x": 99}}, "above-maximum", "x", "at most 10"),
        ({"input": "x", "target": 1, "inputs": 3}, "not-json", "inputs", "not a JSON object"),
    ],
)
def test_what_cannot_be_sought_is_said(
    options: dict[str, object], kind: str, about: str, says: str, ask: Ask
) -> None:
    error = ask(tool="goal", **options)["error"]
    assert (error["kind"], error["input"]) == (kind, about)
    assert says in error["message"]
