"""One Firefox for each process of the tests, and a tab in it for each test."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from livecalc.site.browser import find_firefox
from tests.browser.firefox.bidi import Connection, firefox_running
from tests.browser.firefox.reading import Tab, reading

MISSING = (
    "there is no Firefox that runs; install it (on Debian `apt-get install firefox-esr`, elsewhere"
    " the package firefox), then `scripts/setup test` finds it"
)


@pytest.fixture(scope="session")
def firefox() -> Iterator[Connection]:
    """Firefox, where there is one; in continuous integration there has to be."""
    command = find_firefox()
    if command is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with (
        # It still writes into its profile when it has been told to end.
        TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile,
        firefox_running(command, Path(profile)) as connection,
    ):
        yield connection


@pytest.fixture
def tab(firefox: Connection) -> Iterator[Tab]:
    """A tab without a past; what goes wrong in its pages fails the test."""
    with reading(firefox) as tab:
        yield tab
        assert tab.problems() == []
