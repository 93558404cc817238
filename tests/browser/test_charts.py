"""Charts: in the page without a script, then of the reader's numbers, and as a file of numbers."""

import csv
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Route, expect

from livecalc.forms.chart import text_alternative
from livecalc.forms.description import describe
from livecalc.interface.registry import find_calculators
from tests.browser.conftest import OpenVisit
from tests.browser.runtime_files import blocked
from tests.browser.test_accessibility import AXE, _findings
from tests.browser.visit import Calculator, native_outputs

REAL: Final = find_calculators("calculators")
CHARTED: Final = [name for name, spec in REAL.items() if any(one.chart for one in spec.tables)]

#: What a careful site sends: no code from text, nothing from elsewhere.
STRICT: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"
    " img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
    " base-uri 'none'; form-action 'none'"
)

#: Corners of the drawn lines or heights of the drawn bars, as numbers.
_GEOMETRY: Final = """plot => {
  const lines = [...plot.querySelectorAll(".mark-line path")].map((one) => one.getAttribute("d"));
  const bars = [...plot.querySelectorAll(".mark-rect path")].map((one) => one.getBBox().height);
  return { lines, bars };
}"""


def figure(calculator: Calculator) -> Locator:
    return calculator.element.locator("figure.livecalc-chart")


def plot(calculator: Calculator) -> Locator:
    return figure(calculator).get_by_role("img")


def wait_until_drawn(calculator: Calculator) -> None:
    expect(plot(calculator).locator("svg.marks")).to_be_visible()
    expect(figure(calculator)).not_to_have_attribute("data-stale", "")


def sentence(name: str, inputs: dict[str, Any]) -> str:
    spec = REAL[name]
    table = next(one for one in spec.tables if one.chart)
    return text_alternative(describe(spec), table, native_outputs(name, inputs)[table.name])


@pytest.mark.parametrize("name", CHARTED)
def test_page_without_javascript_has_the_chart_of_its_numbers(
    name: str, open_visit: OpenVisit
) -> None:
    visit = open_visit(f"/calculators/{name}/", java_script_enabled=False)
    calculator = visit.calculator(name)
    expect(plot(calculator)).to_have_accessible_name(sentence(name, {}))
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 900})
        (drawn,) = [one for one in plot(calculator).locator("svg").all() if one.is_visible()]
        # A logarithmic axis has ticks without a number.
        box = drawn.locator("text").filter(has_text=re.compile(r"\d")).first.bounding_box()
        assert box is not None
        assert box["height"] >= 11, "numbers beside the axes can be read"


@pytest.mark.parametrize(
    ("name", "label", "number"),
    [
        ("staking-apy", "Years", "8"),
        ("royalty-income", "Months", "40"),
        ("impermanent-loss", "Weight of the first asset", "80"),
    ],
)
def test_drawing_script_is_fetched_only_for_other_numbers_and_the_chart_follows(
    name: str, label: str, number: str, open_visit: OpenVisit
) -> None:
    visit = open_visit(f"/calculators/{name}/")
    calculator = visit.calculator(name)
    field = calculator.field(label)
    start = field.input_value()
    calculator.element.locator("input").first.focus()
    calculator.wait_until_answered()
    assert not visit.asked_for_drawing()

    field.fill(number)
    calculator.wait_until_answered()
    inputs = visit.changes()[-1]["inputs"]
    assert sentence(name, inputs) != sentence(name, {})
    expect(plot(calculator)).to_have_accessible_name(sentence(name, inputs))
    assert visit.asked_for_drawing()
    field.fill(start)
    calculator.wait_until_answered()
    expect(plot(calculator)).to_have_accessible_name(sentence(name, {}))


def test_lines_follow_the_rows_of_the_answer(open_visit: OpenVisit) -> None:
    calculator = open_visit("/calculators/staking-apy/").calculator("staking-apy")
    calculator.field("Years").fill("9")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    rows = calculator.outputs()["by_year"]
    lines = plot(calculator).evaluate(_GEOMETRY)["lines"]
    assert len(lines) == 2
    for line, column in zip(lines, ("value", "worst_case_value"), strict=True):
        corners = [tuple(map(float, one.split(","))) for one in line.lstrip("M").split("L")]
        assert len(corners) == len(rows) == 10
        # One scale for all: what is drawn is a linear picture of the values.
        (_, y0), (_, y1) = corners[0], corners[-1]
        first, last = rows[0][column], rows[-1][column]
        for (_, y), row in zip(corners, rows, strict=True):
            share = (row[column] - first) / (last - first)
            assert y == pytest.approx(y0 + share * (y1 - y0), abs=0.05)


def test_bars_follow_the_rows_of_the_answer(open_visit: OpenVisit) -> None:
    calculator = open_visit("/calculators/royalty-income/").calculator("royalty-income")
    calculator.field("Months").fill("5")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    rows = calculator.outputs()["by_month"]
    bars = plot(calculator).evaluate(_GEOMETRY)["bars"]
    amounts = [
        row[name] for row in rows for name in ("royalty_income", "royalty_income_if_all_pay")
    ]
    assert len(bars) == len(amounts)
    for bar, amount in zip(bars, amounts, strict=True):
        assert bar / max(bars) == pytest.approx(amount / max(amounts), abs=0.01)


