"""Questions to the tools that every calculator can answer."""

from typing import Any

import pytest

from bench.errors import MeasurementError
from bench.explore_tools import requests_after
from livecalc.interface.explore import TOOLS, explore_at_once
from livecalc.interface.registry import find_calculators

CALCULATORS = find_calculators("calculators")


@pytest.mark.parametrize("name", sorted(CALCULATORS))
def test_every_calculator_answers_what_its_tools_are_asked(name: str) -> None:
    said = explore_at_once(CALCULATORS, name, {"tool": "sensitivity"})
    requests = requests_after(said)
    assert {one["tool"] for one in requests} == set(TOOLS) - {"python"}
    for request in requests:
        fewer = {"runs": 100} if request["tool"] == "simulation" else {}
        answer = explore_at_once(CALCULATORS, name, {**request, **fewer})
        assert "error" not in answer


def test_the_goal_is_one_that_can_be_reached_and_the_scenarios_differ() -> None:
    said = explore_at_once(CALCULATORS, "staking-apy", {"tool": "sensitivity"})
    by_tool = {one["tool"]: one for one in requests_after(said)}
    goal = explore_at_once(CALCULATORS, "staking-apy", by_tool["goal"])
    assert goal["solutions"]
    chosen = [tuple(one["inputs"].items()) for one in by_tool["scenarios"]["scenarios"]]
    assert len(set(chosen)) == 4


def row(name: str, output: float | None) -> dict[str, Any]:
    return {"input": name, "up": {"value": 2.0, "output": output}, "down": None}


def test_an_input_without_an_answer_is_passed_over() -> None:
    requests = requests_after({"rows": [row("stake", None), row("years", 5.0)]})
    assert {one["input"] for one in requests if "input" in one} == {"years"}


def test_a_calculator_whose_inputs_cannot_be_moved_is_named() -> None:
    with pytest.raises(MeasurementError, match="coin-toss: no input"):
        requests_after({"calculator": "coin-toss", "rows": [row("stake", None)]})
