"""Predictions: what a model earns or burns when tokens are staked on its scores."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import (
    COUNT,
    FRACTION,
    MONTHS,
    PER_MONTH,
    RATIO,
    TOKENS,
    USD,
    USD_PER_TOKEN,
    Unit,
)

SCORE: Final = Unit("ratio", decimals=4)

#: One run in twenty is worse than this many standard deviations below the mean.
FIVE_PERCENT_QUANTILE: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionMonth:
    """The payouts of all rounds so far."""

    month: Annotated[int, MONTHS]
    """Month."""
    rounds: Annotated[int, COUNT]
    """Rounds so far."""
    payout: Annotated[float, TOKENS]
    """Payout expected so far. Burns are negative."""
    worst_case_payout: Annotated[float, TOKENS]
    """Payout in a bad run so far. Burns are negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakedPrediction:
    """What staking on a model's scores pays, in tokens and in money."""

    net_result: Annotated[float, USD]
    """Expected result. Payout at today's price, less your cost; a loss is negative."""
    payout: Annotated[float, TOKENS]
    """Payout expected. Over all rounds; burns are negative."""
    payout_per_round: Annotated[float, TOKENS]
    """Payout of a round. The mean, with payout factor and cap; a burn is negative."""
    payout_factor: Annotated[float, RATIO]
    """Payout factor. How far the stake of all thins out each score, for better and worse."""
    burn_chance: Annotated[float, FRACTION]
    """Rounds that burn. The share of rounds with a negative score."""
    locked: Annotated[float, TOKENS]
    """Tokens locked. In all rounds that are open at once."""
    net_apr: Annotated[float, FRACTION]
    """Net APR. The expected result in a year, as a share of what the locked tokens are worth."""
    break_even_score: Annotated[float, SCORE] | None
    """Score to cover your cost. The same in every round; none if the cap stands before it."""
    largest_burn: Annotated[float, TOKENS]
    """If all open rounds burn their most. A loss is negative."""
    worst_case_result: Annotated[float, USD]
    """Result in a bad run with a falling token. Earned and locked tokens at the low price, burnt
    ones at today's, less your cost; a loss is negative."""
    worst_case_payout: Annotated[float, TOKENS]
    """Payout in a bad run. One run in twenty is worse; burns are negative."""
    by_month: Annotated[
        tuple[PredictionMonth, ...],
        Chart("line", x="month", y=("payout", "worst_case_payout")),
    ]
    """Month by month. From the first round (month 0); the last row is the end."""


