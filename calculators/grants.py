"""Grants: what a quadratic funding round adds to a project's donations."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, HOURS, RATIO, USD, USD_PER_HOUR

#: Numbers of donors among whom the table spreads the same money.
DONOR_COUNTS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)

type _Gifts = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBySpread:
    """The same donations in all, spread over another number of donors."""

    donors: Annotated[int, COUNT]
    """Donors."""
    donation_each: Annotated[float, USD]
    """Donation each."""
    match: Annotated[float, USD]
    """Match."""
    match_without_cap: Annotated[float, USD]
    """Match without the cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadraticFunding:
    """A project's share of a matching pool, and what it costs to win it."""

    match: Annotated[float, USD]
    """Match from the pool. After scaling to the pool and after the cap."""
    net_after_hours: Annotated[float, USD]
    """Left after your hours. Donations and match, less the campaign's hours at your rate; a loss
    is negative."""
    total_income: Annotated[float, USD]
    """Donations and match. Before your hours."""
    worst_case_match: Annotated[float, USD]
    """Match if donors are rejected. When the check for double accounts strikes out as many of
    your donors as the bad case says, and nobody else's."""
    donations: Annotated[float, USD]
    """Donations. What your donors give themselves."""
    ideal_match: Annotated[float, USD]
    """Match the formula asks for. Before it is scaled to what the pool can pay."""
    scale: Annotated[float, FRACTION]
    """Share of it that the pool can pay. 100 % if the pool is larger than all matches asked for."""
    share_of_pool: Annotated[float, FRACTION]
    """Your share of the pool. The match by the matching pool; 0 % of an empty pool."""
    match_per_dollar: Annotated[float, RATIO] | None
    """Match for each dollar given. On average over all your donations; none if they are
    below a cent in all."""
    next_donor_match: Annotated[float, USD]
    """Match of one more small donor. What a further donor of the small amount would add; 0 once
    the cap is reached."""
    by_spread: Annotated[
        tuple[MatchBySpread, ...],
        Chart("line", x="donors", y=("match", "match_without_cap"), log_x=True),
    ]
    """Match by number of donors. The same money in all, if it came in equal parts from more or
    fewer donors."""


