"""Tables of the tools, and of simulating beside NumPy."""

from collections.abc import Mapping

from bench.compression import Sizes
from bench.explore_tools import RUNS, ToolTimes
from bench.monte_carlo import SIMULATIONS, Simulation, SimulationTimes
from bench.summary import Summary, quantile
from bench.table import Table, kilobytes

_NONE = "–"


def tools_table(times: Mapping[str, ToolTimes]) -> Table:
    """One row a tool: over all calculators, how many calls of its own each takes as long as."""
    tools = list(dict.fromkeys(tool for one in times.values() for tool in one.tools))
    rows = []
    for tool in tools:
        ratios = {name: _calls(one, tool) for name, one in times.items() if tool in one.tools}
        medians = [
            Summary.of(one.tools[tool]).median for one in times.values() if tool in one.tools
        ]
        worst = max(ratios, key=lambda name: ratios[name])
        rows.append(
            (
                tool,
                f"{Summary.of(list(ratios.values())).median:,.1f}",
                f"{ratios[worst]:,.1f}",
                worst,
                f"{quantile(medians, 0.5):.1f}",
                f"{quantile(medians, 0.95):.1f}",
            )
        )
    return Table(
        title="Tools of a calculator, as multiples of one call",
        columns=("tool", "median", "worst", "worst calculator", "median ms", "p95 ms"),
        rows=rows,
        notes=_tool_notes(times) if rows else (),
    )


def _tool_notes(times: Mapping[str, ToolTimes]) -> list[str]:
    one = next(iter(times.values()))
    rounds = len(next(iter(one.tools.values())))
    calls = [Summary.of(each.calls).median for each in times.values()]
    return [
        f"Over {len(times)} calculators; in each n = {rounds}, single calls n = {len(one.calls)}.",
        f"A call goes from the page to its worker and back as the tools do: {min(calls):.1f} to"
        f" {max(calls):.1f} ms, at the median {Summary.of(calls).median:.1f}.",
        f"A simulation has {RUNS:,} runs; a map and a sweep have as many cells and points as they"
        " have unasked, and there are four scenarios.",
    ]


def _calls(times: ToolTimes, tool: str) -> float:
    return Summary.of(times.tools[tool]).median / Summary.of(times.calls).median


def monte_carlo_table(times: Mapping[str, SimulationTimes], visits: Mapping[str, Sizes]) -> Table:
    """One row a page that simulates, NumPy's first; said where that is not installed."""
    rows = [_simulation(one, times, visits) for one in SIMULATIONS] if times else []
    counts = {len(one.first) for one in times.values()}
    return Table(
        title=f"Navigation to {RUNS:,} simulated runs",
        columns=(
            "page",
            "ratio",
            "median ms",
            "once more, ms",
            "raw KB",
            "gzip 9 KB",
            "brotli 11 KB",
        ),
        rows=rows,
        notes=[
            f"First visits; n = {min(counts)}. Ratios are to the page with NumPy.",
            "Same distributions, as many runs, the same figures of them; percentiles are compared"
            " in every round. NumPy's page is vectorised by hand and bare of a theme, as the embed"
            " page is; ours calls the calculator once a run.",
            "NumPy is the version that this Pyodide loads, an earlier build of it; not compressed"
            " in its wheel, so that the raw column tells more than a host would send.",
            "Bytes: each file compressed on its own, headers not counted.",
        ]
        if rows
        else (),
    )


def _simulation(
    one: Simulation, times: Mapping[str, SimulationTimes], visits: Mapping[str, Sizes]
) -> tuple[str, ...]:
    title = f"{one.calculator}: {one.page.title}"
    if one.page.name not in times:
        return (title, "not installed: run scripts/setup bench", *([_NONE] * 5))
    found, sizes = times[one.page.name], visits[one.page.name]
    base = next(each.page.name for each in SIMULATIONS if each.calculator == one.calculator)
    first = Summary.of(found.first).median
    ratio = f"{first / Summary.of(times[base].first).median:.2f}" if base in times else _NONE
    return (
        title,
        ratio,
        f"{first:.0f}",
        f"{Summary.of(found.again).median:.1f}",
        *(kilobytes(size) for size in (sizes.raw, sizes.gzip, sizes.brotli)),
    )
