"""The first use of a term in a page's prose leads to the glossary."""

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from playbook.terms import vocabulary
from tests.playbook.entries import entries
from tests.playbook.pages import SOURCES, converter, name_page, parse, text

TERM = ".//a[@class='playbook-term']"


def terms_in(md: Markdown, source: str) -> list[Any]:
    found: list[Any] = parse(md.convert(source)).findall(TERM)
    return found


def test_the_first_use_of_a_term_is_a_link_with_its_meaning(md: Markdown) -> None:
    html = md.convert("Your stake earns an APR. The APR of a stake.")
    assert html == (
        '<p>Your <a class="playbook-term" href="glossary.md#stake" '
        'title="Tokens locked as a pledge.">stake</a> earns an '
        '<a class="playbook-term" href="glossary.md#apr" '
        'title="A yearly rate without compounding.">APR</a>. The APR of a stake.</p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "**A stake** here",
        "- one stake\n- two",
        "| a |\n|---|\n| stake |",
        "> a *stake*",
        '!!! note "N"\n    a stake',
        "Stakes differ.",
    ],
)
def test_terms_are_found_wherever_prose_stands(md: Markdown, source: str) -> None:
    assert len(terms_in(md, source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "# Stake",
        "[a stake](https://example.org)",
        "`stake`",
        "```\nstake\n```",
        "A mistake, a stake-pool and an aprs.",
        "An apr in small letters.",
        "| stake |\n|---|\n| a |",
        f"/// risks | staking\n///{SOURCES}",
        "/// quiz | staking\n///",
    ],
)
def test_headings_links_code_and_facts_are_left_alone(md: Markdown, source: str) -> None:
    assert terms_in(md, source) == []


def test_another_form_counts_as_the_term(md: Markdown) -> None:
    (link,) = terms_in(md, "The annual percentage rate, or APR.")
    assert text(link) == "annual percentage rate"
    assert link.get("href") == "glossary.md#apr"


def test_the_link_is_right_from_a_page_further_down(md: Markdown) -> None:
    name_page(md, "guides/staking.md")
    (link,) = terms_in(md, "A stake.")
    assert link.get("href") == "../glossary.md#stake"


def test_the_glossary_does_not_explain_its_own_words(md: Markdown) -> None:
    name_page(md, "glossary.md")
    assert terms_in(md, "A stake.") == []


def test_words_around_a_citation_keep_their_order(md: Markdown) -> None:
    page = parse(md.convert(f"A[[source: rumour]] stake, an APR[[source: rumour]].{SOURCES}"))
    assert text(page.find("p")) == "A[1] stake, an APR[1]."


def test_without_terms_nothing_is_linked(tmp_path: Path) -> None:
    content = {name: one for name, one in entries().items() if not name.startswith("terms/")}
    assert converter(tmp_path, content).convert("A stake.") == "<p>A stake.</p>"


def test_the_longer_of_two_terms_is_found() -> None:
    words = (("pool", "pool"), ("pool receipt", "receipt"))
    found = [entry_id for *_, entry_id in vocabulary(words).find("Pools give a pool receipt.")]
    assert found == ["pool", "receipt"]
