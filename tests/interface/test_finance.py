"""Money over time, against the libraries that everybody uses and against theory."""

import math

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecalc.interface.finance import (
    NoRateError,
    days_to_cover,
    internal_rate_of_return,
    net_present_value,
    quantile,
)

amounts = st.floats(0.01, 1e9)
cash_flows = st.lists(st.floats(-1e9, 1e9), max_size=40)


@given(rate=st.floats(-0.5, 5), flows=cash_flows.filter(bool))
def test_the_present_value_is_the_one_of_numpy_financial(rate: float, flows: list[float]) -> None:
    expected = numpy_financial.npv(rate, flows)
    largest = max(abs(one) / (1 + rate) ** time for time, one in enumerate(flows))
    assert net_present_value(rate, flows) == pytest.approx(expected, rel=1e-12, abs=largest * 1e-12)


def test_no_payment_is_worth_nothing() -> None:
    assert net_present_value(0.1, []) == 0


@given(flows=cash_flows)
def test_without_a_rate_the_present_value_is_the_sum(flows: list[float]) -> None:
    assert net_present_value(0, flows) == pytest.approx(math.fsum(flows), abs=1e-4)


@pytest.mark.parametrize("rate", [-1.0, -1.5])
def test_a_rate_of_minus_one_hundred_percent_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match=r"above -100 %"):
        net_present_value(rate, [1, 2])


@given(
    price=amounts,
    income=st.lists(st.floats(0, 1e6), min_size=1, max_size=15),
    proceeds=st.floats(1, 1e9),
)
def test_the_rate_is_the_one_of_numpy_financial(
    price: float, income: list[float], proceeds: float
) -> None:
    flows = [-price, *income, proceeds]
    rate = internal_rate_of_return(flows)
    expected = numpy_financial.irr(flows)
    # numpy-financial gives up with "not a number" on some far-away rates.
    if not math.isnan(expected):
        assert rate == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.09550),
        ([-100, 100, 0, 7], 0.06206),
    ],
)
def test_the_rates_in_the_documentation_of_numpy_financial(
    flows: list[float], expected: float
) -> None:
    assert internal_rate_of_return(flows) == pytest.approx(expected, abs=5e-6)


@given(price=amounts, income=st.lists(amounts, min_size=1, max_size=40))
def test_the_rate_brings_the_present_value_to_zero(price: float, income: list[float]) -> None:
    rate = internal_rate_of_return([-price, *income])
    assert rate > -1
    if rate > -0.9:
        assert net_present_value(rate, [-price, *income]) == pytest.approx(0, abs=price * 1e-9)


@given(rate=st.floats(-0.9, 50), price=amounts, years=st.integers(1, 30))
def test_one_payment_back_earns_its_growth(rate: float, price: float, years: int) -> None:
    flows = [-price, *[0.0] * (years - 1), price * (1 + rate) ** years]
    assert internal_rate_of_return(flows) == pytest.approx(rate, rel=1e-9, abs=1e-12)


@given(price=amounts, income=st.lists(amounts, min_size=1, max_size=20), factor=amounts)
def test_the_currency_does_not_matter(price: float, income: list[float], factor: float) -> None:
    one = internal_rate_of_return([-price, *income])
    other = internal_rate_of_return([-price * factor, *(pay * factor for pay in income)])
    assert one == pytest.approx(other, rel=1e-9, abs=1e-12)


def test_borrowing_has_the_same_rate_as_lending() -> None:
    assert internal_rate_of_return([100, -60, -60]) == internal_rate_of_return([-100, 60, 60])


def test_money_that_just_comes_back_earns_nothing() -> None:
    assert internal_rate_of_return([-100, 50, 50]) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("flows", [[], [0, 0], [-100], [100, 20], [-1, 0, -3]])
def test_payments_in_one_direction_have_no_rate(flows: list[float]) -> None:
    with pytest.raises(NoRateError, match="money back"):
        internal_rate_of_return(flows)


def test_two_changes_of_direction_are_no_rate_and_no_guess() -> None:
    # Both 25 % and 400 % bring these to zero.
    flows = [-4, 25, -25]
    assert net_present_value(0.25, flows) == net_present_value(4, flows) == 0
    with pytest.raises(NoRateError, match="more than one rate"):
        internal_rate_of_return(flows)


def test_a_rate_beyond_all_numbers_is_an_error_and_not_infinity() -> None:
    with pytest.raises(NoRateError, match="too large"):
        internal_rate_of_return([-1e-300, 1e300])


@given(
    values=st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=50),
    probability=st.floats(0, 1) | st.sampled_from([0.0, 0.05, 0.25, 0.5, 1.0]),
)
def test_the_quantile_is_the_one_of_numpy(values: list[float], probability: float) -> None:
    expected = np.quantile(values, probability)
    assert quantile(values, probability) == pytest.approx(expected, rel=1e-12, abs=1e-3)


@given(values=st.lists(st.floats(), min_size=1).filter(lambda all_: all(map(math.isfinite, all_))))
def test_the_ends_are_the_least_and_the_greatest(values: list[float]) -> None:
    assert quantile(values, 0) == min(values)
    assert quantile(values, 1) == max(values)
    assert min(values) <= quantile(values, 0.3) <= max(values)


@pytest.mark.parametrize(("values", "probability"), [([], 0.5), ([1], -0.1), ([1], math.nan)])
def test_a_quantile_of_nothing_or_beyond_all_is_refused(
    values: list[float], probability: float
) -> None:
    with pytest.raises(ValueError, match=r"at least one value|from 0 to 1"):
        quantile(values, probability)


@pytest.mark.parametrize(
    ("costs", "earned_a_year", "days"),
    [(0, 0, 0), (0, -5, 0), (36.5, 365, 36.5), (1, 0, None), (1, -5, None), (1, 1e-5, None)],
)
def test_costs_are_covered_after_days_or_never(
    costs: float, earned_a_year: float, days: float | None
) -> None:
    assert days_to_cover(costs, earned_a_year) == days
