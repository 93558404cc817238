"""Units: what a number counts, and how people read and type it.

A calculator names the unit of every input and output in its annotation:

    stake: Annotated[float, Ge(0.01), Le(1e12), TOKENS] = 100.0

Values keep their unit everywhere in code, JSON, URLs and on the command line. Only people see
another form: a `FRACTION` of 0.05 is shown and typed as 5 %.
"""

from dataclasses import dataclass
from typing import Final, Literal

type Kind = Literal["money", "percent", "number"]


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number.

    Attributes:
        name: How the unit is called beside a number and in JSON.
        kind: How the number is written: as money, as percent of a fraction, or as it is.
        decimals: Decimals shown to people; the value itself is never rounded.
    """

    name: str
    kind: Kind = "number"
    decimals: int = 2

    @property
    def prefix(self) -> str:
        """What stands before the number, if anything."""
        return "$" if self.kind == "money" else ""

    @property
    def suffix(self) -> str:
        """What stands after the number, if anything."""
        if self.kind == "percent":
            return "%"
        if self.kind == "money":
            return self.name.removeprefix("USD").strip()
        return "" if self.name in UNNAMED else self.name


#: Units that are understood from the label and not written beside the number.
UNNAMED: Final = frozenset({"ratio", "count", "text"})

USD: Final = Unit("USD", kind="money")
USD_PER_HOUR: Final = Unit("USD an hour", kind="money")
USD_PER_TOKEN: Final = Unit("USD per token", kind="money", decimals=4)
FRACTION: Final = Unit("fraction", kind="percent")
RATIO: Final = Unit("ratio")
COUNT: Final = Unit("count", decimals=0)
TEXT: Final = Unit("text", decimals=0)
TOKENS: Final = Unit("tokens", decimals=4)
HOURS: Final = Unit("hours", decimals=1)
HOURS_A_MONTH: Final = Unit("hours a month", decimals=1)
DAYS: Final = Unit("days", decimals=1)
MONTHS: Final = Unit("months", decimals=1)
YEARS: Final = Unit("years", decimals=1)
PER_MONTH: Final = Unit("a month")
PER_YEAR: Final = Unit("a year", decimals=0)


#: Less than this is what rounding leaves of nothing.
LEAST_MONEY: Final = 1e-12


def format_number(value: float, unit: Unit, *, trim: bool = False) -> str:
    r"""Write a value for people, in English.

    The same rules as `livecalc/web/number-format.ts`, which writes in the reader's locale.

    Args:
        value: A finite number in its unit (a fraction for percent).
        unit: The unit of the value.
        trim: Leave out decimals that are zero.

    Returns:
        The number with its sign, prefix and suffix; a no-break space stands before a suffix.

    Examples:
        >>> format_number(0.05116, FRACTION)
        '5.12\xa0%'
        >>> format_number(-1234.5, USD)
        '-$1,234.50'
        >>> format_number(12, COUNT)
        '12'
        >>> format_number(0.00001234, USD)
        '$0.000012'
        >>> format_number(-1.2e-16, USD)
        '$0.00'
        >>> format_number(0.5, FRACTION, trim=True)
        '50\xa0%'
    """
    shown = value * 100 if unit.kind == "percent" else value
    if unit.kind == "money" and abs(shown) < LEAST_MONEY:
        shown = 0.0
    digits = _digits(abs(shown), unit.decimals)
    if trim and "." in digits and "E" not in digits:
        digits = digits.rstrip("0").rstrip(".")
    sign = "-" if shown < 0 and digits.strip("0.,") else ""
    suffix = f"\u00a0{unit.suffix}" if unit.suffix else ""
    return f"{sign}{unit.prefix}{digits}{suffix}"


def _digits(size: float, decimals: int) -> str:
    if size >= 1e15:
        mantissa, exponent = f"{size:.3e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent)}"
    if 0 < size < 0.5 * 10**-decimals:
        return _two_significant_digits(size)
    return f"{size:,.{decimals}f}"


def _two_significant_digits(size: float) -> str:
    mantissa, exponent = f"{size:.1e}".split("e")
    if int(exponent) < -9:
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent)}"
    return f"{size:.{1 - int(exponent)}f}".rstrip("0")
