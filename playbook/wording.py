"""Writes dates, amounts and scales for people, in English."""

from datetime import date
from decimal import Decimal
from typing import Final

from playbook.facts import Figure, LossRange, PartialDate, Span

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SCALES: Final = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_UNWRITTEN_UNITS: Final = frozenset({"count", "ratio"})


def date_in_words(when: date | PartialDate) -> str:
    """Write a date as exactly as it is known.

    Examples:
        >>> date_in_words(PartialDate(2026, 6))
        'June 2026'
        >>> date_in_words(date(2026, 11, 2))
        '2 November 2026'
    """
    parts = (
        str(when.day) if when.day else "",
        _MONTHS[when.month - 1] if when.month else "",
        str(when.year),
    )
    return " ".join(part for part in parts if part)


def figure_in_words(figure: Figure) -> str:
    """Write a figure with its unit, exactly as it was recorded.

    Returns:
        For example `2.7 %`, `$1.2 billion`, `40 to 62 days`; a no-break space stands before the
        unit.
    """
    return _range_in_words(figure.low, figure.high, figure.unit)


def loss_in_words(loss: LossRange) -> str:
    r"""Write what an incident cost.

    Examples:
        >>> loss_in_words(LossRange(100_000_000, 128_000_000))
        '$100 to 128\xa0million'
        >>> loss_in_words(LossRange(950_000, 1_200_000))
        '$950,000 to $1.2\xa0million'
    """
    return _range_in_words(loss.low, loss.high, "USD")


def span_in_words(span: Span, unit: str) -> str:
    r"""Write a range that may begin at nothing.

    Examples:
        >>> span_in_words(Span(0, 2), "count")
        '0 to 2'
        >>> span_in_words(Span(10, 70_000), "USD")
        '$10 to 70,000'
    """
    return _range_in_words(span.low, span.high, unit)


def _range_in_words(low: float, high: float, unit: str) -> str:
    if unit == "fraction":
        return _join(_percent(low), _percent(high), "%", prefix="")
    prefix = "$" if unit.split()[0] == "USD" else ""
    name = unit.removeprefix("USD").strip() if prefix else unit
    if name in _UNWRITTEN_UNITS:
        name = ""
    if low == high == 1:
        name = name.removesuffix("s")
    return _join(_scaled(low), _scaled(high), name, prefix=prefix)


def _join(low: tuple[str, str], high: tuple[str, str], unit: str, *, prefix: str) -> str:
    """Put two (digits, scale) together, naming a scale and a unit that both share once."""

    def written(one: tuple[str, str], prefix: str, *after: str) -> str:
        digits, scale = one
        sign = "-" if digits.startswith("-") else ""
        number = f"{sign}{prefix}{digits.removeprefix('-')}"
        return "\u00a0".join(part for part in (number, scale, *after) if part)

    if low == high:
        return written(high, prefix, unit)
    if low[1] == high[1]:
        return f"{written((low[0], ''), prefix)} to {written(high, '', unit)}"
    return f"{written(low, prefix)} to {written(high, prefix, unit)}"


def _percent(fraction: float) -> tuple[str, str]:
    return _digits(Decimal(str(fraction)) * 100), ""


def _scaled(value: float) -> tuple[str, str]:
    exact = Decimal(str(value))
    for scale, word in _SCALES:
        # Only where nothing is rounded away and the digits stay readable.
        if abs(exact) >= scale and (exact / scale * 1_000) % 1 == 0:
            return _digits(exact / scale), word
    return _digits(exact), ""


def _digits(value: Decimal) -> str:
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
