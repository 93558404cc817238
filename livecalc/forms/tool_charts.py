"""Charts of the tools below a calculator, in the words of Vega-Lite and ready for Vega.

They are the same for every calculator. What differs from one to the next are signals, which the
page sets: titles of the axes, and for numbers a factor, a prefix and a suffix. Text that stands in
a drawing comes with its rows, written by the page in the reader's locale.
"""

from typing import Any, Final

from livecalc.forms.chart import CONFIG, ROWS, Spec
from livecalc.forms.drawing import compiled

#: What the page sets for each axis, with values that make the bare specification valid.
_SIGNALS: Final[Spec] = {"Title": "", "Factor": 1, "Prefix": "", "Suffix": ""}

_TEXT: Final = "var(--livecalc-text)"
_QUIET: Final = "var(--livecalc-quiet)"
_FIRST: Final = "var(--livecalc-series-1)"
_SECOND: Final = "var(--livecalc-series-2)"
_LOSS: Final = "var(--livecalc-loss)"


def tool_charts() -> dict[str, Any]:
    """A Vega specification without rows for every chart, by its name."""
    charts = {
        "tornado": _tornado(),
        "bars": _bars(),
        "sweep": _sweep("linear"),
        "sweep-log": _sweep("log"),
        "map": _map(),
        "histogram": _histogram(),
        "fan": _fan(),
    }
    return {name: _with_titles(compiled(_whole(chart))) for name, chart in charts.items()}


def _whole(chart: Spec) -> Spec:
    signals = {f"{axis}{name}": value for axis in ("x", "y") for name, value in _SIGNALS.items()}
    return {
        "data": {"name": ROWS},
        "params": [{"name": name, "value": value} for name, value in signals.items()],
        "width": 600,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
        "background": None,
        "config": {
            **CONFIG,
            "text": {"fill": _TEXT, "fontSize": 12},
            "rule": {"stroke": _QUIET},
        },
        **chart,
    }


def _with_titles(spec: Any) -> Any:
    """Let the titles of axes be signals, which Vega-Lite has no words for."""
    if isinstance(spec, list):
        return [_with_titles(one) for one in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        name: {"signal": value}
        if name == "title" and value in ("xTitle", "yTitle")
        else _with_titles(value)
        for name, value in spec.items()
    }


# Axes


def _number(value: str, axis: str) -> str:
    """The expression for a number beside an axis: short, with its sign, prefix and suffix."""
    size = f"abs({value} * {axis}Factor)"
    digits = (
        f"{size} >= 1e15 || ({size} > 0 && {size} < 1e-6) ? format({size}, '.3~e')"
        f" : {size} >= 1e9 ? format({size} / 1e9, ',.6~r') + '\u00a0bn'"
        f" : {size} >= 1e6 ? format({size} / 1e6, ',.6~r') + '\u00a0m'"
        f" : format({size}, ',.9~r')"
    )
    return f"({value} < 0 ? '-' : '') + {axis}Prefix + ({digits}) + {axis}Suffix"


def _axis(axis: str, *, log: bool = False, **more: Any) -> Spec:
    side, distance = ("width", 110) if axis == "x" else ("height", 50)
    ticks: Spec = {"tickCount": {"expr": f"max(2, ceil({side} / {distance}))"}}
    label = _number("datum.value", axis)
    if log:
        power = "pow(10, floor(log(datum.value) / LN10 + 1e-9))"
        label = f"indexof([1, 2, 5], round(datum.value / {power})) >= 0 ? {label} : ''"
        ticks = {}
    return {
        "title": f"{axis}Title",
        "labelExpr": label,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "gridColor": {
            "condition": {"test": "datum.value === 0", "value": "var(--livecalc-field-line)"},
            "value": "var(--livecalc-line)",
        },
        **ticks,
        **more,
    }


def _upright() -> Spec:
    """An axis at the left whose title stands above it and can be read without turning the head."""
    return _axis(
        "y",
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=0,
        titleY=-14,
        titleBaseline="bottom",
    )


# Charts


