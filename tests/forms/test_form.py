"""The form: valid, labelled, and with the values of the call."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from livecalc.forms.current import current_calculators
from livecalc.forms.description import describe
from livecalc.forms.form import render_details, typed
from livecalc.interface.call import answer, read_value
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import InputSpec, ScalarKind
from livecalc.interface.units import FRACTION, USD, YEARS
from tests.conftest import WriteTopic
from tests.forms.page import convert, parse, pretty, text
from tests.samples import SAVINGS, changed

REAL = find_calculators("calculators")
#: Three that between them have every kind of field, output, table and chart; a change of the
#: template shows in each of them, so more would only be more to read.
SEEN = ("impermanent-loss", "royalty-income", "staking-apy")
SNAPSHOTS = Path(__file__).parent / "snapshots"


def block(name: str, *options: str) -> str:
    return "\n".join([f"/// calculator | {name}", *options, "///", ""])


@pytest.fixture
def package(write_topic: WriteTopic) -> str:
    return write_topic(SAVINGS)


@pytest.fixture
def form(package: str) -> Element:
    return parse(convert(block("savings"), package))


def named(tree: Element, name: str) -> Element:
    (found,) = tree.findall(f".//*[@name='{name}']")
    return found


def value(element: Element) -> Any:
    return json.loads(element.attrib["data-value"])


@pytest.mark.parametrize("name", [*REAL, "savings"])
class TestEveryCalculator:
    """What must hold for every form; `savings` has the kinds that no real one uses yet."""

    @pytest.fixture
    def package(self, name: str, write_topic: WriteTopic) -> str:
        return write_topic(SAVINGS) if name == "savings" else "calculators"

    @pytest.fixture
    def page(self, name: str, package: str) -> Element:
        """The same calculator twice, and what stands behind it."""
        details = f"/// calculator-details | {name}\n///\n"
        return parse(convert(f"# Page\n\n{block(name)}\n\n{block(name)}\n\n{details}", package))

    def test_ids_are_unique_when_a_calculator_is_on_a_page_twice(self, page: Element) -> None:
        ids = Counter(one.attrib["id"] for one in page.iter() if "id" in one.attrib)
        assert len(ids) > 4
        assert [one for one, times in ids.items() if times > 1] == []

    def test_every_input_has_a_label_help_and_a_place_for_its_error(self, page: Element) -> None:
        ids = {one.attrib["id"]: one for one in page.iter() if "id" in one.attrib}
        labels = {one.attrib["for"]: text(one) for one in page.iter("label")}
        controls = [*page.iter("input"), *page.iter("select")]
        assert controls
        assert set(labels) == {one.attrib["id"] for one in controls}
        for one in controls:
            assert labels[one.attrib["id"]].strip()
            help_id, error_id = one.attrib["aria-describedby"].split()
            assert text(ids[help_id]).strip()
            assert "hidden" in ids[error_id].attrib

    def test_every_reference_by_id_has_a_target(self, page: Element) -> None:
        ids = {one.attrib["id"] for one in page.iter() if "id" in one.attrib}
        for element in page.iter():
            for attribute in ("aria-describedby", "aria-labelledby", "for"):
                assert set(element.attrib.get(attribute, "").split()) <= ids

    def test_the_element_says_its_name_and_that_it_is_static(
        self, name: str, page: Element
    ) -> None:
        elements = list(page.iter("live-calculator"))
        assert len(elements) == 2
        assert {(one.attrib["name"], one.attrib["state"]) for one in elements} == {(name, "static")}

    def test_inputs_outputs_and_tables_hold_what_the_call_gives(
        self, name: str, package: str
    ) -> None:
        tree = parse(convert(block(name), package))
        registry = current_calculators(package)
        reply = answer(registry, name, {})
        for one in registry[name].inputs:
            assert value(named(tree, one.name)) == reply["inputs"][one.name]
        shown = {one.attrib["name"]: value(one) for one in tree.iter("output")}
        assert shown == {key: one for key, one in reply["outputs"].items() if type(one) is not list}
        tables = {
            one.attrib["data-output"]: rows(one)
            for one in tree.iter("table")
            if "data-output" in one.attrib
        }
        assert tables == {key: one for key, one in reply["outputs"].items() if type(one) is list}

    def test_what_stands_in_a_field_means_exactly_its_value(self, name: str, package: str) -> None:
        tree = parse(convert(block(name), package))
        for one in current_calculators(package)[name].inputs:
            if one.kind in ("float", "int"):
                field = named(tree, one.name)
                typed_text = field.attrib["value"].replace(",", "")
                percent = "%" if one.unit.kind == "percent" else ""
                assert read_value(one, typed_text + percent) == value(field)

    def test_the_range_of_a_field_is_that_of_the_function(self, name: str, package: str) -> None:
        tree = parse(convert(block(name), package))
        for one in current_calculators(package)[name].inputs:
            if one.kind in ("float", "int"):
                attributes = named(tree, one.name).attrib
                assert json.loads(attributes["data-minimum"]) == one.minimum
                assert json.loads(attributes["data-maximum"]) == one.maximum

    def test_every_column_has_a_heading(self, page: Element) -> None:
        for table in page.iter("table"):
            headings = table.findall("thead/tr/th")
            assert all(one.attrib["scope"] == "col" and text(one).strip() for one in headings)
            assert text(table.findall("caption")[0]).strip()
            for row in table.findall("tbody/tr"):
                assert len(row) == len(headings)


def rows(table: Element) -> list[dict[str, Any]]:
    names = [one.attrib["data-column"] for one in table.findall("thead/tr/th")]
    return [dict(zip(names, map(value, row), strict=True)) for row in table.findall("tbody/tr")]


@pytest.mark.parametrize("name", SEEN)
def test_the_form_looks_as_it_was_accepted(name: str, request: pytest.FixtureRequest) -> None:
    """`pytest --update-snapshots` accepts what it looks like now."""
    file = SNAPSHOTS / f"{name}.html"
    html = pretty(convert(block(name)))
    if request.config.getoption("update_snapshots"):
        file.write_text(html, encoding="utf-8")
    assert file.is_file(), f"no snapshot of {name}; run pytest --update-snapshots"
    assert html == file.read_text(encoding="utf-8")


def test_there_is_no_snapshot_that_nobody_looks_at() -> None:
    assert {one.stem for one in SNAPSHOTS.glob("*.html")} == set(SEEN)


def test_options_are_the_starting_values(package: str) -> None:
    options = ("deposit: 250.5", "interest_apr: 0.1", "compounded: false", "paid: <i>monthly</i>")
    tree = parse(convert(block("savings", *options), package))
    started = {one: value(named(tree, one)) for one in ("deposit", "interest_apr", "compounded")}
    assert started == {"deposit": 250.5, "interest_apr": 0.1, "compounded": False}
    assert value(named(tree, "paid")) == "<i>monthly</i>"
    assert value(named(tree, "balance")) == pytest.approx(250.5 * 1.3)


def test_truth_values_and_choices_are_lists_to_choose_from(form: Element) -> None:
    offered = {
        one.attrib["name"]: [(each.attrib["value"], text(each)) for each in one.iter("option")]
        for one in form.iter("select")
    }
    assert offered == {
        "compounded": [("true", "yes"), ("false", "no")],
        "paid": [("at the end", "at the end"), ("<i>monthly</i>", "<i>monthly</i>")],
    }


@pytest.mark.parametrize(("name", "choice"), [("compounded", "true"), ("paid", "at the end")])
def test_the_starting_choice_is_the_selected_one(name: str, choice: str, form: Element) -> None:
    options = named(form, name).iter("option")
    selected = [one.attrib["value"] for one in options if "selected" in one.attrib]
    assert selected == [choice]


def test_a_quantity_that_does_not_exist_is_null_and_reads_none(package: str) -> None:
    output = named(parse(convert(block("savings", "interest_apr: 0"), package)), "doubling_years")
    assert output.attrib["data-value"] == "null"
    assert text(output) == "none"


def test_truth_and_text_are_read_as_words(form: Element) -> None:
    assert (text(named(form, "grows")), value(named(form, "grows"))) == ("yes", True)
    assert (text(named(form, "verdict")), value(named(form, "verdict"))) == (
        '"good" & <plain>',
        '"good" & <plain>',
    )


def test_the_worst_case_is_marked(form: Element) -> None:
    marked = [one for one in form.iter("div") if "livecalc-worst-case" in one.get("class", "")]
    names = [[output.attrib["name"] for output in one.iter("output")] for one in marked]
    assert names == [["worst_case_balance"]]


def test_nothing_that_an_author_wrote_becomes_markup(package: str) -> None:
    tree = parse(convert(f"{block('savings')}\n\n/// calculator-details | savings\n///\n", package))
    for tag in ("script", "b", "u", "s", "i", "img", "plain"):
        assert list(tree.iter(tag)) == [], tag
    shown = text(tree)
    for written in (
        "never <script>alert(1)</script>.",
        "What is paid in <u>today</u>.",
        "Balance & <b>interest</b>",
        "The rate stays <s>put</s>.",
        "<img src=x onerror=alert(1)>",
        "if 1 < 2",
        "“Savings & loans”",
    ):
        assert written in shown


def test_a_title_with_markup_stays_in_its_attribute(write_topic: WriteTopic) -> None:
    label = 'x" onclick="alert(1)'
    package = write_topic(changed(("years: Years. How", f"years: {label}. How")))
    tree = parse(convert(block("savings"), package))
    assert not [one for one in tree.iter() if "onclick" in one.attrib]
    assert label in [text(one) for one in tree.iter("label")]


def test_the_details_show_every_section_and_the_python(package: str) -> None:
    description = describe(current_calculators(package)["savings"])
    tree = parse(render_details(description))
    headings = [text(one) for one in tree.iter("h3")]
    assert headings == ["Formula", "Assumptions", "Not modelled", "Sources of the formula"]
    (python,) = tree.iter("details")
    assert "def savings(" in text(python)
    assert next(text(one) for one in tree.iter("code")) == "compounded"


@pytest.mark.parametrize(
    ("number", "unit", "as_typed"),
    [
        (0.041, FRACTION, "4.1"),
        (0.07, FRACTION, "7"),
        (1e-9, FRACTION, "0.0000001"),
        (-0.5, FRACTION, "-50"),
        (0.1 + 0.2, USD, "0.30000000000000004"),
        (1e12, USD, "1,000,000,000,000"),
        (1e-9, USD, "0.000000001"),
        (0.0, USD, "0"),
        (10, YEARS, "10"),
        (1200, YEARS, "1,200"),
    ],
)
def test_a_number_is_typed_exactly(number: float, unit: Any, as_typed: str) -> None:
    kind: ScalarKind = "int" if isinstance(number, int) else "float"
    assert typed(number, InputSpec("x", kind, unit, 0.0, -1e15, 1e15, None)) == as_typed


def test_headline_comes_first_and_has_its_help(form: Element) -> None:
    assert next(one.attrib["name"] for one in form.iter("output")) == "balance"
    (headline,) = [one for one in form.iter("div") if one.get("class") == "livecalc-headline"]
    assert re.search("Balance at the end.*Deposit & interest", text(headline), re.DOTALL)
