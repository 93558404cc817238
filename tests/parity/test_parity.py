"""The Python that ships gives what this Python gives, call by call, however it was started."""

import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livecalc.interface.call import call
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec, InputSpec, Scalar
from tests.parity.shipped import TIERS, Call, replay
from tests.vectors import load_vectors

REGISTRY = find_calculators("calculators")
RANDOM_CALLS: Final = 200
TOLERANCE: Final = 1e-12

#: Characters of the longest answer to `extreme_calls`, at least: a table of a hundred rows.
LONG_ANSWER: Final = 10_000

BAD_VALUES: Final[tuple[Any, ...]] = (
    "", " ", "abc", "1,5", "1 000", "5%", "1e999", "-1e999", "0x10", "١٢", "NaN", "<b>1</b>",
    None, True, [], {}, 1e308, -1e308, 10**400, float("nan"), float("inf"), 1.5, "é" * 100,
    "日本🙂", "a\0b", "\ud83d",
)  # fmt: skip

ODD_CALLS: Final[tuple[Call, ...]] = (
    ("no-such-calculator", "{}"),
    ("staking-api", "{}"),
    ("", "{}"),
    ("__class__", "{}"),
    ("staking-apy", ""),
    ("staking-apy", "[]"),
    ("staking-apy", "{"),
    ("staking-apy", "null"),
    ("staking-apy", '{"stakke": 1, "years": 1e9, "stake": "x"}'),
    ("staking-apy", '{"<script>": 1}'),
    ("staking-apy", '{"Einsätze 日本 🙂": 1}'),
    ("staking-apy", '{"\\ud83d": 1}'),
    ("staking-apy", json.dumps({"a" * 1_000_000: 1})),
    ("стейкинг 日本 🙂", "{}"),
)


def vector_calls() -> Iterator[Call]:
    for vector in load_vectors():
        yield vector.calculator, json.dumps(dict(vector.inputs))


def random_calls(spec: CalculatorSpec) -> Iterator[Call]:
    chance = random.Random(f"parity of {spec.name}")
    for _ in range(RANDOM_CALLS):
        yield spec.name, json.dumps({one.name: draw(one, chance) for one in spec.inputs})


def extreme_calls(spec: CalculatorSpec) -> Iterator[Call]:
    """One input at a time as far as it goes: among them the longest tables."""
    for one in spec.inputs:
        for bound in (one.minimum, one.maximum):
            if bound is not None:
                value = round(bound) if one.kind == "int" else bound
                yield spec.name, json.dumps({one.name: value})


def bad_calls(spec: CalculatorSpec) -> Iterator[Call]:
    for one in spec.inputs:
        for value in BAD_VALUES:
            yield spec.name, json.dumps({one.name: value})


def draw(one: InputSpec, chance: random.Random) -> Scalar:
    """A value in range, with its bounds now and then."""
    if one.kind == "bool":
        return chance.random() < 0.5
    if one.kind == "text":
        return chance.choice(one.choices or ())
    assert one.minimum is not None
    assert one.maximum is not None
    value = chance.choice((one.minimum, one.maximum))
    if chance.random() < 0.9:
        value = between(one.minimum, one.maximum, chance)
    return round(value) if one.kind == "int" else value


def between(low: float, high: float, chance: random.Random) -> float:
    """A number of any size that fits, where the range spans decades."""
    least = low if low > 0 else min(1.0, high) * 1e-6
    if low < 0 or high / least < 100:
        return chance.uniform(low, high)
    return min(max(math.exp(chance.uniform(math.log(least), math.log(high))), low), high)


CALLS: Final = (
    *vector_calls(),
    *(call for spec in REGISTRY.values() for call in random_calls(spec)),
    *(call for spec in REGISTRY.values() for call in extreme_calls(spec)),
    *(call for spec in REGISTRY.values() for call in bad_calls(spec)),
    *ODD_CALLS,
)


@pytest.fixture(scope="module", params=TIERS)
def replies(
    site: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> list[tuple[Call, Any, Any]]:
    """Every call with its native answer and the one of the Python that ships."""
    work = tmp_path_factory.mktemp("pyodide")
    shipped = [
        json.loads(one.answer) for one in replay(request.param, site / "livecalc", work, CALLS)
    ]
    native = [json.loads(call(REGISTRY, *one)) for one in CALLS]
    return list(zip(CALLS, native, shipped, strict=True))


def differences(native: Any, shipped: Any, place: str = "") -> Iterator[str]:
    """One line for each value that is not the same; only floats may differ, by `TOLERANCE`."""
    if type(native) is not type(shipped):
        yield f"{place}: {native!r} and {shipped!r}"
    elif isinstance(native, dict):
        if list(native) != list(shipped):
            yield f"{place}: {list(native)} and {list(shipped)}"
        for key in native.keys() & shipped.keys():
            yield from differences(native[key], shipped[key], f"{place}.{key}")
    elif isinstance(native, list):
        if len(native) != len(shipped):
            yield f"{place}: {len(native)} rows and {len(shipped)}"
        for at, (one, other) in enumerate(zip(native, shipped, strict=False)):
            yield from differences(one, other, f"{place}.{at}")
    elif isinstance(native, float):
        if not math.isclose(native, shipped, rel_tol=TOLERANCE, abs_tol=0):
            yield f"{place}: {native!r} and {shipped!r}"
    elif native != shipped:
        yield f"{place}: {native!r} and {shipped!r}"


def all_differences(replies: list[tuple[Call, Any, Any]], kind: str) -> list[str]:
    chosen = [one for one in replies if kind in one[1]]
    assert chosen
    return [
        f"{name} {inputs}{line}"
        for (name, inputs), native, shipped in chosen
        for line in differences(native, shipped)
    ]


def test_answers_are_the_same(replies: list[tuple[Call, Any, Any]]) -> None:
    assert all_differences(replies, "outputs") == []


def test_errors_are_the_same(replies: list[tuple[Call, Any, Any]]) -> None:
    assert all_differences(replies, "error") == []


def test_every_vector_and_nearly_every_random_call_has_an_answer(
    replies: list[tuple[Call, Any, Any]],
) -> None:
    vectors = len(load_vectors())
    assert all("outputs" in native for _, native, _ in replies[:vectors])
    drawn = replies[vectors : vectors + RANDOM_CALLS * len(REGISTRY)]
    for name in REGISTRY:
        answered = [one for one in drawn if one[0][0] == name and "outputs" in one[1]]
        assert len(answered) > 0.9 * RANDOM_CALLS


def test_the_longest_tables_are_among_the_calls(
    replies: list[tuple[Call, Any, Any]],
) -> None:
    assert max(len(json.dumps(shipped)) for _, _, shipped in replies) > LONG_ANSWER


@pytest.mark.parametrize(
    ("native", "shipped"),
    [
        (1.0, 1.0 + 1e-11),
        (1.0, 1),
        (1.0, None),
        (1, 2),
        (0.0, 1e-300),
        ("a", "b"),
        (True, 1),
        ([1.0], [1.0, 2.0]),
        ({"a": 1.0}, {"b": 1.0}),
        ({"rows": [{"x": 1.0}]}, {"rows": [{"x": 2.0}]}),
    ],
)
def test_a_difference_is_noticed(native: Any, shipped: Any) -> None:
    assert list(differences(native, shipped))


@pytest.mark.parametrize("same", [1.0, None, "a", [1.0, {"x": True}]])
def test_what_is_the_same_is_no_difference(same: Any) -> None:
    assert list(differences(same, same)) == []


def test_a_difference_of_the_last_digits_is_allowed() -> None:
    assert list(differences(1.0, 1.0 + 1e-13)) == []