def _tornado() -> Spec:
    """One bar to each side of the present output for every input.

    Rows: `label`, `side` (down, up), `output`, `present`, `text` beside the end of the bar.
    """
    colours = {"domain": ["down", "up"], "range": [_SECOND, _FIRST]}
    end: Spec = {"x": {"field": "output", "type": "quantitative"}}
    return {
        "height": {"step": 46},
        "encoding": {
            "y": {
                "field": "label",
                "type": "ordinal",
                "sort": None,
                "axis": None,
                "scale": {"paddingInner": 0.05, "paddingOuter": 0},
            }
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": 16, "yOffset": 10},
                "encoding": {
                    "x": {
                        "field": "output",
                        "type": "quantitative",
                        "axis": _axis("x", grid=False),
                        "scale": {"zero": False, "nice": True, "padding": 46},
                    },
                    "x2": {"field": "present"},
                    "color": {
                        "field": "side",
                        "type": "nominal",
                        "legend": None,
                        "scale": colours,
                    },
                },
            },
            {
                "transform": [{"aggregate": [{"op": "min", "field": "present", "as": "at"}]}],
                "mark": {"type": "rule", "stroke": _TEXT, "strokeWidth": 1.5},
                "encoding": {"x": {"field": "at", "type": "quantitative"}, "y": None},
            },
            *_above_bars({"field": "label"}, "datum.first"),
            *(
                {
                    "transform": [
                        {"filter": f"datum.output {sign} datum.present"},
                    ],
                    "mark": {"type": "text", "align": align, "dx": dx, "dy": 10},
                    "encoding": end | {"text": {"field": "text"}},
                }
                for sign, align, dx in (("<", "right", -5), (">", "left", 5))
            ),
        ],
    }


def _bars() -> Spec:
    """One bar from zero for every name. Rows: `label`, `value`, `text`."""
    value = {"field": "value", "type": "quantitative"}
    return {
        "height": {"step": 46},
        "encoding": {
            "y": {
                "field": "label",
                "type": "ordinal",
                "sort": None,
                "axis": None,
                "scale": {"paddingInner": 0.05, "paddingOuter": 0},
            }
        },
        "layer": [
            {
                "mark": {"type": "bar", "height": 16, "yOffset": 10},
                "encoding": {
                    "x": {
                        **value,
                        "axis": _axis("x"),
                        "scale": {"zero": True, "nice": True},
                    },
                    "color": {
                        "condition": {"test": "datum.value < 0", "value": _LOSS},
                        "value": _FIRST,
                    },
                },
            },
            *_above_bars({"field": "text"}, "true"),
        ],
    }


def _above_bars(text: Spec, which: str) -> list[Spec]:
    """A line of text above each bar: beside it, a phone would have no room for either."""
    mark: Spec = {"type": "text", "align": "left", "dy": -9, "fontWeight": 600}
    # What is drawn behind the text does not run through it.
    halo: Spec = {"stroke": "var(--livecalc-surface)", "strokeWidth": 4, "strokeJoin": "round"}
    return [
        {
            "transform": [{"filter": which}],
            "mark": mark | more,
            "encoding": {"x": {"value": 0}, "text": text},
        }
        for more in (halo, {})
    ]


def _sweep(scale: str) -> Spec:
    """An output along one input.

    Rows: `kind` (curve, present, crossing), `x`, `y`, and for the last two `text`.
    """
    x: Spec = {"type": scale, "nice": False} | ({} if scale == "log" else {"zero": False})
    horizontal = {
        "field": "x",
        "type": "quantitative",
        "axis": _axis("x", log=scale == "log", grid=False),
        "scale": x,
    }
    vertical = {
        "field": "y",
        "type": "quantitative",
        "axis": _upright(),
        "scale": {"zero": True, "nice": True},
    }
    return {
        "height": 260,
        "transform": [{"filter": "datum.x > 0"}] if scale == "log" else [],
        "encoding": {"x": horizontal, "y": vertical},
        "layer": [
            {
                "transform": [{"filter": "datum.kind === 'curve'"}],
                "mark": {
                    "type": "line",
                    "stroke": _FIRST,
                    "strokeWidth": 2.25,
                    "strokeJoin": "round",
                    "invalid": "break-paths-show-path-domains",
                },
            },
            {
                "transform": [{"filter": "datum.kind === 'present'"}],
                "mark": {"type": "rule", "strokeDash": [4, 4]},
                "encoding": {"y": {"value": 0}, "y2": {"value": 260}},
            },
            {
                "transform": [{"filter": "datum.kind === 'crossing'"}],
                "mark": {
                    "type": "point",
                    "shape": "diamond",
                    "size": 110,
                    "filled": True,
                    "fill": _SECOND,
                    "opacity": 1,
                },
            },
            {
                "transform": [{"filter": "datum.kind === 'present'"}],
                "mark": {
                    "type": "point",
                    "size": 80,
                    "filled": True,
                    "fill": _FIRST,
                    "opacity": 1,
                },
            },
        ],
    }


