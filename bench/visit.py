"""A browser, one visit to one page, and the time until its result is there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from bench.contestants import Contestant
from bench.errors import MeasurementError
from bench.host import Place
from bench.throttling import Network
from livecalc.site.browser import find_chromium

#: Milliseconds after which a page counts as broken.
_PATIENCE: Final = 180_000

#: Looks at every change of the page, before anything is drawn, and takes the time of the result.
_WATCH: Final = """(() => {
  const attempt = (look) => { try { return look(); } catch { return undefined; } };
  globalThis.firstResult = new Promise((resolve) => {
    let pressed = false;
    const look = () => {
      const button = pressed ? null : attempt(() => (BUTTON));
      if (button) {
        pressed = true;
        button.click();
      }
      if (!attempt(() => (ANSWERED))) return;
      observer.disconnect();
      resolve(performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
    addEventListener("load", look);
    setTimeout(() => resolve(null), PATIENCE);
  });
})()"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that finds no other machine and makes no calls of its own."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """The same, by a driver that runs already; a process has one."""
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    )
    try:
        yield browser
    finally:
        browser.close()


def time_to_first_result(
    context: BrowserContext, contestant: Contestant, place: Place, network: Network | None = None
) -> float:
    """Milliseconds from the start of the navigation until the result is in the page.

    Raises:
        MeasurementError: There was none.
    """
    page = context.new_page()
    try:
        if network:
            network.apply(page)
        return first_result(page, contestant, place)
    finally:
        page.close()


def first_result(
    page: Page, contestant: Contestant, place: Place, patience: int = _PATIENCE
) -> float:
    """The same in a page that somebody else opened and closes."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"not loaded: {request.url}"))
    page.add_init_script(_watch(contestant, patience))
    try:
        page.goto(place.address + contestant.path, wait_until="commit")
        time: float | None = page.evaluate("firstResult")
    except Error as error:
        raise MeasurementError(f"{contestant.name}: {error.message}") from error
    if time is None:
        said = "; ".join(problems) or "nothing was reported"
        raise MeasurementError(f"{contestant.name}: no result in {patience / 1000:.0f} s: {said}")
    return time


def _watch(contestant: Contestant, patience: int) -> str:
    return (
        _WATCH.replace("BUTTON", contestant.button)
        .replace("ANSWERED", contestant.answered)
        .replace("PATIENCE", json.dumps(patience))
    )
