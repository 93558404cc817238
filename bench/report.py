"""Turns what was measured into tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.build_time import Builds
from bench.compression import Sizes
from bench.contestants import BARE, Contestant
from bench.explore_report import monte_carlo_table, tools_table
from bench.explore_tools import RUNS, ToolTimes
from bench.monte_carlo import SimulationTimes
from bench.rounds import Row
from bench.summary import Summary, quantile
from bench.table import Table, kilobytes

type Times = Mapping[Row, Sequence[float]]

#: The yardstick's first visit, which every ratio of a start is to.
_BASE: Row = (BARE.name, False)

#: One frame at 60 a second, in milliseconds: what a result may take after its number was typed.
FRAME = 16

#: What simulating ten thousand runs of an average calculator may take, in milliseconds.
HALF_A_SECOND = 500


@dataclass(slots=True, kw_only=True)
class Measured:
    """All figures of one run; what was not asked for stays empty.

    Attributes:
        start: Milliseconds from navigation to result.
        slower: The same for each slower machine or network, by its name.
        visits: Bytes that each contestant asks for until its result is there.
        untouched: Bytes that a page of ours adds before anyone touches it.
        live: Bytes that a touch then adds on the site page.
        typing: Milliseconds from a typed number to its result, by calculator and slowness.
        tools: Milliseconds of calls and tools, by calculator.
        simulations: Milliseconds until a simulation's result, by page.
        simulated: Bytes that each of those pages asks for until then.
        builds: Seconds of builds.
    """

    start: Times = field(default_factory=dict)
    slower: dict[str, Times] = field(default_factory=dict)
    visits: dict[str, Sizes] = field(default_factory=dict)
    untouched: dict[str, Sizes] = field(default_factory=dict)
    live: Sizes | None = None
    typing: dict[float, dict[str, Sequence[float]]] = field(default_factory=dict)
    tools: dict[str, ToolTimes] = field(default_factory=dict)
    simulations: Mapping[str, SimulationTimes] = field(default_factory=dict)
    simulated: dict[str, Sizes] = field(default_factory=dict)
    builds: Builds | None = None


def tables(measured: Measured, contestants: Sequence[Contestant]) -> list[Table]:
    """The tables of one run, those with nothing in them left out."""
    all_tables = (
        _start(measured.start, contestants),
        _slower(measured.slower, contestants),
        _visits(measured.visits, contestants),
        _own_bytes(measured),
        _typing(measured.typing),
        tools_table(measured.tools),
        monte_carlo_table(measured.simulations, measured.simulated),
        _builds(measured),
        _goals(measured),
    )
    return [one for one in all_tables if one.rows]


def ratio(times: Times, row: Row) -> float:
    """A row's median as a fraction of the yardstick's in the same run."""
    return Summary.of(times[row]).median / Summary.of(times[_BASE]).median


def _start(times: Times, contestants: Sequence[Contestant]) -> Table:
    rows = []
    for one, again in _rows(times, contestants):
        summary = Summary.of(times[one.name, again])
        rows.append(
            (
                _title(one, again),
                f"{ratio(times, (one.name, again)):.2f}",
                f"{summary.median:.0f}",
                f"{summary.low:.0f}–{summary.high:.0f}",
                str(summary.n),
            )
        )
    return Table(
        title="Navigation to the first result",
        columns=("page", "ratio", "median ms", "middle half ms", "n"),
        rows=rows,
        notes=[f"{one.title}: {one.note}" for one in contestants if (one.name, False) in times],
    )


def _slower(slower: Mapping[str, Times], contestants: Sequence[Contestant]) -> Table:
    if not slower:
        return Table(title="", columns=("page",), rows=[])
    counts = [f"{name} n = {len(times[_BASE])}" for name, times in slower.items()]
    rows = [
        (
            _title(one, again),
            *(
                f"{ratio(times, (one.name, again)):.2f}"
                f" ({Summary.of(times[one.name, again]).median / 1000:.1f} s)"
                for times in slower.values()
            ),
        )
        for one, again in _rows(next(iter(slower.values())), contestants)
    ]
    return Table(
        title="The same on slower machines and networks",
        columns=("page", *slower),
        rows=rows,
        notes=[
            "Each cell: ratio to the bare page under the same condition, and the median.",
            f"First visits; {', '.join(counts)}.",
        ],
    )


def _visits(visits: Mapping[str, Sizes], contestants: Sequence[Contestant]) -> Table:
    rows = []
    for one in contestants:
        if one.name not in visits or BARE.name not in visits:
            continue
        sizes, bare = visits[one.name], visits[BARE.name]
        from_disk = one.place in ("offline", "export")
        compressed = (
            ("–", "–", "–")
            if from_disk
            else (
                kilobytes(sizes.gzip),
                kilobytes(sizes.brotli),
                f"{sizes.brotli / bare.brotli:.2f}",
            )
        )
        rows.append((one.title, kilobytes(sizes.raw), *compressed))
    return Table(
        title="Bytes of a whole first visit, page and theme included",
        columns=("page", "raw KB", "gzip 9 KB", "brotli 11 KB", "brotli ratio"),
        rows=rows,
        notes=["1 KB is 1,000 bytes; each file compressed on its own, headers not counted."]
        if rows
        else (),
    )


def _own_bytes(measured: Measured) -> Table:
    rows = [
        (f"{name}, before anyone touches it", kilobytes(one.gzip), kilobytes(one.brotli), "–")
        for name, one in measured.untouched.items()
    ]
    if measured.live and BARE.name in measured.visits:
        share = measured.live.brotli / measured.visits[BARE.name].brotli
        rows.append(
            (
                "to become live, site page",
                kilobytes(measured.live.gzip),
                kilobytes(measured.live.brotli),
                f"{share:.2f}",
            )
        )
    return Table(
        title="Bytes that a calculator adds",
        columns=("what", "gzip 9 KB", "brotli 11 KB", "ratio to the bare page's"),
        rows=rows,
        notes=[
            "Before a touch: beyond the same page of a plain build with the theme alone, so the"
            " site's own styles count too. The embed page counts whole.",
            "A calculator that stays in view for two seconds on a fast connection starts Python"
            " unasked, except where the browser is told to save data; that is the last row.",
        ],
    )


def _typing(typing: Mapping[float, Mapping[str, Sequence[float]]]) -> Table:
    conditions = list(typing)
    names = list(typing[conditions[0]]) if conditions else []
    rows = [
        (
            name,
            *(
                f"{quantile(typing[condition][name], share):.1f}"
                for condition in conditions
                for share in (0.5, 0.95)
            ),
        )
        for name in names
    ]
    counts = [f"{_speed(one)} n = {len(typing[one][names[0]])}" for one in conditions]
    return Table(
        title="Typed number to its result in the page, ms",
        columns=(
            "calculator",
            *(f"{share}, {_speed(one)}" for one in conditions for share in ("p50", "p95")),
        ),
        rows=rows,
        notes=[
            f"Per calculator: {', '.join(counts)}.",
            "Until the result is in the page's document; drawing it takes the screen's next frame.",
        ],
    )


def _builds(measured: Measured) -> Table:
    rows = []
    if measured.builds:
        builds = measured.builds
        plain = Summary.of(builds.plain)
        for title, seconds in (
            ("plain MkDocs, the pages without blocks", builds.plain),
            ("MkDocs, the pages with blocks", builds.pages),
            ("make build: those, embed pages, files for browsers", builds.ours),
        ):
            one = Summary.of(seconds)
            rows.append(
                (title, f"{one.median / plain.median:.2f}", f"{one.median:.2f}", str(one.n))
            )
    return Table(
        title="Build of the whole site",
        columns=("build", "ratio", "median s", "n"),
        rows=rows,
        notes=[
            "Whole commands from an empty folder. What browsers need is made only when calculators"
            " or livecalc change, and was there.",
        ],
    )


def _goals(measured: Measured) -> Table:
    """What the project set itself, beside what it reached in this run."""
    rows = []

    def add(what: str, value: float, goal: float, form: str) -> None:
        met = "met" if value <= goal else "missed"
        rows.append((what, form.format(value), f"≤ {form.format(goal)}", met))

    for what, row, goal in (
        ("site page, first visit", ("site", False), 0.2),
        ("site page, second visit", ("site", True), 0.12),
        ("embed page, first visit", ("embed", False), 0.2),
        ("embed page, second visit", ("embed", True), 0.12),
        ("site page, file://", ("offline", False), 0.6),
    ):
        if row in measured.start and _BASE in measured.start:
            add(f"{what}, ratio", ratio(measured.start, row), goal, "{:.2f}")
    if 1 in measured.typing:
        every = [time for times in measured.typing[1].values() for time in times]
        add("typed number to result, p95 of all, ms", quantile(every, 0.95), FRAME, "{:.1f}")
    if measured.tools:
        simulated = [Summary.of(one.tools["simulation"]).median for one in measured.tools.values()]
        for title, share in (("average calculator", 0.5), ("p95 of calculators", 0.95)):
            what = f"{RUNS:,} simulated runs, {title}, ms"
            add(what, quantile(simulated, share), HALF_A_SECOND, "{:.0f}")
    for name, sizes in measured.untouched.items():
        add(f"{name}, untouched, brotli KB", sizes.brotli / 1000, 60, "{:.0f}")
    if measured.live and BARE.name in measured.visits:
        share = measured.live.brotli / measured.visits[BARE.name].brotli
        add("bytes to become live, ratio, brotli", share, 0.65, "{:.2f}")
    if measured.builds:
        ours, plain = Summary.of(measured.builds.ours), Summary.of(measured.builds.plain)
        add("build, ratio", ours.median / plain.median, 1.1, "{:.2f}")
    return Table(
        title="Against the project's own goals",
        columns=("what", "measured", "goal", "outcome"),
        rows=rows,
    )


def _rows(times: Times, contestants: Sequence[Contestant]) -> list[tuple[Contestant, bool]]:
    return [
        (one, again) for one in contestants for again in (False, True) if (one.name, again) in times
    ]


def _title(one: Contestant, again: bool) -> str:
    return f"{one.title}, second visit" if again else one.title


def _speed(slowness: float) -> str:
    return "full speed" if slowness == 1 else f"CPU 1/{slowness:g}"
