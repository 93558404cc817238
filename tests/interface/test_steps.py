"""Calculations in steps."""

from collections.abc import Generator

from livecalc.interface.steps import finish, with_progress


def thirds() -> Generator[float, None, str]:
    yield 1 / 3
    yield 2 / 3
    return "done"


def nothing() -> Generator[float, None, str]:
    yield from ()
    return "at once"


def test_all_steps_taken_give_the_answer() -> None:
    assert finish(thirds()) == "done"
    assert finish(nothing()) == "at once"


def test_progress_is_changed_and_the_answer_is_not() -> None:
    changed = with_progress(thirds(), lambda fraction: round(3 * fraction))
    assert next(changed) == 1
    assert next(changed) == 2
    assert finish(changed) == "done"


def test_steps_that_are_dropped_half_way_come_to_their_end() -> None:
    ended: list[str] = []

    def careful() -> Generator[float, None, None]:
        try:
            yield 0.5
        finally:
            ended.append("tidied up")

    steps = with_progress(careful(), str)
    next(steps)
    del steps
    assert ended == ["tidied up"]
