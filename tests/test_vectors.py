"""Every published case, replayed natively."""

from collections import Counter

import pytest

from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from tests.vectors import Vector, load_vectors, mismatches

REGISTRY = find_calculators("calculators")
VECTORS = load_vectors()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_the_calculator_gives_what_was_published(vector: Vector) -> None:
    reply = answer(REGISTRY, vector.calculator, vector.inputs)
    assert "error" not in reply, reply
    assert list(mismatches(vector, reply["outputs"])) == []


def test_every_calculator_has_at_least_five_published_cases() -> None:
    cases = Counter(vector.calculator for vector in VECTORS)
    assert {name: cases[name] for name in REGISTRY if cases[name] < 5} == {}


def test_every_case_is_told_apart_by_its_id() -> None:
    repeated = [name for name, times in Counter(one.id for one in VECTORS).items() if times > 1]
    assert repeated == []


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_a_case_says_where_it_comes_from(vector: Vector) -> None:
    assert any(mark in vector.source for mark in ("http", "github.com/"))
    assert vector.how.endswith(".")
    assert vector.expected


@pytest.mark.parametrize(
    ("outputs", "complaint"),
    [
        ({"loss": -0.0575}, "loss is -0.0575"),
        ({"loss": None}, "loss is None"),
    ],
)
def test_a_value_beyond_the_tolerance_is_named(outputs: dict[str, object], complaint: str) -> None:
    vector = Vector("id", "impermanent-loss", {}, {"loss": -0.0569}, 0.0005, "source", "how.")
    assert [line for line in mismatches(vector, outputs) if complaint in line]


def test_a_quantity_that_should_not_exist_is_named_when_it_does() -> None:
    vector = Vector("id", "impermanent-loss", {}, {"break_even_fee_apr": None}, 1.0, "source", "h.")
    assert list(mismatches(vector, {"break_even_fee_apr": 0.5}))
    assert not list(mismatches(vector, {"break_even_fee_apr": None}))
