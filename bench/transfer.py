"""Which files a page asks for, and how many bytes they are."""

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from bench.contestants import Contestant
from bench.errors import MeasurementError
from bench.host import Place
from bench.visit import first_result

#: Milliseconds in which a page may ask for more, still short of a reader's two seconds of looking.
_AFTERWARDS: Final = 1000


def files_until_result(browser: Browser, contestant: Contestant, place: Place) -> Set[Path]:
    """What a first visit asks for until the result is there.

    Raises:
        MeasurementError: It has none, or it asked another host for something.
    """
    with _page_and_requests(browser) as (page, addresses):
        first_result(page, contestant, place)
        page.wait_for_timeout(_AFTERWARDS)
        return files_of(addresses, place)


def files_untouched(browser: Browser, path: str, place: Place) -> Set[Path]:
    """What a page asks for while nobody touches it, a second after it has loaded.

    Raises:
        MeasurementError: It asked another host for something.
    """
    with _page_and_requests(browser) as (page, addresses):
        page.goto(place.address + path, wait_until="load")
        page.wait_for_timeout(_AFTERWARDS)
        return files_of(addresses, place)


@contextmanager
def _page_and_requests(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    with browser.new_context() as context:
        addresses: list[str] = []
        context.on("request", lambda request: addresses.append(request.url))
        yield context.new_page(), addresses


def files_of(addresses: Iterable[str], place: Place) -> Set[Path]:
    """The files that addresses mean; what a page makes itself, `data:` and `blob:`, is none.

    Raises:
        MeasurementError: An address leads to another host.
    """
    found = set()
    for address in addresses:
        if urlsplit(address).scheme in ("data", "blob"):
            continue
        if not address.startswith(f"{place.address}/"):
            raise MeasurementError(f"{place.address}: a page asked for {address}")
        # A file that is withheld costs nothing.
        if file := place.file(address):
            found.add(file)
    return found
