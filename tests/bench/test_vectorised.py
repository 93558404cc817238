"""What NumPy simulates is what the calculators simulate."""

import numpy as np
import pytest

from bench.explore_tools import RUNS
from bench.monte_carlo import REQUESTS, require_same
from bench.vectorised import SIMULATIONS, between, simulate
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators


@pytest.mark.parametrize("name", sorted(SIMULATIONS))
def test_both_simulations_agree(name: str) -> None:
    ours = explore_at_once(find_calculators("calculators"), name, REQUESTS[name])
    numpys = simulate(name, RUNS, 1)
    require_same(name, ours, numpys)
    assert sum(numpys["histogram"]) == ours["answered"] == RUNS


def test_a_range_is_between_its_5th_and_95th_percentile() -> None:
    drawn = between(1.0, 100.0, 100_000, np.random.default_rng(1))
    assert np.quantile(drawn, (0.05, 0.5, 0.95)) == pytest.approx([1.0, 10.0, 100.0], rel=0.05)


def test_another_seed_brings_other_runs() -> None:
    one, same, other = (simulate("staking-apy", 1_000, seed)["mean"] for seed in (1, 1, 2))
    assert one == same != other
