"""Long work for a page, in slices: in between, the page asks something else, or says stop."""

import time
from collections.abc import Generator
from typing import Final

from livecalc.interface.call import Json, answer_in_steps, as_text
from livecalc.interface.explore import explore
from livecalc.interface.registry import Registry
from livecalc.interface.steps import with_progress

#: Anything that yields what is known so far, under `progress` how far it is from 0 to 1, and
#: returns the answer. What it yields replaces what it yielded before: not everything is passed on.
type Task = Generator[Json, None, Json]

#: Seconds after which a slice ends, at the next step.
SLICE: Final = 0.008


class Tasks:
    """The work that one interpreter has in hand, each under a key that its host gave it.

    `begin`, `explore` and `proceed` return JSON text: an object that starts with `progress` as long
    as the work goes on, then the answer. Most work is over with its first slice.

    Examples:
        >>> def halves():
        ...     yield {"progress": 0.5}
        ...     return {"sum": 2}
        >>> Tasks({}).take("1", halves())
        '{"sum": 2}'
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._in_hand: dict[str, Task] = {}

    def begin(self, key: str, name: str, arguments: str) -> str:
        """Answer a call, as `livecalc.interface.call.call` does, or take it in hand."""
        steps = answer_in_steps(self._registry, name, arguments)
        return self.take(key, with_progress(steps, lambda fraction: {"progress": fraction}))

    def explore(self, key: str, name: str, request: str) -> str:
        """Answer what a tool is asked, as `livecalc.interface.explore` does, slice by slice."""
        return self.take(key, explore(self._registry, name, request))

    def take(self, key: str, task: Task) -> str:
        """Take work in hand and do its first slice."""
        self._in_hand[key] = task
        return self.proceed(key)

    def proceed(self, key: str) -> str:
        """Do the next slice of what is in hand under this key."""
        task = self._in_hand[key]
        end_of_slice = time.perf_counter() + SLICE
        try:
            known = next(task)
            while time.perf_counter() < end_of_slice:
                known = next(task)
        except StopIteration as end:
            del self._in_hand[key]
            return as_text(end.value)
        return as_text({"progress": known["progress"], **known})

    def cancel(self, key: str) -> str:
        """Drop what is in hand under this key, if anything is; a dropped generator ends."""
        self._in_hand.pop(key, None)
        return ""
