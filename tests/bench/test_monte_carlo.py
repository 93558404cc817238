"""Which pages simulate, and that they simulate the same."""

from pathlib import Path

import pytest

from bench.errors import MeasurementError
from bench.host import Place
from bench.monte_carlo import (
    NUMPY_FOLDER,
    REQUESTS,
    SIMULATIONS,
    installed,
    program,
    require_same,
)
from bench.vectorised import SIMULATIONS as VECTORISED

SUMMARY = {"p5": -100.0, "median": 20.0, "p95": 100.0, "chance_of_loss": 0.4}


def test_every_calculator_that_numpy_simulates_is_asked_for_the_same() -> None:
    assert set(VECTORISED) == set(REQUESTS) == {one.calculator for one in SIMULATIONS}


def test_names_tell_the_pages_apart() -> None:
    assert len({one.page.name for one in SIMULATIONS}) == len(SIMULATIONS)


def test_without_numpy_only_our_own_pages_take_part(tmp_path: Path) -> None:
    places = {"rivals": Place(tmp_path, "http://127.0.0.1")}
    assert {one.page.place for one in installed(places)} == {"site"}
    (tmp_path / NUMPY_FOLDER).mkdir()
    assert list(installed(places)) == list(SIMULATIONS)


@pytest.mark.parametrize(
    ("name", "near", "far"),
    [("p5", 19, 21), ("median", 19, 21), ("p95", 19, 21), ("chance_of_loss", 0.02, 0.04)],
)
def test_what_differs_by_more_than_chance_is_refused(name: str, near: float, far: float) -> None:
    require_same("staking-apy", SUMMARY, {**SUMMARY, name: SUMMARY[name] + near})
    with pytest.raises(MeasurementError, match=f"staking-apy: .*: {name} is"):
        require_same("staking-apy", SUMMARY, {**SUMMARY, name: SUMMARY[name] + far})


def test_a_page_that_found_an_error_is_quoted() -> None:
    with pytest.raises(MeasurementError, match="unknown-tool"):
        require_same("staking-apy", SUMMARY, {"error": {"kind": "unknown-tool"}})


def test_the_text_that_the_page_runs_ends_no_script_element() -> None:
    assert "def simulate(" in program()
    assert "</script" not in program().lower()
