"""All avenues side by side."""

from pathlib import Path

from markdown import Markdown

from tests.playbook.entries import entries
from tests.playbook.pages import converter, parse, text


def test_an_avenue_is_a_row_that_people_can_read(md: Markdown) -> None:
    block = parse(md.convert("/// comparison\n///")).find("div")
    assert "editorial judgement, November 2026" in text(block.find("p"))
    table = block.find("div/table")
    heads = [text(one) for one in table.findall("thead/tr/th")]
    (row,) = table.findall("tbody/tr")
    assert dict(zip(heads, [text(cell) for cell in row], strict=True)) == {
        "Avenue": "Staking",
        "Money put in": "$10 to 70,000",
        "Hours a week": "0 to 2",
        "Skill": "Basic",
        "First income": "Days",
        "Wait to get out": "0 to 60 days",
        "Active or passive": "Passive",
        "Evidence": "Strong The protocol states the rate.",
        "Worst case": "All of it is lost.",
    }
    assert row.find("th/a").get("href") == "guides/staking.md"


def test_a_row_carries_values_that_sort(md: Markdown) -> None:
    row = parse(md.convert("/// comparison\n///")).find("div/div/table/tbody/tr")
    assert row.get("data-avenue") == "staking"
    cells = {cell.get("data-column"): cell for cell in row}
    assert {name: cell.get("data-sort") for name, cell in cells.items()} == {
        "avenue": "Staking",
        "capital": "70000",
        "hours": "2",
        "skill": "1",
        "first-income": "1",
        "lockup": "60",
        "income": "passive",
        "evidence": "0",
        "worst-case": None,
    }
    assert (cells["capital"].get("data-low"), cells["capital"].get("data-high")) == ("10", "70000")


def test_no_wait_is_said_in_words(tmp_path: Path) -> None:
    content = entries()
    content["avenues/staking"]["lockup_days"] = [0, 0]
    page = parse(converter(tmp_path, content).convert("/// comparison\n///"))
    (cell,) = page.findall(".//td[@data-column='lockup']")
    assert (text(cell), cell.get("data-sort")) == ("At once", "0")
