"""Draws charts at build time: Vega-Lite to Vega, and Vega to SVG that needs no script.

The page's script draws the same Vega specification again when the numbers change.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

from livecalc.forms.chart import (
    ROWS,
    Row,
    Sentence,
    Series,
    Spec,
    chart_series,
    sentence_of,
    text_alternative,
    vega_lite_spec,
)
from livecalc.forms.description import CalculatorDescription
from livecalc.forms.whole_file import write_whole
from livecalc.interface.spec import TableSpec

#: What earlier builds have drawn; below the folder that is built in, and safe to delete.
_KEPT: Final = Path("build/charts")

#: A drawing for a wide column and one for a phone: scaled by a third, text could not be read.
_WIDTHS: Final = {"wide": 600, "narrow": 330}

#: What Vega writes for programs that change its SVG or read it aloud; here both are done outside.
_SURPLUS: Final = re.compile(
    r'<path class="(?:back|fore)ground"[^>]*/>'
    r'|<text [^>]*opacity="0"[^>]*>[^<]*</text>'
    r'| (?:aria-hidden|role|aria-roledescription|pointer-events|font-family|opacity="1(?=")|'
    r'font-weight="normal(?=")|stroke-width="1(?="))(?:="[^"]*"|")'
)
_TAG: Final = re.compile(r"<[^>]*>")
_LONG_DECIMALS: Final = re.compile(r"(\d+\.\d\d)\d+")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as a page holds it.

    Attributes:
        kind: `line`, `bar` or `area`.
        x: Column along the horizontal axis.
        main: The main column.
        series: What is drawn, for the legend.
        words: The text alternative before its numbers are known.
        text: The text alternative of these rows.
        spec: The Vega specification without rows.
        svgs: The drawings by the kind of place they are for.
    """

    kind: str
    x: str
    main: str
    series: tuple[Series, ...]
    words: Sentence
    text: str
    spec: Mapping[str, Any]
    svgs: Mapping[str, str]


def draw_chart(
    description: CalculatorDescription, table: TableSpec, rows: Sequence[Row]
) -> Drawing:
    """Draw the chart of a table.

    Args:
        description: The calculator.
        table: One of its tables, which declares a chart.
        rows: The rows as a call gives them.
    """
    chart = table.chart
    assert chart is not None
    words = description.columns[table.name]
    vega_lite = vega_lite_spec(chart, table, words)
    drawn = [{name: row[name] for name in (chart.x, *chart.y)} for row in rows]
    return Drawing(
        kind=chart.kind,
        x=chart.x,
        main=chart.y[0],
        series=chart_series(chart, words),
        words=sentence_of(description, table),
        text=text_alternative(description, table, rows),
        spec=compiled(vega_lite),
        svgs=draw(vega_lite, drawn),
    )


def draw(vega_lite: Spec, rows: list[dict[str, Any]]) -> Mapping[str, str]:
    """Draw rows as a Vega-Lite specification says.

    Args:
        vega_lite: The specification, without the rows of its data.
        rows: What to draw.

    Returns:
        An SVG by the kind of place it is for, `wide` and `narrow`.
    """
    spec = compiled(vega_lite)
    return {
        place: _svg(json.dumps(_with_rows(spec, rows, width)), place)
        for place, width in _WIDTHS.items()
    }


def _with_rows(spec: Mapping[str, Any], rows: list[dict[str, Any]], width: int) -> Any:
    data = [{**one, "values": rows} if one["name"] == ROWS else one for one in spec["data"]]
    return {**spec, "data": data, "width": width}


def compiled(vega_lite: Spec) -> Mapping[str, Any]:
    """The Vega specification that a Vega-Lite specification stands for, without rows."""
    return _compiled(json.dumps(vega_lite))


@lru_cache(maxsize=256)
def _compiled(vega_lite: str) -> Mapping[str, Any]:
    spec: dict[str, Any] = json.loads(_kept("vega", vega_lite))
    del spec["$schema"]  # an address, which nothing asks for
    return spec


@lru_cache(maxsize=512)
def _svg(vega: str, place: str) -> str:
    drawn = _kept("svg", vega)
    size = re.search(r'viewBox="0 0 ([\d.]+ [\d.]+)"', drawn)
    assert size is not None
    _, _, inner = drawn.partition(">")
    short = _TAG.sub(_with_short_decimals, _SURPLUS.sub("", inner))
    return (
        f'<svg class="livecalc-drawing livecalc-{place}" viewBox="0 0 {size[1]}"'
        f' aria-hidden="true" focusable="false">{short}'
    )


def _with_short_decimals(tag: re.Match[str]) -> str:
    # Places on the page, that is; a number between the tags is a text that people read.
    return _LONG_DECIMALS.sub(r"\1", tag[0])


def _kept(kind: Literal["vega", "svg"], source: str) -> str:
    """What `kind` is made of a specification, from an earlier build where it is the same.

    Pages and embed pages are made by two processes, and a page is made again at each change;
    starting a JavaScript engine for what is known already would take longer than the page.
    """
    key = hashlib.sha256(f"{version('vl-convert-python')} {kind} {source}".encode()).hexdigest()
    file = _KEPT / f"{key[:32]}.{kind}"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    made = _make(kind, source)
    write_whole(file, made)
    return made


def _make(kind: Literal["vega", "svg"], source: str) -> str:
    import vl_convert  # loads a JavaScript engine

    if kind == "vega":
        return json.dumps(vl_convert.vegalite_to_vega(source))
    svg: str = vl_convert.vega_to_svg(source)
    return svg
