"""Which browser drives the pages, in tests and measurements."""

import os
import shutil


def find_chromium() -> str | None:
    """The browser that set-up chose, else an installed one; `None` leaves it to Playwright."""
    if chosen := os.environ.get("LIVECALC_BROWSER"):
        return chosen
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return None


def find_firefox() -> str | None:
    """The Firefox that set-up chose, else an installed one; `None` where none runs."""
    chosen = os.environ.get("LIVECALC_FIREFOX")
    if chosen is not None:
        # Empty where set-up found none that runs.
        return chosen or None
    return shutil.which("firefox-esr") or shutil.which("firefox")
