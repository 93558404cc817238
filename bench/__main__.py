"""`python -m bench`: measures in one run, prints the tables, and writes them into the docs."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from bench.build_time import build_pages, lay_out_plain, measure_builds
from bench.compression import Compressed
from bench.contestants import BARE, CONTESTANTS, Contestant
from bench.document import with_measurement
from bench.errors import MeasurementError
from bench.explore_tools import measure_tools
from bench.host import Place, serve
from bench.monte_carlo import installed, measure_monte_carlo
from bench.ours import build_for_disks, build_site
from bench.report import Measured, tables
from bench.rivals import lay_out_rivals
from bench.rounds import measure_start
from bench.throttling import FAST_4G, SLOW_4G, slowed
from bench.transfer import files_until_result, files_untouched
from bench.typed_numbers import measure_typing
from bench.visit import chromium
from livecalc.runtime import PYODIDE_VERSION

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs/measured.md"

PARTS: Final = ("start", "slower", "bytes", "typing", "explore", "build")

#: How many times slower than they are processors are made.
SLOWNESSES: Final = (4, 6)

#: Reading pages whose bytes are counted before anyone touches them, and the bare calculator.
READ: Final = {
    "staking guide": "/guides/staking/",
    "calculator's page": "/calculators/staking-apy/",
    "embed page": "/embed/staking-apy/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How often each thing is measured: a few times more on a quiet machine's own speed."""

    rounds: int
    slower: int
    numbers: int
    tools: int
    simulations: int
    builds: int


FULL: Final = Amount(rounds=9, slower=3, numbers=200, tools=3, simulations=5, builds=5)
QUICK: Final = Amount(rounds=2, slower=1, numbers=30, tools=1, simulations=1, builds=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything laid out and served: as it lies on the disk, and compressed for slow networks."""

    browser: Browser
    places: Mapping[str, Place]
    compressed_places: Mapping[str, Place]
    compressed: Compressed
    plain: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write when asked to."""
    options = _parser().parse_args(arguments)
    chosen = set(options.only)
    parts = (chosen & set(PARTS)) or set(PARTS)
    names = chosen - set(PARTS)
    if options.write and chosen:
        print("bench: --write needs the whole table; leave --only out", file=sys.stderr)
        return 2
    contestants = [one for one in CONTESTANTS if not names or one.name in names | {BARE.name}]
    amount = QUICK if options.quick else FULL
    if options.rounds:
        amount = Amount(
            rounds=options.rounds,
            slower=min(amount.slower, options.rounds),
            numbers=amount.numbers,
            tools=min(amount.tools, options.rounds),
            simulations=min(amount.simulations, options.rounds),
            builds=min(amount.builds, options.rounds),
        )
    waiting = os.getloadavg()[0]
    if waiting > 1:
        print(f"bench: the machine is busy (load {waiting:.1f}); ratios will vary", file=sys.stderr)
    try:
        with _stage() as stage:
            said = _conditions(stage.browser, options, waiting)
            print(f"{said}\n", flush=True)
            measured = measure(stage, contestants, parts, amount)
    except MeasurementError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    found = tables(measured, contestants)
    print("\n\n".join(one.as_text() for one in found))
    if options.write:
        text = "\n\n".join([said, *(one.as_markdown() for one in found)])
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_measurement(page, text), encoding="utf-8")
        print(f"\nwritten into {PAGE.relative_to(ROOT)}")
    return 0


def measure(
    stage: Stage, contestants: Sequence[Contestant], parts: set[str], amount: Amount
) -> Measured:
    """Measure the parts asked for."""
    measured = Measured()
    throttled = [one for one in contestants if one.throttled]
    if parts & {"start", "slower", "bytes"}:
        # Visits that are not timed first: they count bytes, and the first of all is never typical.
        _say("every page once")
        _measure_bytes(stage, contestants, measured, own="bytes" in parts)
    if "start" in parts:
        _say(f"starts, {amount.rounds} rounds")
        measured.start = measure_start(stage.browser, contestants, stage.places, amount.rounds)
    if "slower" in parts:
        _measure_slower(stage, throttled, measured, amount.slower)
    if "bytes" not in parts:
        measured.visits.clear()
    if "typing" in parts:
        _measure_typing(stage, measured, amount.numbers)
    if "explore" in parts:
        _measure_exploring(stage, measured, amount)
    if "build" in parts:
        _say(f"builds, {amount.builds} rounds")
        measured.builds = measure_builds(ROOT, stage.plain, amount.builds)
    return measured


def _measure_bytes(
    stage: Stage, contestants: Sequence[Contestant], measured: Measured, *, own: bool
) -> None:
    for one in contestants:
        files = files_until_result(stage.browser, one, stage.places[one.place])
        measured.visits[one.name] = stage.compressed.sizes(files)
    if not own:
        return
    site, plain = stage.places["site"], stage.places["plain"]
    for name, path in READ.items():
        sizes = stage.compressed.sizes(files_untouched(stage.browser, path, site))
        if path.startswith("/embed/"):
            measured.untouched[name] = sizes
        else:
            theme = stage.compressed.sizes(files_untouched(stage.browser, path, plain))
            measured.untouched[name] = sizes - theme
    site_page = next(one for one in CONTESTANTS if one.name == "site")
    live = files_until_result(stage.browser, site_page, site)
    before = files_untouched(stage.browser, READ["calculator's page"], site)
    measured.live = stage.compressed.sizes(live - before)


