"""The files that Python in the browser starts from, and what can happen to one on its way."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Route

#: Addresses as Playwright matches them.
WORKER: Final = "**/worker-*.js"

#: The fast start: neither file is of use without the other.
FAST: Final = {"wasm": "**/fast-*.wasm", "image": "**/fast-*.image"}

#: Stock Pyodide with the calculators of the small site.
STOCK: Final = {
    "script": "**/stock-*.js",
    "asm": "**/pyodide-asm-*.js",
    "wasm": "**/pyodide-asm-*.wasm",
    "stdlib": "**/python-stdlib-*.zip",
    "lock": "**/pyodide-lock-*.json",
    "annotated-types": "**/annotated_types-*.whl",
    "calculators": "**/browser_samples-*.whl",
}

type Trouble = Callable[[Route], None]


def blocked(route: Route) -> None:
    """As by an extension of the browser."""
    route.abort("blockedbyclient")


def missing(route: Route) -> None:
    """As after an upload that was not complete."""
    route.fulfill(status=404, content_type="text/plain", body="not here")


def page_instead(route: Route) -> None:
    """As by a server that answers every address."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Welcome")


def another_file(route: Route) -> None:
    """As after an upload that mixed up its files: of the right kind, with other content."""
    address = route.request.url
    other = "livecalc.css" if address.endswith("livecalc.js") else "livecalc.js"
    content = route.fetch(url=f"{address.rpartition('/')[0]}/{other}").body()
    change(route, lambda _: content)


def truncated(route: Route) -> None:
    """As by a proxy that gave up."""
    change(route, lambda content: content[: len(content) // 2])


def corrupted(route: Route) -> None:
    """As from a damaged disk: of the same length."""
    change(route, _corrupt)


def change(route: Route, change: Callable[[bytes], bytes]) -> None:
    """Answer with the file that is there, but with other content."""
    response = route.fetch()
    route.fulfill(
        status=200, content_type=response.headers["content-type"], body=change(response.body())
    )


def _corrupt(content: bytes) -> bytes:
    start, end = 200_000, 201_000
    assert len(content) > end
    return content[:start] + b"\xff" * (end - start) + content[end:]
