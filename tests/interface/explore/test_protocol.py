"""What is said by every tool alike: the frame of answers, progress, errors, and the end."""

import json
import subprocess
import sys
from typing import Any

import pytest

from livecalc.interface.call import as_text
from livecalc.interface.explore import TOOLS, explore, explore_at_once
from livecalc.interface.registry import Registry, find_calculators
from livecalc.interface.tasks import Tasks
from tests.interface.explore.conftest import Ask

REAL = find_calculators("calculators")

#: The least that each tool needs to be told.
OPTIONS: dict[str, dict[str, Any]] = {
    "goal": {"input": "x", "target": 3},
    "sweep": {"input": "x"},
    "map": {"x": {"input": "x"}, "y": {"input": "copies"}},
    "scenarios": {"scenarios": [{"inputs": {}}, {"name": "Other", "inputs": {"x": 2}}]},
}


def request(tool: str) -> dict[str, Any]:
    return {"tool": tool, **OPTIONS.get(tool, {})}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_answer_begins_with_what_was_asked(tool: str, ask: Ask) -> None:
    reply = ask(**request(tool))
    assert list(reply)[:2] == ["calculator", "tool"]
    assert tool == "scenarios" or list(reply)[2:4] == ["inputs", "output"]
    assert (reply["calculator"], reply["tool"]) == ("curve", tool)
    assert json.loads(json.dumps(reply, allow_nan=False)) == reply


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("name", ["curve", "slow-curve"])
def test_progress_never_falls_and_comes_with_what_is_known(
    tool: str, name: str, curves: Registry
) -> None:
    steps = explore(curves, name, request(tool))
    fractions = [known["progress"] for known in steps]
    assert fractions
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1


@pytest.mark.parametrize("tool", TOOLS)
def test_the_worker_hears_text_and_the_end_is_the_answer(tool: str, curves: Registry) -> None:
    tasks = Tasks(curves)
    reply = tasks.explore("7", "curve", json.dumps(request(tool)))
    while reply.startswith('{"progress":'):
        reply = tasks.proceed("7")
    assert json.loads(reply) == explore_at_once(curves, "curve", request(tool))


@pytest.mark.parametrize("tool", TOOLS)
def test_cancelled_work_is_forgotten(
    tool: str, curves: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livecalc.interface.tasks.SLICE", 0.0)
    tasks = Tasks(curves)
    assert tasks.explore("7", "curve", json.dumps(request(tool))).startswith('{"progress":')
    tasks.cancel("7")
    with pytest.raises(KeyError):
        tasks.proceed("7")


@pytest.mark.parametrize("tool", TOOLS)
def test_wrong_inputs_are_told_all_at_once(tool: str, ask: Ask) -> None:
    if tool == "scenarios":
        pytest.skip("its inputs stand in its scenarios")
    error = ask(**request(tool), inputs={"x": 99, "years": 0})["error"]
    assert (error["kind"], error["input"]) == ("above-maximum", "x")
    assert [one["input"] for one in error["also"]] == ["years"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "about"),
    [
        ("cruve", '{"tool": "goal"}', "unknown-calculator", None),
        ("curve", "{}", "unknown-tool", "tool"),
        ("curve", '{"tool": "gaol"}', "unknown-tool", "tool"),
        ("curve", '{"tool": ["goal"]}', "unknown-tool", "tool"),
        ("curve", "[]", "not-json", None),
        ("curve", "{", "not-json", None),
    ],
)
def test_what_is_no_request_is_said(
    name: str, text: str, kind: str, about: str | None, curves: Registry
) -> None:
    reply = explore_at_once(curves, name, text)
    assert (reply["error"]["kind"], reply["error"]["input"]) == (kind, about)


def test_the_tools_bring_little_of_the_standard_library_along() -> None:
    lines = (
        "import sys, livecalc.interface.call, livecalc.interface.registry",
        "before = set(sys.modules)",
        "import livecalc.interface.explore",
        "print(*sorted(set(sys.modules) - before))",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    brought = [one for one in done.stdout.split() if not one.startswith("livecalc.")]
    assert set(brought) <= {"random", "_random", "bisect", "_bisect"}


#: What nobody should send, and somebody will.
BAD_VALUES: tuple[Any, ...] = (
    "", " ", "abc", "1e999", "NaN", "é" * 100, "a\0b", "\ud83d", None, True, [], {}, [[]], [None],
    [{}], {"": 1}, {"x": None}, {"x": {}}, {"x": {"kind": []}}, [["x", [], 1]],
    [["x", "slope", {}]],
    1e308, -1e308, 10**400, float("nan"), float("inf"), 1.5, -1, 0,
)  # fmt: skip

NAMES = ("tool", "inputs", "output", "input", "target", "from", "to", "points", "x", "y", "change",
         "scenarios", "uncertain", "correlations", "runs", "seed", "fan", "", "inpt")  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("option", NAMES)
def test_nothing_that_is_sent_raises(tool: str, option: str, curves: Registry) -> None:
    few = {"runs": 100} if tool == "simulation" else {}
    for value in BAD_VALUES:
        reply = explore_at_once(curves, "curve", {**request(tool), **few, option: value})
        assert as_text(reply)
        if "error" in reply:
            assert reply["error"]["message"]
            assert set(reply["error"]) <= {"kind", "input", "message", "also"}
