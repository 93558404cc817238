"""A server in trouble, or one that compresses: what no route of a test browser can play."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class TroubledServer(ThreadingHTTPServer):
    """Serves a folder; what is wrong with it may change at any time."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        #: Patterns of the names of files that come to a halt half-way, until the server ends.
        self.stalling: set[str] = set()
        #: Patterns of the names of files whose connection is lost half-way.
        self.breaking: set[str] = set()
        #: The whole network is gone: nothing is answered any more.
        self.gone = False
        #: Whether files are compressed on the way.
        self.compresses = False
        #: Whether it knows the media type of wasm.
        self.knows_wasm = True
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: Any) -> None:
        """A connection that was lost is what the test wanted."""


class _Handler(SimpleHTTPRequestHandler):
    server: TroubledServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if self.server.gone:
            self.close_connection = True
            return
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        if self.server.compresses:
            content = gzip.compress(content, compresslevel=1)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self._type_of(path))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self._is_among(self.server.stalling | self.server.breaking, path):
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            if self._is_among(self.server.stalling, path):
                self.server.ended.wait()
            self.close_connection = True
        else:
            self.wfile.write(content)

    def _type_of(self, path: Path) -> str:
        if path.suffix == ".wasm":
            return "application/wasm" if self.server.knows_wasm else "application/octet-stream"
        return "text/javascript" if path.suffix == ".js" else self.guess_type(path)

    def _is_among(self, patterns: set[str], path: Path) -> bool:
        return any(fnmatch(path.name, one) for one in patterns)

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def serving_in_trouble(folder: Path) -> Iterator[TroubledServer]:
    """Serve a folder on 127.0.0.1 while the context is open."""
    with TroubledServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
