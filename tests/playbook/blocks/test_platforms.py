"""Platforms: cards and tables."""

from typing import Any

import pytest
from markdown import Markdown

from playbook.page_error import PageError
from tests.playbook.pages import SOURCES, name_page, parse, text


def card(md: Markdown, name: str) -> Any:
    return parse(md.convert(f"/// platform | {name}\n///{SOURCES}")).find("div")


def rows_of(block: Any) -> dict[str, str]:
    names, values = block.findall("dl/dt"), block.findall("dl/dd")
    return {text(name): text(value) for name, value in zip(names, values, strict=True)}


def test_a_card_shows_the_status_in_words_with_its_date_and_sources(md: Markdown) -> None:
    block = card(md, "example-chain")
    head, note = block.findall("p")[:2]
    assert text(head) == "Active, but changed as of September 2026"
    assert head.find("span").get("class") == "playbook-status playbook-status--active-changed"
    assert text(note) == "The rate was halved in September.[1]"


def test_a_card_says_what_one_earns_what_it_costs_and_what_went_wrong(md: Markdown) -> None:
    block = card(md, "example-chain")
    assert rows_of(block) == {
        "What it is": "A chain & its token.",
        "How you earn": "A share of new tokens.",
        "What it costs": "A commission.",
        "What went wrong": "3 November 2025: Vault drained, $100 to 128 million lost[2][3]",
        "Guides": "Staking",
    }
    assert text(block.findall("p")[-1]) == "Reviewed 2 November 2026."


def test_a_card_of_a_closed_platform_says_how_to_leave(md: Markdown) -> None:
    rows = rows_of(card(md, "example-shop"))
    assert rows["How to leave"] == "Ask for your files by post."
    assert "What went wrong" not in rows


def test_links_in_a_card_are_right_wherever_its_page_lies(md: Markdown) -> None:
    name_page(md, "platforms/chains.md")
    link = card(md, "example-chain").findall("dl/dd/a")[-1]
    assert link.get("href") == "../guides/staking.md"


def test_the_table_of_an_avenue_starts_with_the_platforms_it_names(md: Markdown) -> None:
    table = parse(md.convert("/// platforms | staking\n///")).find("div/table")
    assert text(table.find("caption")) == "Staking: where it happens"
    rows = table.findall("tbody/tr")
    assert [[text(cell) for cell in row] for row in rows] == [
        ["Example Chain", "Active, but changed", "September 2026", "A share of new tokens."],
        ["Example Shop", "Closed", "1 February 2024", "Nobody earns there any more."],
    ]
    assert rows[0].find("th/a").get("href") == "platforms/chains.md#platform-example-chain"


def test_all_platforms_stand_by_page(md: Markdown) -> None:
    (table,) = parse(md.convert("/// platforms\n///")).findall("div/table")
    assert text(table.find("caption")) == "Chains: 2"
    assert [text(one) for one in table.findall("tbody/tr/th")] == ["Example Chain", "Example Shop"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            "platform | example-chian",
            "there is no 'example-chian' in data/platforms; write example",
        ),
        ("platform", "the block 'platform' needs an argument; write /// platform | …"),
        ("platforms | stakng", "there is no 'stakng' in data/avenues; write staking"),
    ],
)
def test_an_unknown_platform_stops_the_build(md: Markdown, block: str, said: str) -> None:
    with pytest.raises(PageError) as caught:
        md.convert(f"/// {block}\n///")
    assert str(caught.value).startswith(f"<page>:1: {said}")
