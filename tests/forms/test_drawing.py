"""Drawings of the build: SVG that needs no script, and the specification that the page draws."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert

from livecalc.forms import drawing
from livecalc.forms.current import current_calculators
from livecalc.forms.description import describe
from livecalc.forms.drawing import Drawing, draw_chart
from livecalc.interface.call import compute
from livecalc.interface.registry import find_calculators
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import changed

REAL = find_calculators("calculators")
CHARTED = [name for name, spec in REAL.items() if any(one.chart for one in spec.tables)]


def drawing_of(name: str, package: str = "calculators", **inputs: Any) -> Drawing:
    spec = current_calculators(package)[name]
    defaults = {one.name: one.default for one in spec.inputs}
    outputs = compute(spec, {**defaults, **inputs})
    table = next(one for one in spec.tables if one.chart)
    return draw_chart(describe(spec), table, outputs[table.name])


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("name", CHARTED)
def test_a_drawing_is_whole_and_asks_for_nothing(name: str) -> None:
    found = drawing_of(name)
    assert set(found.svgs) == {"wide", "narrow"}
    for svg in found.svgs.values():
        ElementTree.fromstring(svg)
        assert len(texts(svg)) > 5
        assert "NaN" not in svg
        assert not re.search(r"https?:|url\(|<script|<style| style=", svg)
        assert set(re.findall(r"#[0-9a-f]{3,6}\b", svg)) == set(), "colours are the page's"


def test_a_drawing_for_a_phone_has_fewer_numbers() -> None:
    svgs = drawing_of("royalty-income", months=60).svgs
    assert len(texts(svgs["narrow"])) < len(texts(svgs["wide"]))


def test_the_specification_holds_no_rows_and_no_address() -> None:
    text = json.dumps(drawing_of("staking-apy").spec)
    assert "://" not in text
    (rows,) = [one for one in json.loads(text)["data"] if one["name"] == "rows"]
    assert "values" not in rows


def test_numbers_beside_an_axis_have_the_unit_of_their_column() -> None:
    assert "$1,000" in texts(drawing_of("staking-apy").svgs["wide"])
    assert "$40\u00a0m" in texts(drawing_of("staking-apy", stake=3e7).svgs["wide"])
    assert "-40\u00a0%" in texts(drawing_of("impermanent-loss").svgs["wide"])
    assert {"0.1", "0.2", "0.5", "1", "10"} <= set(
        texts(drawing_of("impermanent-loss").svgs["wide"])
    )


def test_a_small_number_beside_an_axis_keeps_its_decimals() -> None:
    for svg in drawing_of("slashing-risk").svgs.values():
        assert "0.001\u00a0%" in texts(svg)
        assert not re.search(r'="[^"]*\d\.\d{3}', svg), "places need no more than two decimals"


IMPORT = (
    "from livecalc.interface.units",
    "from livecalc.interface.chart import Chart\nfrom livecalc.interface.units",
)
TABLE = ("tuple[SavingsYear, ...]", "Annotated[tuple[SavingsYear, ...], CHART]")


def sample(write_topic: WriteTopic, chart: str, *changes: tuple[str, str]) -> str:
    source = changed(IMPORT, TABLE, *changes)
    return write_topic(source.replace("CHART", chart))


def test_texts_of_an_author_stay_texts(write_topic: WriteTopic) -> None:
    package = sample(write_topic, "Chart('bar', x='note', y=('balance',))")
    svg = drawing_of("savings", package).svgs["wide"]
    assert "&lt;0&gt;" in svg
    assert "Balance &amp; &lt;b&gt;interest&lt;/b&gt;, USD" in svg


def test_a_single_row_is_drawn_as_a_point(write_topic: WriteTopic) -> None:
    package = sample(write_topic, "Chart('line', x='year', y=('balance',))")
    svg = drawing_of("savings", package, years=0).svgs["wide"]
    symbols = svg.partition('class="mark-symbol')[2]
    assert symbols.count("<path") == 1


def test_a_missing_value_breaks_the_line(write_topic: WriteTopic) -> None:
    package = sample(
        write_topic,
        "Chart('line', x='year', y=('balance',))",
        ("    balance: Annotated[float, USD]\n", "    balance: Annotated[float, USD] | None\n"),
        ("year=year, balance=balance_after(year)", "year=year, balance=None if year == 2 else 1.0"),
    )
    svg = drawing_of("savings", package, years=5).svgs["wide"]
    (path,) = re.findall(r'class="mark-line[^>]*><path d="([^"]+)"', svg)
    assert path.count("M") == 2


def test_an_empty_table_is_drawn_empty(write_topic: WriteTopic) -> None:
    package = sample(
        write_topic,
        "Chart('area', x='year', y=('balance',))",
        ("for year in range(years + 1)", "for year in range(0)"),
    )
    empty = drawing_of("savings", package)
    assert "NaN" not in empty.svgs["wide"]
    assert empty.text.endswith("no row has a value.")


def test_what_is_drawn_once_is_kept_for_the_next_build(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = sample(write_topic, "Chart('line', x='year', y=('balance',))")
    drawing._compiled.cache_clear()
    first = drawing_of("savings", package, years=11).svgs
    kept = sorted(Path("build/charts").iterdir())
    assert sorted(one.suffix for one in kept) == [".svg", ".svg", ".vega"]

    drawing._compiled.cache_clear()
    drawing._svg.cache_clear()
    monkeypatch.setattr(drawing, "_make", lambda *_: pytest.fail("drawn again"))
    assert drawing_of("savings", package, years=11).svgs == first


def test_the_page_draws_with_the_same_major_version_of_vega() -> None:
    package = json.loads((ROOT / "node_modules/vega-view/package.json").read_text("utf-8"))
    assert package["version"].split(".")[0] == vl_convert.get_vega_version().split(".")[0]
    assert version("vl-convert-python")
