"""What every page of the playbook has: a name of its own, a description, the parts of its kind."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.built_site import ROOT

DOCS: Final = ROOT / "docs"
PAGES: Final = sorted(DOCS.rglob("*.md"))

PARTS_OF_A_GUIDE: Final = [
    "In one minute",
    "Where the money comes from",
    "What it costs",
    "What can go wrong",
    "Worked example",
    "Platforms",
    "Check before you start",
    "Tax and rules",
    "If you want to leave",
    "The ordinary alternative",
    "Test yourself",
    "Sources",
]

PARTS_OF_A_RISK: Final = [
    "What it is",
    "How to see it coming",
    "What reduces it",
    "It has happened",
    "Where it bites",
    "Sources",
]

GUIDES: Final = [one for one in (DOCS / "guides").glob("*.md") if one.stem != "index"]
RISKS: Final = [DOCS / "risks" / f"{one.stem}.md" for one in (ROOT / "data/risks").glob("*.yml")]
PLATFORMS: Final = [one for one in (DOCS / "platforms").glob("*.md") if one.stem != "index"]


def _named(page: Path) -> str:
    return str(page.relative_to(DOCS))


def _front_matter(page: Path) -> dict[str, Any]:
    match = re.match(r"---\n(.*?)\n---\n", page.read_text(encoding="utf-8"), re.DOTALL)
    assert match, f"{_named(page)} begins without title and description"
    found: dict[str, Any] = yaml.safe_load(match[1])
    return found


def _headings(page: Path, level: int) -> list[str]:
    text = page.read_text(encoding="utf-8")
    outside_code = re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(rf"^#{{{level}}} (.+?) *$", outside_code, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_a_page_says_in_short_what_it_is_and_has_one_main_heading(page: Path) -> None:
    about = _front_matter(page)
    assert about["title"]
    # What search engines show of it.
    assert 50 <= len(about["description"]) <= 160
    assert len(_headings(page, 1)) == 1


@pytest.mark.parametrize("part", ["title", "description"])
def test_no_two_pages_say_the_same_of_themselves(part: str) -> None:
    counted = Counter(_front_matter(page)[part] for page in PAGES)
    assert [text for text, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("page", GUIDES, ids=_named)
def test_guides_answer_the_same_questions_in_the_same_order(page: Path) -> None:
    assert _headings(page, 2) == PARTS_OF_A_GUIDE


@pytest.mark.parametrize("page", RISKS, ids=_named)
def test_kinds_of_risk_are_told_in_the_same_order(page: Path) -> None:
    assert _headings(page, 2) == PARTS_OF_A_RISK


@pytest.mark.parametrize("page", PLATFORMS, ids=_named)
def test_pages_of_platforms_name_each_once_and_end_with_sources(page: Path) -> None:
    *platforms, last = _headings(page, 2)
    assert platforms
    assert len(set(platforms)) == len(platforms)
    assert last == "Sources"
