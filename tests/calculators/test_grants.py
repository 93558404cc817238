"""Quadratic funding, by hand and by what the formula promises."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.grants import quadratic_funding
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(quadratic_funding)
some_inputs = in_range_inputs(SPEC)
#: A round with this one project and nothing that limits it.
ALONE: dict[str, Any] = {
    "small_donors": 0,
    "medium_donors": 0,
    "large_donors": 0,
    "other_projects": 0,
    "matching_pool": 1e10,
    "match_cap": 1.0,
}


def test_a_project_by_hand() -> None:
    # Donations of 1, 1, 4 and 9: the roots add up to 7, so 49 less the 15 given.
    result = quadratic_funding(
        **ALONE
        | {
            "small_donors": 2,
            "small_donation": 1.0,
            "medium_donors": 1,
            "medium_donation": 4.0,
            "large_donors": 1,
            "large_donation": 9.0,
            "hours": 2.0,
            "hourly_rate": 10.0,
        }
    )
    assert result.donations == 15
    assert result.ideal_match == result.match == 34
    assert result.total_income == 49
    assert result.net_after_hours == 29
    assert result.match_per_dollar == pytest.approx(34 / 15)


@pytest.mark.parametrize("amount", [1e-300, 0.1, 1.0, 3.7, 1e7])
def test_one_donor_is_matched_with_exactly_nothing(amount: float) -> None:
    result = quadratic_funding(**ALONE | {"large_donors": 1, "large_donation": amount})
    assert result.ideal_match == result.match == 0


def test_a_hundred_dollars_from_a_hundred_people_beat_a_hundred_from_one() -> None:
    many = quadratic_funding(**ALONE | {"small_donors": 100, "small_donation": 1.0})
    one = quadratic_funding(**ALONE | {"small_donors": 1, "small_donation": 100.0})
    assert many.donations == one.donations == 100
    assert (many.match, one.match) == (9_900, 0)


def test_a_round_without_money_matches_nothing() -> None:
    result = quadratic_funding(matching_pool=0.0)
    assert result.match == result.share_of_pool == 0
    assert result.ideal_match > 0


def test_without_donations_there_is_no_match_for_each_dollar() -> None:
    result = quadratic_funding(**ALONE)
    assert result.match_per_dollar is None
    assert result.match == 0
    assert result.by_spread[-1].match == 0


def test_a_large_pool_is_not_stretched_to_be_spent() -> None:
    result = quadratic_funding(**ALONE | {"small_donors": 10, "small_donation": 1.0})
    assert result.scale == 1
    assert result.match == 90


def test_the_cap_stops_further_donors_from_adding_anything() -> None:
    result = quadratic_funding(small_donors=5_000, match_cap=0.1, matching_pool=50_000.0)
    assert result.match == 5_000
    assert result.next_donor_match == 0
    assert quadratic_funding(match_cap=0.0).match == 0


def test_rejecting_every_donor_leaves_no_match() -> None:
    assert quadratic_funding(worst_case_rejected=1.0).worst_case_match == 0
    assert quadratic_funding(worst_case_rejected=0.0).worst_case_match == quadratic_funding().match


@given(some_inputs)
def test_the_match_is_within_pool_cap_and_formula(inputs: dict[str, Any]) -> None:
    result = quadratic_funding(**inputs)
    limit = inputs["match_cap"] * inputs["matching_pool"]
    assert 0 <= result.match <= min(limit, result.ideal_match) * (1 + 1e-12)
    assert 0 <= result.scale <= 1
    assert 0 <= result.share_of_pool <= 1
    assert result.next_donor_match >= 0


@given(some_inputs)
def test_the_parts_add_up(inputs: dict[str, Any]) -> None:
    result = quadratic_funding(**inputs)
    assert result.total_income == result.donations + result.match
    cost = inputs["hours"] * inputs["hourly_rate"]
    assert result.net_after_hours == pytest.approx(result.total_income - cost, rel=1e-9, abs=1e-6)


@given(some_inputs)
def test_the_pairwise_form_is_the_square_of_the_roots(inputs: dict[str, Any]) -> None:
    result = quadratic_funding(**inputs)
    groups = [
        (inputs[f"{size}_donors"], inputs[f"{size}_donation"])
        for size in ("small", "medium", "large")
    ]
    roots = sum(donors * math.sqrt(each) for donors, each in groups)
    assert result.ideal_match == pytest.approx(
        roots**2 - result.donations, rel=1e-9, abs=1e-9 * (1 + roots**2)
    )


@given(some_inputs)
def test_losing_donors_never_pays(inputs: dict[str, Any]) -> None:
    result = quadratic_funding(**inputs)
    assert result.worst_case_match <= result.match * (1 + 1e-12)


@given(some_inputs)
def test_all_projects_together_never_get_more_than_the_pool(inputs: dict[str, Any]) -> None:
    mine = quadratic_funding(**inputs | {"match_cap": 1.0})
    other = quadratic_funding(
        **inputs
        | {
            "match_cap": 1.0,
            "small_donors": inputs["other_donors"],
            "small_donation": inputs["other_donation"],
            "medium_donors": 0,
            "large_donors": 0,
        }
    )
    others = inputs["other_projects"] * other.ideal_match * mine.scale
    assert mine.match + others <= inputs["matching_pool"] * (1 + 1e-9)


@given(some_inputs, st.integers(0, 100_000))
def test_more_rivals_never_raise_the_match(inputs: dict[str, Any], rivals: int) -> None:
    few, many = sorted((inputs["other_projects"], rivals))
    assert (
        quadratic_funding(**inputs | {"other_projects": many}).match
        <= quadratic_funding(**inputs | {"other_projects": few}).match
    )


@given(some_inputs)
def test_the_same_money_from_more_people_is_matched_better(inputs: dict[str, Any]) -> None:
    rows = quadratic_funding(**inputs).by_spread
    uncapped = [row.match_without_cap for row in rows]
    assert all(fewer <= more * (1 + 1e-12) for fewer, more in pairwise(uncapped))
    assert rows[0].match == 0
    assert all(row.match <= row.match_without_cap for row in rows)
