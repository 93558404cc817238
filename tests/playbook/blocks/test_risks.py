"""Risks: an avenue's table, one kind over all avenues, and the matrix."""

from pathlib import Path

from markdown import Markdown

from tests.playbook.entries import entries
from tests.playbook.pages import SOURCES, converter, parse, text


def test_a_risk_table_is_worst_first_and_shows_both_numbers_and_words(md: Markdown) -> None:
    page = parse(md.convert(f"/// risks | staking\n///{SOURCES}"))
    table = page.find("div/table")
    assert text(table.find("caption")) == (
        "Staking: what can go wrong, worst first. Editorial judgement, reviewed 1 November 2026."
    )
    head = table.findall("thead/tr/th")
    assert {one.get("scope") for one in head} == {"col"}
    worst, least = table.findall("tbody/tr")
    assert worst.find("th").get("scope") == "row"
    assert [text(cell) for cell in worst] == [
        "Broken program",
        "The program loses your stake & rewards.",
        "4: total",
        "4: likely",
        "Very high 4 × 4 = 16",
        "3 November 2025: Vault drained, $100 to 128 million lost[1][2]",
    ]
    assert [text(cell) for cell in least][2:] == [
        "2: moderate",
        "2: unlikely",
        "Low 2 × 2 = 4",
        "No example listed",
    ]
    assert "from 5 medium, from 10 high, from 15 very high" in text(page.find("div/p"))
    labels = [cell.get("data-label") for cell in worst.findall("td")]
    assert labels == [text(one) for one in head][1:]


def test_a_risk_table_explains_its_words_and_incidents(md: Markdown) -> None:
    page = parse(md.convert(f"/// risks | staking\n///{SOURCES}"))
    kinds, incidents = page.findall("div/details")
    assert (
        text(kinds.find("dl")) == "Broken program The program is wrong. Closure The operator stops."
    )
    assert text(incidents.find("ul")) == (
        "Vault drained, 3 November 2025. A rounding mistake let somebody empty the vault. "
        "At the prices of that day."
    )


def test_a_kind_of_risk_links_to_its_page(md: Markdown) -> None:
    page = parse(md.convert(f"/// risks | staking\n///{SOURCES}"))
    link = page.find("div/table/tbody/tr/th/a")
    assert (text(link), link.get("href")) == ("Broken program", "risks/smart-contract.md")


def test_one_kind_of_risk_shows_its_signs_and_what_reduces_it(md: Markdown) -> None:
    signs = parse(md.convert("/// risk-signs | smart-contract\n///"))
    assert [text(one) for one in signs.findall("div/ul/li")] == [
        "Nobody looked at the code.",
        "It changed last week.",
    ]
    remedies = parse(md.convert("/// risk-remedies | smart-contract\n///"))
    assert [text(one) for one in remedies.findall("div/ul/li")] == ["Put little in."]


def test_one_kind_of_risk_shows_where_it_bites(md: Markdown) -> None:
    block = parse(md.convert("/// risk | smart-contract\n///")).find("div")
    (place,) = block.findall("table/tbody/tr")
    assert place.find("th/a").get("href") == "guides/staking.md"
    assert [text(cell) for cell in place] == [
        "Staking",
        "The program loses your stake & rewards.",
        "4: total",
        "4: likely",
        "Very high 4 × 4 = 16",
    ]


def test_the_places_of_a_kind_of_risk_are_worst_first(tmp_path: Path) -> None:
    content = entries()
    for name, severity in (("lending", 1), ("farming", 5)):
        content[f"avenues/{name}"] = content["avenues/staking"] | {
            "name": name.capitalize(),
            "risks": [
                {
                    "risk": "smart-contract",
                    "severity": severity,
                    "likelihood": 4,
                    "note": "It breaks.",
                    "incidents": [],
                }
            ],
        }
    page = parse(converter(tmp_path, content).convert("/// risk | smart-contract\n///"))
    places = [text(one) for one in page.findall("div/table/tbody/tr/th")]
    assert places == ["Farming", "Staking", "Lending"]


def test_the_matrix_shows_each_score_with_its_word(md: Markdown) -> None:
    page = parse(md.convert("/// risks\n///"))
    heads = page.findall("div/div/table/thead/tr/th")
    assert [text(one) for one in heads] == ["Avenue", "Broken program", "Closure"]
    assert heads[1].find("a").get("href") == "risks/smart-contract.md"
    (staking,) = page.findall("div/div/table/tbody/tr")
    assert [text(cell) for cell in staking] == ["Staking", "16, very high", "4, low"]
    assert staking.find("th/a").get("href") == "guides/staking.md"
    assert staking.find("td").get("title") == "Very high: severity 4, likelihood 4"


def test_the_matrix_leaves_empty_what_an_avenue_does_not_list(tmp_path: Path) -> None:
    content = entries()
    del content["avenues/staking"]["risks"][0]
    page = parse(converter(tmp_path, content).convert("/// risks\n///"))
    (staking,) = page.findall("div/div/table/tbody/tr")
    assert [text(cell) for cell in staking] == ["Staking", "16, very high", "not listed"]


def test_the_matrix_can_be_scrolled_from_the_keyboard(md: Markdown) -> None:
    box = parse(md.convert("/// risks\n///")).find("div/div")
    assert (box.get("tabindex"), box.get("role")) == ("0", "region")
    assert box.get("aria-label") == "Risks of all avenues"
