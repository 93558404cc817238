"""How bad can it get: what many draws come to, the same for the same seed."""

import json
import math
from random import Random
from typing import Any

import numpy as np
import pytest

from livecalc.interface.call import answer
from livecalc.interface.explore import explore_at_once
from livecalc.interface.explore.simulation import summary
from livecalc.interface.registry import find_calculators
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")
every_calculator = pytest.mark.parametrize("name", REAL)

#: What the sample calculator is drawn with where nothing else matters.
X = {"x": {"kind": "normal", "mean": 1, "deviation": 1}}


@every_calculator
def test_percentiles_are_in_order_and_counts_add_up(name: str) -> None:
    reply = explore_at_once(REAL, name, {"tool": "simulation", "runs": 300})
    numbers = [reply[one] for one in ("lowest", "p5", "median", "p95", "highest")]
    assert numbers == sorted(numbers)
    assert reply["lowest"] <= reply["mean"] <= reply["highest"]
    assert 0 <= reply["chance_of_loss"] <= 1
    histogram = reply["histogram"]
    counts = [bar["count"] for bar in histogram["bars"]]
    assert sum(counts) + histogram["below"] + histogram["above"] == reply["answered"] <= 300
    if reply["fan"]:
        for row in reply["fan"]["rows"]:
            shares = [row[one] for one in ("p5", "p25", "median", "p75", "p95")]
            assert shares == sorted(shares)


@every_calculator
def test_the_same_seed_gives_the_same_text_and_another_seed_does_not(name: str) -> None:
    def text(seed: int) -> str:
        reply = explore_at_once(REAL, name, {"tool": "simulation", "runs": 100, "seed": seed})
        return json.dumps({**reply, "seed": None})

    assert text(5) == text(5)
    assert text(5) != text(6)


def test_each_run_is_a_call(ask: Ask) -> None:
    """One uncertain input, drawn here again, and called the ordinary way."""
    told = {"slope": {"kind": "uniform", "low": 1, "high": 9}}
    reply = ask(tool="simulation", uncertain=told, runs=500, seed=3)
    chance = Random(3)
    called = [2.5 * (1 + 8 * chance.random()) for _ in range(500)]
    expected = ask(tool="simulation", inputs={"x": 2.5}, uncertain=told, runs=500, seed=3)
    assert expected["mean"] == pytest.approx(np.mean(called), rel=1e-9)
    assert expected["p5"] == pytest.approx(np.quantile(called, 0.05), rel=1e-9)
    assert expected["p95"] == pytest.approx(np.quantile(called, 0.95), rel=1e-9)
    assert reply["median"] == pytest.approx(expected["median"] / 2.5, rel=1e-9)


def test_a_sum_has_the_moments_that_theory_says(ask: Ask) -> None:
    told: dict[str, Any] = {
        "offset": {"kind": "normal", "mean": 10, "deviation": 3},
        "x": {"kind": "normal", "mean": 1, "deviation": 2},
    }
    for correlation in (0.0, 0.8, -0.8):
        reply = ask(
            tool="simulation",
            uncertain=told,
            correlations=[["offset", "x", correlation]],
            runs=10_000,
        )
        # height = 2 x + offset: two normals of deviation 4 and 3.
        deviation = math.sqrt(4**2 + 3**2 + 2 * correlation * 4 * 3)
        assert reply["mean"] == pytest.approx(12, abs=4 * deviation / 100)
        spread = (reply["p95"] - reply["p5"]) / (2 * 1.6449)
        assert spread == pytest.approx(deviation, rel=0.04)


def test_the_chance_of_loss_is_the_share_below_zero(ask: Ask) -> None:
    told = {"x": {"kind": "uniform", "low": -2, "high": 8}}
    reply = ask(tool="simulation", uncertain=told, runs=10_000)
    assert reply["chance_of_loss"] == pytest.approx(0.2, abs=0.016)
    bars = reply["histogram"]["bars"]
    below = sum(one["count"] for one in bars if one["from"] < 0) + reply["histogram"]["below"]
    assert below == pytest.approx(reply["chance_of_loss"] * 10_000)


def test_bars_end_on_round_numbers_and_zero_is_one_of_them(ask: Ask) -> None:
    histogram = ask(tool="simulation", uncertain=X, runs=2_000)["histogram"]
    places = [one["from"] for one in histogram["bars"]]
    assert 0 in places
    assert histogram["step"] in (0.1, 0.2, 0.5)
    assert len(places) <= 42


def test_outcomes_that_are_all_the_same_are_one_bar(ask: Ask) -> None:
    reply = ask(
        tool="simulation", inputs={"shape": "waves"}, uncertain={"copies": {"low": 1, "high": 9}}
    )
    assert reply["lowest"] == reply["highest"] == pytest.approx(math.sin(1))
    [bar] = reply["histogram"]["bars"]
    assert bar["count"] == 10_000


