"""Everyone has a turn before anyone has the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import rounds
from bench.contestants import BARE
from bench.host import Place
from bench.rounds import measure_start


class FakeBrowser:
    """Counts the contexts, which are what an empty cache comes with."""

    def __init__(self) -> None:
        self.contexts = 0

    @contextmanager
    def new_context(self) -> Iterator[int]:
        self.contexts += 1
        yield self.contexts


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Who was visited, with which cache."""
    visits: list[tuple[str, Any]] = []

    def visit(context: Any, contestant: Any, *_: Any) -> float:
        visits.append((contestant.name, context))
        return float(len(visits))

    monkeypatch.setattr(rounds, "time_to_first_result", visit)
    return visits


PLACES = {"rivals": Place(Path(), "http://here")}
A = replace(BARE, name="a", again=False)
B = replace(BARE, name="b", again=True)


def test_rounds_are_interleaved_and_only_a_second_visit_finds_a_cache(
    visits: list[tuple[str, Any]],
) -> None:
    browser: Any = FakeBrowser()
    times = measure_start(browser, [A, B], PLACES, 2)
    assert visits == [("a", 1), ("b", 2), ("b", 2), ("a", 3), ("b", 4), ("b", 4)]
    assert times == {("a", False): [1, 4], ("b", False): [2, 5], ("b", True): [3, 6]}


def test_second_visits_can_be_left_out(visits: list[tuple[str, Any]]) -> None:
    browser: Any = FakeBrowser()
    assert measure_start(browser, [B], PLACES, 1, again=False) == {("b", False): [1]}
