"""A time limit for calculations on this machine; in the browser the page stops its worker."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

#: Seconds that one calculation may take, here as in the browser.
CALL_TIME_LIMIT: Final = 5.0


class OutOfTimeError(BaseException):
    """A calculation took too long.

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
        raise OutOfTimeError

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
