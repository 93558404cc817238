"""Memberships, by hand and by what churn does to any of them."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.memberships import creator_membership
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(creator_membership)
some_inputs = in_range_inputs(SPEC)
churns = st.floats(0, 1)
CLUB: dict[str, Any] = {
    "starting_members": 100,
    "new_members": 10.0,
    "monthly_churn": 0.2,
    "monthly_price": 10.0,
    "platform_fee": 0.1,
    "payment_fee": 0.05,
    "fixed_payment_fee": 0.5,
    "gated_buyers": 0.1,
    "gated_price": 20.0,
    "gated_fee": 0.25,
    "monthly_costs": 100.0,
    "hours": 10.0,
    "hourly_rate": 20.0,
    "months": 3,
    "worst_case_churn": 0.5,
}


def test_three_months_by_hand() -> None:
    # Members 100, 90 and 82 each leave 8 of their 10, and 1.50 from extras.
    result = creator_membership(**CLUB)
    assert [row.members for row in result.by_month] == pytest.approx([100, 90, 82])
    assert result.net_price == pytest.approx(8)
    assert result.membership_income == pytest.approx(272 * 8)
    assert result.gated_income == pytest.approx(272 * 1.5)
    assert result.income == pytest.approx(272 * 9.5 - 300)
    assert result.pay_per_hour == pytest.approx((272 * 9.5 - 300) / 30)
    assert result.income_after_hours == pytest.approx(272 * 9.5 - 300 - 600)
    # Bad case: 100, 50 and 25 members, no extras.
    assert result.worst_case_income == pytest.approx(175 * 8 - 300)
    assert result.by_month[0].gross == pytest.approx(100 * 12)
    assert result.steady_members == pytest.approx(50)
    assert result.lifetime_months == pytest.approx(5)
    assert result.lifetime_value == pytest.approx(40)


def test_without_churn_there_is_no_end_to_growth() -> None:
    result = creator_membership(**CLUB | {"monthly_churn": 0.0})
    assert result.steady_members is None
    assert result.lifetime_months is None
    assert result.lifetime_value is None
    assert result.members_at_end == 120


def test_a_price_below_the_fixed_fee_loses_on_every_payment() -> None:
    result = creator_membership(**CLUB | {"monthly_price": 0.5})
    assert result.net_price < 0
    assert result.membership_income < 0


def test_without_hours_there_is_no_pay_for_one() -> None:
    assert creator_membership(**CLUB | {"hours": 0.0}).pay_per_hour is None


def test_churn_of_the_bad_case_is_never_below_the_expected() -> None:
    result = creator_membership(**CLUB | {"worst_case_churn": 0.0})
    assert result.worst_case_income == pytest.approx((100 + 80 + 64) * 8 - 300)


def test_nobody_at_all_costs_what_it_costs() -> None:
    result = creator_membership(**CLUB | {"starting_members": 0, "new_members": 0.0})
    assert result.income == result.worst_case_income == -300


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = creator_membership(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(1, inputs["months"] + 1))
    assert rows[-1].total_so_far == result.income
    assert rows[-1].worst_case_total == result.worst_case_income
    size = math.fsum(abs(row.income) + row.gross for row in rows) + inputs["monthly_costs"]
    assert result.income == pytest.approx(
        result.membership_income + result.gated_income - inputs["months"] * inputs["monthly_costs"],
        rel=1e-9,
        abs=1e-9 * (1 + size),
    )


@given(some_inputs)
def test_members_move_towards_the_long_run(inputs: dict[str, Any]) -> None:
    result = creator_membership(**inputs)
    assume(result.steady_members is not None)
    assert result.steady_members is not None
    start = abs(inputs["starting_members"] - result.steady_members)
    end = abs(result.members_at_end - result.steady_members)
    assert end <= start + 1e-9 * (1 + result.steady_members)


@given(some_inputs)
def test_members_follow_the_geometric_sum(inputs: dict[str, Any]) -> None:
    churn = inputs["monthly_churn"]
    assume(churn > 1e-3)
    kept = (1 - churn) ** (inputs["months"] - 1)
    steady = inputs["new_members"] / churn
    expected = steady + (inputs["starting_members"] - steady) * kept
    result = creator_membership(**inputs)
    assert result.members_at_end == pytest.approx(expected, rel=1e-6, abs=1e-6 * (1 + steady))


@given(some_inputs, churns, churns)
def test_more_churn_never_leaves_more_members(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    loyal = creator_membership(**inputs | {"monthly_churn": low}).members_at_end
    fleeting = creator_membership(**inputs | {"monthly_churn": high}).members_at_end
    assert fleeting <= loyal * (1 + 1e-9)


@given(some_inputs)
def test_the_bad_case_is_no_better_where_members_pay_at_all(inputs: dict[str, Any]) -> None:
    result = creator_membership(**inputs)
    assume(result.net_price >= 0)
    size = math.fsum(row.gross for row in result.by_month) + inputs["monthly_costs"]
    assert result.worst_case_income <= result.income + 1e-9 * (1 + size)
