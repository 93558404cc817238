"""Virtual land, by hand and by what theory says must hold."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.virtual_land import virtual_land
from livecalc.interface.finance import net_present_value
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(virtual_land)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "purchase_price": 1_000.0,
    "building_cost": 0.0,
    "purchase_cost": 0.0,
    "monthly_rent": 10.0,
    "occupancy": 1.0,
    "rental_fee": 0.0,
    "yearly_rent_change": 0.0,
    "yearly_holding_cost": 0.0,
    "yearly_value_change": 0.0,
    "selling_fee": 0.0,
    "years": 5,
}


def test_a_plot_that_keeps_its_value_earns_its_yield() -> None:
    result = virtual_land(**PLAIN)
    assert result.net_yield == result.capitalisation_rate == pytest.approx(0.12)
    assert result.internal_rate_of_return == pytest.approx(0.12)
    assert result.result == pytest.approx(600)


def test_a_yield_is_no_return_when_the_value_falls() -> None:
    # 12 % rent a year, and half the value gone each year: 120 + 120 + 250 for 1,000.
    result = virtual_land(**PLAIN | {"yearly_value_change": -0.5, "years": 2})
    assert result.net_yield == pytest.approx(0.12)
    assert result.result == pytest.approx(-510)
    assert result.internal_rate_of_return is not None
    assert result.internal_rate_of_return < -0.3


def test_building_lowers_the_yield_and_not_the_capitalisation_rate() -> None:
    result = virtual_land(**PLAIN | {"building_cost": 1_000.0})
    assert result.net_yield == pytest.approx(0.06)
    assert result.capitalisation_rate == pytest.approx(0.12)
    assert result.exit_loss == pytest.approx(-1_000)


def test_an_empty_plot_that_nobody_buys_has_no_rate() -> None:
    result = virtual_land(**PLAIN | {"occupancy": 0.0, "yearly_value_change": -1.0})
    assert result.internal_rate_of_return is None
    assert result.result == result.worst_case_result == -1_000


def test_occupancy_to_break_even_by_hand() -> None:
    # 600 of rent in five years against a loss of 300 on the sale.
    result = virtual_land(**PLAIN | {"selling_fee": 0.3, "occupancy": 0.1})
    assert result.break_even_occupancy == pytest.approx(0.5)
    assert virtual_land(**PLAIN | {"selling_fee": 0.7}).break_even_occupancy is None
    assert virtual_land(**PLAIN | {"yearly_value_change": 0.1}).break_even_occupancy == 0


@given(some_inputs)
def test_at_break_even_occupancy_nothing_is_won_or_lost(inputs: dict[str, Any]) -> None:
    occupancy = virtual_land(**inputs).break_even_occupancy
    assume(occupancy)
    result = virtual_land(**inputs | {"occupancy": occupancy})
    scale = inputs["purchase_price"] + inputs["building_cost"] + inputs["purchase_cost"]
    scale += inputs["yearly_holding_cost"] * inputs["years"] + result.by_year[-1].sale_proceeds
    assert result.result == pytest.approx(0, abs=1e-9 * scale)


@given(some_inputs)
def test_the_rate_discounts_everything_to_nothing(inputs: dict[str, Any]) -> None:
    result = virtual_land(**inputs)
    rate = result.internal_rate_of_return
    assume(rate is not None and -0.5 < rate < 100)
    assert rate is not None
    invested = -result.by_year[0].result_if_sold + result.by_year[0].sale_proceeds
    flows = [-invested, *(row.net_income for row in result.by_year[1:])]
    flows[-1] += result.by_year[-1].sale_proceeds
    scale = sum(abs(one) / (1 + rate) ** time for time, one in enumerate(flows))
    assert net_present_value(rate, flows) == pytest.approx(0, abs=1e-8 * scale)


@given(some_inputs)
def test_without_discounting_the_present_value_is_the_result(inputs: dict[str, Any]) -> None:
    result = virtual_land(**inputs | {"discount_rate": 0.0})
    assert result.net_present_value == pytest.approx(
        result.result, rel=1e-9, abs=1e-9 * abs(result.present_value) + 1e-3
    )


@given(some_inputs)
def test_the_table_adds_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = virtual_land(**inputs)
    rows = result.by_year
    assert [row.year for row in rows] == list(range(inputs["years"] + 1))
    assert rows[-1].result_if_sold == result.result
    assert rows[-1].worst_case_result == result.worst_case_result
    assert rows[1].net_income == result.net_income
    total = sum(row.net_income for row in rows) + result.exit_loss
    assert result.result == pytest.approx(total, rel=1e-9, abs=1e-3)


@given(some_inputs)
def test_nothing_is_worse_than_the_bad_case(inputs: dict[str, Any]) -> None:
    result = virtual_land(**inputs)
    assert result.worst_case_result <= result.result + 1e-9 * abs(result.worst_case_result)


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_more_tenants_never_earn_less(inputs: dict[str, Any], one: float, other: float) -> None:
    empty, full = (virtual_land(**inputs | {"occupancy": rate}) for rate in sorted((one, other)))
    assert empty.result <= full.result + 1e-9 * abs(full.result)
    assert empty.net_yield <= full.net_yield
