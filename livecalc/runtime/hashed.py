"""File names that carry the hash of their content, so that a cache may keep them for ever."""

import base64
import hashlib
import shutil
from pathlib import Path

_LENGTH = 10


def content_hash(*paths: Path) -> str:
    """A short hash over the content of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]


def integrity(path: Path) -> str:
    """What a browser's `fetch` takes to refuse any other content."""
    return f"sha256-{base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()}"


def copy_hashed(source: Path, folder: Path, stem: str) -> Path:
    """Copy a file into a folder as `stem-HASH.suffix`.

    Returns:
        Where the copy is.
    """
    target = folder / f"{stem}-{content_hash(source)}{source.suffix}"
    shutil.copyfile(source, target)
    return target
