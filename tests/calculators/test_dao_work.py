"""DAO work, by hand and by what vesting contracts prescribe."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.dao_work import dao_work
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(dao_work)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "months_worked": 12,
    "paid_hours": 10.0,
    "unpaid_hours": 0.0,
    "monthly_pay": 100.0,
    "unpaid_share": 0.0,
    "token_grant": 4_800.0,
    "token_price": 1.0,
    "yearly_price_change": 0.0,
    "vesting_months": 48,
    "cliff_months": 12,
    "selling_cost": 0.0,
    "worst_case_unpaid_months": 0,
}


def test_a_year_by_hand() -> None:
    # $1,200 and 1,200 tokens at $1 for 120 hours.
    result = dao_work(**PLAIN)
    assert result.hourly_pay == result.promised_hourly_pay == pytest.approx(20)
    assert result.token_share == pytest.approx(0.5)
    assert result.worst_case_hourly_pay == pytest.approx(10)


def test_leaving_a_month_before_the_cliff_leaves_every_token_behind() -> None:
    result = dao_work(**PLAIN | {"months_worked": 11})
    assert result.tokens_vested == result.token_pay == 0
    assert result.tokens_forfeited == -4_800


def test_a_grant_that_goes_on_vesting_is_not_forfeited() -> None:
    result = dao_work(**PLAIN | {"months_worked": 6, "keeps_vesting": True})
    assert result.tokens_vested == 4_800
    assert result.by_month[-1].month == 48


def test_tokens_are_worth_what_they_fetch_when_they_vest() -> None:
    # A quarter at the cliff, at half the price.
    result = dao_work(**PLAIN | {"yearly_price_change": -0.5})
    assert result.token_pay == pytest.approx(600)
    assert result.token_value_lost == pytest.approx(-600)


def test_unpaid_hours_lower_the_pay_and_not_the_promise() -> None:
    result = dao_work(**PLAIN | {"unpaid_hours": 10.0})
    assert result.hourly_pay == pytest.approx(10)
    assert result.promised_hourly_pay == pytest.approx(20)


def test_months_without_pay_come_off_the_bad_case() -> None:
    result = dao_work(**PLAIN | {"worst_case_unpaid_months": 3})
    assert result.worst_case_hourly_pay == pytest.approx(7.5)
    assert dao_work(**PLAIN | {"worst_case_unpaid_months": 120}).worst_case_hourly_pay == 0


def test_a_cliff_after_the_end_of_vesting_locks_everything_up_until_then() -> None:
    locked = PLAIN | {"vesting_months": 6, "cliff_months": 10}
    assert dao_work(**locked | {"months_worked": 9}).tokens_vested == 0
    assert dao_work(**locked | {"months_worked": 10}).tokens_vested == 4_800
    waiting = dao_work(**locked | {"months_worked": 1, "keeps_vesting": True})
    assert (waiting.by_month[-1].month, waiting.tokens_vested) == (10, 4_800)


@given(some_inputs)
def test_vesting_never_goes_back_and_never_beyond_the_grant(inputs: dict[str, Any]) -> None:
    rows = dao_work(**inputs).by_month
    shares = [row.vested_share for row in rows]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    for row in rows:
        if row.month < inputs["cliff_months"]:
            assert row.vested_share == 0


@given(some_inputs)
def test_at_a_steady_price_tokens_bring_what_has_vested(inputs: dict[str, Any]) -> None:
    result = dao_work(**inputs | {"yearly_price_change": 0.0, "selling_cost": 0.0})
    assert result.token_pay == pytest.approx(
        result.tokens_vested * inputs["token_price"], rel=1e-9, abs=1e-9
    )


@given(some_inputs)
def test_the_parts_add_up(inputs: dict[str, Any]) -> None:
    result = dao_work(**inputs)
    hours = inputs["months_worked"] * (inputs["paid_hours"] + inputs["unpaid_hours"])
    assert result.total_pay == result.money_pay + result.token_pay
    assert result.hourly_pay == pytest.approx(result.total_pay / hours)
    assert result.tokens_vested - result.tokens_forfeited == pytest.approx(inputs["token_grant"])


@given(some_inputs)
def test_the_table_ends_at_the_headline(inputs: dict[str, Any]) -> None:
    result = dao_work(**inputs)
    rows = result.by_month
    assert rows[0].month == rows[0].pay_so_far == 0
    assert rows[-1].pay_so_far == pytest.approx(result.total_pay, rel=1e-12)
    assert len(rows) <= 61
    months = [row.month for row in rows]
    assert months == sorted(set(months))


@given(some_inputs)
def test_nobody_is_paid_less_than_in_the_bad_case(inputs: dict[str, Any]) -> None:
    result = dao_work(**inputs)
    assert 0 <= result.worst_case_hourly_pay <= result.hourly_pay * (1 + 1e-12)


@given(some_inputs, st.integers(0, 60), st.integers(0, 60))
def test_a_later_cliff_never_vests_more(inputs: dict[str, Any], one: int, other: int) -> None:
    early, late = sorted((one, other))
    inputs = inputs | {"keeps_vesting": False}
    first, second = (dao_work(**inputs | {"cliff_months": cliff}) for cliff in (early, late))
    assert second.tokens_vested <= first.tokens_vested
