"""Royalties, by hand and by what must hold for any edition."""

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.creators import royalty_income
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(royalty_income)
EDITION: dict[str, Any] = {
    "edition_size": 10,
    "primary_price": 100.0,
    "share_sold": 0.5,
    "marketplace_fee": 0.1,
    "minting_cost": 200.0,
    "resales_per_month": 4.0,
    "resale_price": 100.0,
    "monthly_decay": 0.5,
    "royalty_rate": 0.1,
    "paying_share": 0.25,
    "months": 3,
}
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)


def test_an_edition_by_hand() -> None:
    # 5 copies at 90 after the fee. Resales 4, 2 and 1 at 100 promise 40 + 20 + 10; a quarter pays.
    result = royalty_income(**EDITION)
    assert result.primary_income == pytest.approx(450)
    assert result.royalty_income_if_all_pay == pytest.approx(70)
    assert result.royalty_income == pytest.approx(17.5)
    assert result.royalty_gap == pytest.approx(-52.5)
    assert result.total_income == pytest.approx(267.5)
    assert result.worst_case_income == -200
    assert [row.resales for row in result.by_month] == [0, 4, 2, 1]
    assert [row.total_so_far for row in result.by_month] == pytest.approx([250, 260, 265, 267.5])


@pytest.mark.parametrize(
    ("minting_cost", "editions"),
    [(0, 0), (1, 1), (90, 1), (90.01, 2), (900, 10), (900.01, None), (1e9, None)],
)
def test_break_even_counts_whole_copies_up_to_the_edition(
    minting_cost: float, editions: int | None
) -> None:
    result = royalty_income(**EDITION | {"minting_cost": float(minting_cost)})
    assert result.break_even_editions == editions


@pytest.mark.parametrize(
    ("price", "cost", "editions"), [(0.02, 0.14, 7), (0.01, 0.07, 7), (0.02, 1.12, 56)]
)
def test_break_even_does_not_count_a_copy_more_for_a_rounding_error(
    price: float, cost: float, editions: int
) -> None:
    assert cost / price > editions
    result = royalty_income(
        **EDITION
        | {
            "edition_size": 60,
            "primary_price": price,
            "marketplace_fee": 0.0,
            "minting_cost": cost,
        }
    )
    assert result.break_even_editions == editions


@pytest.mark.parametrize("change", [{"primary_price": 0.0}, {"marketplace_fee": 1.0}])
def test_a_sale_that_earns_nothing_never_breaks_even(change: dict[str, float]) -> None:
    assert royalty_income(**EDITION | change).break_even_editions is None


def test_a_smallest_price_neither_overflows_nor_breaks_even() -> None:
    assert royalty_income(**EDITION | {"primary_price": 5e-324}).break_even_editions is None


def test_what_nobody_bought_cannot_be_resold() -> None:
    result = royalty_income(**EDITION | {"share_sold": 0.0})
    assert result.royalty_income_if_all_pay == 0
    assert result.total_income == result.worst_case_income == -200


def test_trading_that_ends_after_a_month_pays_once() -> None:
    result = royalty_income(**EDITION | {"monthly_decay": 1.0, "months": 120})
    assert [row.resales for row in result.by_month[:4]] == [0, 4, 0, 0]
    assert result.royalty_income_if_all_pay == pytest.approx(40)


def test_without_cost_nothing_can_be_lost() -> None:
    result = royalty_income(**EDITION | {"minting_cost": 0.0})
    assert math.copysign(1, result.worst_case_income) == 1


@given(some_inputs)
def test_expected_royalties_are_never_more_than_promised(inputs: dict[str, Any]) -> None:
    result = royalty_income(**inputs)
    assert 0 <= result.royalty_income <= result.royalty_income_if_all_pay
    assert result.royalty_gap <= 0


@given(some_inputs)
def test_if_nobody_pays_there_are_no_royalties(inputs: dict[str, Any]) -> None:
    result = royalty_income(**inputs | {"paying_share": 0.0})
    assert result.royalty_income == 0
    assert result.total_income == result.by_month[0].total_so_far


@given(some_inputs)
def test_if_everyone_pays_there_is_no_gap(inputs: dict[str, Any]) -> None:
    assert royalty_income(**inputs | {"paying_share": 1.0}).royalty_gap == 0


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = royalty_income(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(inputs["months"] + 1))
    assert rows[-1].total_so_far == result.total_income
    assert math.fsum(row.royalty_income for row in rows) == result.royalty_income
    assert result.total_income == pytest.approx(
        result.primary_income + result.royalty_income - inputs["minting_cost"],
        rel=1e-12,
        abs=1e-12 * (1 + result.primary_income + inputs["minting_cost"]),
    )


@given(some_inputs)
def test_the_total_is_never_worse_than_the_worst_case(inputs: dict[str, Any]) -> None:
    result = royalty_income(**inputs)
    assert result.worst_case_income == -inputs["minting_cost"]
    assert result.total_income >= result.worst_case_income


@given(some_inputs)
def test_resales_never_rise_after_the_first_month(inputs: dict[str, Any]) -> None:
    resales = [row.resales for row in royalty_income(**inputs).by_month[1:]]
    assert resales == sorted(resales, reverse=True)


@given(some_inputs)
def test_royalties_follow_the_sum_of_a_geometric_series(inputs: dict[str, Any]) -> None:
    decay, months = inputs["monthly_decay"], inputs["months"]
    assume(decay > 1e-6)
    assume(inputs["share_sold"] > 0)
    first = inputs["resales_per_month"] * inputs["resale_price"] * inputs["royalty_rate"]
    assume(first == 0 or first > 1e-200)
    assert royalty_income(**inputs).royalty_income_if_all_pay == pytest.approx(
        first * (1 - (1 - decay) ** months) / decay, rel=1e-9
    )


@given(some_inputs, shares, shares)
def test_a_higher_fee_never_pays_more(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = sorted((one, other))
    cheap = royalty_income(**inputs | {"marketplace_fee": low})
    dear = royalty_income(**inputs | {"marketplace_fee": high})
    assert dear.primary_income <= cheap.primary_income
    assert dear.total_income <= cheap.total_income


@given(some_inputs)
def test_break_even_sales_cover_the_cost_and_one_less_do_not(inputs: dict[str, Any]) -> None:
    editions = royalty_income(**inputs).break_even_editions
    net_price = inputs["primary_price"] * (1 - inputs["marketplace_fee"])
    cost = inputs["minting_cost"]
    if editions is None:
        assert cost > inputs["edition_size"] * net_price
    else:
        # Copies are counted to a billionth.
        assert (editions + 1e-9) * net_price >= cost * (1 - 1e-12)
        assert editions <= inputs["edition_size"]
        assert editions in (0, 1) or (editions - 1) * net_price < cost
