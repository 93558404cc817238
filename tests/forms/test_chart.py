"""A chart's specification and its sentence, from nothing but the calculator."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livecalc.forms.chart import chart_series, sentence_of, text_alternative, vega_lite_spec
from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, Words, describe
from livecalc.interface.chart import Chart
from livecalc.interface.spec import ColumnSpec, TableSpec
from livecalc.interface.units import COUNT, FRACTION, RATIO, TEXT, TOKENS, USD, YEARS
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import changed

CSS = (ROOT / "livecalc/web/live-calculator.css").read_text(encoding="utf-8")

TABLE = TableSpec(
    "by_year",
    object,
    (
        ColumnSpec("year", "int", YEARS, optional=False),
        ColumnSpec("age", "float", YEARS, optional=False),
        ColumnSpec("pool", "text", TEXT, optional=False),
        ColumnSpec("value", "float", USD, optional=True),
        ColumnSpec("worst_case_value", "float", USD, optional=False),
        ColumnSpec("tokens", "float", TOKENS, optional=False),
        ColumnSpec("apy", "float", FRACTION, optional=False),
        ColumnSpec("price_ratio", "float", RATIO, optional=False),
        ColumnSpec("copies", "int", COUNT, optional=False),
    ),
)
LABELS = {
    "year": "Year",
    "age": "Age",
    "pool": "Pool",
    "value": "Value",
    "worst_case_value": "Value in the bad case",
    "tokens": "Tokens held",
    "apy": "APY",
    "price_ratio": "Price ratio",
    "copies": "Copies",
}
WORDS = {name: Words(label, "") for name, label in LABELS.items()}


def spec_of(chart: Chart) -> Any:
    return vega_lite_spec(chart, TABLE, WORDS)


def titles(chart: Chart) -> tuple[str | None, str | None]:
    encoding = spec_of(chart)["encoding"]
    return encoding["x"]["axis"]["title"], encoding["y"]["axis"]["title"]


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (Chart("line", x="year", y=("value",)), ("Year", "Value, USD")),
        (Chart("line", x="age", y=("tokens",)), ("Age, years", "Tokens held, tokens")),
        (Chart("bar", x="pool", y=("apy",)), ("Pool", "APY")),
        (Chart("line", x="price_ratio", y=("copies",)), ("Price ratio", "Copies")),
        (Chart("line", x="year", y=("value", "worst_case_value")), ("Year", "USD")),
    ],
)
def test_axes_are_named_by_label_and_unit(
    chart: Chart, expected: tuple[str | None, str | None]
) -> None:
    assert titles(chart) == expected


def test_amounts_begin_at_zero_unless_the_axis_is_logarithmic() -> None:
    line = Chart("line", x="year", y=("value",))
    assert spec_of(line)["encoding"]["y"]["scale"]["zero"] is True
    assert spec_of(replace(line, log_y=True))["encoding"]["y"]["scale"]["type"] == "log"
    filters = [one.get("filter") for one in spec_of(replace(line, log_y=True))["transform"]]
    assert "datum.amount > 0" in filters


def test_series_are_told_apart_by_dashes_as_well_as_colour() -> None:
    chart = Chart("line", x="year", y=("value", "worst_case_value"))
    first, second = chart_series(chart, WORDS)
    assert (first.label, second.label) == ("Value", "Value in the bad case")
    assert first.colour != second.colour == "var(--livecalc-loss)"
    assert first.dashes != second.dashes


def test_rows_are_no_part_of_the_specification() -> None:
    spec = spec_of(Chart("bar", x="pool", y=("value",)))
    assert spec["data"] == {"name": "rows"}
    json.dumps(spec, allow_nan=False)


# The sentence

BALANCES = "Chart('line', x='year', y=('balance',))"


@pytest.fixture
def description(write_topic: WriteTopic) -> CalculatorDescription:
    source = changed(
        (
            "from livecalc.interface.units",
            "from livecalc.interface.chart import Chart\nfrom livecalc.interface.units",
        ),
        ("tuple[SavingsYear, ...]", f"Annotated[tuple[SavingsYear, ...], {BALANCES}]"),
        ("    balance: Annotated[float, USD]\n", "    balance: Annotated[float, USD] | None\n"),
        ("Balance & <b>", "Balance {first} & <b>"),
    )
    return describe(current_calculators(write_topic(source))["savings"])


def sentence(description: CalculatorDescription, *balances: float | None) -> str:
    table = next(description.spec.tables)
    rows = [{"year": at, "balance": one, "note": ""} for at, one in enumerate(balances)]
    return text_alternative(description, table, rows)


def test_the_sentence_names_both_ends_and_both_extremes(
    description: CalculatorDescription,
) -> None:
    label = "Balance (first) & <b>interest</b>"
    assert sentence(description, 100.0, -50.0, 300.0, 200.0) == (
        f"Line chart. {label}: $100.00 at Year 0, $200.00 at Year 3; "
        "lowest -$50.00 at Year 1, highest $300.00 at Year 2."
    )


def test_rows_without_a_value_are_not_spoken_of(description: CalculatorDescription) -> None:
    assert "$7.00 at Year 1, $7.00 at Year 1" in sentence(description, None, 7.0, None)
    assert sentence(description, None, None).endswith("no row has a value.")
    assert sentence(description).endswith("no row has a value.")


def test_the_sentence_names_what_is_drawn_beside_the_main_series() -> None:
    staking = describe(current_calculators("calculators")["staking-apy"])
    table = next(staking.spec.tables)
    assert sentence_of(staking, table).sentence.endswith("Drawn beside it: Value in the bad case.")


# Colours


def colours_of(variable: str) -> list[str]:
    """The light and the dark colour that a variable of the style sheet stands for."""
    match = re.search(rf"--livecalc-{variable}: ([^;]+);", CSS)
    assert match, variable
    inner = re.fullmatch(r"var\(--livecalc-([\w-]+)\)", match[1])
    return colours_of(inner[1]) if inner else re.findall(r"#[0-9a-f]{6}", match[1])


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("variable", ["series-1", "series-2", "series-3", "series-4", "loss"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_a_series_stands_out_from_the_ground(variable: str, scheme: int) -> None:
    pair = sorted(luminance(colours_of(one)[scheme]) for one in (variable, "surface"))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3


def test_every_colour_that_is_drawn_is_in_the_style_sheet() -> None:
    chart = Chart("line", x="year", y=("value", "worst_case_value"))
    used = set(re.findall(r"var\(--livecalc-([\w-]+)\)", json.dumps(spec_of(chart))))
    assert {"series-1", "loss", "line", "quiet"} <= used
    for one in used:
        assert len(colours_of(one)) == 2 or f"--livecalc-{one}:" in CSS, one


def test_there_is_one_module_that_knows_the_name_of_the_rows() -> None:
    script = Path(ROOT / "livecalc/web/drawing.ts").read_text(encoding="utf-8")
    assert 'const ROWS = "rows";' in script
