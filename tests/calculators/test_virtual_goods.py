"""Virtual goods, by hand and by what must hold for any shop."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calculators.virtual_goods import virtual_goods
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

FIGURES = Path(__file__).parents[2] / "data/figures"
SPEC = read_spec(virtual_goods)
some_inputs = in_range_inputs(SPEC)
PLAIN: dict[str, Any] = {
    "designs": 2,
    "hours_per_design": 5.0,
    "upkeep_hours_per_month": 0.0,
    "item_price": 100.0,
    "creator_share": 0.5,
    "copies_per_design": 10.0,
    "monthly_decay": 0.0,
    "months": 1,
    "publishing_fee": 0.0,
    "publishing_advance": 0.0,
    "coin_value": 0.01,
    "coin_price": 0.01,
    "cash_out_minimum": 0.0,
    "other_costs": 0.0,
}


@pytest.mark.parametrize(
    ("name", "figure"),
    [("publishing_fee", "roblox-upload-fee"), ("coin_value", "roblox-exchange-rate")],
)
def test_the_defaults_are_the_terms_that_the_guide_cites(name: str, figure: str) -> None:
    terms = yaml.safe_load((FIGURES / f"{figure}.yml").read_text(encoding="utf-8"))
    assert {one.name: one.default for one in SPEC.inputs}[name] == terms["value"]


def test_two_designs_by_hand() -> None:
    # 20 copies × 50 coins × $0.01 = $10 for ten hours.
    result = virtual_goods(**PLAIN)
    assert result.coins_earned == 1_000
    assert result.platform_keeps == 1_000
    assert result.income == pytest.approx(10)
    assert result.hourly_pay == pytest.approx(1)


def test_upkeep_counts_as_work() -> None:
    result = virtual_goods(**PLAIN | {"upkeep_hours_per_month": 5.0, "months": 2})
    assert result.hours == 20
    assert result.hourly_pay == pytest.approx(1)


def test_a_fee_is_lost_and_an_advance_comes_back_out_of_sales() -> None:
    fee = virtual_goods(**PLAIN | {"publishing_fee": 100.0})
    assert fee.income == pytest.approx(8)
    # 10 copies give back 10 × 100 × 0.3 = 300 of 200.
    returned = virtual_goods(**PLAIN | {"publishing_advance": 200.0})
    assert returned.income == pytest.approx(10)
    assert returned.advance_lost == 0
    # And 300 of 500; 200 of each design stay with the platform.
    lost = virtual_goods(**PLAIN | {"publishing_advance": 500.0})
    assert lost.advance_lost == -400
    assert lost.income == pytest.approx(6)


def test_coins_are_bought_dearer_than_they_are_sold() -> None:
    dear = PLAIN | {"coin_price": 0.03, "publishing_fee": 100.0}
    # 1,000 coins sold for $10, 200 bought for $6.
    assert virtual_goods(**dear).income == pytest.approx(4)
    assert virtual_goods(**dear).worst_case_income == pytest.approx(-6)
    # $3 of fee a design, at half a dollar a copy.
    assert virtual_goods(**dear).break_even_copies == pytest.approx(6)


def test_below_the_least_amount_nothing_is_paid_out() -> None:
    enough = virtual_goods(**PLAIN | {"cash_out_minimum": 1_000.0})
    assert enough.can_be_cashed_out
    short = virtual_goods(**PLAIN | {"cash_out_minimum": 1_001.0, "publishing_fee": 100.0})
    assert not short.can_be_cashed_out
    assert short.income == pytest.approx(-2)


def test_copies_to_break_even_by_hand() -> None:
    # 100 coins of fee at 50 a copy; and $1 for two designs are 50 coins each.
    assert virtual_goods(**PLAIN | {"publishing_fee": 100.0}).break_even_copies == 2
    assert virtual_goods(**PLAIN | {"other_costs": 1.0}).break_even_copies == pytest.approx(1)
    free = PLAIN | {"publishing_fee": 100.0, "item_price": 0.0}
    assert virtual_goods(**free).break_even_copies is None
    assert virtual_goods(**PLAIN).break_even_copies == 0


@given(some_inputs)
def test_nobody_ends_below_the_bad_case(inputs: dict[str, Any]) -> None:
    result = virtual_goods(**inputs)
    assert result.worst_case_income <= result.income + 1e-9 * abs(result.worst_case_income)


@given(some_inputs)
def test_without_sales_the_bad_case_is_what_happens(inputs: dict[str, Any]) -> None:
    result = virtual_goods(**inputs | {"copies_per_design": 0.0})
    assert result.income == pytest.approx(result.worst_case_income, rel=1e-12)
    assert not result.can_be_cashed_out


@given(some_inputs)
def test_a_sale_is_split_without_a_rest(inputs: dict[str, Any]) -> None:
    result = virtual_goods(**inputs)
    assert result.coins_earned + result.platform_keeps == pytest.approx(
        result.copies_sold * inputs["item_price"], rel=1e-9, abs=1e-9
    )


@given(some_inputs)
def test_no_more_than_the_advance_comes_back(inputs: dict[str, Any]) -> None:
    result = virtual_goods(**inputs)
    advances = inputs["designs"] * inputs["publishing_advance"]
    assert 0 <= result.advance_returned <= advances
    assert result.advance_lost <= 0


@given(some_inputs)
def test_the_table_adds_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = virtual_goods(**inputs | {"cash_out_minimum": 0.0})
    rows = result.by_month
    assert [row.month for row in rows] == list(range(inputs["months"] + 1))
    assert rows[0].income_so_far == result.worst_case_income
    assert sum(row.copies_sold for row in rows) == pytest.approx(result.copies_sold, rel=1e-9)
    earned = result.coins_earned * inputs["coin_value"]
    scale = 1e-9 * (earned + abs(result.worst_case_income)) + 1e-9
    assert rows[-1].income_so_far == pytest.approx(result.income, abs=scale)


@given(some_inputs, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_never_earns_less(inputs: dict[str, Any], one: float, other: float) -> None:
    low, high = (virtual_goods(**inputs | {"creator_share": s}) for s in sorted((one, other)))
    assert low.income <= high.income + 1e-9 * abs(low.income)
