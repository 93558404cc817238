"""A slower processor and a slower network for the browser."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

#: Seconds that the browser runs at a stretch: far below what is measured.
_STRETCH = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network as Chromium's developer tools imitate it.

    Attributes:
        latency: Milliseconds added to each request.
        down: Bytes a second towards the browser.
        up: Bytes a second from it.
    """

    name: str
    latency: float
    down: float
    up: float

    def apply(self, page: Page) -> None:
        """Slow down all that the page and its workers ask for from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": self.latency,
                "downloadThroughput": self.down,
                "uploadThroughput": self.up,
            },
        )


# The presets of these names in Chromium's developer tools, as of 2026-11-22.
FAST_4G = Network(name="fast 4G", latency=165, down=1_012_500, up=168_750)
SLOW_4G = Network(name="slow 4G", latency=562.5, down=180_000, up=84_375)


@contextmanager
def slowed(browser: Browser, factor: float) -> Iterator[None]:
    """Let the whole browser run only a part of the time: one part in `factor`.

    The developer tools' own setting slows a page's main thread and leaves its workers as fast as
    they were, which would favour every page that computes in a worker.
    """
    group = _process_group(browser)
    ended = threading.Event()
    thread = threading.Thread(target=_run_in_turns, args=(group, factor, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _run_in_turns(group: int, factor: float, ended: threading.Event) -> None:
    """Stop and continue; what one sleep lasts too long, the next one makes up for."""
    ran = stood = 0.0
    while not ended.is_set():
        ran += _sleep(max(_STRETCH, stood / (factor - 1) - ran))
        os.killpg(group, signal.SIGSTOP)
        try:
            stood += _sleep(max(0, ran * (factor - 1) - stood))
        finally:
            os.killpg(group, signal.SIGCONT)


def _sleep(seconds: float) -> float:
    started = time.perf_counter()
    time.sleep(seconds)
    return time.perf_counter() - started


def _process_group(browser: Browser) -> int:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    (process,) = (int(one["id"]) for one in processes if one["type"] == "browser")
    group = os.getpgid(process)
    if group == os.getpgid(0):
        raise RuntimeError("the browser shares this program's process group")
    return group
