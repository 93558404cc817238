"""Staked predictions, by hand and by what must hold for any stake."""

import math
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.predictions import staked_prediction
from livecalc.interface.spec import read_spec
from tests.calculators.in_range import in_range_inputs

SPEC = read_spec(staked_prediction)
some_inputs = in_range_inputs(SPEC)
CERTAIN: dict[str, Any] = {
    "stake": 100.0,
    "score": 0.05,
    "score_deviation": 0.0,
    "cap": 1.0,
    "stake_threshold": 72_000.0,
    "total_at_risk": 144_000.0,
    "rounds_per_month": 4,
    "open_rounds": 4,
    "months": 12,
    "token_price": 10.0,
    "monthly_cost": 20.0,
    "worst_case_price_change": -0.5,
}


def test_a_certain_score_by_hand() -> None:
    # Half of 5 % of 100, 48 times; 4 rounds locked.
    result = staked_prediction(**CERTAIN)
    assert result.payout_factor == 0.5
    assert result.payout_per_round == 2.5
    assert result.payout == result.worst_case_payout == pytest.approx(120)
    assert result.net_result == pytest.approx(1_200 - 240)
    assert result.locked == 400
    assert result.largest_burn == -400
    assert result.net_apr == pytest.approx(960 / 4_000)
    assert result.burn_chance == 0
    # 120 tokens at 5, 400 tokens that lost 5 each, and the cost.
    assert result.worst_case_result == pytest.approx(600 - 2_000 - 240)
    # 240 over 48 rounds are half a token of 100, twice that at half the factor.
    assert result.break_even_score == pytest.approx(0.01)


def test_a_bad_score_burns_no_more_than_the_cap() -> None:
    result = staked_prediction(**CERTAIN | {"score": -0.2, "cap": 0.05, "total_at_risk": 72_000.0})
    assert result.payout_per_round == -5
    assert result.burn_chance == 1


def test_burnt_tokens_were_bought_at_the_high_price() -> None:
    result = staked_prediction(**CERTAIN | {"score": -0.05})
    assert result.worst_case_result == pytest.approx(-1_200 - 2_000 - 240)


def test_a_cost_above_the_cap_has_no_score_that_covers_it() -> None:
    assert staked_prediction(**CERTAIN | {"cap": 0.004}).break_even_score is None


def test_without_an_edge_half_of_the_rounds_burn_and_nothing_is_expected() -> None:
    result = staked_prediction(**CERTAIN | {"score": 0.0, "score_deviation": 0.1, "cap": 0.05})
    assert result.burn_chance == 0.5
    assert result.payout == pytest.approx(0, abs=1e-12)
    assert result.worst_case_payout < 0


def test_rounds_that_do_not_overlap_spread_with_their_square_root() -> None:
    result = staked_prediction(
        **CERTAIN | {"score": 0.0, "score_deviation": 0.02, "total_at_risk": 1.0, "open_rounds": 1}
    )
    assert result.worst_case_payout == pytest.approx(-1.6448536 * 100 * 0.02 * math.sqrt(48))


def test_overlapping_rounds_spread_as_the_sum_over_all_pairs() -> None:
    rounds, open_rounds = 48, 20
    pairs = sum(
        max(0.0, 1 - abs(i - j) / open_rounds) for i in range(rounds) for j in range(rounds)
    )
    result = staked_prediction(
        **CERTAIN
        | {"score": 0.0, "score_deviation": 0.02, "total_at_risk": 1.0, "open_rounds": open_rounds}
    )
    assert result.worst_case_payout == pytest.approx(-1.6448536 * 100 * 0.02 * math.sqrt(pairs))


@given(score=st.floats(-0.3, 0.3), deviation=st.floats(0.001, 0.5), cap=st.floats(0.01, 1))
def test_mean_and_spread_of_a_capped_score_agree_with_its_quantiles(
    score: float, deviation: float, cap: float
) -> None:
    normal = NormalDist(score, deviation)
    steps = 4_000
    drawn = [max(-cap, min(cap, normal.inv_cdf((step + 0.5) / steps))) for step in range(steps)]
    mean = math.fsum(drawn) / steps
    deviation_of_drawn = math.sqrt(math.fsum((one - mean) ** 2 for one in drawn) / steps)
    result = staked_prediction(
        stake=1,
        score=score,
        score_deviation=deviation,
        cap=cap,
        total_at_risk=1,
        rounds_per_month=1,
        months=1,
    )
    assert result.payout_per_round == pytest.approx(mean, abs=1e-4)
    floor = max(mean - 1.6448536 * deviation_of_drawn, -cap)
    assert result.worst_case_payout == pytest.approx(floor, abs=2e-3)


@given(some_inputs)
def test_the_rows_add_up_to_the_headline(inputs: dict[str, Any]) -> None:
    result = staked_prediction(**inputs)
    rows = result.by_month
    assert [row.month for row in rows] == list(range(inputs["months"] + 1))
    assert rows[0].payout == rows[0].worst_case_payout == 0
    assert rows[-1].payout == result.payout
    assert rows[-1].worst_case_payout == result.worst_case_payout
    assert result.payout == pytest.approx(
        result.payout_per_round * inputs["rounds_per_month"] * inputs["months"], rel=1e-9
    )


@given(some_inputs)
def test_no_payout_is_beyond_the_cap(inputs: dict[str, Any]) -> None:
    result = staked_prediction(**inputs)
    most = inputs["stake"] * inputs["cap"]
    assert -most <= result.payout_per_round <= most
    rounds = result.by_month[-1].rounds
    assert result.worst_case_payout >= -most * rounds * (1 + 1e-12)


@given(some_inputs)
def test_the_bad_case_is_never_better(inputs: dict[str, Any]) -> None:
    result = staked_prediction(**inputs)
    rounding = 1e-9 * (abs(result.net_result) + inputs["token_price"] * result.locked)
    assert result.worst_case_payout <= result.payout + 1e-12 * abs(result.payout)
    assert result.worst_case_result <= result.net_result + rounding


@given(some_inputs, st.floats(1, 1e9), st.floats(1, 1e9))
def test_more_stake_of_others_never_raises_the_payout_factor(
    inputs: dict[str, Any], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    few = staked_prediction(**inputs | {"total_at_risk": low}).payout_factor
    many = staked_prediction(**inputs | {"total_at_risk": high}).payout_factor
    assert 0 < many <= few <= 1


@given(some_inputs)
def test_opposite_scores_pay_and_burn_alike(inputs: dict[str, Any]) -> None:
    good = staked_prediction(**inputs)
    bad = staked_prediction(**inputs | {"score": -inputs["score"]})
    assert good.payout_per_round == pytest.approx(
        -bad.payout_per_round, abs=1e-12 * inputs["stake"]
    )
