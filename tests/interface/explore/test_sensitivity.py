"""What matters most: each input moved by what is said, and what that does."""

import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")


@pytest.mark.parametrize("spec", REAL.values(), ids=REAL.keys())
def test_each_row_is_what_single_calls_say(spec: CalculatorSpec) -> None:
    reply = explore_at_once(REAL, spec.name, {"tool": "sensitivity"})
    name = next(spec.scalars).name
    assert reply["value"] == answer(REAL, spec.name, {})["outputs"][name]
    assert {row["input"] for row in reply["rows"]} == {
        one.name for one in spec.inputs if one.kind in ("float", "int")
    }
    for row in reply["rows"]:
        assert row["down"] or row["up"]
        for side in (row["down"], row["up"]):
            if side is None:
                continue
            assert side["value"] != row["value"]
            called = answer(REAL, spec.name, {row["input"]: side["value"]})
            if side["output"] is None:
                assert side["problem"]
                continue
            assert side["output"] == called["outputs"][name]
            assert side["difference"] == side["output"] - reply["value"]


@pytest.mark.parametrize("spec", REAL.values(), ids=REAL.keys())
def test_the_largest_effect_comes_first(spec: CalculatorSpec) -> None:
    rows = explore_at_once(REAL, spec.name, {"tool": "sensitivity"})["rows"]
    effects = [row["effect"] for row in rows]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0


def rows_of(ask: Ask, **options: object) -> dict[str, dict[str, object]]:
    return {row["input"]: row for row in ask(tool="sensitivity", **options)["rows"]}


def test_a_value_is_moved_by_a_tenth_of_itself(ask: Ask) -> None:
    row = rows_of(ask, inputs={"x": -5})["x"]
    assert (row["step"], row["basis"]) == (0.5, "value")
    assert row["down"] == {"value": -5.5, "clipped": False, "output": -11, "difference": -1}
    assert row["up"] == {"value": -4.5, "clipped": False, "output": -9, "difference": 1}
    assert row["effect"] == 1


def test_a_value_of_zero_is_moved_by_a_tenth_of_the_default(ask: Ask) -> None:
    row = rows_of(ask, inputs={"slope": 0})["slope"]
    assert (row["step"], row["basis"]) == (0.2, "default")
    assert row["down"] is None


def test_without_either_a_narrow_range_is_the_measure(ask: Ask) -> None:
    row = rows_of(ask)["share"]
    assert (row["step"], row["basis"]) == (pytest.approx(0.01), "range")


def test_a_wide_range_means_nothing_and_a_peer_or_one_unit_does(ask: Ask) -> None:
    row = rows_of(ask)["offset"]
    assert (row["step"], row["basis"]) == (1, "one")
    real = explore_at_once(REAL, "income-plan", {"tool": "sensitivity", "inputs": {"reserve": 0}})
    assert real["rows"]


def test_what_the_range_cuts_off_is_said(ask: Ask) -> None:
    row = rows_of(ask, inputs={"x": 9.5})["x"]
    assert row["up"] == {"value": 10, "clipped": True, "output": 20, "difference": 1}
    assert rows_of(ask, inputs={"x": 10})["x"]["up"] is None


def test_whole_numbers_move_by_one_at_least(ask: Ask) -> None:
    row = rows_of(ask)["years"]
    assert row["step"] == 1
    assert row["up"]["value"] == 4  # type: ignore[index]
    assert rows_of(ask, inputs={"copies": 40})["copies"]["step"] == 4


def test_a_side_without_an_answer_says_why(ask: Ask) -> None:
    row = rows_of(ask, inputs={"shape": "gap", "x": 0.7})["x"]
    up = row["up"]
    assert up == {
        "value": pytest.approx(0.77),
        "clipped": False,
        "output": None,
        "difference": None,
        "problem": "There is no height beyond 0.731.",
    }


def test_the_change_may_be_chosen(ask: Ask) -> None:
    assert rows_of(ask, change="50%")["slope"]["step"] == 1
    assert rows_of(ask, change=0.05)["slope"]["step"] == pytest.approx(0.1)


@pytest.mark.parametrize(("change", "kind"), [(0, "below-minimum"), (2, "above-maximum")])
def test_a_change_that_means_nothing_is_refused(change: float, kind: str, ask: Ask) -> None:
    error = ask(tool="sensitivity", change=change)["error"]
    assert (error["kind"], error["input"]) == (kind, "change")


def test_another_output_may_be_looked_at(ask: Ask) -> None:
    reply = ask(tool="sensitivity", output="steps")
    assert (reply["output"], reply["value"]) == ("steps", 2)


def test_a_present_answer_that_is_missing_leaves_differences_open(ask: Ask) -> None:
    reply = ask(tool="sensitivity", inputs={"shape": "bad"})
    assert reply["value"] is None
    assert all(row["effect"] == 0 for row in reply["rows"])
