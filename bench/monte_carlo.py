"""Ten thousand simulated runs in a page that has just been opened: ours beside NumPy's."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from bench.contestants import Contestant
from bench.errors import MeasurementError
from bench.explore_tools import RUNS, Request
from bench.host import Place
from bench.visit import first_result

#: Where the host of the others has Pyodide with NumPy, if that is installed.
NUMPY_FOLDER: Final = "pyodide-numpy"

#: What a simulation of ours is asked; `bench.vectorised` draws the same.
REQUESTS: Final[Mapping[str, Request]] = {
    "staking-apy": {
        "tool": "simulation",
        "output": "gain",
        "runs": RUNS,
        "fan": False,
        "uncertain": {
            "reward_apr": {"kind": "triangular", "low": 0.08, "mode": 0.158, "high": 0.2},
            "validator_commission": {"kind": "uniform", "low": 0, "high": 0.1},
            "yearly_price_change": {"kind": "normal", "mean": 0, "deviation": 0.3},
        },
        "inputs": {
            "stake": 1_000,
            "compounding_periods": 12,
            "token_price": 1,
            "years": 3,
            "expected_slashing_loss": 0.001,
        },
    },
    "impermanent-loss": {
        "tool": "simulation",
        "output": "net_result",
        "runs": RUNS,
        "fan": False,
        "uncertain": {
            "first_end_price": {"kind": "between", "low": 1_000, "high": 5_000},
            "fee_apr": {"kind": "triangular", "low": 0, "mode": 0.05, "high": 0.2},
            "days": {"kind": "uniform", "low": 30, "high": 180},
        },
        "inputs": {
            "deposit_value": 10_000,
            "first_start_price": 2_000,
            "second_start_price": 1,
            "second_end_price": 1,
            "first_weight": 0.5,
        },
    },
}

#: How far two summaries of so many runs may lie apart: percentiles as a share of what lies between
#: the 5th and the 95th, the chance of a loss as it is. With these seeds it always holds or never.
_PERCENTILES_APART: Final = 0.1
_CHANCES_APART: Final = 0.03

_RESULT: Final = "document.documentElement.dataset.simulated"

#: Simulates once more in the page, and tells how long that took.
_AGAIN: Final = """async () => {
  const started = performance.now();
  await simulate();
  return performance.now() - started;
}"""


@dataclass(frozen=True, slots=True)
class Simulation:
    """One calculator's simulation in one page.

    Attributes:
        calculator: Public name.
        page: Ends with what the simulation found, as JSON in an attribute of the document.
    """

    calculator: str
    page: Contestant


@dataclass(slots=True)
class SimulationTimes:
    """Milliseconds.

    Attributes:
        first: From the navigation to the result.
        again: The same runs once more, in the same page.
    """

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


def _ours(calculator: str, title: str, path: str) -> Simulation:
    question = json.dumps({"calculator": calculator, "request": REQUESTS[calculator]})
    # The tools come with the calculator's script, so a "press" is a question to its Python.
    begin = f"""(({{client}}) => client && {{click() {{
      globalThis.simulate = () => client.ask({{}}, {question});
      simulate().then(({{answer}}) => {{ {_RESULT} = JSON.stringify(answer); }});
    }}}})(customElements.get("live-calculator"))"""
    page = Contestant(
        name=f"{calculator}-{title}",
        title=title,
        place="site",
        path=path,
        answered=_RESULT,
        button=begin,
    )
    return Simulation(calculator, page)


def _numpy(calculator: str) -> Simulation:
    title = "stock Pyodide and NumPy"
    page = Contestant(
        name=f"{calculator}-{title}",
        title=title,
        place="rivals",
        path=f"/numpy-{calculator}/",
        answered=_RESULT,
    )
    return Simulation(calculator, page)


#: NumPy's page first: it is what the others are ratios to.
SIMULATIONS: Final[Sequence[Simulation]] = tuple(
    one
    for calculator, number in (("staking-apy", "stake=123"), ("impermanent-loss", "days=60"))
    for one in (
        _numpy(calculator),
        _ours(calculator, "site page", f"/calculators/{calculator}/?{calculator}.{number}"),
        _ours(calculator, "embed page", f"/embed/{calculator}/?{number}"),
    )
)


def installed(places: Mapping[str, Place]) -> Sequence[Simulation]:
    """Those whose page is there; NumPy for browsers is not to be had everywhere."""
    has_numpy = (places["rivals"].folder / NUMPY_FOLDER).is_dir()
    return [one for one in SIMULATIONS if has_numpy or one.page.place != "rivals"]


def measure_monte_carlo(
    browser: Browser, places: Mapping[str, Place], rounds: int
) -> Mapping[str, SimulationTimes]:
    """Visit every page in turn, each time with an empty cache; by the page's name.

    Raises:
        MeasurementError: A page has no result, or not the one that the others have.
    """
    times: dict[str, SimulationTimes] = defaultdict(SimulationTimes)
    for _ in range(rounds):
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for one in installed(places):
            with browser.new_context() as context:
                page = context.new_page()
                first = first_result(page, one.page, places[one.page.place])
                times[one.page.name].first.append(first)
                times[one.page.name].again.append(page.evaluate(_AGAIN))
                found[one.calculator].append(json.loads(page.evaluate(_RESULT)))
        for calculator, summaries in found.items():
            for summary in summaries[1:]:
                require_same(calculator, summaries[0], summary)
    return times


def require_same(calculator: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """Make sure that two pages simulated the same thing.

    Raises:
        MeasurementError: Their figures lie further apart than chance puts them.
    """
    if "p5" not in one or "p5" not in other:
        raise MeasurementError(f"{calculator}: a page found {one if 'p5' not in one else other}")
    spread = one["p95"] - one["p5"]
    apart = dict.fromkeys(("p5", "median", "p95"), _PERCENTILES_APART * spread)
    for name, limit in {**apart, "chance_of_loss": _CHANCES_APART}.items():
        if abs(one[name] - other[name]) > limit:
            raise MeasurementError(
                f"{calculator}: pages simulate different things: {name} is {one[name]:g} in one,"
                f" {other[name]:g} in another"
            )


def program() -> str:
    """The Python text that NumPy's page runs."""
    return (Path(__file__).parent / "vectorised.py").read_text(encoding="utf-8")
