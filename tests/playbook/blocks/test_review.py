"""When something was reviewed, what is overdue, and the list of all reviews."""

from pathlib import Path

import pytest
from markdown import Markdown

from playbook.page_error import PageError
from tests.playbook.pages import converter, parse, text


def test_a_fresh_review_is_a_line_and_an_overdue_one_a_banner(tmp_path: Path) -> None:
    block = "/// reviewed | staking\n///\n"
    fresh = parse(converter(tmp_path, today="2027-01-30").convert(block))
    line = "Reviewed 1 November 2026; figures are re-checked every 90 days."
    assert text(fresh) == line
    overdue = parse(converter(tmp_path, today="2027-01-31").convert(block))
    assert overdue.find("div/div").get("class") == ("admonition warning playbook-overdue-banner")
    assert "Review overdue" in text(overdue)
    assert "by 30 January 2027" in text(overdue)
    assert text(overdue).endswith(line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "risks/smart-contract",
            "Reviewed 1 October 2026; this page is re-checked every 180 days.",
        ),
        ("pages/questions", "Reviewed 1 November 2026. It grows old when a rule changes."),
        ("platforms/chains", "Reviewed 1 November 2026; this is the oldest review of 2 cards."),
        ("avenues/staking", "Reviewed 1 November 2026; figures are re-checked every 90 days."),
    ],
)
def test_every_kind_of_review_says_its_date_and_rule(md: Markdown, name: str, line: str) -> None:
    assert text(parse(md.convert(f"/// reviewed | {name}\n///"))) == line


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("stakng", "there is no 'stakng' in data/avenues; write staking"),
        ("risks/smart-contracts", "there is no 'smart-contracts' in data/risks; write smart-con"),
        ("pages/question", "there is no 'question' in data/pages; write questions"),
        ("platforms/shops", "nothing says when 'platforms/shops' was reviewed; write an avenue's"),
        ("checklists/none", "nothing says when 'checklists/none' was reviewed"),
    ],
)
def test_a_review_that_nothing_states_stops_the_build(md: Markdown, name: str, said: str) -> None:
    with pytest.raises(PageError) as caught:
        md.convert(f"# A\n\n/// reviewed | {name}\n///")
    assert str(caught.value).startswith(f"<page>:3: {said}")


def test_all_reviews_are_listed_with_the_overdue_ones_first(tmp_path: Path) -> None:
    page = parse(converter(tmp_path, today="2026-12-02").convert("/// freshness\n///"))
    table = page.find("div/table")
    assert text(table.find("caption")) == (
        "6 reviews, 1 overdue on 2 December 2026, when this page was built."
    )
    rows = [[text(cell) for cell in row] for row in table.findall("tbody/tr")]
    assert rows[0] == [
        "Questions",
        "Page",
        "1 November 2026",
        "1 December 2026",
        "Overdue since yesterday",
    ]
    assert rows[1] == ["Staking", "Guide", "1 November 2026", "30 January 2027", "59 days left"]
    assert [row[0] for row in rows[2:]] == [
        "Example Shop",
        "Example Chain",
        "Broken program",
        "Closure",
    ]


def test_a_review_in_the_list_leads_to_what_was_reviewed(md: Markdown) -> None:
    links = parse(md.convert("/// freshness\n///")).findall("div/table/tbody/tr/th/a")
    assert {text(one): one.get("href") for one in links}["Example Chain"] == (
        "platforms/chains.md#platform-example-chain"
    )
