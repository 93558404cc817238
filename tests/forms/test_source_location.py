"""Where a piece of source stands, under each engine and under none."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from livecalc.forms.source_location import SourceLines, locate, locate_declaration, page_path
from tests.conftest import WriteTopic
from tests.samples import SAVINGS

BODY = "# Page\n\n/// one | a\nx: 1\n///\n\n```\n/// one | a\n```\n\n/// one | a\nx: 2\n///\n"
FRONT_MATTER = "---\ntitle: Page\n---\n"


class PageKeeper(Preprocessor):
    """Holds the page as Zensical's own preprocessor does."""

    def __init__(self, md: Markdown, page: object) -> None:
        super().__init__(md)
        self.page = page
        self.config = {"docs_dir": "docs"}

    def run(self, lines: list[str]) -> list[str]:
        return lines


def converted(page: object = None) -> Markdown:
    md = Markdown()
    SourceLines.of(md)
    if page is not None:
        md.preprocessors.register(PageKeeper(md, page), "zensical", 1)
    md.convert(BODY)
    return md


def test_without_an_engine_the_page_has_no_name() -> None:
    assert page_path(converted()) == "<page>"
    assert locate(converted(), "^/// one") == "<page>:3"


def test_the_first_line_that_matches_counts_unless_another_is_asked_for() -> None:
    md = converted()
    assert locate(md, "^/// one", occurrence=2) == "<page>:11"
    assert locate(md, "^/// one", occurrence=9) == "<page>:11"


def test_a_line_further_down_the_same_block_may_be_meant() -> None:
    md = converted()
    assert locate(md, "^/// one", then="^x:") == "<page>:4"
    assert locate(md, "^/// one", occurrence=2, then="^x:") == "<page>:12"
    assert locate(md, "^/// one", then="^x: 2") == "<page>:3"


def test_a_line_that_is_nowhere_gives_the_page_alone() -> None:
    assert locate(converted(), "^nothing") == "<page>"


def test_zensical_leaves_the_path_on_a_preprocessor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "docs/guides/saving.md"
    page.parent.mkdir(parents=True)
    page.write_text(FRONT_MATTER + BODY)
    md = converted(SimpleNamespace(path="guides/saving.md"))
    assert page_path(md) == "guides/saving.md"
    assert locate(md, "^/// one") == "guides/saving.md:6"


def line_of(words: str) -> int:
    return next(at for at, line in enumerate(SAVINGS.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{}.savings.savings: 'deposit' has no unit; write …", "    deposit: Annotated"),
        ("{}.savings.Savings: 'grows' is not described; write …", "    grows: bool"),
        ("{}.savings.savings: write a section 'Formula:' …", "def savings("),
        ("{}.savings.savings: Args: describes 'years', …", "def savings("),
    ],
)
def test_a_declaration_is_found_by_its_name(
    message: str, words: str, write_topic: WriteTopic
) -> None:
    package = write_topic(SAVINGS)
    __import__(f"{package}.savings")
    place = locate_declaration(message.format(package))
    assert place == f"{package}/savings.py:{line_of(words)}"


@pytest.mark.parametrize(
    "message", ["'x' is declared in a.b and a.c; rename one", "no.such.module: 'x'", ""]
)
def test_a_message_that_names_no_place_has_none(message: str) -> None:
    assert locate_declaration(message) == ""
