"""Few numbers that stand for many."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """Several measurements of the same thing.

    Attributes:
        median: The middle one.
        low: A quarter of them are below it.
        high: A quarter of them are above it.
        n: How many there are.
    """

    median: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Summary":
        """Sum up at least one measurement.

        >>> Summary.of([3.0, 1.0, 2.0])
        Summary(median=2.0, low=1.5, high=2.5, n=3)
        """
        return cls(
            statistics.median(values), quantile(values, 0.25), quantile(values, 0.75), len(values)
        )


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed, between two of them in proportion.

    Args:
        values: At least one.
        share: From 0, the smallest value, to 1, the largest.

    >>> quantile([10.0, 20.0, 30.0], 0.25)
    15.0
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
