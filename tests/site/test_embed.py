"""The pages for other people's frames, and the script that makes the frames."""

import re
from pathlib import Path

import html5lib
import pytest

from livecalc.forms.current import current_calculators
from livecalc.forms.description import describe
from livecalc.interface.registry import find_calculators
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.embed import RESERVED_ATTRIBUTES, render_embed, write_embeds
from livecalc.site.project import Project
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS

REGISTRY = find_calculators("calculators")


@pytest.fixture
def empty_site(tmp_path: Path) -> Path:
    """A built site without any page; its script has been made."""
    site = tmp_path / "site"
    (site / "livecalc").mkdir(parents=True)
    (site / "livecalc/embed-host.js").write_text("/* script */")
    return site


def test_the_site_has_an_embed_page_for_every_calculator_and_one_script(site: Path) -> None:
    assert {one.parent.name for one in site.glob("embed/*/index.html")} == set(REGISTRY)
    assert "live-calculator" in (site / "embed.js").read_text(encoding="utf-8")
    assert not (site / "livecalc/embed-host.js").exists()


@pytest.mark.parametrize("name", REGISTRY)
def test_an_embed_page_is_valid_and_loads_only_what_exists(name: str, site: Path) -> None:
    file = site / "embed" / name / "index.html"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(file.read_text(encoding="utf-8"))
    scripts = [one.attrib["src"] for one in page.iter("script") if "src" in one.attrib]
    styles = [one.attrib["href"] for one in page.iter("link") if one.get("rel") == "stylesheet"]
    loaded = [(file.parent / one).resolve().relative_to(site) for one in scripts + styles]
    assert sorted(re.sub(r"-[0-9a-f]{10}\.", ".", str(one)) for one in loaded) == [
        "livecalc/embed-page.js",
        "livecalc/embed.css",
        "livecalc/livecalc.css",
        "livecalc/livecalc.js",
    ]
    assert [one for one in loaded if not (site / one).is_file()] == []
    (link,) = page.iter("a")
    assert link.text == "Web3 Income Playbook"
    assert (file.parent / link.attrib["href"] / "index.html").is_file()
    ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", REGISTRY)
def test_an_embed_page_holds_the_answer_for_the_defaults(name: str, site: Path) -> None:
    text = (site / "embed" / name / "index.html").read_text(encoding="utf-8")
    page = html5lib.parse(text, namespaceHTMLElements=False)
    (element,) = page.iter("live-calculator")
    assert element.attrib["name"] == name
    assert element.attrib["data-address"] == "embed"
    spec = REGISTRY[name]
    assert {one.attrib["name"] for one in element.iter("output")} == {
        one.name for one in spec.scalars
    }
    assert all(one.text for one in element.iter("output"))


def test_texts_reach_the_page_as_text(write_topic: WriteTopic) -> None:
    (spec,) = current_calculators(write_topic(SAVINGS)).values()
    html = render_embed(describe(spec), site_name="<b>Sums & more</b>", page="../../")
    page = html5lib.parse(html, namespaceHTMLElements=False)
    (link,) = page.iter("a")
    assert link.text == "<b>Sums & more</b>"
    assert all((one.text or "").strip() == "" for one in page.iter("script"))


def test_a_frame_leads_to_the_start_where_its_calculator_has_no_page(
    write_topic: WriteTopic, empty_site: Path
) -> None:
    (spec,) = current_calculators(write_topic(SAVINGS)).values()
    write_embeds(empty_site, [describe(spec)], "Sums")
    html = (empty_site / "embed/savings/index.html").read_text(encoding="utf-8")
    assert '<a href="../../" ' in html


def test_a_calculator_that_is_gone_takes_its_embed_page_with_it(
    write_topic: WriteTopic, empty_site: Path
) -> None:
    (spec,) = current_calculators(write_topic(SAVINGS)).values()
    (empty_site / "embed/old").mkdir(parents=True)
    write_embeds(empty_site, [describe(spec)], "Sums")
    assert [one.name for one in (empty_site / "embed").iterdir()] == ["savings"]


def test_an_input_that_an_attribute_could_not_set_is_refused(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS.replace("years", "title"))
    (spec,) = current_calculators(package).values()
    with pytest.raises(RuntimeBuildError, match=r"savings.*'title'.*another name"):
        render_embed(describe(spec), site_name="Sums", page="../../")


def test_script_and_build_reserve_the_same_attributes() -> None:
    script = (ROOT / "livecalc/web/embed-address.ts").read_text(encoding="utf-8")
    declared = re.search(r"RESERVED_ATTRIBUTES.*?= \[(.*?)\n\];", script, re.DOTALL)
    assert declared
    assert set(re.findall(r'"(\w+)"', declared[1])) == RESERVED_ATTRIBUTES


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("site_name: Sums & more\nsite_url: !ENV [URL, x]\n", "Sums & more"),
        ("site_name: Sums\nx: !!python/name:material.extensions.emoji.twemoji\n", "Sums"),
        ("theme: {name: null}\n", "sums"),
        ("", "sums"),
        (None, "sums"),
    ],
)
def test_a_site_is_called_what_its_settings_say(
    settings: str | None, name: str, tmp_path: Path
) -> None:
    root = tmp_path / "sums"
    root.mkdir()
    if settings is not None:
        (root / "mkdocs.yml").write_text(settings)
    assert Project.at(root).site_name == name
