"""Serves a built folder on this machine, as a plain static host would."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class StaticHandler(SimpleHTTPRequestHandler):
    """Answers from a folder, with the media types that browsers insist on."""

    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
    }
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Let the browser ask again each time; what is measured here is no cache of ours.

        Any page may read the files, which a calculator in a sandboxed frame needs.
        """
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Stay quiet; who wants the requests sees them in the browser."""


@contextmanager
def serve_folder(
    folder: Path,
    port: int = 0,
    handler: Callable[..., SimpleHTTPRequestHandler] = StaticHandler,
) -> Iterator[str]:
    """Serve a folder on 127.0.0.1 while the context is open.

    Args:
        folder: The folder to serve as the root.
        port: Which port; 0 takes a free one.
        handler: What answers; it is told the folder as `directory`.

    Yields:
        The address of the root, without a slash at the end.
    """
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