def _measure_slower(
    stage: Stage, contestants: Sequence[Contestant], measured: Measured, rounds: int
) -> None:
    for slowness in SLOWNESSES:
        _say(f"starts at 1/{slowness} of the processor, {rounds} rounds")
        with slowed(stage.browser, slowness):
            measured.slower[f"CPU 1/{slowness}"] = measure_start(
                stage.browser, contestants, stage.places, rounds, again=False
            )
    for network in (FAST_4G, SLOW_4G):
        # The line itself sets the time here, and hardly varies.
        few = max(1, rounds - 1)
        _say(f"starts on {network.name}, {few} rounds")
        measured.slower[network.name] = measure_start(
            stage.browser, contestants, stage.compressed_places, few, network=network, again=False
        )


def _measure_typing(stage: Stage, measured: Measured, numbers: int) -> None:
    site = stage.places["site"]
    names = _calculators(site)
    for slowness, few in ((1, numbers), (SLOWNESSES[0], max(20, numbers // 4))):
        _say(f"{few} typed numbers per calculator at 1/{slowness} of the processor")
        measured.typing[slowness] = {
            name: measure_typing(stage.browser, site, name, few, slowness) for name in names
        }


def _measure_exploring(stage: Stage, measured: Measured, amount: Amount) -> None:
    site = stage.places["site"]
    for one in installed(stage.places):
        files = files_until_result(stage.browser, one.page, stage.places[one.page.place])
        measured.simulated[one.page.name] = stage.compressed.sizes(files)
    _say(f"simulations beside NumPy, {amount.simulations} rounds")
    measured.simulations = measure_monte_carlo(stage.browser, stage.places, amount.simulations)
    _say(f"the tools of every calculator, {amount.tools} rounds")
    for name in _calculators(site):
        measured.tools[name] = measure_tools(stage.browser, site, name, amount.tools)


def _calculators(site: Place) -> list[str]:
    index = json.loads((site.folder / "calculators/index.json").read_text(encoding="utf-8"))
    return [one["name"] for one in index]


@contextmanager
def _stage() -> Iterator[Stage]:
    """Build everything, serve it, and open the browser."""
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        _say("building the site, its offline zip and the others' pages")
        folders = {name: work / name for name in ("site", "plain", "rivals", "offline", "export")}
        build_site(ROOT, folders["site"])
        build_for_disks(ROOT, folders["offline"], folders["export"])
        folders["rivals"].mkdir()
        lay_out_rivals(
            folders["rivals"], ROOT / "node_modules/pyodide", ROOT / "bench/node_modules"
        )
        lay_out_plain(ROOT, work / "plain-source")
        build_pages(work / "plain-source", folders["plain"])
        compressed = Compressed(ROOT / "build/bench")
        withheld = ("fast-*.image",)
        places = {
            "site": stack.enter_context(serve(folders["site"])),
            "site without image": stack.enter_context(serve(folders["site"], without=withheld)),
            "plain": stack.enter_context(serve(folders["plain"])),
            "rivals": stack.enter_context(serve(folders["rivals"])),
            "offline": Place(folders["offline"], folders["offline"].as_uri()),
            "export": Place(folders["export"], folders["export"].as_uri()),
        }
        compressed_places = {
            name: stack.enter_context(serve(folders[name], compressed=compressed))
            for name in ("site", "rivals", "plain")
        }
        browser = stack.enter_context(chromium())
        yield Stage(browser, places, compressed_places, compressed, work / "plain-source")


def _conditions(browser: Browser, options: argparse.Namespace, waiting: float) -> str:
    """When, how and on what: the sentence above the figures."""
    command = "make bench"
    given = [
        *(["--quick"] if options.quick else []),
        *([f"--rounds {options.rounds}"] if options.rounds else []),
    ]
    if given:
        command += f' ARGS="{" ".join(given)}"'
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `{command}`: {platform.system()} on"
        f" {platform.machine()}, {os.cpu_count()} processor cores, load {waiting:.1f} at the"
        f" start; headless Chromium {browser.version}, Pyodide {PYODIDE_VERSION}."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=_positive, help=f"turns of each page; {FULL.rounds}")
    parser.add_argument("--quick", action="store_true", help="few turns, to try it out")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        choices=[*PARTS, *(one.name for one in CONTESTANTS)],
        help=f"parts ({', '.join(PARTS)}) or pages"
        f" ({', '.join(one.name for one in CONTESTANTS)}); the bare page always takes part",
    )
    parser.add_argument(
        "--write", action="store_true", help=f"write the tables into {PAGE.relative_to(ROOT)}"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _say(what: str) -> None:
    print(f"bench: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
