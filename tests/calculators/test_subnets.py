"""Subnet miners, by hand and by what must hold for any miner."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.subnets import subnet_mining
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(subnet_mining)
some_inputs = in_range_inputs(SPEC)
#: 7,200 alpha a day into a pool of as many, so half of 100 TAO.
MINER: dict[str, Any] = {
    "emission": 1.0,
    "miner_share": 1.0,
    "incentive": 1.0,
    "pool_alpha": 7_200.0,
    "pool_tao": 100.0,
    "tao_price": 2.0,
    "weekly_price_change": 0.0,
    "daily_cost": 50.0,
    "registration_cost": 100.0,
    "immunity_days": 3.0,
    "weeks": 2,
}


def test_a_miner_by_hand() -> None:
    result = subnet_mining(**MINER)
    assert result.alpha_per_day == 7_200
    assert result.alpha_per_tempo == 360
    assert result.tao_per_day == 50
    assert result.slippage == -0.5
    assert result.daily_income == 100
    assert result.daily_result == 50
    # 350 a week against a registration of 200.
    assert result.payback == pytest.approx(4)
    assert result.net_result == 500
    assert result.break_even_incentive == pytest.approx(1 / 3)


def test_all_miners_share_what_the_specification_leaves_them() -> None:
    # 41 % of 7,200 alpha a day; a thousandth of it for one miner.
    assert subnet_mining(incentive=1.0).alpha_per_day == pytest.approx(2_952)
    assert subnet_mining(incentive=0.001).alpha_per_day == pytest.approx(2.952)


def test_in_the_worst_case_the_slot_is_paid_twice_and_nothing_comes_in() -> None:
    result = subnet_mining(**MINER)
    assert [row.worst_case_total for row in result.by_week] == [-200, -750, -1_100]
    assert result.worst_case_result == -1_100


def test_immunity_beyond_the_end_keeps_the_slot() -> None:
    result = subnet_mining(**MINER | {"immunity_days": 14.0})
    assert result.worst_case_result == -900


def test_a_price_that_falls_to_nothing_pays_one_week() -> None:
    result = subnet_mining(**MINER | {"weekly_price_change": -1.0})
    assert [row.income for row in result.by_week] == [0, 700, 0]


def test_machines_dearer_than_the_whole_pool_never_break_even() -> None:
    result = subnet_mining(**MINER | {"daily_cost": 200.0})
    assert result.break_even_incentive is None
    assert result.payback is None


def test_machines_dearer_than_all_miners_earn_never_break_even() -> None:
    assert subnet_mining(**MINER | {"daily_cost": 101.0}).break_even_incentive is None
    assert subnet_mining(**MINER | {"daily_cost": 100.0}).break_even_incentive == pytest.approx(1)


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = subnet_mining(**inputs)
    rows = result.by_week
    assert [row.week for row in rows] == list(range(inputs["weeks"] + 1))
    assert rows[-1].total_so_far == result.net_result
    assert rows[-1].worst_case_total == result.worst_case_result
    income, cost = sum(row.income for row in rows), sum(row.cost for row in rows)
    entry = inputs["registration_cost"] * inputs["tao_price"]
    assert result.net_result == pytest.approx(
        income - cost - entry, abs=1e-12 * (1 + income + cost + entry)
    )


@given(some_inputs)
def test_the_worst_case_is_never_better(inputs: dict[str, Any]) -> None:
    result = subnet_mining(**inputs)
    assert result.worst_case_result <= result.net_result


@given(some_inputs)
def test_a_sale_never_takes_more_than_the_pool_holds_nor_more_than_its_price(
    inputs: dict[str, Any],
) -> None:
    result = subnet_mining(**inputs)
    assert 0 <= result.tao_per_day <= inputs["pool_tao"]
    assert -1 <= result.slippage <= 0
    assert result.tao_per_day == pytest.approx(
        result.alpha_per_day * result.alpha_price * (1 + result.slippage), rel=1e-9, abs=1e-12
    )


@given(some_inputs)
def test_a_sale_keeps_the_product_of_the_reserves(inputs: dict[str, Any]) -> None:
    result = subnet_mining(**inputs)
    before = inputs["pool_alpha"] * inputs["pool_tao"]
    after = (inputs["pool_alpha"] + result.alpha_per_day) * (
        inputs["pool_tao"] - result.tao_per_day
    )
    assert after == pytest.approx(before, rel=1e-9)


@given(some_inputs)
def test_the_break_even_incentive_just_pays_the_machines(inputs: dict[str, Any]) -> None:
    incentive = subnet_mining(**inputs).break_even_incentive
    assume(incentive is not None)
    assert incentive is not None
    assert 0 <= incentive <= 1
    result = subnet_mining(**inputs | {"incentive": incentive})
    assert result.daily_result == pytest.approx(0, abs=1e-6 * (1 + inputs["daily_cost"]))


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_incentive_never_pays_less_but_less_for_each_token(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    small = subnet_mining(**inputs | {"incentive": low})
    large = subnet_mining(**inputs | {"incentive": high})
    assert small.tao_per_day <= large.tao_per_day * (1 + 1e-12)
    assert large.slippage <= small.slippage


def test_a_subnet_that_pays_its_miners_nothing_never_covers_a_machine() -> None:
    result = subnet_mining(**MINER | {"emission": 0.0, "daily_cost": 5e-324})
    assert result.alpha_per_day == result.slippage == 0
    assert result.break_even_incentive is None
