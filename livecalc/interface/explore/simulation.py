"""How bad can it get: the output over many draws of what is uncertain."""

import math
from collections import defaultdict
from collections.abc import Generator, Iterator
from random import Random
from typing import Any, Final

from livecalc.interface.call import Json
from livecalc.interface.errors import CallError
from livecalc.interface.explore.correlation import Correlated, read_correlations
from livecalc.interface.explore.distributions import (
    Uncertain,
    default_distribution,
    read_distribution,
    rounded,
)
from livecalc.interface.explore.grid import bounds
from livecalc.interface.explore.probe import Probe
from livecalc.interface.explore.quick_results import make_results_quick
from livecalc.interface.explore.request import (
    Options,
    as_object,
    only_known,
    read_count,
    read_input_name,
    read_probe,
)
from livecalc.interface.finance import quantile
from livecalc.interface.spec import CalculatorSpec, TableSpec

RUNS: Final = 10_000
MOST_RUNS: Final = 100_000
FEWEST_RUNS: Final = 100
_LARGEST_SEED: Final = 2**53

#: Runs after which a page may hear something; a slice of time has room for some of these.
_BATCH: Final = 10

#: Runs after which there is a first summary; the next follows at twice as many.
_FIRST_SUMMARY: Final = 250

#: Runs whose tables make the fan: enough for percentiles, and the rows of all would take long.
_FAN_RUNS: Final = 1_000

#: Bars of a histogram, at most, and the share at each end that stands outside.
_MOST_BARS: Final = 40
_OUTSIDE: Final = 0.005

#: What a table counts when it runs over time, by its unit or in the singular by its name.
_TIMES: Final = frozenset({"days", "weeks", "months", "years"})


