"""The facts of this repository hold together, and nothing in them is idle."""

import re
from pathlib import Path

import pytest

from livecalc.interface.registry import find_calculators
from playbook.__main__ import main
from playbook.facts import Facts
from playbook.loading import load_facts

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(
        ROOT / "data", docs=ROOT / "docs", calculators=find_calculators("calculators")
    )


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {
        path.relative_to(ROOT / "docs").as_posix(): _CODE.sub("", path.read_text(encoding="utf-8"))
        for path in (ROOT / "docs").rglob("*.md")
    }


def named_in(pages: dict[str, str], kind: str) -> set[str]:
    pattern = rf"\[\[\s*{kind}\s*:\s*([^\]]*?)\s*\]\]"
    return {name for page in pages.values() for name in re.findall(pattern, page)}


def test_every_source_is_cited_and_every_citation_has_a_source(
    facts: Facts, pages: dict[str, str]
) -> None:
    cited = named_in(pages, "source")
    cited |= {one for figure in facts.figures.values() for one in figure.sources}
    cited |= {one for platform in facts.platforms.values() for one in platform.sources}
    cited |= {one for claim in facts.claims.values() for one in claim.sources}
    cited |= {one for incident in facts.incidents.values() for one in incident.sources}
    assert cited == set(facts.sources)


def test_every_figure_is_quoted_and_every_quoted_figure_exists(
    facts: Facts, pages: dict[str, str]
) -> None:
    assert named_in(pages, "figure") == set(facts.figures)


def test_every_incident_is_shown_somewhere(facts: Facts, pages: dict[str, str]) -> None:
    shown = {
        one for avenue in facts.avenues.values() for risk in avenue.risks for one in risk.incidents
    }
    shown |= {one for platform in facts.platforms.values() for one in platform.incidents}
    for page in pages.values():
        for names in re.findall(r"^/// incidents \|(.*)$", page, re.MULTILINE):
            shown |= set(names.split())
    assert shown == set(facts.incidents)


def test_every_avenue_has_a_guide_that_shows_all_that_is_known(
    facts: Facts, pages: dict[str, str]
) -> None:
    assert facts.avenues
    for avenue in facts.avenues.values():
        page = pages[avenue.guide]
        for block in ("reviewed", "money-flow", "risks", "platforms", "checklist", "quiz"):
            assert f"\n/// {block} | {avenue.id}\n///\n" in page, f"{avenue.guide}: {block}"
        assert page.rstrip().endswith("/// sources\n///"), avenue.guide


def test_every_calculator_of_an_avenue_is_used_or_linked_in_its_guide(
    facts: Facts, pages: dict[str, str]
) -> None:
    for avenue in facts.avenues.values():
        page = pages[avenue.guide]
        first, *others = avenue.calculators
        assert f"/// calculator | {first}\n" in page, avenue.guide
        for calculator in others:
            assert f"/// calculator | {calculator}\n" in page or (
                f"](../calculators/{calculator}.md)" in page
            ), f"{avenue.guide}: {calculator}"


def test_every_avenue_names_several_kinds_of_risk_with_real_cases(facts: Facts) -> None:
    for avenue in facts.avenues.values():
        assert 7 <= len(avenue.risks) <= 11, avenue.id
        assert any(risk.incidents for risk in avenue.risks), avenue.id


def test_an_avenue_and_its_platforms_name_each_other(facts: Facts) -> None:
    for avenue in facts.avenues.values():
        for name in avenue.platforms:
            assert avenue.id in facts.platforms[name].avenues, f"{avenue.id}, {name}"


def test_every_kind_of_risk_has_a_page_that_shows_it(facts: Facts, pages: dict[str, str]) -> None:
    for risk in facts.risks.values():
        assert f"\n/// risk | {risk.id}\n///\n" in pages[risk.page]


def test_every_general_checklist_is_shown_somewhere(facts: Facts, pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    for name in facts.checklists:
        assert f"\n/// checklist | {name}\n///\n" in everything, name


def test_the_hype_is_answered_on_a_page(facts: Facts, pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    if facts.claims:
        assert re.search(r"^/// claims$", everything, re.MULTILINE)


def test_the_command_says_that_all_is_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main([]) == 0
    assert "all in order" in capsys.readouterr().out
