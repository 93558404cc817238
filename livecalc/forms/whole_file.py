"""Files that several processes make at once: each finds them whole or not at all."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(file: Path, text: str) -> None:
    """Write a text file that nobody ever sees half written.

    Args:
        file: Where it goes; missing folders are made, and an older file is replaced.
        text: Its content, written as UTF-8.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", dir=file.parent, prefix=".", delete=False, encoding="utf-8"
    ) as half:
        half.write(text)
    Path(half.name).replace(file)
