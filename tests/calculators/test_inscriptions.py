"""The cost of an inscription, byte by byte and by what must hold for any content."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.inscriptions import inscription_cost
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(inscription_cost)
some_inputs = in_range_inputs(SPEC)
sizes = st.integers(1, 400_000)
rates = st.floats(0.1, 10_000)


def test_a_short_text_by_hand() -> None:
    # Two bytes of text/plain to a taproot address. Outside the witness: 10 + 41 + 43 = 94 bytes.
    # Script: key 33, check 1, false if 2, ord 4, tag 2, type 11, body tag 1, body 3, end 1 = 58.
    # Witness: marker and flag 2, count 1, signature 65, script 59, control block 34 = 161.
    result = inscription_cost(content_bytes=2, content_type_bytes=10, fee_rate=10.0)
    assert result.reveal_weight == 4 * 94 + 161
    assert result.reveal_size == 135
    assert result.reveal_fee == 1_350
    # Commit: 10 + 41 + 2 × 43 bytes, and 2 + 66 bytes of witness.
    assert result.commit_size == 154
    assert result.network_fee == 1_350 + 1_540
    assert result.sats_needed == 2_890 + 10_000
    assert result.cost == pytest.approx(2.89)
    assert result.break_even_price == pytest.approx(12.89 / 0.98)


@pytest.mark.parametrize(
    ("content_bytes", "extra_bytes"),
    [(75, 1), (76, 2), (255, 2), (256, 3), (520, 3), (521, 3 + 1), (1_040, 3 + 3)],
)
def test_each_piece_of_content_brings_its_length(content_bytes: int, extra_bytes: int) -> None:
    # Past 252 bytes the script's own length takes two bytes more.
    one_byte = inscription_cost(content_bytes=1).reveal_weight - 1 - 1
    long_script = 2 if content_bytes > 190 else 0
    weight = inscription_cost(content_bytes=content_bytes).reveal_weight
    assert weight - one_byte == content_bytes + extra_bytes + long_script


def test_content_costs_a_quarter_of_its_bytes() -> None:
    result = inscription_cost(content_bytes=40_000, fee_rate=5.0)
    assert result.content_fee == 50_000
    assert result.content_fee < result.network_fee < 1.1 * result.content_fee


def test_more_than_the_standard_weight_is_not_relayed() -> None:
    assert inscription_cost(content_bytes=390_000).relayed
    assert not inscription_cost(content_bytes=400_000).relayed


def test_half_a_sat_is_rounded_up_as_the_wallet_does() -> None:
    result = inscription_cost(fee_rate=0.25, coins_spent=1)
    assert result.commit_size == 154
    assert result.commit_fee == 39


def test_a_marketplace_that_keeps_everything_never_breaks_even() -> None:
    assert inscription_cost(marketplace_fee=1.0).break_even_price is None


def test_the_price_to_break_even_returns_cost_and_postage() -> None:
    result = inscription_cost(marketplace_fee=0.05, postage=546, bitcoin_price=50_000.0)
    assert result.break_even_price is not None
    assert result.break_even_price * 0.95 == pytest.approx(result.cost + 546 * 0.0005)


@given(some_inputs)
def test_the_fees_add_up(inputs: dict[str, Any]) -> None:
    result = inscription_cost(**inputs)
    assert result.network_fee == result.commit_fee + result.reveal_fee
    assert result.sats_needed == result.network_fee + inputs["postage"]
    assert result.cost >= inputs["service_fee"]


@given(some_inputs)
def test_size_is_weight_by_four_rounded_up(inputs: dict[str, Any]) -> None:
    result = inscription_cost(**inputs)
    assert 4 * result.reveal_size - 3 <= result.reveal_weight <= 4 * result.reveal_size
    assert result.reveal_weight > inputs["content_bytes"]


@given(some_inputs, sizes)
def test_more_content_never_costs_less(inputs: dict[str, Any], other: int) -> None:
    small, large = sorted((inputs["content_bytes"], other))
    cheap = inscription_cost(**inputs | {"content_bytes": small})
    dear = inscription_cost(**inputs | {"content_bytes": large})
    assert cheap.reveal_weight <= dear.reveal_weight
    assert cheap.network_fee <= dear.network_fee


@given(some_inputs, rates)
def test_the_bad_case_is_the_cost_at_its_fee_rate(inputs: dict[str, Any], rate: float) -> None:
    expected = inscription_cost(**inputs | {"fee_rate": rate}).cost
    assert inscription_cost(**inputs | {"worst_case_fee_rate": rate}).worst_case_cost == expected


@given(some_inputs)
def test_the_table_rises_with_the_fee_rate(inputs: dict[str, Any]) -> None:
    rows = inscription_cost(**inputs).by_fee_rate
    assert all(one.cost < two.cost for one, two in pairwise(rows))
    assert all(one.network_fee < two.network_fee for one, two in pairwise(rows))
    (row,) = (row for row in rows if row.fee_rate == 10)
    assert row.cost == inscription_cost(**inputs | {"fee_rate": 10.0}).cost
