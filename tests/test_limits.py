"""The time limit of a calculation on this machine."""

import signal
import threading
import time
from collections.abc import Generator

import pytest

from livecalc.interface.call import compute
from livecalc.interface.errors import CallError
from livecalc.interface.registry import find_calculators
from livecalc.interface.steps import finish
from livecalc.limits import OutOfTimeError, time_limit, within_time_limit
from tests.conftest import WriteTopic
from tests.samples import body


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(OutOfTimeError), time_limit(0.05):
        time.sleep(60)


def test_what_is_quick_is_left_alone() -> None:
    with time_limit(5):
        answer = sum(range(1000))
    assert answer == 499_500


def test_the_limit_ends_with_its_block() -> None:
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_a_calculation_that_catches_every_exception_is_still_stopped(
    write_topic: WriteTopic,
) -> None:
    loop = "while True:\n        try: math.sqrt(2)\n        except Exception: pass"
    spec = find_calculators(write_topic(body(loop)))["savings"]
    with pytest.raises(OutOfTimeError), time_limit(0.1):
        compute(spec, {one.name: one.default for one in spec.inputs})


def test_the_next_calculation_works(write_topic: WriteTopic) -> None:
    spec = find_calculators(write_topic(body("while years: pass\n    return 1 / 0")))["savings"]
    inputs = {one.name: one.default for one in spec.inputs}
    with pytest.raises(OutOfTimeError), time_limit(0.1):
        compute(spec, inputs)
    with pytest.raises(CallError, match="ZeroDivisionError"), time_limit(0.1):
        compute(spec, {**inputs, "years": 0})


def test_an_error_inside_passes_through() -> None:
    with pytest.raises(KeyError), time_limit(5):
        raise KeyError


def test_a_timer_of_somebody_else_goes_on() -> None:
    rang: list[int] = []
    handler = signal.signal(signal.SIGALRM, lambda number, _frame: rang.append(number))
    others, _ = signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with time_limit(5):
            time.sleep(0.01)
        assert not rang
        deadline = time.monotonic() + 5
        while not rang and time.monotonic() < deadline:
            time.sleep(0.01)
        assert rang == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, others)


def test_another_thread_runs_without_a_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def naps(seconds: float, times: int) -> Generator[float, None, str]:
    for done in range(times):
        yield done / times
        time.sleep(seconds)
    return "rested"


def test_work_that_gets_on_may_last_longer_than_the_limit() -> None:
    assert finish(within_time_limit(naps(0.05, 10), seconds=0.3)) == "rested"


def test_a_step_that_takes_too_long_is_stopped_and_said_so() -> None:
    steps = within_time_limit(naps(60, 2), seconds=0.05)
    assert next(steps) == 0
    with pytest.raises(OutOfTimeError, match=r"made no progress for 0\.05 seconds and was stopped"):
        next(steps)


def test_work_that_never_says_how_far_it_is_took_longer_than_the_limit() -> None:
    def sleep() -> Generator[float, None, None]:
        time.sleep(60)
        yield 0

    with pytest.raises(OutOfTimeError, match=r"took longer than 0\.05 seconds and was stopped"):
        next(within_time_limit(sleep(), seconds=0.05))


def test_no_time_runs_between_two_steps() -> None:
    steps = within_time_limit(naps(0, 2), seconds=0.05)
    next(steps)
    time.sleep(0.1)
    assert finish(steps) == "rested"
