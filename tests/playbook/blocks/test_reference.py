"""Glossary, claims, changes."""

import pytest
from markdown import Markdown

from playbook.page_error import PageError
from tests.playbook.pages import SOURCES, name_page, parse, text


def test_the_glossary_lists_terms_by_letter_with_anchors(md: Markdown) -> None:
    block = parse(md.convert("/// glossary\n///")).find("div")
    assert [text(one) for one in block.findall("h2")] == ["A", "S"]
    assert [one.get("href") for one in block.findall("nav/a")] == ["#letter-a", "#letter-s"]
    assert [one.get("id") for one in block.findall("h2")] == ["letter-a", "letter-s"]
    assert [(one.get("id"), text(one)) for one in block.findall("dl/dt")] == [
        ("apr", "APR Rates and returns"),
        ("stake", "Stake Staking"),
    ]


def test_an_entry_leads_to_related_terms_and_to_a_page(md: Markdown) -> None:
    entry = parse(md.convert("/// glossary\n///")).find("div/dl/dd")
    assert text(entry) == ("A yearly rate without compounding. See also: stake. More on this.")
    assert [one.get("href") for one in entry.findall("a")] == ["#stake", "guides/staking.md"]


def test_a_claim_stands_beside_what_was_found_with_sources(md: Markdown) -> None:
    name_page(md, "myths/all.md")
    block = parse(md.convert(f"/// claims\n///{SOURCES}")).find("div/div")
    assert text(block) == (
        "What is said Guaranteed income while you sleep. What we found The rate is not fixed.[1] "
        "Guides: Staking"
    )
    assert text(block.find("blockquote")) == "Guaranteed income while you sleep."
    assert block.findall("p/a")[-1].get("href") == "../guides/staking.md"


def test_the_claims_of_an_avenue_do_not_link_to_its_guide(md: Markdown) -> None:
    block = parse(md.convert(f"/// claims | staking\n///{SOURCES}")).find("div/div")
    assert "Guides" not in text(block)


def test_claims_about_an_unknown_avenue_stop_the_build(md: Markdown) -> None:
    with pytest.raises(PageError, match="there is no 'stakng' in data/avenues; write staking"):
        md.convert("/// claims | stakng\n///")


def test_changes_are_dated_and_linked(md: Markdown) -> None:
    (entry,) = parse(md.convert("/// changes\n///")).findall("div/ul/li")
    assert text(entry) == "20 November 2026: Example Shop has a card."
    assert entry.find("a").get("href") == "platforms/chains.md"