def simulation(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Draw what is uncertain many times; see the package for request and answer."""
    only_known(options, ("inputs", "output", "uncertain", "correlations", "runs", "seed", "fan"))
    probe = read_probe(spec, options)
    runs = read_count(
        options,
        "runs",
        RUNS,
        least=FEWEST_RUNS,
        most=MOST_RUNS,
        why="fewer say little, and more take long and say hardly more",
    )
    seed = read_count(
        options, "seed", 1, least=0, most=_LARGEST_SEED, why="other numbers are not exact"
    )
    uncertain = _read_uncertain(probe, options.get("uncertain"))
    names = [one.spec.name for one in uncertain]
    tied = read_correlations(options.get("correlations", []), names, "correlations")
    fan = Fan(spec) if options.get("fan", True) else None
    drawn = Draws(uncertain, tied, Random(seed))
    make_results_quick(spec)
    probe.known |= {"runs": runs, "seed": seed}
    probe.known["present"] = yield from probe.at({})
    present = probe.known["present"]
    outcomes = yield from _outcomes(probe, drawn, runs, fan)
    return {
        "runs": runs,
        "seed": seed,
        "present": None if present is None else rounded(present),
        "uncertain": [
            one.as_json(rounded(drawn.clipped[one.spec.name] / runs)) for one in uncertain
        ],
        **summary(outcomes, runs),
        "problem": probe.known.get("problem"),
        "fan": fan.as_json() if fan else None,
    }


def _read_uncertain(probe: Probe, raw: object) -> list[Uncertain]:
    numeric = [one for one in probe.spec.inputs if one.kind in ("float", "int")]
    if raw is None:
        assumed = [default_distribution(one, float(probe.inputs[one.name])) for one in numeric]
        found = [one for one in assumed if one is not None]
    else:
        told = as_object(raw, "uncertain")
        for name in told:
            read_input_name(probe.spec, name, f"uncertain.{name}")
        # In the order of the form, so that the order of sending changes no draw.
        found = [
            read_distribution(
                one, told[one.name], float(probe.inputs[one.name]), f"uncertain.{one.name}"
            )
            for one in numeric
            if one.name in told
        ]
    if not found:
        raise CallError("too-few", "Name an input that is uncertain.", "uncertain")
    return found


class Draws:
    """One value for every uncertain input, run by run.

    Attributes:
        clipped: How many values of each input its range cut off.
    """

    def __init__(self, uncertain: list[Uncertain], tied: Correlated | None, chance: Random) -> None:
        self._uncertain = uncertain
        self._tied = tied
        self._chance = chance
        self.clipped = {one.spec.name: 0 for one in uncertain}

    def __iter__(self) -> Iterator[dict[str, float]]:
        """The runs, without end. Each value in range goes through as few calls as can be."""
        together = self._tied.names if self._tied else ()
        by_name = {one.spec.name: one for one in self._uncertain}
        chance, clipped = self._chance, self.clipped
        alone = [
            (name, one.distribution.sampler(chance), *bounds(one.spec), one.spec.kind == "int", one)
            for name, one in by_name.items()
            if name not in together
        ]
        while True:
            run: dict[str, float] = {}
            for name, draw, low, high, whole, one in alone:
                drawn = draw()
                if whole or not low <= drawn <= high:
                    drawn, cut = one.fit(drawn)
                    clipped[name] += cut
                run[name] = drawn
            if self._tied:
                for name, z in zip(together, self._tied.draw(chance), strict=True):
                    run[name], cut = by_name[name].fit(by_name[name].distribution.at_deviate(z))
                    clipped[name] += cut
            yield run


def _outcomes(
    probe: Probe, drawn: Draws, runs: int, fan: "Fan | None"
) -> Generator[Json, None, list[float]]:
    """The outputs of all runs that have one."""
    function, name, is_long = probe.spec.function, probe.output.name, probe.spec.is_long
    arguments: dict[str, Any] = dict(probe.inputs)
    known = probe.known
    outcomes: list[float] = []
    next_summary = _FIRST_SUMMARY
    for run, values in zip(range(1, runs + 1), drawn, strict=False):
        value: float | None
        if is_long:
            value = yield from probe.at(values)
        else:
            # Every value is valid already: nothing stands between the draw and the function.
            arguments.update(values)
            try:
                result = function(**arguments)
                value = float(getattr(result, name))
                if fan and run <= _FAN_RUNS:
                    fan.add(result)
            except Exception:
                value = yield from probe.at(values)
        if value is not None and math.isfinite(value):
            outcomes.append(value)
        elif "problem" not in known:
            known["problem"] = probe.problem
        if run % _BATCH == 0:
            known["progress"] = run / runs
            if run >= next_summary:
                known |= summary(outcomes, run)
                next_summary = 2 * run
            yield known
    return outcomes


def summary(outcomes: list[float], runs: int) -> Json:
    """What so many outcomes come to; nothing but counts where there is none."""
    found: Json = {"done": runs, "answered": len(outcomes)}
    if not outcomes:
        return {**found, "histogram": None}
    ordered = sorted(outcomes)
    step, first, counts = _bars(ordered)
    lost = sum(one < -1e-9 * step for one in ordered)
    numbers = {
        "mean": math.fsum(one / len(ordered) for one in ordered),
        "median": quantile(ordered, 0.5),
        "p5": quantile(ordered, 0.05),
        "p95": quantile(ordered, 0.95),
        "lowest": ordered[0],
        "highest": ordered[-1],
        "chance_of_loss": lost / len(ordered),
    }
    return {
        **found,
        **{name: rounded(number) for name, number in numbers.items()},
        "histogram": {
            "step": step,
            "bars": [
                {"from": rounded((first + at) * step), "count": count}
                for at, count in enumerate(counts[1:-1])
            ],
            "below": counts[0],
            "above": counts[-1],
        },
    }


def _bars(ordered: list[float]) -> tuple[float, int, list[int]]:
    """Width of the bars, the number of the first, and the counts: below, each bar, above.

    The ends of bars are multiples of a round width, so that zero parts losses from gains.
    """
    low, high = quantile(ordered, _OUTSIDE), quantile(ordered, 1 - _OUTSIDE)
    # Halves, because the distance itself may be more than any number can say.
    half = high / 2 - low / 2
    # One value, or one but for rounding, is one bar.
    if half <= 1e-9 * max(abs(low), abs(high)):
        half = abs(low) / 2 or 0.5
    step = _round_step(half / (_MOST_BARS / 2))
    first, last = math.floor(low / step + 1e-9), math.floor(high / step + 1e-9)
    counts = [0] * (last - first + 3)
    for one in ordered:
        # A value on the end of a bar stays on one side, whatever rounding makes of it.
        at = math.floor(one / step + 1e-9) - first + 1 if low <= one <= high else None
        if at is None:
            at = 0 if one < low else len(counts) - 1
        counts[at] += 1
    return step, first, counts


def _round_step(least: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    exponent = int(f"{least:e}".partition("e")[2])
    return next(
        step
        for step in (float(f"{digit}e{exponent}") for digit in (1, 2, 5, 10, 20))
        if step >= least * (1 - 1e-9)
    )


class Fan:
    """How the output spreads over time, where the result has a table over time."""

    def __init__(self, spec: CalculatorSpec) -> None:
        self._table = next((one for one in spec.tables if _over_time(one)), None)
        self._seen: dict[float, list[float]] = defaultdict(list)
        self._runs = 0

    def add(self, result: Any) -> None:
        """Take in the table of one run."""
        if self._table is None:
            return
        assert self._table.chart is not None
        x, y = self._table.chart.x, self._table.chart.y[0]
        self._runs += 1
        for row in getattr(result, self._table.name):
            value = getattr(row, y)
            if value is not None:
                self._seen[getattr(row, x)].append(value)

    def as_json(self) -> Json | None:
        """Percentiles at each moment that at least half of the runs reach."""
        if self._table is None or not self._runs:
            return None
        assert self._table.chart is not None
        shares = {"p5": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
        return {
            "table": self._table.name,
            "x": self._table.chart.x,
            "y": self._table.chart.y[0],
            "runs": self._runs,
            "rows": [
                {"x": x, **{name: rounded(quantile(seen, at)) for name, at in shares.items()}}
                for x, seen in sorted(self._seen.items())
                if 2 * len(seen) >= self._runs
            ],
        }


def _over_time(table: TableSpec) -> bool:
    if table.chart is None:
        return False
    x = table.column(table.chart.x)
    if x is None or x.kind != "int":
        return False
    return x.unit.name in _TIMES or f"{x.name}s" in _TIMES
