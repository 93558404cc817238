"""The facts as their files say now: an edit shows in the next build of a running server."""

import os
import time
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from playbook.facts import Facts
from playbook.loading import FOLDERS, load_facts

#: Seconds for which the files are taken to be as they were. A build asks once for every page, and
#: looking at a thousand files takes longer than most pages; servers wait longer than this after an
#: edit before they build.
SETTLED_FOR: Final = 0.2

type _Asked = tuple[Path, Path, frozenset[str], date]

_seen: dict[_Asked, tuple[float, Facts]] = {}


def current_facts(data: Path, docs: Path, calculators: Collection[str], today: date) -> Facts:
    """Load the facts, or hand out those of the last time when no file has changed since.

    Args:
        data: The folder of the facts.
        docs: The folder of the pages.
        calculators: Public names of the calculators there are.
        today: The day after which a date lies in the future.
    """
    asked = (data.resolve(), docs.resolve(), frozenset(calculators), today)
    looked_at, facts = _seen.get(asked, (0.0, None))
    if facts is None or time.monotonic() - looked_at >= SETTLED_FOR:
        facts = _facts(asked, tuple(_state(data, docs)))
        _seen[asked] = (time.monotonic(), facts)
    return facts


@lru_cache(maxsize=4)
def _facts(asked: _Asked, _state: tuple[object, ...]) -> Facts:
    data, docs, calculators, today = asked
    return load_facts(data, docs=docs, calculators=calculators, today=today)


def _state(data: Path, docs: Path) -> Iterator[object]:
    """Something that changes whenever an entry or a page does."""
    for folder in (data, *(data / kind for kind in FOLDERS), docs, *_folders(docs)):
        if folder.is_dir():
            with os.scandir(folder) as files:
                for file in files:
                    status = file.stat()
                    yield file.path, status.st_mtime_ns, status.st_size


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return [Path(one.path) for one in found if one.is_dir()]
