"""Calls into the Python that ships, in Node, by either way to start it."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from livecalc.runtime.scripts import find_node

type Tier = Literal["fast", "stock"]
type Call = tuple[str, str]

TIERS: Final[tuple[Tier, ...]] = ("fast", "stock")


class ShippedPythonError(Exception):
    """The Python that ships did not start, or broke; the message is what Node wrote."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The last answer to a call, and how large Python's memory is after it."""

    answer: str
    memory_bytes: int


def replay(
    tier: Tier, folder: Path, work: Path, calls: Iterable[Call], *, times: int = 1
) -> list[Reply]:
    """Make every call so many times in one Python.

    Args:
        tier: How to start it.
        folder: The runtime's files.
        work: Where to lay them out again, if need be.
        calls: Name of a calculator and JSON text of its inputs.
        times: How often to make each.

    Raises:
        ShippedPythonError: It did not start, or did not survive a call.
    """
    done = subprocess.run(
        [find_node(), Path(__file__).with_name("replay.mjs"), tier, folder, work],
        input="".join(json.dumps([*one, times]) + "\n" for one in calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ShippedPythonError(done.stderr)
    lines = [line.split(" ", 1) for line in done.stdout.removesuffix("\n").split("\n")]
    return [Reply(answer, int(memory)) for memory, answer in lines]
