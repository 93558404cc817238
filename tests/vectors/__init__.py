"""Cases whose answers were published elsewhere, and how to read them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Vector:
    """One published case, as `README.md` beside this file describes it."""

    id: str
    calculator: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: float
    source: str
    how: str


def load_vectors() -> tuple[Vector, ...]:
    """Every case of every file, by file name and in the order of the file."""
    return tuple(
        Vector(**case)
        for path in sorted(HERE.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    )


def mismatches(vector: Vector, outputs: Mapping[str, Any]) -> Iterator[str]:
    """One line for each expected value that the outputs do not meet within the tolerance."""
    for path, expected in vector.expected.items():
        actual = value_at(outputs, path)
        if expected is None or actual is None or isinstance(expected, (str, bool)):
            agrees = actual == expected
        else:
            agrees = abs(actual - expected) <= vector.tolerance
        if not agrees:
            yield f"{vector.id}: {path} is {actual!r}, published {expected!r} ± {vector.tolerance}"


def value_at(outputs: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, such as `by_year.3.tokens`.

    Examples:
        >>> value_at({"by_year": [{"tokens": 1.0}, {"tokens": 2.0}]}, "by_year.1.tokens")
        2.0
    """
    value: Any = outputs
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value