def _map() -> Spec:
    """An output over two inputs: the colour says gain or loss, its strength how much.

    Rows: `x`, `y`, `value`, `share` (0 to 1, of the largest size), `here` at the present values.
    """
    place = {
        "x": {
            "field": "x",
            "type": "ordinal",
            "sort": None,
            "axis": {
                "title": "xTitle",
                "labelAngle": 0,
                "labelOverlap": "parity",
                "labelSeparation": 8,
                "grid": False,
            },
            "scale": {"padding": 0.04},
        },
        "y": {
            "field": "y",
            "type": "ordinal",
            "sort": None,
            "axis": {
                "title": "yTitle",
                "titleAngle": 0,
                "titleAlign": "left",
                "titleAnchor": "end",
                "titleX": 0,
                "titleY": -10,
                "titleBaseline": "bottom",
                "labelOverlap": "parity",
                "grid": False,
            },
            "scale": {"padding": 0.04},
        },
    }
    return {
        "height": 320,
        "encoding": place,
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "rect"},
                "encoding": {
                    "fill": {
                        "condition": {"test": "datum.value < 0", "value": _LOSS},
                        "value": _FIRST,
                    },
                    "fillOpacity": {
                        "field": "share",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domain": [0, 1], "range": [0.06, 1]},
                    },
                },
            },
            {
                "transform": [{"filter": "datum.here"}],
                "mark": {"type": "rect", "filled": False, "stroke": _TEXT, "strokeWidth": 2.5},
            },
        ],
    }


def _histogram() -> Spec:
    """How often an output fell where.

    Rows: `kind` (bar, mark), `from`, `to` and `share` of a bar; `from` and `text` of a mark.
    """
    x = {"field": "from", "type": "quantitative"}
    return {
        "height": 240,
        "padding": {"left": 2, "right": 6, "top": 36, "bottom": 4},
        "layer": [
            {
                "transform": [{"filter": "datum.kind === 'bar'"}],
                "mark": {"type": "rect", "x2Offset": -0.5},
                "encoding": {
                    "x": {
                        **x,
                        "axis": _axis("x", grid=False),
                        "scale": {"zero": False, "nice": False},
                    },
                    "x2": {"field": "to"},
                    "y": {
                        "field": "share",
                        "type": "quantitative",
                        "axis": {**_upright(), "titleY": -24},
                        "scale": {"zero": True, "nice": True},
                    },
                    "y2": {"datum": 0},
                    "fill": {
                        "condition": {"test": "datum.from < 0", "value": _LOSS},
                        "value": _FIRST,
                    },
                },
            },
            {
                "transform": [{"filter": "datum.kind === 'mark'"}],
                "mark": {"type": "rule", "stroke": _TEXT, "strokeWidth": 1.5},
                "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": 240}},
            },
            {
                "transform": [{"filter": "datum.kind === 'mark'"}],
                "mark": {"type": "text", "dy": -7, "baseline": "bottom"},
                "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "text"}},
            },
        ],
    }


def _fan() -> Spec:
    """How an output spreads over time. Rows: `x`, `p5`, `p25`, `median`, `p75`, `p95`."""
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": _axis("x", grid=False, tickMinStep=1),
        "scale": {"zero": False, "nice": False},
    }
    y = {"type": "quantitative", "axis": _upright(), "scale": {"zero": True, "nice": True}}
    bands = [
        {
            "mark": {"type": "area", "fill": _FIRST, "fillOpacity": opacity},
            "encoding": {"y": {"field": low, **y}, "y2": {"field": high}},
        }
        for low, high, opacity in (("p5", "p95", 0.18), ("p25", "p75", 0.32))
    ]
    middle = {
        "mark": {"type": "line", "stroke": _FIRST, "strokeWidth": 2.25},
        "encoding": {"y": {"field": "median", **y}},
    }
    return {"height": 260, "encoding": {"x": x}, "layer": [*bands, middle]}
