"""A time limit for calculations on this machine; in the browser the page stops its worker."""

import signal
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, cast

#: Seconds that one calculation may take, here as in the browser.
CALL_TIME_LIMIT: Final = 5.0


class OutOfTimeError(BaseException):
    """A calculation took too long; the message is a sentence for people.

    Not an `Exception`, so that nothing which answers for a failing calculator swallows it.
    """


@contextmanager
def time_limit(seconds: float = CALL_TIME_LIMIT) -> Iterator[None]:
    """Stop what runs inside after a time.

    Works where the system has interval timers, in the main thread; elsewhere there is no limit.

    Raises:
        OutOfTimeError: It took longer.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError(
            f"The calculation took longer than {seconds:g} seconds and was stopped."
        )

    before = signal.signal(signal.SIGALRM, stop)
    started = time.monotonic()
    others, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if others:
            # A timer that somebody else had set goes on.
            left = others - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))


def within_time_limit[Progress, Answer](
    steps: Generator[Progress, None, Answer], seconds: float = CALL_TIME_LIMIT
) -> Generator[Progress, None, Answer]:
    """The same steps, each within a time: work may last as long as it gets on.

    Raises:
        OutOfTimeError: A step took longer.
    """
    gets_on = False
    while True:
        try:
            with time_limit(seconds):
                progress = next(steps)
        except StopIteration as end:
            return cast("Answer", end.value)
        except OutOfTimeError:
            if not gets_on:
                raise
            raise OutOfTimeError(
                f"The calculation made no progress for {seconds:g} seconds and was stopped."
            ) from None
        yield progress
        gets_on = True