def quadratic_funding(
    *,
    small_donors: Annotated[int, Ge(0), Le(1_000_000), COUNT] = 60,
    small_donation: Annotated[float, Ge(0), Le(1e7), USD] = 3.0,
    medium_donors: Annotated[int, Ge(0), Le(1_000_000), COUNT] = 15,
    medium_donation: Annotated[float, Ge(0), Le(1e7), USD] = 20.0,
    large_donors: Annotated[int, Ge(0), Le(1_000_000), COUNT] = 2,
    large_donation: Annotated[float, Ge(0), Le(1e7), USD] = 250.0,
    matching_pool: Annotated[float, Ge(0), Le(1e10), USD] = 50_000.0,
    match_cap: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    other_projects: Annotated[int, Ge(0), Le(100_000), COUNT] = 40,
    other_donors: Annotated[int, Ge(0), Le(1_000_000), COUNT] = 50,
    other_donation: Annotated[float, Ge(0), Le(1e7), USD] = 8.0,
    hours: Annotated[float, Ge(0), Le(10_000), HOURS] = 40.0,
    hourly_rate: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 25.0,
    worst_case_rejected: Annotated[float, Ge(0), Le(1), FRACTION] = 0.5,
) -> QuadraticFunding:
    """What a quadratic funding round adds to the donations your project collects.

    The formula counts people more than money: it adds up the square roots of all donations and
    squares the sum. So a hundred donors of one dollar are matched, and one donor of a hundred is
    not. The pool is limited, so every project's match is scaled to it.

    Formula:
        ideal_match = (Σ √donation)^2 − Σ donation, over all donors of one project
        total_ideal = ideal_match + other_projects × other_ideal, which is one other project's
        scale = min(1, matching_pool ÷ total_ideal)
        match = min(ideal_match × scale, match_cap × matching_pool)
        total_income = donations + match
        net_after_hours = total_income − hours × hourly_rate

    Args:
        small_donors: Small donors. How many people give the small amount.
        small_donation: Small donation. What each of them gives.
        medium_donors: Medium donors. How many people give the medium amount.
        medium_donation: Medium donation. What each of them gives.
        large_donors: Large donors. How many people give the large amount.
        large_donation: Large donation. What each of them gives.
        matching_pool: Matching pool. What the round's sponsors pay out to all projects.
        match_cap: Largest share for one project. The round's cap on one project's part of the
            pool; 100 % if it has none.
        other_projects: Other projects. How many share the pool with you.
        other_donors: Donors of each other project. A typical number; look at the last round.
        other_donation: Their donation. What each of those donors gives.
        hours: Hours of campaign. Application, posts, talks and reports.
        hourly_rate: Your hourly rate. What an hour of yours is worth elsewhere.
        worst_case_rejected: Donors rejected in the bad case. The share of your donors that the
            check for double accounts strikes out.

    Returns:
        The match and its parts, and a table of the match by number of donors.

    Assumptions:
        - Every donor gives once and counts as one person.
        - All other projects are alike. A few strong ones with the same sum leave you the same.
        - A pool that is larger than all matches asked for is not paid out in full.
        - What a cap cuts off is not shared out again. In rounds that do so, a capped rival raises
          your match; your own match stays as shown when you are capped.
        - In the bad case each amount loses the same share of its donors, rounded to whole people;
          their donations are not matched, and the other projects keep all of theirs.
        - The default round is an illustration of a small community round.

    Not modelled:
        - Pairwise and cluster matching, which pay less when the same people give to the same
          projects together.
        - A token's price between the round and the pay-out, vesting, taxes and transaction fees.
        - A round that is cancelled, or an application that is turned down: then there is nothing.

    Sources:
        - Buterin, Hitzig and Weyl, “Liberal Radicalism”, 2018, arXiv 1809.06421: the formula and
          its scaling to a limited pool.
        - Gitcoin, “Linear Quadratic Funding”, `gitcoinco/grants-stack` 499905f0 (2023-03-12):
          scaling, the cap, a worked example.

    Examples:
        >>> hundred = quadratic_funding(small_donors=100, small_donation=1, medium_donors=0,
        ...     large_donors=0, other_projects=0, match_cap=1)
        >>> hundred.ideal_match, hundred.match, hundred.total_income
        (9900.0, 9900.0, 10000.0)
        >>> one = quadratic_funding(small_donors=1, small_donation=100, medium_donors=0,
        ...     large_donors=0)
        >>> one.ideal_match, one.match
        (0.0, 0.0)
    """
    gifts = (
        (small_donors, small_donation),
        (medium_donors, medium_donation),
        (large_donors, large_donation),
    )
    others_ideal = other_projects * _ideal_match(((other_donors, other_donation),))

    def uncapped(mine: _Gifts) -> float:
        ideal = _ideal_match(mine)
        return ideal * _scale(ideal + others_ideal, matching_pool)

    def matched(mine: _Gifts) -> float:
        return min(uncapped(mine), match_cap * matching_pool)

    donations = sum(donors * donation for donors, donation in gifts)
    ideal_match = _ideal_match(gifts)
    match = matched(gifts)
    kept = tuple((round(donors * (1 - worst_case_rejected)), each) for donors, each in gifts)
    one_more = ((small_donors + 1, small_donation), *gifts[1:])
    return QuadraticFunding(
        match=match,
        net_after_hours=donations + match - hours * hourly_rate,
        total_income=donations + match,
        worst_case_match=matched(kept),
        donations=donations,
        ideal_match=ideal_match,
        scale=_scale(ideal_match + others_ideal, matching_pool),
        share_of_pool=match / matching_pool if matching_pool > 0 else 0.0,
        match_per_dollar=match / donations if donations >= 0.01 else None,
        next_donor_match=max(0.0, matched(one_more) - match),
        by_spread=tuple(
            MatchBySpread(
                donors=donors,
                donation_each=donations / donors,
                match=matched(((donors, donations / donors),)),
                match_without_cap=uncapped(((donors, donations / donors),)),
            )
            for donors in DONOR_COUNTS
        ),
    )


def _ideal_match(gifts: Iterable[tuple[int, float]]) -> float:
    """(Σ √c)² − Σ c, pair of donors by pair: a lone donor is matched with exactly nothing."""
    groups = tuple(gifts)
    among_equals = sum(donors * (donors - 1) * each for donors, each in groups)
    across = sum(
        2 * first * second * sqrt(one * other)
        for (first, one), (second, other) in combinations(groups, 2)
    )
    return float(among_equals + across)


def _scale(total_ideal: float, pool: float) -> float:
    return 1.0 if total_ideal <= pool else pool / total_ideal
