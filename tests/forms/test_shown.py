"""Values in words: the unit beside a number, and the heading's part of it."""

import pytest

from livecalc.forms.shown import decimals, shown
from livecalc.interface.spec import ColumnSpec, Scalar, ScalarKind
from livecalc.interface.units import COUNT, DAYS, FRACTION, TEXT, TOKENS, USD, Unit


@pytest.mark.parametrize(
    ("value", "kind", "unit", "alone", "in_table"),
    [
        (12.5, "float", DAYS, "12.5\u00a0days", "12.5"),
        (12, "int", DAYS, "12\u00a0days", "12"),
        (-0.5, "float", FRACTION, "-50.00\u00a0%", "-50.00\u00a0%"),
        (1234.5, "float", USD, "$1,234.50", "$1,234.50"),
        (None, "float", USD, "none", "none"),
        (True, "bool", TEXT, "yes", "yes"),
        (False, "bool", TEXT, "no", "no"),
        ("12 days", "text", TEXT, "12 days", "12 days"),
    ],
)
def test_a_value_reads_alone_and_in_a_table(
    value: Scalar | None, kind: ScalarKind, unit: Unit, alone: str, in_table: str
) -> None:
    spec = ColumnSpec("x", kind, unit, optional=True)
    assert shown(value, spec) == alone
    assert shown(value, spec, in_table=True) == in_table


def test_a_whole_number_has_no_decimals() -> None:
    assert (decimals(TOKENS, "int"), decimals(TOKENS, "float")) == (0, TOKENS.decimals)
    assert decimals(COUNT, "float") == 0
