"""The tools on the command line: as data, as tables for people, and what mistakes are told."""

import json
from argparse import ArgumentParser
from typing import Any

import pytest

from livecalc.cli import main
from livecalc.explore_command import add_explore, aligned, read_request, tool_names
from livecalc.interface.errors import CallError
from livecalc.interface.explore import TOOLS, explore_at_once
from livecalc.interface.registry import find_calculators

REAL = find_calculators("calculators")

type Capture = pytest.CaptureFixture[str]

#: What each tool is asked on the command line, and as data.
ASKED: dict[str, tuple[list[str], dict[str, Any]]] = {
    "sensitivity": (
        ["stake=100", "--change", "20%"],
        {"inputs": {"stake": 100}, "change": 0.2},
    ),
    "goal": (
        ["--input", "reward_apr", "--target", "10%", "--to", "1"],
        {"input": "reward_apr", "target": 0.1, "to": 1},
    ),
    "sweep": (
        ["--input", "years", "--from", "1", "--to", "5", "--output", "tokens_earned"],
        {"input": "years", "from": 1, "to": 5, "points": 11, "output": "tokens_earned"},
    ),
    "map": (
        ["--x", "reward_apr=0..20%", "--y", "years", "--points", "4"],
        {
            "x": {"input": "reward_apr", "from": 0, "to": 0.2, "points": 4},
            "y": {"input": "years", "points": 4},
        },
    ),
    "scenarios": (
        ["stake=5", "--scenario", "High fee: validator_commission=20% years=9"],
        {
            "scenarios": [
                {"name": "As given", "inputs": {"stake": 5}},
                {
                    "name": "High fee",
                    "inputs": {"stake": 5, "validator_commission": 0.2, "years": 9},
                },
            ]
        },
    ),
    "simulation": (
        [
            *("--runs", "200", "--seed", "3"),
            *("--uncertain", "token_price=0.5..3"),
            *("--uncertain", "reward_apr=triangular:2%:5%:6%"),
            *("--uncertain", "stake=default"),
            *("--correlate", "token_price,reward_apr=0.6"),
        ],
        {
            "runs": 200,
            "seed": 3,
            "uncertain": {
                "token_price": {"kind": "between", "low": 0.5, "high": 3},
                "reward_apr": {"kind": "triangular", "low": 0.02, "mode": 0.05, "high": 0.06},
                "stake": {"kind": "default"},
            },
            "correlations": [["token_price", "reward_apr", 0.6]],
        },
    ),
    "python": (["stake=5"], {"inputs": {"stake": 5}}),
}


def test_every_tool_has_a_text_for_people() -> None:
    assert set(tool_names()) == set(TOOLS) == set(ASKED)


@pytest.mark.parametrize("tool", TOOLS)
def test_json_is_the_answer_of_the_tool(tool: str, capsys: Capture) -> None:
    words, request = ASKED[tool]
    assert main(["explore", "staking-apy", tool, *words, "--json"]) == 0
    expected = explore_at_once(REAL, "staking-apy", {"tool": tool, **request})
    assert "error" not in expected
    assert json.loads(capsys.readouterr().out) == expected


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", ["staking-apy", "stable-swap", "income-plan", "leverage-loop"])
def test_people_get_labels_and_units(tool: str, name: str, capsys: Capture) -> None:
    x, y = [one.name for one in REAL[name].inputs if one.kind == "float"][:2]
    words = {
        "goal": ["--input", x, "--target", "0.01"],
        "sweep": ["--input", x],
        "map": ["--x", x, "--y", y],
        "scenarios": ["--scenario", f"Other: {x}={REAL[name].inputs[0].maximum}"],
        "simulation": ["--runs", "200"],
    }
    assert main(["explore", name, tool, *words.get(tool, [])]) == 0
    printed = capsys.readouterr()
    assert printed.out.strip()
    assert printed.err == ""
    assert tool == "python" or x not in printed.out.split()


def test_the_present_value_and_the_crossing_are_marked(capsys: Capture) -> None:
    words = ["--input", "reward_apr", "--from", "0", "--to", "20%", "--points", "3"]
    assert main(["explore", "staking-apy", "sweep", *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("(now)" in line for line in lines) == 1
    assert lines[-1].startswith("From 0.11\u00a0% on it is above zero.")


@pytest.mark.parametrize(
    ("words", "kind", "about"),
    [
        (["goal", "--input", "reward_apr", "--target", "much"], "not-a-number", "target"),
        (["goal", "--input", "rewards", "--target", "1"], "unknown-input", "input"),
        (["sensitivity", "stake"], "unknown-input", "stake"),
        (["sensitivity", "stake=x"], "not-a-number", "stake"),
        (["map", "--x", "reward_apr=5", "--y", "years"], "empty-range", "reward_apr"),
        (["scenarios", "--scenario", "fee=2"], "unknown-option", "scenario"),
        (["scenarios", "--scenario", "Fee: 2"], "unknown-option", "scenario"),
        (
            ["simulation", "--uncertain", "stake=uniform:1"],
            "impossible-distribution",
            "stake",
        ),
        (
            ["simulation", "--uncertain", "stake=cauchy:1"],
            "unknown-distribution",
            "uncertain.stake.kind",
        ),
        (["simulation", "--correlate", "stake"], "not-json", "correlations.0"),
        (["simulation", "--runs", "1e9"], "too-many", "runs"),
    ],
)
def test_a_mistake_is_told_and_the_exit_code_says_so(
    words: list[str], kind: str, about: str, capsys: Capture
) -> None:
    assert main(["explore", "staking-apy", *words, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["kind"], error["input"]) == (kind, about)
    assert main(["explore", "staking-apy", *words]) == 2
    assert error["message"] in capsys.readouterr().err


def test_a_calculator_that_is_not_there_is_told(capsys: Capture) -> None:
    assert main(["explore", "staking", "python"]) == 2
    assert "There is no calculator" in capsys.readouterr().err


def test_words_become_a_request_without_reading_any_number() -> None:
    parser = ArgumentParser()
    add_explore(parser)
    options = parser.parse_args(["x", "simulation", "--uncertain", "price=normal:a:b"])
    assert read_request(options, {"y": "1"}) == {
        "tool": "simulation",
        "inputs": {"y": "1"},
        "uncertain": {"price": {"kind": "normal", "mean": "a", "deviation": "b"}},
        "correlations": [],
    }
    options = parser.parse_args(["x", "simulation", "--uncertain", "price=normal:a"])
    with pytest.raises(CallError, match="Write it as price=normal:mean:deviation"):
        read_request(options, {})


def test_columns_stand_below_each_other() -> None:
    assert list(aligned([["Fee", "Pay"], ["1 %", "$1,000"]])) == ["Fee     Pay", "1 %  $1,000"]
