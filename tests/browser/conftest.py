"""One browser for each process of the tests, and the built site behind an address."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from livecalc.site.browser import find_chromium
from livecalc.site.preview import serve_folder
from tests.browser.small_site import make_small_site
from tests.browser.visit import Visit, visiting

type OpenVisit = Callable[..., Visit]

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a sandbox, which containers seldom allow, and without calls home."""
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, from a copy: a build in the meantime pulls no page away."""
    copy = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(site, copy)
    with serve_folder(copy) as address:
        # Material navigates instantly only between pages that the sitemap lists under this address.
        sitemap = copy / "sitemap.xml"
        sitemap.write_text(re.sub(r"<loc>https?://[^/]+", f"<loc>{address}", sitemap.read_text()))
        yield address


@pytest.fixture(scope="session")
def small_site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without any theme, whose calculators have every kind of trouble."""
    return make_small_site(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_site(small_site_folder: Path) -> Iterator[str]:
    """Its address."""
    with serve_folder(small_site_folder) as address:
        yield address


@pytest.fixture
def open_visit(browser: Browser, served: str) -> Iterator[OpenVisit]:
    """Start a visit to a page of the site, with settings of a browser context.

    What goes wrong on the page fails the test, unless the test empties `visit.problems`.
    """
    with ExitStack() as stack:
        visits: list[Visit] = []

        def open_visit(path: str = "/", *, origin: str = served, **options: Any) -> Visit:
            visit = stack.enter_context(visiting(browser, origin, **options))
            visits.append(visit)
            visit.open(path)
            return visit

        yield open_visit
        assert [one.problems for one in visits if one.problems] == []
