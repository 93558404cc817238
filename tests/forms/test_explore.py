"""The panel of tools as a page has it before any script: what matters most, drawn and told."""

import json
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from livecalc.forms.description import describe
from livecalc.forms.explore import MOST_INPUTS, render_explore
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.limits import OutOfTimeError
from tests.conftest import WriteTopic
from tests.forms.page import convert, parse, text
from tests.samples import PATIENCE, SAVINGS, body

REAL = find_calculators("calculators")
every_calculator = pytest.mark.parametrize("name", REAL)


def panel(name: str, **options: object) -> Element:
    lines = [f"/// calculator | {name}", *(f"{key}: {value}" for key, value in options.items())]
    tree = parse(convert("\n".join([*lines, "///", ""])))
    (found,) = tree.findall(".//live-calculator/details[@class='livecalc-explore']")
    return found


def rows(tree: Element) -> dict[str, list[str]]:
    return {
        row.attrib["data-input"]: [text(cell) for cell in row]
        for row in tree.findall(".//tbody/tr")
    }


@every_calculator
def test_the_table_says_what_the_tool_says(name: str) -> None:
    found = rows(panel(name))
    reply = explore_at_once(REAL, name, {"tool": "sensitivity"})
    expected = [row for row in reply["rows"] if row["effect"] > 0][:MOST_INPUTS]
    assert list(found) == [row["input"] for row in expected]
    tree = panel(name)
    for row, element in zip(expected, tree.findall(".//tbody/tr"), strict=True):
        values = [
            json.loads(one.attrib["data-value"]) for one in element if "data-value" in one.attrib
        ]
        sides = [row[side] for side in ("down", "up") if row[side]]
        moves = [one[key] for one in sides for key in ("value", "difference")]
        assert values == [row["value"], *moves]


@every_calculator
def test_the_panel_is_closed_labelled_and_outside_of_the_form(name: str) -> None:
    tree = parse(convert(f"/// calculator | {name}\n///\n\n/// calculator | {name}\n///\n"))
    panels = tree.findall(".//live-calculator/details[@class='livecalc-explore']")
    assert len(panels) == 2
    ids = [one.attrib["id"] for one in tree.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    for one in panels:
        assert "open" not in one.attrib
        assert text(one.findall("summary")[0]) == "Explore"
        for labelled in one.findall(".//*[@aria-labelledby]"):
            assert labelled.attrib["aria-labelledby"] in ids


@every_calculator
def test_the_drawing_is_whole_told_in_words_and_asks_for_nothing(name: str) -> None:
    defaults = {one.name: one.default for one in REAL[name].inputs}
    html = render_explore(describe(REAL[name]), defaults, key=name)
    svgs = re.findall(r'<svg class="livecalc-drawing.*?</svg>', html, re.DOTALL)
    assert len(svgs) == 2
    for svg in svgs:
        ElementTree.fromstring(svg)
        assert "NaN" not in svg
        assert not re.search(r"https?:|url\(|<script|<style| style=|#[0-9a-f]{3,6}\b", svg)
    assert 'aria-label="Bar chart. What matters most is ' in html


def test_it_starts_from_the_numbers_of_the_page() -> None:
    assert rows(panel("staking-apy", reward_apr=0.05))["reward_apr"][1:3] == [
        "5\u00a0%",
        "4.5\u00a0%",
    ]


def test_the_end_of_a_range_is_said() -> None:
    found = rows(panel("staking-apy", validator_commission=1))
    assert found["validator_commission"][-2:] == ["end", "–"]


def test_what_matters_less_is_counted() -> None:
    tree = panel("income-plan")
    assert len(rows(tree)) <= MOST_INPUTS
    others = len([one for one in REAL["income-plan"].inputs if one.kind != "text"]) - len(
        rows(tree)
    )
    assert f"{others} more numbers change it less, or not at all." in text(tree)


def test_markup_in_labels_stays_text(write_topic: WriteTopic) -> None:
    source = SAVINGS.replace("deposit: Deposit.", "deposit: <b>Deposit</b> & more.")
    package = write_topic(source)
    spec = find_calculators(package)["savings"]
    html = render_explore(describe(spec), {one.name: one.default for one in spec.inputs}, key="k")
    assert "<b>" not in html
    assert "&lt;b&gt;Deposit&lt;/b&gt; &amp; more" in html


def test_a_long_calculator_says_that_its_tools_compute_when_asked(write_topic: WriteTopic) -> None:
    package = write_topic(PATIENCE, "patience")
    tree = parse(convert("/// calculator | patience\n///\n", package))
    (found,) = tree.findall(".//live-calculator/details[@class='livecalc-explore']")
    assert "computed when somebody asks" in text(found)
    assert found.find(".//table") is None


def test_inputs_that_change_nothing_leave_a_sentence(write_topic: WriteTopic) -> None:
    same = body(
        "return Savings(balance=1.0, worst_case_balance=0.0, doubling_years=None, "
        "verdict='', grows=False, by_year=())"
    )
    spec = find_calculators(write_topic(same))["savings"]
    html = render_explore(describe(spec), {one.name: one.default for one in spec.inputs}, key="k")
    assert "3 more numbers change it not at all." in html
    assert "<svg" not in html


def test_a_calculator_that_takes_too_long_stops_the_build(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        raise OutOfTimeError("The calculation took longer than 5 seconds and was stopped.")

    monkeypatch.setattr("livecalc.forms.explore.explore_at_once", late)
    package = write_topic(SAVINGS)
    with pytest.raises(Exception, match="savings: The calculation took longer"):
        convert("/// calculator | savings\n///\n", package)
