"""Income plans, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.income_plans import CORRELATIONS, income_plan
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(income_plan)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "first_work_income": 300.0,
    "first_work_hours": 10.0,
    "first_work_fall": 1.0,
    "second_work_income": 400.0,
    "second_work_hours": 25.0,
    "second_work_fall": 1.0,
    "first_capital": 0.0,
    "second_capital": 0.0,
    "third_capital": 0.0,
    "monthly_spending": 500.0,
    "reserve": 600.0,
}


def test_independent_falls_by_hand() -> None:
    # √(300² + 400²) = 500.
    result = income_plan(**PLAIN | {"correlation": 0.0})
    assert result.shortfall == pytest.approx(500)
    assert result.worst_case_income == pytest.approx(200)
    assert result.diversification_benefit == pytest.approx(200)
    assert result.reserve_months == pytest.approx(2)
    assert result.hourly_pay == pytest.approx(20)


def test_falls_that_always_come_together_add_up() -> None:
    result = income_plan(**PLAIN | {"correlation": 1.0})
    assert result.worst_case_income == pytest.approx(0)
    assert result.diversification_benefit == pytest.approx(0)


def test_positions_on_one_platform_fall_together_more_than_others() -> None:
    # Two shortfalls of 30 and 40: apart 50, at a correlation of 1 together 70.
    capital = {"first_capital": 3_600.0, "second_capital": 4_800.0, "correlation": 0.0}
    rates = {"first_apr": 0.1, "second_apr": 0.1, "first_fall": 1.0, "second_fall": 1.0}
    work = {"first_work_income": 0.0, "second_work_income": 0.0}
    inputs = PLAIN | capital | rates | work | {"platform_correlation": 1.0}
    apart = income_plan(**inputs, first_platform="A", second_platform="B")
    together = income_plan(**inputs, first_platform="B", second_platform="B")
    assert apart.shortfall == pytest.approx(50)
    assert together.shortfall == pytest.approx(70)
    less = income_plan(**inputs | {"platform_correlation": 0.5}, second_platform="A")
    # √(30² + 40² + 2 × 0.5 × 30 × 40)
    assert less.shortfall == pytest.approx(math.sqrt(3_700))


def test_a_platform_never_makes_positions_less_alike_than_others_are() -> None:
    same = income_plan(platform_correlation=0.0, correlation=0.6).shortfall
    assert same == income_plan(platform_correlation=0.6, correlation=0.6).shortfall


def test_capital_on_one_platform_is_lost_together() -> None:
    capital = {"first_capital": 1_000.0, "second_capital": 2_000.0, "third_capital": 2_500.0}
    rates = {"first_apr": 0.12, "second_apr": 0.12, "third_apr": 0.12}
    apart = income_plan(
        **PLAIN | capital | rates, first_platform="A", second_platform="B", third_platform="C"
    )
    assert (apart.largest_platform, apart.worst_case_capital_loss) == ("C", -2_500)
    shared = income_plan(
        **PLAIN | capital | rates, first_platform="B", second_platform="B", third_platform="C"
    )
    assert (shared.largest_platform, shared.worst_case_capital_loss) == ("B", -3_000)
    assert shared.worst_case_income_loss == pytest.approx(-30)
    assert shared.largest_platform_share == pytest.approx(3_000 / 5_500)


def test_a_plan_that_is_enough_in_a_bad_month_needs_no_reserve() -> None:
    result = income_plan(**PLAIN | {"monthly_spending": 0.0})
    assert result.reserve_months is None


def test_without_hours_and_income_there_is_no_rate() -> None:
    result = income_plan(
        **PLAIN
        | {
            "first_work_income": 0.0,
            "second_work_income": 0.0,
            "first_work_hours": 0.0,
            "second_work_hours": 0.0,
        }
    )
    assert result.hourly_pay is None
    assert result.effective_streams is None
    assert result.passive_share == result.capital_yield == 0


def test_two_equal_streams_count_as_two() -> None:
    assert income_plan(**PLAIN | {"first_work_income": 400.0}).effective_streams == 2
    assert income_plan(**PLAIN | {"first_work_income": 0.0}).effective_streams == 1


@given(some_inputs)
def test_the_shortfall_is_the_double_sum(inputs: dict[str, Any]) -> None:
    result = income_plan(**inputs)
    falls = [row.income - row.bad_month_income for row in result.by_stream]
    places = ["first work", "second work"]
    places += [inputs[f"{which}_platform"] for which in ("first", "second", "third")]

    def correlation(i: int, j: int) -> float:
        if i == j:
            return 1.0
        apart: float = inputs["correlation"]
        shared = max(inputs["platform_correlation"], apart)
        return shared if places[i] == places[j] else apart

    double_sum = sum(
        correlation(i, j) * one * other
        for i, one in enumerate(falls)
        for j, other in enumerate(falls)
    )
    scale = 1e-7 * result.income + 1e-9
    assert result.shortfall == pytest.approx(math.sqrt(max(double_sum, 0)), abs=scale)


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_more_correlation_never_leaves_more(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = (income_plan(**inputs | {"correlation": rho}) for rho in sorted((one, other)))
    scale = 1e-9 * low.income + 1e-9
    assert high.worst_case_income <= low.worst_case_income + scale


@given(some_inputs)
def test_a_bad_month_is_between_nothing_and_the_expected_one(inputs: dict[str, Any]) -> None:
    result = income_plan(**inputs)
    assert 0 <= result.worst_case_income <= result.income
    assert result.diversification_benefit >= 0
    assert -result.capital * (1 + 1e-12) <= result.worst_case_capital_loss <= 0


@given(some_inputs)
def test_the_largest_platform_holds_at_least_a_third(inputs: dict[str, Any]) -> None:
    result = income_plan(**inputs)
    if result.capital > 0:
        assert 1 / 3 - 1e-9 <= result.largest_platform_share <= 1 + 1e-9


@given(some_inputs)
def test_the_streams_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = income_plan(**inputs)
    assert sum(row.income for row in result.by_stream) == pytest.approx(result.income, rel=1e-9)
    assert result.work_income + result.passive_income == result.income
    assert result.surplus == result.income - inputs["monthly_spending"]
    if result.income > 0:
        assert sum(row.share for row in result.by_stream) == pytest.approx(1)


@given(some_inputs)
def test_the_table_has_the_headline_at_its_correlation(inputs: dict[str, Any]) -> None:
    for row in income_plan(**inputs).by_correlation:
        there = income_plan(**inputs | {"correlation": row.correlation})
        assert there.worst_case_income == row.worst_case_income
        assert there.shortfall == row.shortfall
    assert [row.correlation for row in income_plan(**inputs).by_correlation] == list(CORRELATIONS)