def test_what_the_range_cuts_off_is_told(ask: Ask) -> None:
    told = {"x": {"kind": "normal", "mean": 10, "deviation": 1}}
    [row] = ask(tool="simulation", uncertain=told, runs=2_000)["uncertain"]
    assert row["clipped"] == pytest.approx(0.5, abs=0.05)
    assert row["p95"] == 10


def test_runs_without_an_answer_are_counted_and_the_reason_is_told(ask: Ask) -> None:
    told = {"x": {"kind": "uniform", "low": 0, "high": 1}}
    reply = ask(tool="simulation", inputs={"shape": "gap", "x": 0.5}, uncertain=told, runs=5_000)
    assert reply["answered"] == pytest.approx(0.731 * 5_000, rel=0.05)
    assert reply["problem"] == "There is no height beyond 0.731."
    assert reply["highest"] <= 0.731


def test_no_answer_in_any_run_leaves_the_numbers_out(ask: Ask) -> None:
    reply = ask(tool="simulation", inputs={"shape": "broken"}, uncertain=X, runs=100)
    assert (reply["answered"], reply["histogram"], reply["fan"]) == (0, None, None)
    assert "median" not in reply
    assert reply["problem"].startswith("The calculation failed (KeyError")


def test_what_is_said_of_no_input_is_assumed_of_every_one_that_has_a_fifth(ask: Ask) -> None:
    reply = ask(tool="simulation", runs=100)
    assert {one["input"] for one in reply["uncertain"]} == {"x", "slope", "years"}
    assert all(one["assumed"] for one in reply["uncertain"])


def test_a_long_calculator_is_simulated_too(ask: Ask) -> None:
    reply = ask("slow-curve", tool="simulation", uncertain=X, runs=200)
    assert reply["answered"] == 200
    assert reply["mean"] == pytest.approx(1, abs=0.6)


def test_a_table_over_time_makes_a_fan() -> None:
    reply = explore_at_once(REAL, "staking-apy", {"tool": "simulation", "runs": 200})
    fan = reply["fan"]
    table = answer(REAL, "staking-apy", {})["outputs"][fan["table"]]
    assert [row["x"] for row in fan["rows"]] == [row[fan["x"]] for row in table]
    middle = {row["x"]: row["median"] for row in fan["rows"]}
    for row in table:
        assert middle[row[fan["x"]]] == pytest.approx(row[fan["y"]], rel=0.05)
    without = {"tool": "simulation", "runs": 200, "fan": False}
    assert explore_at_once(REAL, "staking-apy", without)["fan"] is None


def test_the_order_of_what_is_uncertain_changes_nothing(ask: Ask) -> None:
    told = {"x": {"low": 1, "high": 2}, "slope": {"low": 1, "high": 2}}
    turned = dict(reversed(told.items()))
    first, second = (ask(tool="simulation", uncertain=one, runs=100) for one in (told, turned))
    assert first == second


@pytest.mark.parametrize(
    "outcomes",
    [
        [1e308, -1e308] * 60,
        [1e306 * one for one in range(100)],
        [5e-324] * 9,
        [1e-300 * one for one in range(50)],
        [-0.0, 0.0],
    ],
    ids=lambda one: f"{one[0]:g}, {one[1]:g}",
)
def test_numbers_of_any_size_have_a_summary(outcomes: list[float]) -> None:
    found = summary(outcomes, len(outcomes))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert len(found["histogram"]["bars"]) <= 42
    assert found["lowest"] <= found["median"] <= found["highest"]


def test_an_empty_summary_has_counts_alone() -> None:
    assert summary([], 10) == {"done": 10, "answered": 0, "histogram": None}


@pytest.mark.parametrize(
    ("options", "kind", "about"),
    [
        ({"runs": 10**9}, "too-many", "runs"),
        ({"runs": 1}, "too-few", "runs"),
        ({"seed": -1}, "too-few", "seed"),
        ({"uncertain": {}}, "too-few", "uncertain"),
        ({"uncertain": {"y": {}}}, "unknown-input", "uncertain.y"),
        ({"uncertain": {"shape": {}}}, "not-numeric", "uncertain.shape"),
        ({"uncertain": {"x": {"low": 1}}}, "not-a-number", "uncertain.x.high"),
        ({"uncertain": 3}, "not-json", "uncertain"),
        ({"correlations": [["x", "offset", 0.5]]}, "unknown-input", "correlations.0"),
    ],
)
def test_what_cannot_be_simulated_is_said(
    options: dict[str, object], kind: str, about: str, ask: Ask
) -> None:
    error = ask(tool="simulation", **options)["error"]
    assert (error["kind"], error["input"]) == (kind, about)
