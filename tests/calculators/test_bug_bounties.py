"""Bug bounties, by hand and by what theory says must hold."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bug_bounties import MOST_FINDERS, bug_bounty
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(bug_bounty)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "reports": 10,
    "hours_per_report": 10.0,
    "acceptance_rate": 0.5,
    "median_payout": 1_000.0,
    "mean_payout": 10_000.0,
    "finders": 1,
    "costs": 0.0,
}


def test_ten_reports_by_hand() -> None:
    # Five accepted, $5,000 for 100 hours.
    result = bug_bounty(**PLAIN)
    assert result.hourly_pay == pytest.approx(50)
    assert result.hourly_pay_at_mean == pytest.approx(500)
    assert result.hours_per_payout == pytest.approx(20)
    assert result.probability_of_nothing == pytest.approx(0.5**10)


def test_the_median_is_the_headline_and_not_the_mean() -> None:
    result = bug_bounty()
    assert result.mean_by_median == pytest.approx(26.4)
    assert result.hourly_pay_at_mean == pytest.approx(26.4 * result.hourly_pay)


def test_costs_come_off_and_hours_are_lost_in_the_bad_case() -> None:
    result = bug_bounty(**PLAIN | {"costs": 6_000.0, "other_hourly_pay": 40.0})
    assert result.result == pytest.approx(-1_000)
    assert result.worst_case_result == -6_000 - 100 * 40
    assert result.hourly_pay == pytest.approx(-10)


def test_a_bounty_pays_the_first_of_two_in_half_of_all_cases() -> None:
    result = bug_bounty(**PLAIN | {"finders": 2})
    assert result.payout_share == 0.5
    assert result.hours_per_payout == pytest.approx(40)


def test_a_contest_pays_every_finder_and_less_in_all() -> None:
    result = bug_bounty(**PLAIN | {"finders": 2, "only_first_paid": False})
    assert result.payout_share == pytest.approx(0.45)
    assert result.hours_per_payout == pytest.approx(20)


def test_a_report_that_is_never_accepted_has_no_hours_per_payout() -> None:
    result = bug_bounty(**PLAIN | {"acceptance_rate": 0.0})
    assert result.hours_per_payout is None
    assert result.probability_of_nothing == 1


def test_a_mean_below_the_median_is_not_lognormal() -> None:
    assert bug_bounty(**PLAIN | {"mean_payout": 500.0}).share_below_mean is None
    assert bug_bounty(**PLAIN | {"mean_payout": 1_000.0}).share_below_mean == 0.5


def test_the_share_below_the_mean_is_that_of_drawn_payouts() -> None:
    # σ = √(2 ln 10), drawn with a fixed seed.
    draw = random.Random(7)
    payouts = [draw.lognormvariate(0, 2.145966026289347) for _ in range(20_000)]
    below = sum(one < 10 for one in payouts) / len(payouts)
    assert bug_bounty(**PLAIN).share_below_mean == pytest.approx(below, abs=0.01)


@given(some_inputs)
def test_more_finders_never_pay_more(inputs: dict[str, Any]) -> None:
    rows = bug_bounty(**inputs).by_finders
    assert [row.finders for row in rows] == list(range(1, MOST_FINDERS + 1))
    shares = [row.payout_share for row in rows]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)


@given(some_inputs)
def test_the_table_has_the_headline(inputs: dict[str, Any]) -> None:
    count = (inputs["finders"] - 1) % MOST_FINDERS + 1
    result = bug_bounty(**inputs | {"finders": count})
    row = result.by_finders[count - 1]
    assert row.payout_share == result.payout_share
    assert row.hourly_pay == result.hourly_pay
    assert row.hourly_pay_at_mean == result.hourly_pay_at_mean


@given(some_inputs)
def test_all_finders_of_a_contest_never_get_more_than_one_alone(inputs: dict[str, Any]) -> None:
    result = bug_bounty(**inputs | {"only_first_paid": False})
    assert result.payout_share * inputs["finders"] <= 1 + 1e-12


@given(some_inputs)
def test_chances_are_chances(inputs: dict[str, Any]) -> None:
    result = bug_bounty(**inputs)
    assert 0 <= result.probability_of_nothing <= 1
    assert result.share_below_mean is None or 0.5 <= result.share_below_mean <= 1
    assert result.worst_case_result <= result.result


@given(some_inputs, st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_reports_never_make_nothing_likelier(
    inputs: dict[str, Any], one: int, other: int
) -> None:
    few, many = (bug_bounty(**inputs | {"reports": count}) for count in sorted((one, other)))
    assert many.probability_of_nothing <= few.probability_of_nothing
