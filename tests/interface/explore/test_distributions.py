"""Distributions, held to SciPy and to their own moments; and what cannot be one."""

import math
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from livecalc.interface.errors import CallError
from livecalc.interface.explore.distributions import (
    Z95,
    Distribution,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
    default_distribution,
    read_distribution,
    share_below,
)
from livecalc.interface.spec import InputSpec
from livecalc.interface.units import COUNT, FRACTION, USD

DRAWS = 20_000

PAIRS: list[tuple[Distribution, Any]] = [
    (Uniform(-2, 5), stats.uniform(-2, 7)),
    (Triangular(1, 2, 5), stats.triang(0.25, 1, 4)),
    (Triangular(0, 0, 3), stats.triang(0, 0, 3)),
    (Triangular(-3, 4, 4), stats.triang(1, -3, 7)),
    (Normal(10, 3), stats.norm(10, 3)),
    (Lognormal(2, 0.8), stats.lognorm(0.8, scale=2)),
]
each_pair = pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=lambda one: type(one).__name__)

PRICE = InputSpec("price", "float", USD, 5.0, 0.0, 1e6, None)
CHANGE = InputSpec("change", "float", FRACTION, 0.0, -1.0, 10.0, None)
COPIES = InputSpec("copies", "int", COUNT, 3, 0.0, 12.0, None)


@given(z=st.floats(-8, 8))
def test_the_share_below_a_deviate_is_that_of_scipy(z: float) -> None:
    assert share_below(z) == pytest.approx(stats.norm.cdf(z), rel=1e-12)


def test_one_deviate_in_twenty_lies_above_the_95th_percentile() -> None:
    assert pytest.approx(stats.norm.ppf(0.95), rel=1e-15) == Z95


@each_pair
@given(z=st.floats(-6, 6))
def test_the_value_at_a_deviate_is_that_of_scipy(ours: Distribution, theirs: Any, z: float) -> None:
    assert ours.at_deviate(z) == pytest.approx(theirs.ppf(stats.norm.cdf(z)), rel=1e-6, abs=1e-9)


@each_pair
def test_draws_are_from_the_distribution(ours: Distribution, theirs: Any) -> None:
    chance = Random(20_261_122)
    sample = ours.sampler(chance)
    drawn = np.array([sample() for _ in range(DRAWS)])
    assert drawn.mean() == pytest.approx(theirs.mean(), abs=4 * theirs.std() / math.sqrt(DRAWS))
    assert stats.kstest(drawn, theirs.cdf).pvalue > 0.001


@given(low=st.floats(0.01, 1e5), times=st.floats(1.01, 1e3))
def test_nine_in_ten_lie_between_the_ends_above_zero(low: float, times: float) -> None:
    wide = InputSpec("price", "float", USD, 5.0, 0.0, 1e12, None)
    one = read_distribution(wide, {"low": low, "high": low * times}, 1, "u")
    assert isinstance(one.distribution, Lognormal)
    assert one.distribution.at_deviate(-Z95) == pytest.approx(low, rel=1e-9)
    assert one.distribution.at_deviate(Z95) == pytest.approx(low * times, rel=1e-9)
    assert one.told["shape"] == "lognormal"


@given(low=st.floats(-1, 0), width=st.floats(0.01, 9))
def test_nine_in_ten_lie_between_the_ends_below_zero(low: float, width: float) -> None:
    one = read_distribution(CHANGE, {"kind": "between", "low": low, "high": low + width}, 0, "u")
    assert isinstance(one.distribution, Normal)
    assert one.distribution.at_deviate(-Z95) == pytest.approx(low, abs=1e-12)
    assert one.distribution.at_deviate(Z95) == pytest.approx(low + width, abs=1e-12)
    assert one.told["shape"] == "normal"


def test_nothing_said_is_a_triangle_of_a_fifth_on_either_side() -> None:
    one = default_distribution(PRICE, 10.0)
    assert one is not None
    assert one.distribution == Triangular(8, 10, 12)
    assert (one.assumed, one.told["cut"]) == (True, False)
    below = default_distribution(CHANGE, -0.9)
    assert below is not None
    assert below.distribution == Triangular(-1, -0.9, -0.9 + 0.2 * 0.9)
    assert below.told["cut"]


def test_nothing_said_about_what_has_no_fifth_is_no_distribution() -> None:
    assert default_distribution(CHANGE, 0.0) is None
    assert default_distribution(COPIES, 1.0) is None
    assert default_distribution(COPIES, 8.0) is not None


def test_whole_numbers_are_rounded_and_the_range_cuts_off() -> None:
    one = read_distribution(COPIES, {"kind": "normal", "mean": 6, "deviation": 20}, 3, "u")
    assert one.fit(7.4) == (7, False)
    assert one.fit(99.0) == (12, True)
    assert one.fit(-5.0) == (0, True)
    price = read_distribution(PRICE, {"kind": "normal", "mean": 6, "deviation": 20}, 3, "u")
    assert price.fit(7.4) == (7.4, False)
    assert price.fit(-7.4) == (0, True)


@pytest.mark.parametrize(
    ("told", "kind", "about"),
    [
        ({"kind": "cauchy"}, "unknown-distribution", "u.kind"),
        ({"kind": ["normal"]}, "unknown-distribution", "u.kind"),
        ({"kind": "uniform", "low": 1}, "not-a-number", "u.high"),
        ({"kind": "uniform", "low": 1, "high": "x"}, "not-a-number", "u.high"),
        ({"kind": "uniform", "low": 2, "high": 1}, "impossible-distribution", "u.low"),
        ({"kind": "uniform", "low": 2, "high": 2}, "impossible-distribution", "u.low"),
        ({"kind": "uniform", "low": -2, "high": 2}, "below-minimum", "u.low"),
        ({"kind": "uniform", "low": 1, "high": 1e7}, "above-maximum", "u.high"),
        (
            {"kind": "triangular", "low": 1, "mode": 5, "high": 4},
            "impossible-distribution",
            "u.low",
        ),
        ({"kind": "normal", "mean": 1, "deviation": 0}, "impossible-distribution", "u.deviation"),
        ({"kind": "normal", "mean": 1, "deviation": -1}, "below-minimum", "u.deviation"),
        ({"kind": "normal", "mean": -1, "deviation": 1}, "below-minimum", "u.mean"),
        ({"kind": "lognormal", "median": 0, "sigma": 1}, "impossible-distribution", "u.median"),
        ({"kind": "lognormal", "median": 1, "sigma": 11}, "above-maximum", "u.sigma"),
        ({"kind": "uniform", "low": 1, "high": 2, "mode": 1}, "unknown-option", "mode"),
        ({"kind": "default", "low": 1}, "unknown-option", "low"),
        (3, "not-json", "u"),
    ],
)
def test_what_cannot_be_drawn_from_is_said(told: object, kind: str, about: str) -> None:
    with pytest.raises(CallError) as caught:
        read_distribution(PRICE, told, 5.0, "u")
    assert (caught.value.kind, caught.value.input) == (kind, about)


def test_a_default_that_is_no_range_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(CallError, match=r"A fifth of \$0") as caught:
        read_distribution(PRICE, {"kind": "default"}, 0.0, "u")
    assert caught.value.kind == "impossible-distribution"
