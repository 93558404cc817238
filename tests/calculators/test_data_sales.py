"""Sales of data, by hand and by what must hold for any dataset."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.data_sales import data_sale
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(data_sale)
some_inputs = in_range_inputs(SPEC)
DATASET: dict[str, Any] = {
    "price": 100.0,
    "sales_per_month": 2.0,
    "monthly_decay": 0.5,
    "marketplace_fee": 0.2,
    "network_fee": 0.0,
    "preparation_cost": 50.0,
    "hosting_cost": 10.0,
    "preparation_hours": 10.0,
    "upkeep_hours": 1.0,
    "hourly_value": 20.0,
    "months": 3,
}


def test_a_dataset_by_hand() -> None:
    # 2, 1 and half a sale at 80; 50 before and 10 a month; 13 hours.
    result = data_sale(**DATASET)
    assert [row.sales for row in result.by_month] == [0, 2, 1, 0.5]
    assert [row.total_so_far for row in result.by_month] == [-50, 100, 170, 200]
    assert result.net_income == 200
    assert result.hours == 13
    assert result.real_income == 200 - 260
    assert result.income_per_hour == pytest.approx(200 / 13)
    assert result.worst_case_income == -80


def test_the_network_fee_is_paid_for_each_sale() -> None:
    assert data_sale(**DATASET | {"network_fee": 0.5}).net_per_sale == 79.5


@pytest.mark.parametrize(
    ("preparation", "sales"), [(-30, 0), (0, 1), (50, 1), (50.01, 2), (130, 2), (1e6, 12_501)]
)
def test_break_even_counts_whole_sales(preparation: float, sales: int) -> None:
    hosting = 10.0 if preparation >= 0 else 0.0
    result = data_sale(
        **DATASET | {"preparation_cost": max(0.0, float(preparation)), "hosting_cost": hosting}
    )
    assert result.break_even_sales == sales


def test_break_even_does_not_count_a_sale_more_for_a_rounding_error() -> None:
    assert 0.14 / 0.02 > 7
    result = data_sale(
        **DATASET
        | {"price": 0.02, "marketplace_fee": 0.0, "preparation_cost": 0.14, "hosting_cost": 0.0}
    )
    assert result.break_even_sales == 7


@pytest.mark.parametrize("change", [{"marketplace_fee": 1.0}, {"network_fee": 80.0}])
def test_a_sale_that_leaves_nothing_never_breaks_even(change: dict[str, float]) -> None:
    assert data_sale(**DATASET | change).break_even_sales is None


def test_without_hours_there_is_no_income_for_an_hour() -> None:
    result = data_sale(**DATASET | {"preparation_hours": 0.0, "upkeep_hours": 0.0})
    assert result.income_per_hour is None
    assert result.real_income == result.net_income


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = data_sale(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(inputs["months"] + 1))
    assert rows[-1].total_so_far == result.net_income
    assert rows[-1].worst_case_total == result.worst_case_income
    income = math.fsum(row.income for row in rows)
    cost = inputs["preparation_cost"] + inputs["hosting_cost"] * inputs["months"]
    assert result.net_income == pytest.approx(income - cost, abs=1e-12 * (1 + abs(income) + cost))
    assert income == pytest.approx(result.sales * result.net_per_sale, rel=1e-9, abs=1e-9)


@given(some_inputs)
def test_no_sale_is_the_worst_case_while_a_sale_leaves_something(inputs: dict[str, Any]) -> None:
    result = data_sale(**inputs)
    assume(result.net_per_sale >= 0)
    assert result.worst_case_income <= result.net_income


@given(some_inputs)
def test_hours_never_add_to_the_cash(inputs: dict[str, Any]) -> None:
    result = data_sale(**inputs)
    assert result.real_income <= result.net_income


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_fee_never_leaves_more(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    cheap = data_sale(**inputs | {"marketplace_fee": low})
    dear = data_sale(**inputs | {"marketplace_fee": high})
    assert dear.net_per_sale <= cheap.net_per_sale
    assert dear.net_income <= cheap.net_income


@given(some_inputs)
def test_break_even_sales_cover_the_cost_and_one_less_does_not(inputs: dict[str, Any]) -> None:
    result = data_sale(**inputs)
    cost = inputs["preparation_cost"] + inputs["hosting_cost"] * inputs["months"]
    if result.break_even_sales is None:
        assert cost > 0
        assert result.net_per_sale < 1e-6
    else:
        # Sales are counted to a billionth.
        slack = 1e-9 * (1 + cost)
        assert (result.break_even_sales + 1e-9) * result.net_per_sale >= cost - slack or cost == 0
        if result.break_even_sales > 1:
            assert (result.break_even_sales - 1) * result.net_per_sale < cost + slack
