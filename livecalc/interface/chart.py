"""Charts: which columns of a table are drawn, and how.

A calculator declares a chart beside the table whose numbers it shows:

    by_year: Annotated[tuple[StakingYear, ...], Chart("line", x="year", y=("value",))]

The title is the table's label; axes and series are named by the columns' labels and units. So a
chart says nothing that the table does not say.
"""

from dataclasses import dataclass
from typing import Final, Literal

type ChartKind = Literal["line", "bar", "area"]

#: More lines than these cannot be told apart by dashes.
MOST_SERIES: Final = 4


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a table output.

    Attributes:
        kind: `line` for what changes along a number, `area` for a quantity that fills up from
            zero, `bar` for amounts side by side.
        x: Column along the horizontal axis: a number, or for bars also a text.
        y: Columns of numbers that share one unit; the first is the main one, which the text
            alternative speaks of.
        log_x: Whether equal distances along x are equal ratios; for lines alone. Values of zero or
            less then have no place and are left out of the drawing.
        log_y: The same for y.

    Examples:
        >>> Chart("line", x="year", y=("value", "worst_case_value")).log_y
        False
    """

    kind: ChartKind
    x: str
    y: tuple[str, ...]
    log_x: bool = False
    log_y: bool = False
