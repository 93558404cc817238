"""Token dilution, by hand and by what every unlock schedule must keep."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dilution import token_dilution
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(token_dilution)
some_inputs = in_range_inputs(SPEC)
month_counts = st.integers(1, 120)
SCHEDULE: dict[str, Any] = {
    "circulating_supply": 100.0,
    "locked_supply": 300.0,
    "tokens_held": 10.0,
    "token_price": 2.0,
    "cliff_months": 3,
    "cliff_share": 0.2,
    "vesting_months": 12,
    "months": 9,
}


def test_a_schedule_by_hand() -> None:
    # 60 of 300 come in month 3 and 20 in each of the twelve months after it.
    result = token_dilution(**SCHEDULE)
    assert result.unlocked_by_end == pytest.approx(60 + 6 * 20)
    assert result.dilution == pytest.approx(100 / 280 - 1)
    assert result.value_today == 20
    assert result.value_at_end == pytest.approx(20 * 100 / 280)
    assert result.break_even_growth == pytest.approx(1.8)
    assert result.market_value == 200
    assert result.fully_diluted_value == 800
    assert result.overhang == 4
    assert result.worst_case_value == pytest.approx(20 / 4 * 0.2)
    assert result.share_fully_diluted == pytest.approx(0.025)
    unlocked = [row.unlocked for row in result.by_month]
    assert unlocked == pytest.approx([0, 0, 0, 60] + 12 * [20])


def test_the_cliff_releases_nothing_a_month_early() -> None:
    assert token_dilution(**SCHEDULE | {"months": 2}).dilution == 0
    assert token_dilution(**SCHEDULE | {"months": 3}).dilution < 0


def test_without_vesting_everything_comes_at_the_cliff() -> None:
    result = token_dilution(**SCHEDULE | {"vesting_months": 0, "cliff_share": 0.2, "months": 3})
    assert result.unlocked_by_end == 300


def test_the_price_stands_still_if_the_market_grows_with_the_supply() -> None:
    growth = token_dilution(**SCHEDULE).break_even_growth
    result = token_dilution(**SCHEDULE | {"market_value_change": growth})
    assert result.price_at_end == pytest.approx(2)
    assert result.value_change == pytest.approx(0, abs=1e-12)


def test_nothing_locked_is_no_dilution() -> None:
    result = token_dilution(**SCHEDULE | {"locked_supply": 0.0})
    assert result.dilution == result.break_even_growth == result.value_change == 0
    assert result.overhang == 1


@given(some_inputs)
def test_the_unlocks_add_up_to_the_supply(inputs: dict[str, Any]) -> None:
    rows = token_dilution(**inputs).by_month
    total = inputs["circulating_supply"] + inputs["locked_supply"]
    assert rows[-1].circulating == total
    assert math.fsum(row.unlocked for row in rows) == pytest.approx(
        inputs["locked_supply"], rel=1e-9, abs=1e-9 * total
    )


@given(some_inputs)
def test_the_table_holds_the_month_asked_about(inputs: dict[str, Any]) -> None:
    result = token_dilution(**inputs | {"market_value_change": 0.0})
    (row,) = (row for row in result.by_month if row.month == inputs["months"])
    assert row.share == result.share_at_end
    assert row.value == pytest.approx(result.value_at_end)
    assert row.token_price == pytest.approx(result.price_at_end)
    assert len(result.by_month) <= 64


@given(some_inputs)
def test_shares_only_shrink(inputs: dict[str, Any]) -> None:
    result = token_dilution(**inputs)
    assert -1 <= result.dilution <= 0
    assert result.share_fully_diluted <= result.share_at_end <= result.share_today
    assert all(one.share >= two.share for one, two in pairwise(result.by_month))
    assert all(row.unlocked >= 0 for row in result.by_month)


@given(some_inputs, month_counts, month_counts)
def test_holding_longer_never_dilutes_less(inputs: dict[str, Any], one: int, other: int) -> None:
    soon, late = sorted((one, other))
    assert (
        token_dilution(**inputs | {"months": late}).dilution
        <= token_dilution(**inputs | {"months": soon}).dilution
    )


@given(some_inputs)
def test_the_market_value_is_shared_out_whole(inputs: dict[str, Any]) -> None:
    result = token_dilution(**inputs)
    for row in result.by_month:
        assert row.token_price * row.circulating == pytest.approx(result.market_value)
    assert result.value_at_end == pytest.approx(
        inputs["tokens_held"] * result.price_at_end, rel=1e-9, abs=1e-300
    )


@given(some_inputs)
def test_the_bad_case_counts_every_locked_token(inputs: dict[str, Any]) -> None:
    result = token_dilution(**inputs)
    expected = result.value_today / result.overhang * (1 + inputs["worst_case_change"])
    assert result.worst_case_value == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert result.worst_case_value <= result.value_today * (1 + 1e-12)
