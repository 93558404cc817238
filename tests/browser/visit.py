"""A reader's visit: a page in a browser of its own settings, and what can be seen of it."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatch
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Worker, expect

from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from tests.browser.page_scripts import READ_OUTPUTS, RECORD
from tests.browser.runtime_files import FAST, Trouble, blocked

#: Milliseconds for Python to load while other things keep the machine busy.
LOADING: Final = 60_000

#: Script and style that each page loads, whether published or not.
_OF_EVERY_PAGE: Final = re.compile(r"/livecalc(-[0-9a-f]{10})?\.(js|css)$")


class Calculator:
    """One calculator of a page, found the way a reader finds it: by labels and roles."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.key = key
        self.element = page.locator(f'live-calculator[data-key="{key}"]')

    def field(self, label: str) -> Locator:
        return self.element.get_by_label(label, exact=True)

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    def output(self, name: str) -> Locator:
        return self.element.locator(f'output[name="{name}"]')

    def problem(self, label: str) -> Locator:
        """The message beside a field."""
        ids = (self.field(label).get_attribute("aria-describedby") or "").split()
        return self.element.locator(", ".join(f"[id='{one}']" for one in ids)).and_(
            self.element.locator(".livecalc-error")
        )

    @property
    def status(self) -> Locator:
        """What the calculator says in words; the result for a screen reader stands apart."""
        return self.element.locator(".livecalc-status[role=status]")

    def fill(self, **texts: str) -> None:
        """Type into fields, given by the name of the input."""
        for name, text in texts.items():
            self.element.locator(f'[name="{name}"]:is(input, select)').fill(text)

    def outputs(self) -> dict[str, Any]:
        """All exact values shown, tables included."""
        found: dict[str, Any] = self.element.evaluate(READ_OUTPUTS)
        return found

    def wait_until_answered(self) -> None:
        """Wait until Python's result for the inputs shown is on the page."""
        self.page.locator(
            f'live-calculator[data-key="{self.key}"][state="ready"]:not([stale])'
        ).wait_for(state="attached", timeout=LOADING)

    def expect_state(self, state: str, *, stale: bool) -> None:
        expect(self.element).to_have_attribute("state", state, timeout=LOADING)
        if stale:
            expect(self.element).to_have_attribute("stale", "")
        else:
            expect(self.element).not_to_have_attribute("stale", "")


class Visit:
    """A page and what happened on it since it was opened."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        #: Errors in the console, and exceptions that nobody caught.
        self.problems: list[str] = []
        self.requests: list[Request] = []
        self._spoilt: set[str] = set()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._keep_error)
        page.context.on("request", lambda request: self.requests.append(request))

    def _keep_error(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        if message.text.startswith("Failed to load resource") and self._is_spoilt(address):
            # What the browser itself writes about a file that the test withholds.
            return
        refused = re.search(r"https?://[^' ]+(?=[' .].*integrity)", message.text)
        if refused and self._is_spoilt(refused[0].rstrip(".")):
            # And about one that it damages.
            return
        if message.type == "error":
            self.problems.append(message.text)

    def _is_spoilt(self, address: str) -> bool:
        return any(fnmatch(address, pattern) for pattern in self._spoilt)

    def spoil(self, pattern: str, trouble: Trouble) -> None:
        """From now on, let something happen to the files whose address matches."""
        self._spoilt.add(pattern)
        self.page.context.route(pattern, trouble)

    def mend(self, pattern: str) -> None:
        """Let the files come again as they are."""
        self.page.context.unroute(pattern)

    def block_fast_start(self) -> None:
        """Leave the page nothing but stock Pyodide to start from."""
        self.spoil(FAST["image"], blocked)

    def open(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def calculator(self, key: str) -> Calculator:
        return Calculator(self.page, key)

    def changes(self) -> list[dict[str, Any]]:
        """Every `livecalc:change` that reached the document."""
        found: list[dict[str, Any]] = self.page.evaluate("visited.changes")
        return found

    def states(self, key: str) -> list[str]:
        found: list[str] = self.page.evaluate("visited.states")
        return [state for one, state in map(str.split, found) if one == key]

    def said(self) -> list[str]:
        """Every sentence of a status line, in the order of saying."""
        found: list[str] = self.page.evaluate("visited.said")
        return found

    def pythons(self) -> list[Worker]:
        """Our workers that run now; Material's search has one of its own."""
        return [one for one in self.page.workers if "/livecalc/" in one.url]

    def runtime_requests(self) -> list[str]:
        """Names of the files of Python that were asked for."""
        return [one for one in self._own_files() if not one.startswith(("drawing-", "explore-"))]

    def asked_for_drawing(self) -> bool:
        """Whether the script that draws charts was asked for."""
        return any(one.startswith("drawing-") for one in self._own_files())

    def asked_for_tools(self) -> bool:
        """Whether the script of the tools below a calculator was asked for."""
        return any(one.startswith("explore-") for one in self._own_files())

    def _own_files(self) -> list[str]:
        """What was asked for from the runtime's folder, besides the page's script and style."""
        paths = [urlsplit(one.url).path for one in self.requests]
        return [
            path.rpartition("/")[2]
            for path in paths
            if "/livecalc/" in path and not _OF_EVERY_PAGE.search(path)
        ]

    def asked_for_stock_python(self) -> bool:
        """Whether the fast start was not enough, or not tried."""
        return any(one.startswith("stock-") for one in self.runtime_requests())


@contextmanager
def visiting(browser: Browser, origin: str, **options: Any) -> Iterator[Visit]:
    """Open an empty page in a browser context of its own.

    It has no service worker unless `service_workers="allow"` says so: what a test withholds from a
    page would otherwise come from there.
    """
    context = browser.new_context(**{"locale": "en-GB", "service_workers": "block", **options})
    context.set_default_timeout(20_000)
    context.add_init_script(RECORD)
    try:
        yield Visit(context.new_page(), origin)
    finally:
        context.close()


def approximately(value: Any) -> Any:
    """A value, tables included, that equals one whose numbers differ in their last digits."""
    if isinstance(value, list):
        return [approximately(one) for one in value]
    if isinstance(value, dict):
        return {name: approximately(one) for name, one in value.items()}
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def native_outputs(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the calculator answers without any browser."""
    found = answer(find_calculators("calculators"), name, dict(inputs))
    outputs: dict[str, Any] = json.loads(json.dumps(found["outputs"]))
    return outputs
