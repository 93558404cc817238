"""Declaring a chart: what the spec says of it, and what an author is told when it cannot be."""

import re
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any, Literal

import pytest

from livecalc.interface.chart import Chart
from livecalc.interface.errors import DeclarationError
from livecalc.interface.spec import read_spec
from livecalc.interface.units import COUNT, FRACTION, USD, YEARS


@dataclass(frozen=True)
class Row:
    year: Annotated[int, YEARS]
    value: Annotated[float, USD]
    worst_case_value: Annotated[float, USD] | None
    gain: Annotated[float, FRACTION]
    copies: Annotated[int, COUNT]
    platform: str
    open: bool
    grade: Literal["A", "B"]


def charted(*extras: object) -> type:
    """A result whose table is annotated with the given."""
    table = Annotated[tuple[Row, ...], *extras]
    return make_dataclass(
        "Result",
        [("total", Annotated[float, USD]), ("by_year", table)],
        frozen=True,
        module=__name__,
    )


def chart_of(*extras: object) -> Chart | None:
    def plan() -> Any:
        raise NotImplementedError

    plan.__annotations__["return"] = charted(*extras)
    return next(read_spec(plan).tables).chart


def test_a_table_without_a_chart_has_none() -> None:
    assert chart_of("a note") is None


@pytest.mark.parametrize(
    "chart",
    [
        Chart("line", x="year", y=("value", "worst_case_value")),
        Chart("line", x="gain", y=("copies",), log_x=True, log_y=True),
        Chart("area", x="year", y=("value",)),
        Chart("bar", x="platform", y=("gain",)),
        Chart("bar", x="grade", y=("value",)),
    ],
)
def test_a_chart_is_read_beside_its_table(chart: Chart) -> None:
    assert chart_of("a note", chart) is chart


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        (Chart("line", x="yaer", y=("value",)), "x: 'yaer' is no column; the columns are year, "),
        (Chart("line", x="year", y=("value", "worth")), "y: 'worth' is no column; the columns are"),
        (Chart("line", x="year", y=("value", "gain")), "y: 'gain' counts fraction and 'value' USD"),
        (Chart("line", x="year", y=("platform",)), "y: 'platform' is no number"),
        (Chart("line", x="year", y=("open",)), "y: 'open' is no number"),
        (Chart("line", x="platform", y=("value",)), "x: 'platform' is no number; use a bar chart"),
        (Chart("bar", x="open", y=("value",)), "x: 'open' is neither a number nor a text"),
        (
            Chart("bar", x="year", y=("value",), log_x=True),
            "a logarithmic axis has no zero for a bar",
        ),
        (Chart("area", x="year", y=("value",), log_y=True), "a logarithmic axis has no zero for a"),
        (Chart("line", x="year", y=()), "y: name one to 4 columns"),
        (Chart("line", x="year", y=("value",) * 5), "y: name one to 4 columns"),
        (Chart("line", x="year", y=("value", "value")), "y: 'value' is named twice"),
        (Chart("line", x="year", y="value"), "y: write a tuple, as in ('value',)"),  # type: ignore[arg-type]
        (Chart("pie", x="year", y=("value",)), "'pie' is no kind of chart; choose one of line,"),  # type: ignore[arg-type]
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_by_name(chart: Chart, message: str) -> None:
    place = f"{__name__}.Result: 'by_year': chart: "
    with pytest.raises(DeclarationError, match=f"^{re.escape(place + message)}"):
        chart_of(chart)


def test_two_charts_of_one_table_are_refused() -> None:
    chart = Chart("line", x="year", y=("value",))
    with pytest.raises(DeclarationError, match="'by_year': has two charts"):
        chart_of(chart, chart)


def test_a_chart_of_a_single_number_is_refused() -> None:
    chart = Chart("line", x="year", y=("value",))

    @dataclass(frozen=True)
    class Result:
        total: Annotated[float, USD, chart]

    def plan() -> Any:
        raise NotImplementedError

    plan.__annotations__["return"] = Result
    with pytest.raises(DeclarationError, match="'total': a chart stands beside a table"):
        read_spec(plan)
