"""Files as a host sends them that compresses as well as it can."""

import gzip
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import brotli


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of the same files in three forms."""

    raw: int = 0
    gzip: int = 0
    brotli: int = 0

    def __add__(self, other: "Sizes") -> "Sizes":
        return Sizes(self.raw + other.raw, self.gzip + other.gzip, self.brotli + other.brotli)

    def __sub__(self, other: "Sizes") -> "Sizes":
        return Sizes(self.raw - other.raw, self.gzip - other.gzip, self.brotli - other.brotli)


class Compressed:
    """Compresses files, gzip 9 and brotli 11, and keeps the outcome by content for the next run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def gzip(self, file: Path) -> bytes:
        return self._kept(file, "gz", lambda content: gzip.compress(content, 9, mtime=0))

    def brotli(self, file: Path) -> bytes:
        return self._kept(file, "br", lambda content: bytes(brotli.compress(content, quality=11)))

    def sizes(self, files: Iterable[Path]) -> Sizes:
        """Bytes of all files together, each compressed on its own."""
        return sum(
            (
                Sizes(one.stat().st_size, len(self.gzip(one)), len(self.brotli(one)))
                for one in files
            ),
            Sizes(),
        )

    def _kept(self, file: Path, form: str, compress: Callable[[bytes], bytes]) -> bytes:
        content = file.read_bytes()
        kept = self._folder / f"{hashlib.sha256(content).hexdigest()}.{form}"
        if not kept.is_file():
            # In one move: several requests may want the same file.
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as unfinished:
                unfinished.write(compress(content))
            Path(unfinished.name).replace(kept)
        return kept.read_bytes()
