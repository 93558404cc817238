"""Long work in slices: what its host hears, and what stays behind."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from livecalc.interface.call import Json, call
from livecalc.interface.registry import Registry, find_calculators
from livecalc.interface.tasks import SLICE, Task, Tasks
from tests.conftest import WriteTopic
from tests.samples import PATIENCE, SAVINGS


class Clock:
    """A clock that stands still unless somebody moves it."""

    def __init__(self) -> None:
        self.now = 0.0
        #: What each look at it costs.
        self.tick = 0.0

    def read(self) -> float:
        self.now += self.tick
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("livecalc.interface.tasks.time.perf_counter", clock.read)
    return clock


@pytest.fixture
def registry(write_topic: WriteTopic) -> Registry:
    write_topic(SAVINGS, "savings")
    return find_calculators(write_topic(PATIENCE, "patience"))


def to_the_end(tasks: Tasks, reply: str, key: str = "1") -> Iterator[Any]:
    """Every reply, the last of which is the answer."""
    yield json.loads(reply)
    while reply.startswith('{"progress":'):
        reply = tasks.proceed(key)
        yield json.loads(reply)


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("patience", {"draws": 500}),
        ("patience", {"draws": 500, "behaviour": "refuses"}),
        ("patience", {"draws": 500, "behaviour": "raises"}),
        ("patience", {"draws": 0}),
        ("savings", {"deposit": 5}),
        ("savings", {"deposit": "much"}),
        ("saving", {}),
    ],
)
@pytest.mark.parametrize("tick", [0, SLICE / 7, SLICE])
def test_the_answer_is_that_of_a_call_whatever_the_slices(
    tick: float, name: str, inputs: dict[str, object], registry: Registry, clock: Clock
) -> None:
    clock.tick = tick
    tasks = Tasks(registry)
    *_, answer = to_the_end(tasks, tasks.begin("1", name, json.dumps(inputs)))
    assert answer == json.loads(call(registry, name, json.dumps(inputs)))


def test_a_slice_ends_with_the_first_step_after_its_time(registry: Registry, clock: Clock) -> None:
    clock.tick = SLICE / 10
    tasks = Tasks(registry)
    *said, _ = to_the_end(tasks, tasks.begin("1", "patience", '{"draws": 1000}'))
    fractions = [one["progress"] for one in said]
    # A look at the clock for each step, ten of them in a slice, and one where it begins.
    assert all(0.0095 < after - before < 0.0115 for before, after in pairwise(fractions))


def test_an_ordinary_calculator_is_answered_at_once(registry: Registry, clock: Clock) -> None:
    clock.tick = 100 * SLICE
    assert "outputs" in json.loads(Tasks(registry).begin("1", "savings", "{}"))


def test_a_wrong_input_of_a_long_calculator_is_told_at_once(
    registry: Registry, clock: Clock
) -> None:
    clock.tick = SLICE
    reply = json.loads(Tasks(registry).begin("1", "patience", '{"draws": -1}'))
    assert reply["error"]["kind"] == "below-minimum"


@pytest.mark.parametrize(
    ("behaviour", "kind", "says"),
    [
        ("refuses", "no-answer", "These draws have no mean."),
        ("raises", "failed", "KeyError"),
        ("overshoots", "failed", "its progress is 1.5, not from 0 to 1"),
    ],
)
def test_an_error_half_way_is_told_like_any_other(
    behaviour: str, kind: str, says: str, registry: Registry, clock: Clock
) -> None:
    clock.tick = SLICE
    tasks = Tasks(registry)
    inputs = json.dumps({"draws": 10, "behaviour": behaviour})
    *said, last = to_the_end(tasks, tasks.begin("1", "patience", inputs))
    assert [one["progress"] for one in said] == [0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert (last["error"]["kind"], last["error"]["input"]) == (kind, None)
    assert says in last["error"]["message"]


def test_work_of_several_keys_goes_on_each_by_itself(registry: Registry, clock: Clock) -> None:
    clock.tick = SLICE
    tasks = Tasks(registry)
    tasks.begin("1", "patience", '{"draws": 4}')
    tasks.begin("2", "patience", '{"draws": 2}')
    assert json.loads(tasks.proceed("1"))["progress"] == 0.25
    assert json.loads(tasks.proceed("2"))["progress"] == 0.5
    assert json.loads(tasks.proceed("2"))["outputs"]["drawn"] == 2
    assert json.loads(tasks.proceed("1"))["progress"] == 0.5


def test_cancelled_work_ends_and_is_forgotten(clock: Clock) -> None:
    clock.tick = SLICE
    ended: list[str] = []

    def work() -> Task:
        try:
            yield {"progress": 0.1}
        finally:
            ended.append("1")
        return {}

    tasks = Tasks({})
    tasks.take("1", work())
    tasks.cancel("1")
    tasks.cancel("1")
    assert ended == ["1"]
    with pytest.raises(KeyError):
        tasks.proceed("1")


def test_any_work_may_say_what_it_knows_so_far(clock: Clock) -> None:
    clock.tick = SLICE

    def sweep() -> Task:
        rows: list[Json] = []
        for x in range(3):
            rows.append({"x": x, "double": 2 * x})
            yield {"rows": rows, "progress": x / 3}
        return {"rows": rows}

    tasks = Tasks({})
    first = tasks.take("1", sweep())
    assert first == '{"progress": 0.0, "rows": [{"x": 0, "double": 0}]}'
    *_, last = to_the_end(tasks, first)
    assert last == {"rows": [{"x": x, "double": 2 * x} for x in range(3)]}