def staked_prediction(
    *,
    stake: Annotated[float, Ge(0.01), Le(1e6), TOKENS] = 10.0,
    score: Annotated[float, Ge(-1), Le(1), SCORE] = 0.005,
    score_deviation: Annotated[float, Ge(0), Le(1), SCORE] = 0.12,
    cap: Annotated[float, Ge(0), Le(1), FRACTION] = 1.0,
    stake_threshold: Annotated[float, Ge(1), Le(1e9), TOKENS] = 72_000.0,
    total_at_risk: Annotated[float, Ge(1), Le(1e9), TOKENS] = 90_000.0,
    rounds_per_month: Annotated[int, Ge(1), Le(31), PER_MONTH] = 21,
    open_rounds: Annotated[int, Ge(1), Le(100), COUNT] = 24,
    months: Annotated[int, Ge(1), Le(36), MONTHS] = 12,
    token_price: Annotated[float, Ge(1e-6), Le(1e6), USD_PER_TOKEN] = 10.0,
    monthly_cost: Annotated[float, Ge(0), Le(1e6), USD] = 20.0,
    worst_case_price_change: Annotated[float, Ge(-1), Le(0), FRACTION] = -0.5,
) -> StakedPrediction:
    """What staking tokens on a model's predictions pays, and how bad a bad run is.

    Good scores are paid in the token, bad ones burn it. Scores of neighbouring rounds share most of
    their days, so bad rounds come in rows, and a year holds far fewer independent results than
    rounds.

    Formula:
        payout_factor = min(1, stake_threshold ÷ total_at_risk)
        r = max(−cap, min(cap, payout_factor × s)), with s normal around score
        payout_per_round = stake × mean(r)
        payout = payout_per_round × rounds_per_month × months
        overlap = Σ max(0, 1 − |i − j| ÷ open_rounds), over all rounds i and j
        spread² = stake² × overlap × variance(r)
        worst_case_payout = payout − 1.645 × spread, at least −stake × cap × rounds
        locked = stake × open_rounds, or fewer if there are not so many rounds
        net_result = payout × token_price − monthly_cost × months
        price = token_price × (1 + worst_case_price_change)
        lost = locked × (token_price − price)
        value = min(worst_case_payout × price, worst_case_payout × token_price)
        worst_case_result = value − lost − monthly_cost × months

    Args:
        stake: Stake of a round. The tokens you lock on one round; the same on each.
        score: Mean score of a round. After the multipliers, of which the tournament tells; 0.01
            earns 1 % of the stake at a payout factor of 1. Be sober: half of all models are below
            the median.
        score_deviation: Standard deviation of the score. How much rounds differ; take it from your
            own scores, not from a backtest.
        cap: Cap of a round. The most a round can pay or burn, as a share of its stake; 100 % at
            Numerai since 2026, 5 % before.
        stake_threshold: Stake threshold. Above it the stake of all thins out payouts; 72,000 NMR
            at Numerai in April 2026.
        total_at_risk: Stake of all in a round. A tournament shows it.
        rounds_per_month: Rounds a month. How often you stake.
        open_rounds: Rounds open at once. How many overlap until the first is resolved; 24 for a
            score over 20 days.
        months: Months. How long you take part.
        token_price: Token price. Today's price; look it up.
        monthly_cost: Cost a month. Data, computing and transfers; not your time.
        worst_case_price_change: Price change in the bad case. From today to the end, for payout and
            locked tokens alike.

    Returns:
        The expected result, the bad run, what is locked, and a table of `months` + 1 rows.

    Assumptions:
        - Scores are normally distributed and stay as they are; real ones have fatter tails and
          fade as markets and other models change.
        - Two rounds share the part of their days that overlaps, and their scores so much of their
          variance.
        - Each round has the same stake: payouts are taken out, burns are filled up.
        - The default score, deviation and stake of all are an editorial guess, and the token price
          is a round number and no quote. The threshold is Numerai's of April 2026, the cap that of
          its new staking of June 2026, whose rules were still moving.

    Not modelled:
        - Restaking of payouts, delays of one to three months, and a stake that cannot be released.
        - Rules that change: multipliers, caps and thresholds have changed several times.
        - Pools that share the stake of the wrong among the right, such as Predictoor.
        - Your hours, which are most of the cost, and tax.

    Sources:
        - Numerai documentation, “Staking”, `numerai/docs` b36e4cb (2026-04-19): payout factor,
          thresholds, the cap of 5 % until then.
        - Numerai documentation, “Atomic Blockchain Staking”, `numerai/docs` 09e2517 (June 2026):
          a stake for each round, cap 1, rounds of one to three months, 24 rounds at once.
        - Numerai forum, “What is Atomic Blockchain Staking?” (topic 8302, June 2026): leverage of
          overlapping rounds.

    Examples:
        >>> certain = staked_prediction(stake=100, score=0.05, score_deviation=0,
        ...     total_at_risk=144_000)
        >>> certain.payout_factor, certain.payout_per_round
        (0.5, 2.5)
        >>> capped = staked_prediction(stake=100, score=-0.2, score_deviation=0, cap=0.05,
        ...     total_at_risk=72_000)
        >>> capped.payout_per_round, capped.burn_chance
        (-5.0, 1.0)
    """
    payout_factor = min(1.0, stake_threshold / total_at_risk)
    mean, variance = _capped_normal(payout_factor * score, payout_factor * score_deviation, cap)

    def after(month: int) -> PredictionMonth:
        rounds = rounds_per_month * month
        expected = stake * mean * rounds
        spread = stake * math.sqrt(variance * _shared_days(rounds, open_rounds))
        return PredictionMonth(
            month=month,
            rounds=rounds,
            payout=expected,
            worst_case_payout=max(
                expected - FIVE_PERCENT_QUANTILE * spread, 0.0 - stake * cap * rounds
            ),
        )

    by_month = tuple(after(month) for month in range(months + 1))
    end = by_month[-1]
    cost = monthly_cost * months
    locked = stake * min(open_rounds, end.rounds)
    low_price = token_price * (1 + worst_case_price_change)
    net_result = end.payout * token_price - cost
    break_even = cost / (end.rounds * stake * token_price)
    return StakedPrediction(
        net_result=net_result,
        payout=end.payout,
        payout_per_round=stake * mean,
        payout_factor=payout_factor,
        burn_chance=_chance_below_zero(score, score_deviation),
        locked=locked,
        net_apr=net_result / (locked * token_price) * 12 / months,
        break_even_score=break_even / payout_factor if break_even <= cap else None,
        largest_burn=0.0 - locked * cap,
        worst_case_payout=end.worst_case_payout,
        # Burnt tokens were bought at today's price; earned ones are sold at the low one.
        worst_case_result=min(
            end.worst_case_payout * low_price, end.worst_case_payout * token_price
        )
        - locked * (token_price - low_price)
        - cost,
        by_month=by_month,
    )


def _capped_normal(mean: float, deviation: float, cap: float) -> tuple[float, float]:
    """Mean and variance of a normal variable that is cut to ±cap."""
    if deviation < 1e-9:
        return max(-cap, min(cap, mean)), 0.0
    low, high = (-cap - mean) / deviation, (cap - mean) / deviation
    below, above = _chance(low), _chance(-high)
    inside = _chance(high) - below
    slope = _density(low) - _density(high)
    first = cap * (above - below) + mean * inside + deviation * slope
    second = (
        cap**2 * (above + below)
        + (mean**2 + deviation**2) * inside
        + 2 * mean * deviation * slope
        + deviation**2 * (low * _density(low) - high * _density(high))
    )
    return max(-cap, min(cap, first)), max(0.0, second - first**2)


def _chance_below_zero(mean: float, deviation: float) -> float:
    if deviation < 1e-9:
        return 1.0 if mean < 0 else 0.0
    return _chance(-mean / deviation)


def _chance(deviations: float) -> float:
    """Chance that a standard normal variable is below that."""
    return math.erfc(-deviations / math.sqrt(2)) / 2


def _density(deviations: float) -> float:
    return math.exp(-(deviations**2) / 2) / math.sqrt(2 * math.pi)


def _shared_days(rounds: int, open_rounds: int) -> float:
    """Σ max(0, 1 − |i − j| ÷ open_rounds) over all rounds i and j, in closed form."""
    if rounds == 0:
        return 0.0
    reach = min(rounds, open_rounds)
    sum_of_gaps = reach * (reach - 1) / 2
    sum_of_squares = (reach - 1) * reach * (2 * reach - 1) / 6
    pairs = (
        rounds * (reach - 1)
        - sum_of_gaps * (1 + rounds / open_rounds)
        + sum_of_squares / open_rounds
    )
    return rounds + 2 * pairs
