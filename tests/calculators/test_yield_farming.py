"""Yield farming, by hand and by what theory says must hold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.yield_farming import yield_farming
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(yield_farming)
some_inputs = in_range_inputs(SPEC)
BY_HAND: dict[str, Any] = {
    "deposit_value": 1_000.0,
    "base_apr": 0.1,
    "reward_apr": 0.5,
    "reward_haircut": 0.2,
    "days": 365,
    "harvests": 2,
    "harvest_cost": 5.0,
    "entry_and_exit_cost": 10.0,
    "worst_case_deposit_change": -0.3,
}


def test_two_harvests_by_hand() -> None:
    # 10 % and 50 % less a fifth are 50 % a year: twice 25 % is 56.25 %.
    result = yield_farming(**BY_HAND)
    assert result.gross_income == pytest.approx(562.5)
    assert result.transaction_costs == 20
    assert result.net_gain == pytest.approx(542.5)
    assert result.net_yield == pytest.approx(0.5425)
    assert result.net_apr == pytest.approx(0.5425)
    # Without the reward 100 are earned, 300 are lost and 20 are spent.
    assert result.worst_case_gain == pytest.approx(-220)
    assert result.advertised_apy == pytest.approx((1 + 0.6 / 365) ** 365 - 1)


def test_a_single_harvest_compounds_nothing() -> None:
    result = yield_farming(**BY_HAND | {"harvests": 1, "days": 730})
    assert result.gross_income == pytest.approx(1_000)
    assert result.net_apr == pytest.approx((1_000 - 15) / 1_000 / 2)


@given(some_inputs)
def test_no_other_number_of_harvests_beats_the_best(inputs: dict[str, Any]) -> None:
    result = yield_farming(**inputs)
    # Gains of a billion have digits only down to a millionth.
    slack = 1e-9 * (abs(result.best_net_gain) + result.gross_income + inputs["deposit_value"])
    for count in (1, 2, 3, result.best_harvests - 1, result.best_harvests + 1, inputs["harvests"]):
        if 1 <= count <= min(43_800, inputs["days"] * 24):
            other = yield_farming(**inputs | {"harvests": count})
            assert other.net_gain <= result.best_net_gain + slack
    assert all(row.net_gain <= result.best_net_gain + slack for row in result.by_interval)
    assert result.best_harvests * result.best_days_between == pytest.approx(inputs["days"])


@given(deposit=st.floats(1_000, 1e6), apr=st.floats(0.05, 0.5), cost=st.floats(0.5, 5))
def test_the_best_number_is_near_the_square_root_rule(
    deposit: float, apr: float, cost: float
) -> None:
    # d(net)/dn = 0 to second order gives n = apr × √(deposit × growth ÷ (2 × cost)).
    result = yield_farming(deposit_value=deposit, base_apr=apr, reward_apr=0, harvest_cost=cost)
    rule = apr * math.sqrt(deposit * math.exp(apr) / (2 * cost))
    assert result.best_harvests == pytest.approx(rule, rel=0.15, abs=1.5)


@given(some_inputs)
def test_dearer_harvests_never_come_more_often(inputs: dict[str, Any]) -> None:
    cheap, dear = (
        yield_farming(**inputs | {"harvest_cost": cost}).best_harvests for cost in (1.0, 50.0)
    )
    assert dear <= cheap


@given(some_inputs)
def test_more_compounding_earns_more_and_never_more_than_continuously(
    inputs: dict[str, Any],
) -> None:
    result = yield_farming(**inputs)
    apr = inputs["base_apr"] + inputs["reward_apr"] * (1 - inputs["reward_haircut"])
    years = inputs["days"] / 365
    simple = inputs["deposit_value"] * apr * years
    continuous = inputs["deposit_value"] * math.expm1(apr * years)
    assert simple * (1 - 1e-9) <= result.gross_income <= continuous * (1 + 1e-9)


def test_a_rate_that_already_compounds_is_not_compounded_twice() -> None:
    # 11 % daily is 11.63 %, and not the 12.33 % of compounding that again.
    result = yield_farming(
        base_apr=0.11, reward_apr=0, harvests=365, harvest_cost=0, entry_and_exit_cost=0
    )
    assert result.net_yield == pytest.approx(0.11626, abs=5e-6)


def test_the_reward_never_counts_as_base() -> None:
    base = yield_farming(base_apr=0.1, reward_apr=0, reward_haircut=1)
    reward = yield_farming(base_apr=0, reward_apr=0.1, reward_haircut=1)
    assert base.gross_income > 0
    assert reward.gross_income == 0
    assert reward.worst_case_gain < base.worst_case_gain


def test_harvests_that_cost_more_than_they_bring_turn_a_gain_into_a_loss() -> None:
    daily = yield_farming(deposit_value=500, harvests=365, harvest_cost=2)
    assert daily.net_gain < 0 < daily.best_net_gain
    assert daily.best_harvests == 1


def test_the_table_ends_with_one_harvest_at_the_end() -> None:
    rows = yield_farming(days=100).by_interval
    assert rows[0].harvests == 100
    assert rows[-1].harvests == 1
    assert rows[-1].days_between == 100
    counts = [row.harvests for row in rows]
    assert counts == sorted(set(counts), reverse=True)
    only = yield_farming(days=1, harvests=1).by_interval
    assert [row.harvests for row in only] == [1]
