"""Measures speed in a real browser, as ratios within one run: only those mean anything.

    make bench

prints navigation to the first result computed in the browser against a page that does nothing but
`loadPyodide()`, cold and with a warm cache; and the time from a typed number to its result on the
screen, for every calculator.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from livecalc.runtime import PYODIDE_VERSION
from livecalc.site.browser import find_chromium
from livecalc.site.preview import serve_folder

ROOT = Path(__file__).parents[1]

#: The yardstick: Pyodide as its documentation starts it, and one sum.
BARE_PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title>
<link rel="icon" href="data:,">
<script src="pyodide.js"></script>
<script>
loadPyodide().then((pyodide) => {
  pyodide.runPython("1 + 1");
  window.firstResult = performance.now();
});
</script>"""

#: Types a digit, and tells when the result of it is on the screen.
TYPE_AND_WAIT = """async ([index, text]) => {
  const element = document.querySelector("live-calculator");
  const input = element.querySelectorAll("input[data-kind]")[index];
  const answered = new Promise((resolve) =>
    element.addEventListener("livecalc:change", () => resolve(performance.now()), {once: true}));
  const started = performance.now();
  input.value = text;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  return (await answered) - started;
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="navigations of each kind")
    parser.add_argument("--calls", type=int, default=200, help="typed numbers per calculator")
    options = parser.parse_args(arguments)
    site = ROOT / "site"
    names = [one["name"] for one in json.loads((site / "calculators/index.json").read_text())]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder)
        for name in (
            "pyodide.js",
            "pyodide.asm.js",
            "pyodide.asm.wasm",
            "python_stdlib.zip",
            "pyodide-lock.json",
        ):
            shutil.copy(ROOT / "node_modules/pyodide" / name, bare)
        (bare / "index.html").write_text(BARE_PAGE)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        with serve_folder(bare) as bare_url, serve_folder(site) as site_url:
            print(f"Chromium {browser.version}, Pyodide {PYODIDE_VERSION}; medians\n")
            report_start(browser, bare_url, f"{site_url}/calculators/staking-apy/", options.runs)
            report_typing(browser, site_url, names, options.calls)
        browser.close()
    return 0


def report_start(browser: Browser, bare: str, ours: str, runs: int) -> None:
    """Navigation to first computed result, alternating, each cold run in a new browser profile."""
    times: dict[str, list[float]] = {"bare": [], "ours": [], "bare again": [], "ours again": []}
    for _ in range(runs):
        for name, measure, url in (("bare", bare_start, bare), ("ours", our_start, ours)):
            context = browser.new_context()
            times[name].append(measure(context, url))
            times[f"{name} again"].append(measure(context, url))
            context.close()
    print(f"navigation to first computed result, n = {runs}")
    print(f"  {'':24}{'ratio':>7}{'ms':>8}")
    for name, base, label in (
        ("bare", "bare", "bare loadPyodide(), cold"),
        ("ours", "bare", "this site, cold"),
        ("bare again", "bare", "bare, second visit"),
        ("ours again", "bare", "this site, second visit"),
    ):
        middle = statistics.median(times[name])
        print(f"  {label:24}{middle / statistics.median(times[base]):7.2f}{middle:8.0f}")


def bare_start(context: BrowserContext, url: str) -> float:
    """Milliseconds from navigation to the first Python result of the bare page."""
    return _timed(
        context,
        url,
        lambda page: page.evaluate(
            "() => new Promise((resolve) => { const look = () => window.firstResult"
            " ? resolve(window.firstResult) : setTimeout(look, 2); look(); })"
        ),
    )


def our_start(context: BrowserContext, url: str) -> float:
    """The same for our page, by a reader who opens a link with a number of their own in it."""
    return _timed(
        context,
        f"{url}?staking-apy.stake=123",
        lambda page: page.evaluate(
            "() => new Promise((resolve) => { const look = () => document.querySelector("
            "'live-calculator[state=ready]:not([stale])') ? resolve(performance.now())"
            " : setTimeout(look, 2); look(); })"
        ),
    )


def report_typing(browser: Browser, site: str, names: Iterable[str], calls: int) -> None:
    """From a typed number to its result, in the page."""
    print(f"\ntyped number to result, n = {calls} per calculator")
    print(f"  {'':24}{'p50 ms':>8}{'p95 ms':>8}{'p95 / 16 ms':>13}")
    for name in names:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site}/calculators/{name}/")
        page.locator("live-calculator input").first.focus()
        page.wait_for_selector("live-calculator[state=ready]")
        times = sorted(_type_numbers(page, calls))
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"  {name:24}{middle:8.1f}{late:8.1f}{late / 16:13.2f}")
        context.close()


def _type_numbers(page: Page, calls: int) -> Iterable[float]:
    starts: list[str] = page.eval_on_selector_all(
        "live-calculator input[data-kind]", "all => all.map((one) => one.value)"
    )
    for call in range(calls):
        index = call % len(starts)
        # Typing the same number again would be no change; one more digit behind it always is.
        text = (
            f"{starts[index]}{'' if '.' in starts[index] else '.'}0" if call % 2 else starts[index]
        )
        yield page.evaluate(TYPE_AND_WAIT, [index, text])


def _timed(context: BrowserContext, url: str, measure: Callable[[Page], Any]) -> float:
    page = context.new_page()
    page.goto(url, wait_until="commit")
    time = float(measure(page))
    page.close()
    return time


if __name__ == "__main__":
    sys.exit(main())
