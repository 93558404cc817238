"""Serves the folders of a measurement on this machine, and knows which file an address means."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bench.compression import Compressed
from livecalc.site.preview import StaticHandler, serve_folder


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and what its files are called from outside.

    Attributes:
        folder: The root.
        address: Of the root, without a slash at the end.
        without: Patterns of file names that are withheld.
    """

    folder: Path
    address: str
    without: Sequence[str] = ()

    def file(self, address: str) -> Path | None:
        """The file that an address of this place brings; `None` if it brings none."""
        if not address.startswith(f"{self.address}/"):
            return None
        path = unquote(urlsplit(address.removeprefix(f"{self.address}/")).path)
        file = self.folder / (f"{path}index.html" if path.endswith("/") or not path else path)
        return file if file.is_file() and not withheld(file, self.without) else None


@contextmanager
def serve(
    folder: Path, *, without: Sequence[str] = (), compressed: Compressed | None = None
) -> Iterator[Place]:
    """Serve a folder while the context is open.

    Args:
        folder: The root.
        without: Patterns of file names that are answered with 404.
        compressed: Send every file compressed with brotli; without it, as it is on the disk.
    """
    handler = partial(_Host, without=without, compressed=compressed)
    with serve_folder(folder, handler=handler) as address:
        yield Place(folder, address, without)


def withheld(file: Path, patterns: Sequence[str]) -> bool:
    """Whether a file is answered as if it were not there."""
    return any(file.match(one) for one in patterns)


class _Host(StaticHandler):
    def __init__(
        self, *request: Any, without: Sequence[str], compressed: Compressed | None, **settings: Any
    ) -> None:
        self._without = without
        self._compressed = compressed
        super().__init__(*request, **settings)

    def handle(self) -> None:
        """Answer until the browser goes, which it may do in the middle of a file."""
        with suppress(ConnectionError):
            super().handle()

    def send_head(self) -> Any:
        """The headers, and what to send after them."""
        file = Path(self.translate_path(self.path))
        if urlsplit(self.path).path.endswith("/"):
            file /= "index.html"
        if withheld(file, self._without):
            self.send_error(404)
            return None
        accepted = self.headers.get("Accept-Encoding", "")
        if self._compressed is None or "br" not in accepted or not file.is_file():
            return super().send_head()
        content = self._compressed.brotli(file)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)
