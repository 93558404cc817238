"""How people read numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecalc.interface.units import (
    COUNT,
    DAYS,
    FRACTION,
    PER_MONTH,
    PER_YEAR,
    RATIO,
    TOKENS,
    UNNAMED,
    USD,
    USD_PER_TOKEN,
    YEARS,
    Unit,
    format_number,
)

NBSP = "\u00a0"
UNITS = [USD, USD_PER_TOKEN, FRACTION, RATIO, COUNT, TOKENS, DAYS, YEARS, PER_MONTH, PER_YEAR]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_234.5, USD, "$1,234.50"),
        (-1_234.5, USD, "-$1,234.50"),
        (0.0, USD, "$0.00"),
        (-0.0, USD, "$0.00"),
        (2.5, USD_PER_TOKEN, f"$2.5000{NBSP}per token"),
        (0.05116, FRACTION, f"5.12{NBSP}%"),
        (-1.0, FRACTION, f"-100.00{NBSP}%"),
        (0.25, RATIO, "0.25"),
        (12, COUNT, "12"),
        (1_000_000, COUNT, "1,000,000"),
        (1, TOKENS, f"1.0000{NBSP}tokens"),
        (90, DAYS, f"90.0{NBSP}days"),
        (10.0, PER_MONTH, f"10.00{NBSP}a month"),
        (12, PER_YEAR, f"12{NBSP}a year"),
    ],
)
def test_a_number_shows_its_unit(value: float, unit: Unit, text: str) -> None:
    assert format_number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (50.0, USD, "$50"),
        (50.5, USD, "$50.5"),
        (0.5, FRACTION, f"50{NBSP}%"),
        (0.125, FRACTION, f"12.5{NBSP}%"),
        (1_000, COUNT, "1,000"),
        (100, USD, "$100"),
        (0.0, USD, "$0"),
        (1e12, USD, "$1,000,000,000,000"),
    ],
)
def test_trimming_leaves_out_zeros_after_the_point_only(
    value: float, unit: Unit, text: str
) -> None:
    assert format_number(value, unit, trim=True) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.00001234, USD, "$0.000012"),
        (-0.00001234, USD, "-$0.000012"),
        (0.0049, USD, "$0.0049"),
        (0.005, USD, "$0.01"),
        (1e-7, FRACTION, f"0.00001{NBSP}%"),
        (1.5e-12, USD, "$1.5E-12"),
    ],
)
def test_a_number_too_small_for_its_decimals_keeps_two_digits(
    value: float, unit: Unit, text: str
) -> None:
    assert format_number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1e15, "$1E15"), (1.2345e18, "$1.234E18"), (-2.5e20, "-$2.5E20")]
)
def test_a_huge_number_is_written_with_an_exponent(value: float, text: str) -> None:
    assert format_number(value, USD) == text


@pytest.mark.parametrize(("value", "text"), [(1.5e20, "$1.5E20"), (1.5e-10, "$1.5E-10")])
def test_trimming_leaves_an_exponent_alone(value: float, text: str) -> None:
    assert format_number(value, USD, trim=True) == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.sampled_from(UNITS))
def test_only_a_number_below_zero_has_a_minus(value: float, unit: Unit) -> None:
    text = format_number(value, unit)
    assert not (text.startswith("-") and value >= 0)
    assert "nan" not in text
    assert not text.endswith(NBSP)


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_rounded_to_zero_has_no_minus(unit: Unit) -> None:
    half_a_digit = -0.5 * 10**-unit.decimals / (100 if unit.kind == "percent" else 1)
    text = format_number(half_a_digit, unit)
    assert text.startswith("-") == any(one in "123456789" for one in text)


@given(st.floats(-1e14, 1e14))
def test_no_digit_is_lost_in_reading_money_back(value: float) -> None:
    shown = float(format_number(value, USD).replace("$", "").replace(",", ""))
    assert abs(shown - value) <= 0.005 + abs(value) * 1e-15


def test_units_understood_from_the_label_have_no_suffix() -> None:
    assert {unit.suffix for unit in (RATIO, COUNT)} == {""}
    assert {RATIO.name, COUNT.name} <= UNNAMED
