"""Drives Firefox over WebDriver BiDi, the W3C's protocol that it speaks by itself.

Working draft of 2026: https://www.w3.org/TR/webdriver-bidi/
"""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

#: Seconds for one command while other things keep the machine busy.
_PATIENCE: Final = 60

_ADDRESS: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class BidiError(Exception):
    """The browser refused a command; the message is the browser's."""


class Connection:
    """Commands to one browser, and what it reports meanwhile."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        #: Every event so far, as (method, parameters).
        self.events: list[tuple[str, dict[str, Any]]] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait until it is carried out.

        Raises:
            BidiError: The browser refused it.
        """
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=_PATIENCE))
            if message["type"] == "event":
                self.events.append((message["method"], message["params"]))
            elif message.get("id") != number:
                raise BidiError(f"an answer to nothing that was asked: {message}")
            elif message["type"] == "error":
                raise BidiError(f"{method}: {message['error']}: {message['message']}")
            else:
                result: dict[str, Any] = message["result"]
                return result


@contextmanager
def firefox_running(command: str, profile: Path) -> Iterator[Connection]:
    """Run Firefox without a window, on a profile of its own, while the context is open.

    Args:
        command: Path of Firefox.
        profile: An empty folder.

    Raises:
        BidiError: It ended before it could be driven; the message is what it wrote.
    """
    process = subprocess.Popen(
        [command, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with connect(f"{_address_of(process)}/session", max_size=None) as socket:
            connection = Connection(socket)
            connection.call("session.new", capabilities={})
            yield connection
            connection.call("session.end")
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)
        if process.stderr:
            process.stderr.close()


def _address_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    written = []
    for line in process.stderr:
        if found := _ADDRESS.search(line):
            # Nobody reads what it writes from here on, and a full pipe would stop it.
            Thread(target=process.stderr.read, daemon=True).start()
            return found[1]
        written.append(line)
    raise BidiError(f"Firefox ended before it could be driven:\n{''.join(written)}")
