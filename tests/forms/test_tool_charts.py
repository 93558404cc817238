"""The charts of the tools: drawn here with numbers as the page's script sends them."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert

from livecalc.forms.tool_charts import tool_charts

CHARTS = tool_charts()

PERCENT = {"Factor": 100, "Prefix": "", "Suffix": " %"}
MONEY = {"Factor": 1, "Prefix": "$", "Suffix": ""}

#: Rows as `livecalc/web/explore` makes them, and a text that only they bring into the drawing.
ROWS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "tornado": (
        [
            {"label": "Fee", "side": "down", "output": 0.06, "present": 0.05, "text": "4 %",
             "first": True},
            {"label": "Fee", "side": "up", "output": 0.04, "present": 0.05, "text": "6 %",
             "first": False},
        ],
        "Fee",
    ),
    "bars": ([{"label": "1. Now", "value": -0.02, "text": "1. Now: -2 %"}], "1. Now: -2 %"),
    "sweep": (
        [
            *({"kind": "curve", "x": x / 10, "y": x - 3.0} for x in range(11)),
            {"kind": "present", "x": 0.5, "y": 2.0},
            {"kind": "crossing", "x": 0.3, "y": 0},
        ],
        "0 %",
    ),
    "sweep-log": (
        [{"kind": "curve", "x": 10.0**x, "y": float(x)} for x in range(-3, 1)],
        "0.1 %",
    ),
    "map": (
        [
            {"x": "1 %", "y": "$5", "value": 2.0, "share": 1.0, "here": True},
            {"x": "2 %", "y": "$5", "value": -1.0, "share": 0.5, "here": False},
            {"x": "3 %", "y": "$5", "value": None, "share": 0.0, "here": False},
        ],
        "$5",
    ),
    "histogram": (
        [
            {"kind": "bar", "from": -0.1, "to": 0.0, "share": 0.25},
            {"kind": "bar", "from": 0.0, "to": 0.1, "share": 0.75},
            {"kind": "mark", "from": 0.05, "text": "half"},
        ],
        "half",
    ),
    "fan": (
        [
            {"x": x, "p5": 90.0 - x, "p25": 95.0, "median": 100.0, "p75": 105.0, "p95": 110.0 + x}
            for x in range(4)
        ],
        "$100",
    ),
}  # fmt: skip


def drawn(name: str, rows: list[dict[str, Any]], width: int = 600) -> str:
    spec = json.loads(json.dumps(CHARTS[name]))
    values = {f"x{key}": value for key, value in PERCENT.items()}
    values |= {f"y{key}": value for key, value in MONEY.items()}
    values |= {"xTitle": "Along", "yTitle": "Upwards"}
    for one in spec["signals"]:
        one["value"] = values.get(one["name"], one.get("value"))
    (data,) = [one for one in spec["data"] if one["name"] == "rows"]
    data["values"] = rows
    svg: str = vl_convert.vega_to_svg(json.dumps({**spec, "width": width}))
    return svg


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_every_chart_is_tried_here() -> None:
    assert set(ROWS) == set(CHARTS)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("width", [330, 600])
def test_it_draws_its_rows_with_the_titles_and_units_of_the_page(name: str, width: int) -> None:
    rows, expected = ROWS[name]
    svg = drawn(name, rows, width)
    ElementTree.fromstring(svg)
    assert "NaN" not in svg
    assert expected in texts(svg)
    assert "Along" in texts(svg)


@pytest.mark.parametrize("name", ROWS)
def test_it_has_the_colours_of_the_page_and_asks_for_nothing(name: str) -> None:
    text = json.dumps(CHARTS[name])
    assert "://" not in text
    assert not re.search(r"#[0-9a-f]{3,6}\b", text)
    (rows,) = [one for one in CHARTS[name]["data"] if one["name"] == "rows"]
    assert "values" not in rows


def test_a_loss_and_a_gain_differ_in_colour() -> None:
    svg = drawn("histogram", ROWS["histogram"][0])
    bars = re.findall(r'<path d="[^"]*Z" fill="(var[^"]*)"', svg)
    assert bars == ["var(--livecalc-loss)", "var(--livecalc-series-1)"]


def test_where_there_is_no_answer_the_line_is_broken_and_the_map_is_empty() -> None:
    rows = [{"kind": "curve", "x": x / 10, "y": None if x == 5 else 1.0} for x in range(11)]
    (line,) = re.findall(r'<path d="([^"]*)" stroke="var[^"]*series-1', drawn("sweep", rows))
    assert line.count("M") == 2
    cells = re.findall(r'fill-opacity="([\d.]+)"', drawn("map", ROWS["map"][0]))
    assert len(cells) == 2
