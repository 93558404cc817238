"""A calculator of many shapes, whose roots, jumps and gaps are known."""

from typing import Final

CURVES: Final = '''\
"""Curves."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from livecalc.interface.units import COUNT, FRACTION, RATIO, USD, YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point in time."""

    year: Annotated[int, YEARS]
    """Year."""
    value: Annotated[float, USD]
    """Value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A height."""

    height: Annotated[float, USD]
    """Height."""
    steps: Annotated[int, COUNT]
    """Steps."""
    share: Annotated[float, FRACTION] | None
    """Share."""
    word: str
    """Word."""
    rises: bool
    """Rises."""
    by_year: tuple[Point, ...]
    """By year."""


def curve(
    *,
    x: Annotated[float, Ge(-10), Le(10), RATIO] = 1.0,
    slope: Annotated[float, Ge(0), Le(1e9), RATIO] = 2.0,
    offset: Annotated[float, Ge(-1e12), Le(1e12), USD] = 0.0,
    copies: Annotated[int, Ge(0), Le(1_000_000), COUNT] = 1,
    share: Annotated[float, Ge(0), Le(1), FRACTION] = 0.0,
    years: Annotated[int, Ge(1), Le(30), YEARS] = 3,
    shape: Literal["line", "square", "waves", "step", "flat", "gap", "bad", "broken"] = "line",
    shown: bool = True,
) -> Curve:
    """A height over x."""
    if shape == "gap" and x > 0.731:
        raise ValueError("There is no height beyond 0.731.")
    if shape == "bad":
        raise ValueError("There is no height.")
    if shape == "broken":
        raise KeyError("height")
    height = {
        "line": slope * x * copies,
        "square": slope * x * x,
        "waves": math.sin(x),
        "step": -1.0 if x < 2 else 1.0,
        "flat": min(max(x, 0.0), 1.0),
        "gap": x,
    }[shape] + offset + share
    return Curve(
        height=height,
        steps=math.floor(height),
        share=share if share > 0.5 else None,
        word="up",
        rises=height > 0,
        by_year=tuple(Point(year=year, value=height * year) for year in range(1, years + 1)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """A slow height."""

    height: Annotated[float, USD]
    """Height."""


def slow_curve(
    *,
    x: Annotated[float, Ge(-10), Le(10), RATIO] = 1.0,
    copies: Annotated[int, Ge(1), Le(9), COUNT] = 1,
) -> Generator[float, None, Slow]:
    """A height that needs long."""
    yield 0.0
    yield 0.5
    return Slow(height=2 * x * copies - 1)
'''
