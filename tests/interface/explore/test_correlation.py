"""Correlated deviates: as correlated as stated, and impossible where they cannot be."""

import math
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from livecalc.interface.errors import CallError
from livecalc.interface.explore.correlation import Correlated, read_correlations
from livecalc.interface.explore.distributions import Lognormal, Triangular

NAMES = ["a", "b", "c", "d"]
DRAWS = 20_000


def drawn(correlated: Correlated) -> np.ndarray:
    chance = Random(1)
    return np.array([correlated.draw(chance) for _ in range(DRAWS)])


@pytest.mark.parametrize("value", [-1, -0.6, 0.3, 0.9, 1])
def test_two_inputs_are_as_correlated_as_stated(value: float) -> None:
    tied = read_correlations([["a", "c", value]], NAMES, "correlations")
    assert tied is not None
    assert tied.names == ("a", "c")
    sample = drawn(tied)
    assert np.corrcoef(sample.T)[0, 1] == pytest.approx(value, abs=0.02)
    assert sample.mean(axis=0) == pytest.approx(0, abs=0.03)
    assert sample.std(axis=0) == pytest.approx(1, abs=0.02)


def test_several_inputs_are_as_correlated_as_stated_and_else_not_at_all() -> None:
    pairs = [["a", "b", 0.7], ["c", "b", -0.4], ["d", "a", 0.2]]
    tied = read_correlations(pairs, NAMES, "correlations")
    assert tied is not None
    wanted = {frozenset(pair[:2]): pair[2] for pair in pairs}
    found = np.corrcoef(drawn(tied).T)
    for one, other in combinations(range(4), 2):
        pair = frozenset((tied.names[one], tied.names[other]))
        assert found[one, other] == pytest.approx(wanted.get(pair, 0), abs=0.03)


def test_ranks_are_correlated_as_a_gaussian_copula_says_whatever_the_shapes() -> None:
    tied = read_correlations([["a", "b", 0.6]], NAMES, "correlations")
    assert tied is not None
    price, rate = Lognormal(2, 1.0), Triangular(0, 0.1, 0.5)
    chance = Random(7)
    values = []
    for _ in range(DRAWS):
        one, other = tied.draw(chance)
        values.append((price.at_deviate(one), rate.at_deviate(other)))
    found = stats.spearmanr(np.array(values)).statistic
    assert found == pytest.approx(6 / math.pi * math.asin(0.3), abs=0.02)


@given(
    values=st.lists(st.sampled_from([-1.0, -0.9, -0.5, 0.0, 0.3, 0.8, 1.0]), min_size=6, max_size=6)
)
def test_what_is_refused_is_what_no_variables_can_have(values: list[float]) -> None:
    matrix = np.eye(4)
    for (one, other), value in zip(combinations(range(4), 2), values, strict=True):
        matrix[one, other] = matrix[other, one] = value
    least = np.linalg.eigvalsh(matrix)[0]
    if abs(least) < 1e-6 and least != 0:
        least = 0.0
    try:
        Correlated(NAMES, matrix.tolist())
    except CallError:
        assert least < 0
    else:
        assert least >= 0


def test_correlations_that_contradict_each_other_are_named() -> None:
    pairs = [["a", "b", 0.9], ["b", "c", 0.9], ["a", "c", -0.9]]
    with pytest.raises(CallError) as caught:
        read_correlations(pairs, NAMES, "correlations")
    assert caught.value.kind == "impossible-correlation"
    assert "“c” contradict those among “a”, “b”" in caught.value.message


@pytest.mark.parametrize(
    ("pairs", "kind", "about"),
    [
        ({}, "not-json", "correlations"),
        (["ab"], "not-json", "correlations.0"),
        ([["a", "b"]], "not-json", "correlations.0"),
        ([["a", "b", 0.1], ["a", "x", 0.5]], "unknown-input", "correlations.1"),
        ([["a", ["b"], 0.5]], "unknown-input", "correlations.0"),
        ([["a", "b", 1.5]], "above-maximum", "correlations.0"),
        ([["a", "b", "much"]], "not-a-number", "correlations.0"),
        ([["a", "a", 0.5]], "impossible-correlation", "correlations.0"),
        ([["a", "b", 0.5], ["b", "a", 0.4]], "impossible-correlation", "correlations.1"),
    ],
)
def test_what_is_no_correlation_is_said(pairs: object, kind: str, about: str) -> None:
    with pytest.raises(CallError) as caught:
        read_correlations(pairs, NAMES, "correlations")
    assert (caught.value.kind, caught.value.input) == (kind, about)


def test_a_pair_may_be_said_twice_and_no_pair_at_all_is_none() -> None:
    assert read_correlations([["a", "b", 0.5], ["b", "a", 0.5]], NAMES, "c") is not None
    assert read_correlations([], NAMES, "c") is None
    assert read_correlations([["a", "b", 0]], NAMES, "c") is None
