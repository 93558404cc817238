"""Calculations in steps: generators that yield how far they are and return their answer."""

from collections.abc import Callable, Generator
from typing import cast

#: Yields how far it is, from 0 to 1.
type Steps[Answer] = Generator[float, None, Answer]


def finish[Answer](steps: Generator[object, None, Answer]) -> Answer:
    """Take all steps at once.

    Examples:
        >>> def halves():
        ...     yield 0.5
        ...     return "done"
        >>> finish(halves())
        'done'
    """
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Answer", end.value)


def with_progress[Progress, Other, Answer](
    steps: Generator[Progress, None, Answer], change: Callable[[Progress], Other]
) -> Generator[Other, None, Answer]:
    """The same steps and answer, with what they yield changed by a function.

    Examples:
        >>> def halves():
        ...     yield 0.5
        ...     return "done"
        >>> list(with_progress(halves(), "{:.0%}".format))
        ['50%']
    """
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return cast("Answer", end.value)
        yield change(progress)
