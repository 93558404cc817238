"""Bug bounties: what an hour of hunting pays, at the median payout and at the mean."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, RATIO, USD, Unit

MOST_FINDERS: Final = 12

HOURS: Final = Unit("hours", decimals=1)
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayByFinders:
    """The same work when more people find the same."""

    finders: Annotated[int, COUNT]
    """Finders of the same bug. You among them."""
    payout_share: Annotated[float, FRACTION]
    """Your expected share. Of what a bug pays that only you find."""
    hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour, median."""
    hourly_pay_at_mean: Annotated[float, USD_PER_HOUR]
    """Pay for an hour, mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BugBounty:
    """What some reports bring."""

    hourly_pay: Annotated[float, USD_PER_HOUR]
    """Pay for an hour. If accepted reports pay the median, after costs; negative if costs are
    higher."""
    hourly_pay_at_mean: Annotated[float, USD_PER_HOUR]
    """Pay for an hour at the mean payout. What a few very large payouts make of it; most hunters
    never see it."""
    worst_case_result: Annotated[float, USD]
    """If no report is paid. The costs, and what the hours would have paid elsewhere; a loss is
    negative."""
    probability_of_nothing: Annotated[float, FRACTION]
    """Chance of no payout at all. After all these reports."""
    result: Annotated[float, USD]
    """Result. Expected payouts at the median, less costs; a loss is negative."""
    result_at_mean: Annotated[float, USD]
    """Result at the mean payout. The same with the mean."""
    pay_per_report: Annotated[float, USD]
    """Worth of a report. Expected, at the median, before costs."""
    payout_share: Annotated[float, FRACTION]
    """Expected share of a payout. After those who find the same."""
    hours: Annotated[float, HOURS]
    """Hours. For all reports, the rejected ones included."""
    hours_per_payout: Annotated[float, HOURS] | None
    """Hours for one payout. On average; none if no report is ever paid."""
    mean_by_median: Annotated[float, RATIO]
    """Mean by median. How far a few large payouts pull the average away."""
    share_below_mean: Annotated[float, FRACTION] | None
    """Payouts below the mean. If payouts are lognormal with this median and mean; none if the
    mean is below the median."""
    gain_against_other_work: Annotated[float, USD]
    """Against other work. The result less what the same hours would pay elsewhere; a loss is
    negative."""
    by_finders: Annotated[
        tuple[PayByFinders, ...],
        Chart("line", x="finders", y=("hourly_pay", "hourly_pay_at_mean"), log_y=True),
    ]
    """By number of finders. The more people look, the less a bug pays each."""


def bug_bounty(
    *,
    reports: Annotated[int, Ge(1), Le(10_000), COUNT] = 10,
    hours_per_report: Annotated[float, Ge(0.1), Le(10_000), HOURS] = 30.0,
    acceptance_rate: Annotated[float, Ge(0), Le(1), FRACTION] = 0.2,
    median_payout: Annotated[float, Ge(0.01), Le(1e9), USD] = 2_000.0,
    mean_payout: Annotated[float, Ge(0.01), Le(1e9), USD] = 52_800.0,
    finders: Annotated[int, Ge(1), Le(1_000), COUNT] = 2,
    only_first_paid: bool = True,
    duplicate_decay: Annotated[float, Ge(0), Le(1), FRACTION] = 0.9,
    costs: Annotated[float, Ge(0), Le(1e9), USD] = 0.0,
    other_hourly_pay: Annotated[float, Ge(0), Le(10_000), USD_PER_HOUR] = 40.0,
) -> BugBounty:
    """What an hour of looking for bugs pays, with the median first.

    Averages of bounties are made by a handful of millions. Half of all payouts are below the
    median, most reports are not accepted, and of several people who find the same bug a bounty
    pays the first and a contest divides the prize.

    Formula:
        payout_share = 1 ÷ finders, if only the first is paid and each is as likely to be first
        payout_share = duplicate_decayⁿ⁻¹ ÷ n, if n finders divide it as contests do
        pay_per_report = acceptance_rate × payout_share × median_payout
        result = reports × pay_per_report − costs
        hours = reports × hours_per_report
        hourly_pay = result ÷ hours
        worst_case_result = −costs − other_hourly_pay × hours
        paid_rate = acceptance_rate ÷ finders, or the acceptance rate alone if all are paid
        probability_of_nothing = (1 − paid_rate)^reports
        σ = √(2 × ln(mean_payout ÷ median_payout))
        share_below_mean = Φ(σ ÷ 2), with the normal distribution function Φ

    Args:
        reports: Reports. How many you write.
        hours_per_report: Hours for one report. Reading, testing, proof and argument, and the time
            on code in which you find nothing.
        acceptance_rate: Share accepted. In scope and valid; duplicates are counted apart.
        median_payout: Median payout. Half of accepted reports get less.
        mean_payout: Mean payout. The average of accepted reports.
        finders: Finders of the same bug. You among them.
        only_first_paid: Only the first is paid. As in a bounty; a contest divides.
        duplicate_decay: Decay for duplicates. In a contest: 0.9 at Sherlock, 0.85 at Code4rena.
            Without effect if only the first is paid.
        costs: Costs. Tools, nodes, deposits for reports; for all of them together.
        other_hourly_pay: Pay elsewhere. What an hour of like work pays you.

    Returns:
        Pay for an hour at median and mean, the chance of nothing, and a table of 12 rows.

    Assumptions:
        - Reports are independent, and each is as likely to be accepted.
        - In the lognormal distribution the median is e to the mean of the logarithms.
        - The default payouts are those of Immunefi to December 2022, over 1,248 paid reports. The
          other defaults are an illustration; no source for a typical acceptance rate was found.

    Not modelled:
        - Severity, downgrades, disputes, and projects that do not pay.
        - Prize pools: what a sole finding pays hangs on all other findings of the contest.
        - Law: testing live systems outside the rules can be a crime.

    Sources:
        - Immunefi report of 2022-12-21, median $2,000 and average $52,800; quoted at
          https://cryptotrafficrank.com/immunefi-says-it-has-facilitated-66m-in-bug-bounties-since-inception/.
        - Sherlock, “First Submitter Pot”, `sherlock-protocol/sherlock-v2-docs` 3b695ed; the same
          documentation has since marked its contests as deprecated (a2bf4ad).
        - Code4rena, “Incentive model and awards”, `code-423n4/docs` 0ec736b, kept as history.

    Examples:
        >>> hunt = bug_bounty(reports=10, hours_per_report=20, acceptance_rate=0.5, finders=2,
        ...     median_payout=1_000, mean_payout=8_000)
        >>> hunt.hourly_pay, hunt.hourly_pay_at_mean, round(hunt.probability_of_nothing, 4)
        (12.5, 100.0, 0.0563)
        >>> contest = bug_bounty(median_payout=5, acceptance_rate=1, finders=4,
        ...     only_first_paid=False)
        >>> round(contest.pay_per_report, 5)
        0.91125
    """
    hours = reports * hours_per_report

    def share_with(finders: int) -> float:
        return (1.0 if only_first_paid else float(duplicate_decay ** (finders - 1))) / finders

    def result_with(finders: int, payout: float) -> float:
        return reports * acceptance_rate * share_with(finders) * payout - costs

    paid_rate = acceptance_rate * (1 / finders if only_first_paid else 1)
    result = result_with(finders, median_payout)
    mean_by_median = mean_payout / median_payout
    return BugBounty(
        hourly_pay=result / hours,
        hourly_pay_at_mean=result_with(finders, mean_payout) / hours,
        worst_case_result=-costs - other_hourly_pay * hours,
        probability_of_nothing=(1 - paid_rate) ** reports,
        result=result,
        result_at_mean=result_with(finders, mean_payout),
        pay_per_report=acceptance_rate * share_with(finders) * median_payout,
        payout_share=share_with(finders),
        hours=hours,
        hours_per_payout=hours_per_report / paid_rate if paid_rate > 1e-12 else None,
        mean_by_median=mean_by_median,
        share_below_mean=_share_below_mean(mean_by_median),
        gain_against_other_work=result - other_hourly_pay * hours,
        by_finders=tuple(
            PayByFinders(
                finders=count,
                payout_share=share_with(count),
                hourly_pay=result_with(count, median_payout) / hours,
                hourly_pay_at_mean=result_with(count, mean_payout) / hours,
            )
            for count in range(1, MOST_FINDERS + 1)
        ),
    )


def _share_below_mean(mean_by_median: float) -> float | None:
    """Φ(σ ÷ 2) of the lognormal distribution with that mean by median."""
    if mean_by_median < 1:
        return None
    sigma = math.sqrt(2 * math.log(mean_by_median))
    return (1 + math.erf(sigma / 2 / math.sqrt(2))) / 2
