"""A static host that reads `_headers`, stands below a path, and can fail, stall and be updated."""

import fnmatch
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Host:
    """What stands on the host, and how it is doing; tests change it while pages are open."""

    folder: Path
    path: str = "/"
    is_up: bool = True
    #: Files of this name pattern stop half-way and stay open until the host goes down.
    stalled: str = ""
    #: Requests are taken and never answered until the host goes down.
    is_silent: bool = False
    address: str = ""
    #: Paths, from the root of the site, in the order of asking.
    asked: list[str] = field(default_factory=list)
    down: threading.Event = field(default_factory=threading.Event)

    def go_down(self) -> None:
        """From now on every request, also one under way, ends without an answer."""
        self.is_up = False
        self.down.set()

    def go_up(self) -> None:
        self.down.clear()
        self.is_up = True

    def headers(self, path: str) -> list[tuple[str, str]]:
        """What the `_headers` of the folder sets for a path; and no caching where it is silent."""
        file = self.folder / "_headers"
        found: list[tuple[str, str]] = []
        matches = False
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
            if line.startswith("  "):
                name, _, value = line.strip().partition(": ")
                found += [(name, value)] if matches else []
            elif line:
                matches = fnmatch.fnmatchcase(path, line)
        if "Cache-Control" not in dict(found):
            found.append(("Cache-Control", "no-cache"))
        return found


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, host: Host) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer from the folder as it is now, unless the host is down."""
        if not self.host.is_up:
            self._hang_up()
            return
        path = urlsplit(self.path).path
        self.host.asked.append(path.removeprefix(self.host.path))
        if self.host.is_silent:
            self.host.down.wait(60)
            self._hang_up()
        elif self.host.stalled and fnmatch.fnmatch(path, self.host.stalled):
            self._stall()
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Find the file below the path that the site has on this host."""
        inside = urlsplit(path).path
        if not inside.startswith(self.host.path):
            return str(self.host.folder / "not-here")
        self.directory = str(self.host.folder)
        return super().translate_path("/" + inside.removeprefix(self.host.path))

    def end_headers(self) -> None:
        for name, value in self.host.headers(urlsplit(self.path).path):
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer an unknown address with the site's own page for it."""
        page = self.host.folder / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stall(self) -> None:
        content = Path(self.translate_path(self.path)).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.host.down.wait(60)
        self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Stay quiet; `Host.asked` has the requests."""


@contextmanager
def hosting(folder: Path, path: str = "/", port: int = 0) -> Iterator[Host]:
    """Serve a folder below a path on 127.0.0.1 while the context is open."""
    host = Host(folder, path)
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, host=host))
    server.daemon_threads = True
    host.address = f"http://127.0.0.1:{server.server_port}{path}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.go_down()
        server.shutdown()
        server.server_close()
        thread.join()
