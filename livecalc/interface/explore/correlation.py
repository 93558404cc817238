"""Inputs that move together: a Gaussian copula."""

import math
from collections.abc import Sequence
from random import Random
from typing import Final

from livecalc.interface.errors import CallError
from livecalc.interface.explore.request import as_list, read_number
from livecalc.interface.units import RATIO

#: What rounding may leave of a variance that is zero.
_NOTHING: Final = 1e-10


class Correlated:
    """Draws standard normal deviates that are correlated.

    Attributes:
        names: The inputs that are, in the order of the deviates.
    """

    def __init__(self, names: Sequence[str], matrix: Sequence[Sequence[float]]) -> None:
        """Take correlations that can all hold at once.

        Raises:
            CallError: They cannot; the message names the input at which that shows.
        """
        self.names = tuple(names)
        self._rows = _factor(self.names, matrix)

    def draw(self, chance: Random) -> list[float]:
        """One deviate for each name."""
        independent = [chance.gauss(0.0, 1.0) for _ in self.names]
        # Each row is as long as its number says; what is beyond the diagonal is zero.
        return [
            math.fsum(weight * deviate for weight, deviate in zip(row, independent, strict=False))
            for row in self._rows
        ]


def read_correlations(raw: object, uncertain: Sequence[str], place: str) -> Correlated | None:
    """Read pairs of inputs with their correlation; pairs not named are independent.

    Args:
        raw: A list of `[one, other, correlation]`.
        uncertain: The inputs that are drawn, in order.
        place: What the list is called.

    Returns:
        The inputs that have a correlation with any other; `None` if none has.

    Raises:
        CallError: It is no such list, or the correlations cannot all hold at once.
    """
    pairs: dict[frozenset[str], float] = {}
    for at, entry in enumerate(as_list(raw, place)):
        where = f"{place}.{at}"
        one = as_list(entry, where)
        if len(one) != 3:
            raise CallError("not-json", "Write a pair as [one, other, correlation].", where)
        for name in one[:2]:
            if name not in uncertain:
                raise CallError(
                    "unknown-input", f"“{name}” is not among the uncertain inputs.", where
                )
        pair = frozenset(one[:2])
        value = read_number(one[2], where, RATIO, low=-1, high=1)
        if len(pair) == 1 or pairs.get(pair, value) != value:
            raise CallError(
                "impossible-correlation",
                f"“{one[0]}” and “{one[1]}” "
                + ("are the same input." if len(pair) == 1 else "have two correlations."),
                where,
            )
        pairs[pair] = value
    tied = {name for pair, value in pairs.items() if value != 0 for name in pair}
    names = [name for name in uncertain if name in tied]
    if not names:
        return None
    matrix = [
        [1.0 if one == other else pairs.get(frozenset((one, other)), 0.0) for other in names]
        for one in names
    ]
    return Correlated(names, matrix)


def _factor(names: Sequence[str], matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """The lower triangle that gives the matrix when multiplied by itself turned over.

    Sources:
        Cholesky's method as in Golub and Van Loan, “Matrix Computations”, 4th edition, 2013,
        section 4.2; a pivot of zero is allowed where all that hangs on it is zero too.
    """
    rows: list[list[float]] = []
    for at, wanted in enumerate(matrix):
        row: list[float] = []
        for column in range(at):
            other = rows[column]
            rest = wanted[column] - math.fsum(
                one * two for one, two in zip(row, other, strict=False)
            )
            pivot = other[column]
            if pivot == 0 and abs(rest) > _NOTHING:
                raise _impossible(names, at)
            row.append(rest / pivot if pivot else 0.0)
        variance = wanted[at] - math.fsum(one * one for one in row)
        if variance < -_NOTHING:
            raise _impossible(names, at)
        row.append(math.sqrt(variance) if variance > _NOTHING else 0.0)
        rows.append(row)
    return rows


def _impossible(names: Sequence[str], at: int) -> CallError:
    before = ", ".join(f"“{name}”" for name in names[:at])
    return CallError(
        "impossible-correlation",
        f"These correlations cannot all hold at once: those of “{names[at]}” contradict those "
        f"among {before}. Bring one of them nearer to 0.",
        "correlations",
    )
