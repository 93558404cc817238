"""A chart in the words of Vega-Lite, and in words.

Everything here is read from the calculator: title, axes and series are the labels and units of the
table. The rows are not part of the specification; whoever draws puts them into its data `rows`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from livecalc.forms.description import CalculatorDescription, Words
from livecalc.forms.shown import shown
from livecalc.interface.chart import Chart
from livecalc.interface.spec import ColumnSpec, Scalar, TableSpec
from livecalc.interface.units import UNNAMED, Unit

type Row = Mapping[str, Scalar | None]
type Spec = dict[str, Any]

#: Name of the data in every specification.
ROWS: Final = "rows"

#: Lines are told apart without colour too; the first is drawn through.
_DASHES: Final = ((1, 0), (7, 4), (2, 3), (9, 3, 2, 3))

#: Above this many rows the points of a line would run into each other.
_MOST_POINTS: Final = 13

_HEIGHT: Final = 250


@dataclass(frozen=True, slots=True)
class Series:
    """One column that is drawn.

    Attributes:
        name: The column.
        label: What people call it.
        colour: CSS colour, a variable of the page's style sheet.
        dashes: Lengths of the strokes and gaps of its line.
    """

    name: str
    label: str
    colour: str
    dashes: tuple[int, ...]


def chart_series(chart: Chart, words: Mapping[str, Words]) -> tuple[Series, ...]:
    """The columns that a chart draws, with what tells them apart."""
    return tuple(
        Series(name, words[name].label, _colour(name, at), _DASHES[at])
        for at, name in enumerate(chart.y)
    )


def vega_lite_spec(chart: Chart, table: TableSpec, words: Mapping[str, Words]) -> Spec:
    """Write the specification of a chart.

    Args:
        chart: What to draw.
        table: The table it draws, with the units of its columns.
        words: What people call the columns.

    Returns:
        A Vega-Lite specification without rows, as wide as its `width` says. Colours are CSS
        variables, so that one drawing serves light and dark pages.
    """
    series = chart_series(chart, words)
    domain = [one.name for one in series]
    return {
        "data": {"name": ROWS},
        "width": 600,
        "height": _HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 2, "bottom": 4},
        "background": None,
        "transform": [
            *([{"filter": f"datum['{chart.x}'] > 0"}] if chart.log_x else []),
            {"fold": domain, "as": ["series", "amount"]},
            *([{"filter": "datum.amount > 0"}] if chart.log_y else []),
        ],
        "encoding": {
            "x": _horizontal(chart, _column(table, chart.x), words[chart.x].label),
            "y": _vertical(chart, _column(table, chart.y[0]), series),
            "color": _told_apart(domain, [one.colour for one in series]),
        },
        "layer": _layers(chart, series),
        "config": CONFIG,
    }


def text_alternative(
    description: CalculatorDescription, table: TableSpec, rows: Sequence[Row]
) -> str:
    """Say in a sentence or two what the chart of these rows shows."""
    wording = sentence_of(description, table)
    assert table.chart is not None
    x, main = _column(table, table.chart.x), _column(table, table.chart.y[0])
    points = [one for one in rows if one[main.name] is not None and one[x.name] is not None]
    if not points:
        return wording.nothing
    if x.kind != "text":
        points.sort(key=_number_of(x.name))
    marked = {
        "first": points[0],
        "last": points[-1],
        "lowest": min(points, key=_number_of(main.name)),
        "highest": max(points, key=_number_of(main.name)),
    }
    texts = {name: shown(row[main.name], main) for name, row in marked.items()}
    texts |= {f"at {name}": shown(row[x.name], x, in_table=True) for name, row in marked.items()}
    return re.sub(r"\{([a-z ]+)\}", lambda match: texts[match[1]], wording.sentence)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The text alternative of a chart before its numbers are known.

    Attributes:
        sentence: With `{first}`, `{last}`, `{lowest}` and `{highest}` for values of the main
            column and `{at first}` and so on for where along x they are.
        nothing: What is said when no row has a value.
    """

    sentence: str
    nothing: str


def sentence_of(description: CalculatorDescription, table: TableSpec) -> Sentence:
    """The words of a chart's text alternative; the page's script puts new numbers into them."""
    chart = table.chart
    assert chart is not None
    words = description.columns[table.name]
    x, main, *others = (_braceless(words[name].label) for name in (chart.x, *chart.y))
    parts = [f"{chart.kind.capitalize()} chart."]
    if _column(table, chart.x).kind == "text":
        parts.append(f"{main}:")
    else:
        parts.append(
            f"{main}: {{first}} at {x} {{at first}}, {{last}} at {x} {{at last}};",
        )
    parts.append(
        f"lowest {{lowest}} at {x} {{at lowest}}, highest {{highest}} at {x} {{at highest}}."
    )
    if others:
        parts.append(f"Drawn beside it: {', '.join(others)}.")
    return Sentence(" ".join(parts), f"{parts[0]} {main}: no row has a value.")


def _braceless(label: str) -> str:
    return label.replace("{", "(").replace("}", ")")


def _number_of(name: str) -> Callable[[Row], float]:
    def number(row: Row) -> float:
        value = row[name]
        assert isinstance(value, (int, float))
        return value

    return number


def _column(table: TableSpec, name: str) -> ColumnSpec:
    column = table.column(name)
    assert column is not None, name
    return column


def _colour(name: str, at: int) -> str:
    # The worst case has the colour that losses have everywhere else.
    worst = name.startswith("worst_case")
    return "var(--livecalc-loss)" if worst else f"var(--livecalc-series-{at + 1})"


# Axes


