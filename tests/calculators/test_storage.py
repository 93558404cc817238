"""Storage nodes, by hand and by what must hold for any node."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.storage import storage_node
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(storage_node)
some_inputs = in_range_inputs(SPEC)
#: A full node that earns 10 a month and costs nothing to run.
FULL: dict[str, Any] = {
    "capacity": 10.0,
    "filled_per_month": 10_000.0,
    "egress_share": 0.0,
    "repair_share": 0.0,
    "storage_rate": 1.0,
    "hardware_cost": 0.0,
    "power": 0.0,
    "years": 2,
}


def test_a_full_node_by_hand() -> None:
    # 3 × 7.50 + 3 × 5 + 3 × 2.50 are held in nine months; half comes back in the sixteenth.
    result = storage_node(**FULL)
    rows = result.by_month
    assert [row.held for row in rows[1:11]] == [7.5] * 3 + [5.0] * 3 + [2.5] * 3 + [0.0]
    assert rows[9].held_so_far == rows[15].held_so_far == 45
    assert rows[16].paid == 10 + 22.5
    assert result.held_at_end == 22.5
    assert result.paid == result.net_income == 240 - 22.5


def test_reads_and_repair_are_paid_at_their_own_rates() -> None:
    # 10 TB stored, 0.5 TB read, 0.3 TB repaired: 15 + 1 + 0.60.
    result = storage_node(
        **FULL
        | {
            "storage_rate": 1.5,
            "egress_share": 0.05,
            "repair_share": 0.03,
            "egress_rate": 2.0,
            "repair_rate": 2.0,
        }
    )
    assert result.by_month[2].gross_income == pytest.approx(16.6)
    assert result.by_month[2].paid == pytest.approx(4.15)
    assert result.full_month_income == pytest.approx(16.6)


def test_a_node_fills_over_months() -> None:
    result = storage_node(**FULL | {"filled_per_month": 4.0})
    assert [row.stored for row in result.by_month[:5]] == [0, 2, 6, 10, 10]


def test_power_is_paid_day_and_night() -> None:
    result = storage_node(**FULL | {"power": 100.0, "electricity_price": 0.5, "years": 1})
    assert result.electricity_cost == pytest.approx(0.1 * 8_760 * 0.5)


def test_a_node_that_costs_more_than_it_earns_never_pays_back() -> None:
    result = storage_node(**FULL | {"power": 100.0})
    assert result.full_month_income < 0
    assert result.payback is None


def test_payback_waits_for_pay_that_is_held_back() -> None:
    at_once = storage_node(**FULL | {"hardware_cost": 30.0, "hold_back": False})
    later = storage_node(**FULL | {"hardware_cost": 30.0})
    assert at_once.payback == pytest.approx(3)
    # 3 × 2.50 and 3 × 5 leave 7.50 for the seventh month, which pays 7.50.
    assert later.payback == pytest.approx(7)


def test_nothing_to_pay_back_is_paid_back_at_once() -> None:
    result = storage_node(**FULL)
    assert result.payback == 0
    assert math.copysign(1, result.by_month[0].total_so_far) == 1


@given(some_inputs)
def test_every_dollar_earned_is_paid_or_held(inputs: dict[str, Any]) -> None:
    result = storage_node(**inputs)
    assert result.paid + result.held_at_end == pytest.approx(
        result.gross_income, rel=1e-9, abs=1e-12
    )
    assert result.held_at_end >= -1e-9 * result.gross_income
    if not inputs["hold_back"]:
        assert result.held_at_end == 0


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = storage_node(**inputs)
    assert [row.month for row in result.by_month] == list(range(12 * inputs["years"] + 1))
    assert result.by_month[-1].total_so_far == result.net_income
    assert result.by_month[-1].worst_case_total == result.worst_case_income
    size = result.paid + result.electricity_cost + inputs["hardware_cost"]
    assert result.net_income == pytest.approx(
        result.paid - result.electricity_cost - inputs["hardware_cost"], abs=1e-12 * (1 + size)
    )


@given(some_inputs)
def test_the_bad_case_is_never_better(inputs: dict[str, Any]) -> None:
    result = storage_node(**inputs)
    assert result.worst_case_income <= result.net_income


@given(some_inputs)
def test_a_node_never_stores_more_than_it_shares(inputs: dict[str, Any]) -> None:
    stored = [row.stored for row in storage_node(**inputs).by_month]
    assert max(stored) <= inputs["capacity"]
    assert stored == sorted(stored)


@given(some_inputs, st.floats(0, 10), st.floats(0, 10))
def test_dearer_electricity_never_leaves_more(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    cheap = storage_node(**inputs | {"electricity_price": low})
    dear = storage_node(**inputs | {"electricity_price": high})
    assert dear.net_income <= cheap.net_income
    assert dear.gross_income == cheap.gross_income


@given(some_inputs)
def test_after_the_payback_the_cash_is_never_below_zero_again(inputs: dict[str, Any]) -> None:
    result = storage_node(**inputs)
    totals = [row.total_so_far for row in result.by_month]
    rounding = 1e-9 * max(abs(total) for total in totals)
    if result.payback is None:
        assert totals[-1] < 0
    else:
        assert 0 <= result.payback <= 12 * inputs["years"]
        assert all(total >= -rounding for total in totals[math.ceil(result.payback) :])
