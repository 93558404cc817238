"""Gas costs, by hand and by what the protocols prescribe."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.gas import BASE_FEES, gas_costs
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(gas_costs)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "position": 1_000.0,
    "transactions": 2,
    "gas_units": 100_000,
    "base_fee": 8.0,
    "priority_fee": 2.0,
    "ether_price": 2_000.0,
    "failed_share": 0.0,
    "tolerated_share": 0.01,
}


def test_two_transactions_by_hand() -> None:
    # 100,000 × 10 gwei = 0.001 ether = $2 each.
    result = gas_costs(**PLAIN)
    assert result.transaction_fee == 1_000_000
    assert result.layer_1_cost == pytest.approx(4)
    assert result.cost_share == pytest.approx(0.004)
    assert result.smallest_position == pytest.approx(400)


def test_a_failed_transaction_pays_all_the_same() -> None:
    # With every second one failing, four attempts make two transactions.
    assert gas_costs(**PLAIN | {"failed_share": 0.5}).layer_1_cost == pytest.approx(8)


def test_gwei_are_not_wei() -> None:
    # Confusing the units is a factor of a thousand million.
    assert gas_costs(**PLAIN | {"base_fee": 0.0, "priority_fee": 1.0}).transaction_fee == 100_000


def test_the_data_fee_by_hand() -> None:
    # 1,000 bytes: 0.8365 × 1,000 − 42.5856 = 793.9144; price 16 × 1 × 1 gwei.
    result = gas_costs(
        base_fee=1, base_fee_scalar=1, blob_base_fee_scalar=0, compressed_bytes=1_000
    )
    assert result.layer_2_data_fee == int(Fraction("793.9144") * 16 * 10**9 / 10**6)


def test_a_small_transaction_pays_for_one_hundred_bytes() -> None:
    tiny = gas_costs(compressed_bytes=0)
    assert tiny.layer_2_data_fee == gas_costs(compressed_bytes=170).layer_2_data_fee
    assert tiny.layer_2_data_fee < gas_costs(compressed_bytes=171).layer_2_data_fee


@given(some_inputs)
def test_the_data_fee_is_the_exact_one_rounded_down(inputs: dict[str, Any]) -> None:
    base, blob = (round(Fraction(inputs[name]) * 10**9) for name in ("base_fee", "blob_base_fee"))
    size = max(Fraction("0.8365") * inputs["compressed_bytes"] - Fraction("42.5856"), Fraction(100))
    price = 16 * inputs["base_fee_scalar"] * base + inputs["blob_base_fee_scalar"] * blob
    exact = size * price / 10**6
    # A product that ends in half a wei may round to either side.
    slack = 2 * size * (16 * inputs["base_fee_scalar"] + inputs["blob_base_fee_scalar"]) / 10**6
    assert abs(gas_costs(**inputs).layer_2_data_fee - exact) <= 1 + slack


@given(some_inputs)
def test_a_position_of_the_smallest_size_pays_the_tolerated_share(inputs: dict[str, Any]) -> None:
    smallest = gas_costs(**inputs).smallest_position
    if 0.01 <= smallest <= 1e12:
        share = gas_costs(**inputs | {"position": smallest}).cost_share
        assert share == pytest.approx(inputs["tolerated_share"], rel=1e-12)


@given(some_inputs)
def test_full_blocks_never_make_it_cheaper(inputs: dict[str, Any]) -> None:
    result = gas_costs(**inputs)
    assert result.worst_case_layer_1_cost >= result.layer_1_cost * (1 - 1e-12)
    assert result.worst_case_base_fee >= inputs["base_fee"] * 1.125 ** inputs[
        "full_blocks"
    ] * 0.9 - (1e-7)


@given(fee=st.floats(1, 1e6), blocks=st.integers(0, 60))
def test_each_full_block_adds_an_eighth(fee: float, blocks: int) -> None:
    grown = gas_costs(base_fee=fee, full_blocks=blocks).worst_case_base_fee
    assert grown == pytest.approx(fee * 1.125**blocks, rel=1e-6)


@given(some_inputs, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_higher_base_fee_never_costs_less(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = (gas_costs(**inputs | {"base_fee": fee}) for fee in sorted((one, other)))
    assert low.layer_1_cost <= high.layer_1_cost
    assert low.layer_2_cost <= high.layer_2_cost


@given(some_inputs)
def test_the_table_agrees_with_the_headline(inputs: dict[str, Any]) -> None:
    rows = gas_costs(**inputs).by_base_fee
    assert [row.base_fee for row in rows] == list(BASE_FEES)
    for row in rows:
        there = gas_costs(**inputs | {"base_fee": row.base_fee})
        assert there.layer_1_cost == row.layer_1_cost
        assert there.layer_2_cost == row.layer_2_cost
        assert there.smallest_position == row.smallest_position


@given(some_inputs)
def test_the_saving_is_the_difference(inputs: dict[str, Any]) -> None:
    result = gas_costs(**inputs)
    assert result.saving == result.layer_1_cost - result.layer_2_cost
