"""One calculator in one file: everything in it, nothing asked for."""

from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from livecalc.interface.errors import CallError
from livecalc.interface.registry import find_calculators
from livecalc.site.export import export_calculator
from livecalc.site.project import Project
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.docs.test_built_pages import loaded_addresses
from tests.samples import SAVINGS


@pytest.fixture
def project(write_topic: WriteTopic, tmp_path: Path) -> Project:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return Project(tmp_path, write_topic(SAVINGS), "sample-calculators")


@pytest.fixture(scope="module")
def exported(site: Path) -> Element:
    """A calculator of this repository; `site` has made what it is made from."""
    return parsed(export_calculator(Project.at(ROOT), "staking-apy"))


def parsed(html: str) -> Element:
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return page


def test_page_holds_form_explanation_and_python_and_loads_nothing(exported: Element) -> None:
    (calculator,) = exported.iter("live-calculator")
    assert calculator.attrib["name"] == "staking-apy"
    spec = find_calculators("calculators")["staking-apy"]
    fields = [*calculator.iter("input"), *calculator.iter("select")]
    assert {one.attrib["name"] for one in fields} == {one.name for one in spec.inputs}
    (panel,) = calculator.findall("details[@class='livecalc-explore']")
    assert panel.find(".//table") is not None
    headings = {"".join(one.itertext()) for one in exported.iter("h3")}
    assert {"Formula", "Assumptions", "Not modelled", "Sources of the formula"} <= headings
    assert any(one.get("class") == "livecalc-python" for one in exported.iter("details"))
    loaded = [one for one in loaded_addresses(exported) if one]
    assert [one for one in loaded if not one.startswith("data:")] == []


def test_text_of_an_author_cannot_end_a_script_or_become_markup(project: Project) -> None:
    page = parsed(export_calculator(project, "savings"))
    # Four carried files and one script; the sample's texts are full of tags.
    types = [one.get("type", "") for one in page.iter("script")]
    assert types == [*["text/plain"] * 4, ""]
    script = list(page.iter("script"))[-1].text or ""
    assert script.rstrip().endswith("})();")
    body = page.find("body")
    assert body is not None
    assert [one.tag for one in body] == ["main", *["script"] * 5]
    assert [one for one in page.iter() if one.tag in ("img", "em", "s", "u", "i")] == []


def test_policy_of_the_page_forbids_every_request(exported: Element) -> None:
    (policy,) = (
        one.attrib["content"]
        for one in exported.iter("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert {word for rule in rules.values() for word in rule.split()} == {
        *("'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "blob:", "data:")
    }


def test_unknown_calculator_is_refused_before_anything_is_made(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(CallError, match="saving"):
        export_calculator(project, "saving")
    assert not (tmp_path / "build").exists()
