"""What a page shows of the tools without any script: what matters most, drawn and in a table."""

from collections.abc import Mapping
from typing import Final

from livecalc.forms.chart import CONFIG, Spec, axis_title, tick_text
from livecalc.forms.description import CalculatorDescription
from livecalc.forms.drawing import draw
from livecalc.forms.form import entered, templates
from livecalc.forms.shown import shown
from livecalc.interface.call import Json
from livecalc.interface.errors import CallError
from livecalc.interface.explore import explore_at_once
from livecalc.interface.spec import ColumnSpec, Scalar
from livecalc.limits import OutOfTimeError, time_limit

#: Inputs that are shown; what matters less than eight others matters little.
MOST_INPUTS: Final = 8

#: Colours of a move down and a move up; they stand in this order, which needs no colour.
_COLOURS: Final = ("var(--livecalc-series-2)", "var(--livecalc-series-1)")

#: Height of an input in a drawing.
_ROW: Final = 34


def render_explore(
    description: CalculatorDescription, inputs: Mapping[str, Scalar], *, key: str
) -> str:
    """Write the closed panel below a calculator's form.

    Args:
        description: The calculator.
        inputs: The page's starting inputs, valid.
        key: What tells this calculator from others on its page; the start of every id.

    Returns:
        HTML. Where a calculator needs long, it says that the tools compute when they are asked: a
        page is not built for hours.

    Raises:
        CallError: The calculator took too long after all.
    """
    spec = description.spec
    if spec.is_long:
        return templates().get_template("explore.html.j2").render(is_long=True)
    request = {"tool": "sensitivity", "inputs": dict(inputs)}
    try:
        with time_limit():
            answer = explore_at_once({spec.name: spec}, spec.name, request)
    except OutOfTimeError as error:
        raise CallError("timeout", f"{spec.name}: {error}") from None
    rows = [row for row in answer["rows"] if row["effect"] > 0]
    headline = next(spec.scalars)
    drawn = rows[:MOST_INPUTS]
    return (
        templates()
        .get_template("explore.html.j2")
        .render(
            is_long=False,
            description=description,
            headline=headline,
            value=answer["value"],
            rows=drawn,
            others=len(answer["rows"]) - len(drawn),
            specs={one.name: one for one in spec.inputs},
            svgs=_svgs(description, headline, drawn) if drawn else {},
            text=_text_alternative(description, headline, drawn) if drawn else "",
            colours=_COLOURS,
            key=key,
        )
    )


def tornado_spec(column: ColumnSpec, label: str, rows: int) -> Spec:
    """Two bars for each input, one for the move down and one for the move up.

    Args:
        column: The output, whose unit the axis has.
        label: What people call it.
        rows: How many inputs there are.
    """
    sides = ["down", "up"]
    return {
        "data": {"name": "rows"},
        "width": 600,
        "height": _ROW * rows + 44,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 10, "top": 2, "bottom": 4},
        "background": None,
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "input",
                "type": "ordinal",
                "sort": None,
                "axis": {
                    "title": None,
                    "grid": False,
                    "labelLimit": {"expr": "width < 420 ? 120 : 230"},
                },
                "scale": {"paddingInner": 0.3, "paddingOuter": 0.1},
            },
            "yOffset": {"field": "side", "sort": sides},
            "x": {
                "field": "amount",
                "type": "quantitative",
                "axis": {
                    "title": axis_title(f"Change of: {label}", column.unit),
                    "tickCount": {"expr": "max(2, ceil(width / 110))"},
                    "gridColor": {
                        "condition": {
                            "test": "datum.value === 0",
                            "value": "var(--livecalc-field-line)",
                        },
                        "value": "var(--livecalc-line)",
                    },
                    **tick_text(column),
                },
                "scale": {"nice": True},
            },
            "color": {
                "field": "side",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": sides, "range": list(_COLOURS)},
            },
        },
        "config": CONFIG,
    }


def _svgs(
    description: CalculatorDescription, headline: ColumnSpec, rows: list[Json]
) -> Mapping[str, str]:
    label = description.outputs[headline.name].label
    drawn = [
        {
            "input": description.inputs[row["input"]].label,
            "side": side,
            "amount": row[side]["difference"],
        }
        for row in rows
        for side in ("down", "up")
        if row[side]
    ]
    return draw(tornado_spec(headline, label, len(rows)), drawn)


def _text_alternative(
    description: CalculatorDescription, headline: ColumnSpec, rows: list[Json]
) -> str:
    """Say what the drawing shows: what matters most, and by how much."""
    first = rows[0]
    spec = description.spec.input(first["input"])
    assert spec is not None
    moves = [
        f"{shown(side['difference'], headline)} with {entered(side['value'], spec)}"
        for side in (first["down"], first["up"])
        if side and side["difference"] is not None
    ]
    names = ", ".join(description.inputs[row["input"]].label for row in rows[1:])
    after = f" Then: {names}." if names else ""
    label = description.inputs[first["input"]].label
    return f"Bar chart. What matters most is {label}: {' and '.join(moves)}.{after}"