def _horizontal(chart: Chart, column: ColumnSpec, label: str) -> Spec:
    axis = {
        "grid": False,
        "title": axis_title(label, column.unit),
        **tick_text(column, log_scale="x" if chart.log_x else None),
    }
    if chart.kind == "bar":
        return {
            "field": chart.x,
            "type": "ordinal",
            "sort": None,
            "axis": {**axis, "labelAngle": 0, "labelOverlap": True, "labelSeparation": 6},
            "scale": {"paddingInner": 0.25, "paddingOuter": 0.1},
        }
    scale: Spec = {"type": "log"} if chart.log_x else {"zero": False}
    return {
        "field": chart.x,
        "type": "quantitative",
        "axis": {**axis, **_ticks(column, "width", 80, log=chart.log_x)},
        "scale": {**scale, "nice": False},
    }


def _vertical(chart: Chart, column: ColumnSpec, series: Sequence[Series]) -> Spec:
    unit = column.unit
    title = axis_title(series[0].label, unit) if len(series) == 1 else _unit_alone(unit)
    # An axis that begins elsewhere than at zero would make a small change look large.
    scale: Spec = {"type": "log"} if chart.log_y else {"zero": True}
    return {
        "field": "amount",
        "type": "quantitative",
        "stack": None,
        "axis": {
            "title": title,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": 0,
            "titleY": -14,
            "titleBaseline": "bottom",
            "gridColor": {
                "condition": {"test": "datum.value === 0", "value": "var(--livecalc-field-line)"},
                "value": "var(--livecalc-line)",
            },
            **_ticks(column, "height", 50, log=chart.log_y),
            **tick_text(column, log_scale="y" if chart.log_y else None),
        },
        "scale": {**scale, "nice": True},
    }


def _ticks(column: ColumnSpec, side: str, distance: int, *, log: bool) -> Spec:
    if log:
        return {"labelOverlap": "greedy"}
    ticks: Spec = {"tickCount": {"expr": f"max(2, ceil({side} / {distance}))"}}
    if column.kind == "int":
        ticks["tickMinStep"] = 1
    return ticks


def axis_title(label: str, unit: Unit) -> str:
    """The words beside an axis, with the unit unless its ticks show it."""
    if unit.kind == "percent" or unit.name in UNNAMED:
        return label
    if unit.name.startswith(label.lower()):  # “Year, years” says one thing twice.
        return label
    return f"{label}, {unit.name}"


def _unit_alone(unit: Unit) -> str | None:
    if unit.kind == "percent" or unit.name in UNNAMED:
        return None
    return unit.name


def tick_text(column: ColumnSpec, *, log_scale: str | None = None) -> Spec:
    """Numbers beside an axis: short, exact to what a tick needs, with their sign or prefix."""
    if column.kind == "text":
        return {"labelLimit": 120}
    unit = column.unit
    value = "datum.value * 100" if unit.kind == "percent" else "datum.value"
    suffix = "\u00a0%" if unit.kind == "percent" else ""
    size = f"abs({value})"
    digits = (
        f"{size} >= 1e15 || ({size} > 0 && {size} < 1e-6) ? format({size}, '.3~e')"
        f" : {size} >= 1e9 ? format({size} / 1e9, ',.6~r') + '\u00a0bn'"
        f" : {size} >= 1e6 ? format({size} / 1e6, ',.6~r') + '\u00a0m'"
        f" : format({size}, ',.9~r')"
    )
    sign = f"({value} < 0 ? '-' : '')"
    text = f"{sign} + '{unit.prefix}' + ({digits}) + '{suffix}'"
    return {"labelExpr": f"{_is_labelled(log_scale)} ? {text} : ''" if log_scale else text}


def _is_labelled(scale: str) -> str:
    """Which ticks of a logarithmic axis have a number: 1, 2 and 5, of many decades only 1."""
    first_digit = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))"
    low, high = f"domain('{scale}')[0]", f"domain('{scale}')[1]"
    return f"indexof({high} > 1e3 * {low} ? [1] : [1, 2, 5], {first_digit}) >= 0"


# Marks


def _layers(chart: Chart, series: Sequence[Series]) -> list[Spec]:
    if chart.kind == "bar":
        side_by_side = {"xOffset": {"field": "series", "sort": [one.name for one in series]}}
        encoding = side_by_side if len(series) > 1 else {}
        return [{"mark": {"type": "bar"}, "encoding": encoding}]
    line: Spec = {
        "mark": {"type": "line", "strokeWidth": 2.25, "strokeCap": "butt", "strokeJoin": "round"},
        "encoding": {
            "strokeDash": _told_apart(
                [one.name for one in series], [list(one.dashes) for one in series]
            )
        },
    }
    points: Spec = {
        "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
        "transform": [
            {
                "window": [{"op": "count", "as": "rows"}],
                "groupby": ["series"],
                "frame": [None, None],
            },
            {"filter": f"datum.rows <= {_MOST_POINTS}"},
        ],
    }
    filled: Spec = {"mark": {"type": "area", "fillOpacity": 0.18}}
    return [*([filled] if chart.kind == "area" else []), line, points]


def _told_apart(domain: list[str], values: Sequence[Any]) -> Spec:
    # The legend stands beside the drawing, where it wraps and can be read by anyone.
    return {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": domain, "range": list(values)},
    }


#: How every chart looks.
CONFIG: Final[Spec] = {
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": "var(--livecalc-line)",
        "gridOpacity": 0.7,
        "labelColor": "var(--livecalc-quiet)",
        "labelFontSize": 12,
        "labelPadding": 7,
        "titleColor": "var(--livecalc-quiet)",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 9,
    },
}
