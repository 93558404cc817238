"""Two simulations vectorised by hand in NumPy, as somebody writes them who has only these to do.

A page with stock Pyodide runs this text; `bench.monte_carlo` asks the calculators for the same.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

type Outcomes = np.ndarray[Any, np.dtype[np.float64]]

#: The standard normal deviate that nineteen in twenty do not exceed.
Z95: Final = 1.6448536269514722


def simulate(calculator: str, runs: int, seed: int) -> dict[str, Any]:
    """What so many runs come to.

    Args:
        calculator: Public name of one of `SIMULATIONS`.
        runs: How many.
        seed: The same seed brings the same runs.

    Examples:
        >>> found = simulate("staking-apy", 1_000, 1)
        >>> found["p5"] < found["median"] < found["p95"], sum(found["histogram"])
        (True, 1000)
    """
    return summary(SIMULATIONS[calculator](runs, np.random.default_rng(seed)))


def staking_gain(runs: int, chance: np.random.Generator) -> Outcomes:
    """Gain in money of 1,000 tokens at 1 USD after three years, compounded monthly."""
    reward_apr = chance.triangular(0.08, 0.158, 0.2, runs)
    commission = chance.uniform(0.0, 0.1, runs)
    price_change = np.clip(chance.normal(0.0, 0.3, runs), -0.99, 5.0)
    net_apr = reward_apr * (1 - commission)
    apy = np.expm1(12 * np.log1p(net_apr / 12)) * (1 - 0.001) - 0.001
    gain: Outcomes = 1_000 * ((1 + apy) * (1 + price_change)) ** 3 - 1_000
    return gain


def pool_net_result(runs: int, chance: np.random.Generator) -> Outcomes:
    """Net result of 10,000 USD in a pool of equal weights against holding, fees included."""
    end_price = between(1_000, 5_000, runs, chance)
    fee_apr = chance.triangular(0.0, 0.05, 0.2, runs)
    days = np.rint(chance.uniform(30, 180, runs))
    price_ratio = end_price / 2_000
    net_result: Outcomes = 10_000 * (
        np.sqrt(price_ratio) - (0.5 * price_ratio + 0.5) + fee_apr * days / 365
    )
    return net_result


def between(low: float, high: float, runs: int, chance: np.random.Generator) -> Outcomes:
    """Lognormal with these as its 5th and 95th percentile."""
    sigma = math.log(high / low) / (2 * Z95)
    return chance.lognormal(math.log(low * high) / 2, sigma, runs)


def summary(outcomes: Outcomes) -> dict[str, Any]:
    """The same figures as the calculators' own simulation tells, and forty bars."""
    p5, median, p95 = np.quantile(outcomes, (0.05, 0.5, 0.95))
    return {
        "mean": float(outcomes.mean()),
        "median": float(median),
        "p5": float(p5),
        "p95": float(p95),
        "lowest": float(outcomes.min()),
        "highest": float(outcomes.max()),
        "chance_of_loss": float((outcomes < 0).mean()),
        "histogram": np.histogram(outcomes, 40)[0].tolist(),
    }


SIMULATIONS: Final[Mapping[str, Callable[[int, np.random.Generator], Outcomes]]] = {
    "staking-apy": staking_gain,
    "impermanent-loss": pool_net_result,
}