def test_chart_keeps_the_width_of_its_place(open_visit: OpenVisit) -> None:
    visit = open_visit("/calculators/staking-apy/", viewport={"width": 1280, "height": 900})
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").fill("5")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 900})
        drawn, room = "svg.marks", plot(calculator).evaluate("one => one.clientWidth")
        expect(plot(calculator).locator(drawn)).to_have_attribute("width", str(room))
        assert visit.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_page_before_and_after_the_first_answer(
    scheme: str, open_visit: OpenVisit
) -> None:
    visit = open_visit("/calculators/staking-apy/", color_scheme=scheme, reduced_motion="reduce")
    calculator = visit.calculator("staking-apy")
    colour = "one => getComputedStyle(one).stroke"
    lines = plot(calculator).locator("svg:visible .mark-line path")
    built = [one.evaluate(colour) for one in lines.all()]
    expected = {"light": "rgb(11, 102, 102)", "dark": "rgb(111, 208, 200)"}[scheme]
    assert built[0] == expected
    calculator.field("Years").fill("5")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    assert [one.evaluate(colour) for one in lines.all()] == built
    visit.page.add_script_tag(path=AXE)
    assert _findings(visit.page) == []


def test_numbers_beside_the_axes_are_in_the_readers_locale(open_visit: OpenVisit) -> None:
    visit = open_visit("/calculators/staking-apy/", locale="de-DE")
    calculator = visit.calculator("staking-apy")
    labels = plot(calculator).locator("svg:visible .role-axis-label text")
    expect(labels.filter(has_text="1.000")).to_have_text("$1.000")
    calculator.field("Years").fill("5")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    expect(labels.filter(has_text="1.000")).to_have_text("$1.000")
    expect(plot(calculator)).to_have_accessible_name(re.compile(r"\$1\.000,00 at Year 0"))


def test_chart_that_cannot_be_drawn_gives_way_to_a_sentence_until_it_can(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/calculators/staking-apy/")
    visit.spoil("**/livecalc/drawing-*.js", blocked)
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").fill("5")
    calculator.wait_until_answered()
    expect(figure(calculator)).to_contain_text("The chart could not be drawn for these numbers.")
    expect(figure(calculator).locator(".livecalc-plot")).to_be_hidden()
    visit.mend("**/livecalc/drawing-*.js")
    calculator.field("Years").fill("6")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    expect(plot(calculator)).to_have_accessible_name(sentence("staking-apy", {"years": 6}))
    expect(figure(calculator)).not_to_contain_text("could not be drawn")


def test_charts_are_drawn_under_a_policy_without_code_from_text(
    open_visit: OpenVisit, small_site: str
) -> None:
    """A breach of the policy is an error in the console, and that fails the test."""
    visit = open_visit("/savings.html", origin=small_site)

    def add_policy(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, headers={**response.headers, "content-security-policy": STRICT}
        )

    visit.page.context.route("**/*.html", add_policy)
    response = visit.page.reload()
    assert response is not None
    assert response.headers["content-security-policy"] == STRICT
    calculator = visit.calculator("savings")
    calculator.field("Years").fill("6")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    assert len(plot(calculator).evaluate(_GEOMETRY)["lines"]) == 1


def test_embed_page_has_the_chart_and_draws_it(open_visit: OpenVisit) -> None:
    calculator = open_visit("/embed/staking-apy/").calculator("staking-apy")
    expect(plot(calculator)).to_have_accessible_name(sentence("staking-apy", {}))
    calculator.field("Years").fill("6")
    calculator.wait_until_answered()
    wait_until_drawn(calculator)
    expect(plot(calculator)).to_have_accessible_name(sentence("staking-apy", {"years": 6}))


@pytest.mark.parametrize("years", ["3", "7"])
def test_downloaded_file_holds_every_digit_of_the_table(
    years: str, open_visit: OpenVisit, tmp_path: Path
) -> None:
    visit = open_visit("/calculators/staking-apy/")
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").fill(years)
    calculator.wait_until_answered()
    with visit.page.expect_download() as download:
        calculator.button("Download CSV").click()
    assert download.value.suggested_filename == "staking-apy-by-year.csv"
    download.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = list(csv.reader(file))
    assert heading[:3] == ["Year (count)", "Tokens held (tokens)", "Token price (USD per token)"]
    shown = calculator.outputs()["by_year"]
    assert [[json.loads(cell) for cell in row] for row in rows] == [
        list(row.values()) for row in shown
    ]
    assert not [one for one in visit.requests if one.url.endswith(".csv")]


def test_texts_in_a_downloaded_file_are_quoted(
    open_visit: OpenVisit, small_site: str, tmp_path: Path
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    with visit.page.expect_download() as download:
        visit.calculator("savings").button("Download CSV").click()
    download.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Note"] for row in rows] == [f'<{year}>, "so called"' for year in range(4)]


@pytest.mark.parametrize("name", REAL)
def test_formula_is_mathematics_and_fits_a_phone(name: str, open_visit: OpenVisit) -> None:
    visit = open_visit(f"/calculators/{name}/", viewport={"width": 390, "height": 844})
    formula = visit.page.get_by_role("region", name="Formula")
    equations = formula.locator("math")
    assert equations.count() >= 1
    for one in equations.all():
        assert one.evaluate("one => one.getBoundingClientRect().height") > 5
        assert one.evaluate("one => one instanceof MathMLElement")
    assert visit.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
