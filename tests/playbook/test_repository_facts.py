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


def test_every_avenue_has_a_guide_that_shows_its_risks_and_review(
    facts: Facts, pages: dict[str, str]
) -> None:
    assert facts.avenues
    for avenue in facts.avenues.values():
        page = pages[avenue.guide]
        assert f"/// risks | {avenue.id}\n" in page
        assert f"/// reviewed | {avenue.id}\n" in page
        first, *others = avenue.calculators
        assert f"/// calculator | {first}\n" in page
        for calculator in others:
            assert f"/// calculator | {calculator}\n" in page or (
                f"](../calculators/{calculator}.md)" in page
            )


def test_the_command_says_that_all_is_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main([]) == 0
    assert "all in order" in capsys.readouterr().out
