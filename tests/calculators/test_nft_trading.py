"""Reselling NFTs, by hand and by what fees always do."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.nft_trading import nft_flip
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(nft_flip)
some_inputs = in_range_inputs(SPEC)
shares = st.floats(0, 1)
TRADE: dict[str, Any] = {
    "purchase_price": 1_000.0,
    "buying_cost": 20.0,
    "selling_cost": 10.0,
    "marketplace_fee": 0.02,
    "royalty_rate": 0.08,
    "resale_price": 1_300.0,
    "sale_chance": 0.25,
    "best_offer": 600.0,
    "days": 73,
    "opportunity_apr": 0.05,
}


def test_a_trade_by_hand() -> None:
    # A fifth of a year at 5 % costs 10. Paid: 1,030. At 1,300 come 1,160, at 600 come 530.
    result = nft_flip(**TRADE)
    assert result.capital_cost == pytest.approx(10)
    assert result.profit_if_sold == pytest.approx(1_160 - 1_030)
    assert result.profit_at_best_offer == pytest.approx(530 - 1_030)
    assert result.expected_profit == pytest.approx(0.25 * 130 - 0.75 * 500)
    assert result.fees_on_resale == pytest.approx(130)
    assert result.break_even_price == pytest.approx(1_040 / 0.9)
    assert result.worst_case_profit == pytest.approx(-1_040)
    assert result.return_if_sold == pytest.approx(130 / 1_020)
    assert result.break_even_chance == pytest.approx(500 / 630)


def test_fees_on_a_loss_make_it_larger() -> None:
    result = nft_flip(**TRADE | {"resale_price": 800.0})
    assert result.profit_if_sold < 800 - 1_000


def test_fees_that_take_everything_never_break_even() -> None:
    result = nft_flip(**TRADE | {"marketplace_fee": 0.4, "royalty_rate": 0.6})
    assert result.break_even_price is None
    assert result.break_even_rise is None
    assert result.break_even_chance is None


def test_fees_above_the_price_take_no_more_than_the_price() -> None:
    result = nft_flip(**TRADE | {"marketplace_fee": 0.9, "royalty_rate": 0.9})
    assert result.fees_on_resale == 1_300
    assert result.profit_if_sold == result.worst_case_profit


def test_a_free_mint_has_no_return_but_a_profit() -> None:
    result = nft_flip(**TRADE | {"purchase_price": 0.0, "buying_cost": 0.0})
    assert result.return_if_sold is None
    assert result.break_even_rise is None
    assert result.break_even_chance == 0
    assert result.profit_if_sold == pytest.approx(1_160)


def test_a_sure_sale_at_a_loss_has_no_chance_to_break_even() -> None:
    assert nft_flip(**TRADE | {"resale_price": 1_050.0}).break_even_chance is None


@given(some_inputs)
def test_selling_at_the_price_to_break_even_loses_nothing(inputs: dict[str, Any]) -> None:
    price = nft_flip(**inputs).break_even_price
    assume(price is not None and price <= 1e9)
    assert price is not None
    result = nft_flip(**inputs | {"resale_price": price})
    assert result.profit_if_sold == pytest.approx(0, abs=1e-9 * (1 + price))


@given(some_inputs)
def test_the_price_to_break_even_is_above_what_was_paid(inputs: dict[str, Any]) -> None:
    result = nft_flip(**inputs)
    if result.break_even_price is not None:
        paid = inputs["purchase_price"] + inputs["buying_cost"] + inputs["selling_cost"]
        assert result.break_even_price >= paid * (1 - 1e-12)


@given(some_inputs)
def test_nothing_is_worse_than_that_nobody_buys(inputs: dict[str, Any]) -> None:
    result = nft_flip(**inputs)
    size = abs(result.profit_if_sold) + abs(result.profit_at_best_offer)
    assert result.worst_case_profit <= 0
    assert result.profit_if_sold >= result.worst_case_profit
    assert result.profit_at_best_offer >= result.worst_case_profit
    assert result.expected_profit >= result.worst_case_profit - 1e-12 * size
    assert result.by_resale_price[0].profit == result.worst_case_profit


@given(some_inputs)
def test_the_chance_to_break_even_breaks_even(inputs: dict[str, Any]) -> None:
    result = nft_flip(**inputs)
    chance = result.break_even_chance
    if chance is None or chance == 0:
        return
    assert 0 < chance <= 1
    expected = nft_flip(**inputs | {"sale_chance": chance}).expected_profit
    size = abs(result.profit_if_sold) + abs(result.profit_at_best_offer)
    assert expected == pytest.approx(0, abs=1e-9 * (1 + size))


@given(some_inputs, shares, shares)
def test_a_higher_royalty_never_pays_the_seller_more(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    cheap = nft_flip(**inputs | {"royalty_rate": low}).profit_if_sold
    dear = nft_flip(**inputs | {"royalty_rate": high}).profit_if_sold
    assert dear <= cheap


@given(some_inputs)
def test_the_table_adds_up_and_rises(inputs: dict[str, Any]) -> None:
    rows = nft_flip(**inputs).by_resale_price
    for row in rows:
        assert row.received == pytest.approx(
            row.resale_price - row.fees - inputs["selling_cost"],
            rel=1e-9,
            abs=1e-6 * (1e-6 + row.resale_price),
        )
    assert all(one.profit <= two.profit for one, two in pairwise(rows))
    assert math.isfinite(rows[-1].profit)
