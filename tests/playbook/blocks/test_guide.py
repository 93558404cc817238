"""Parts of a guide: checklist, quiz."""

from pathlib import Path

import pytest
from markdown import Markdown

from playbook.blocks.guide import in_mixed_order
from playbook.facts import Answer, Question
from playbook.page_error import PageError
from tests.playbook.entries import entries
from tests.playbook.pages import converter, parse, text


def test_each_check_is_a_labelled_box_with_its_reason_and_way(md: Markdown) -> None:
    block = parse(md.convert("/// checklist | staking\n///")).find("div")
    assert (block.get("class"), block.get("data-checklist")) == ("playbook-checklist", "staking")
    items = block.findall("ol/li")
    assert len(items) == 6
    box, label = items[0].find("p/input"), items[0].find("p/label")
    assert label.get("for") == box.get("id")
    assert text(label) == "Question 1?"
    about = items[0].findall("p")[1]
    assert box.get("aria-describedby") == about.get("id")
    assert text(about) == "Reason 1. Way 1."


def test_a_general_checklist_starts_with_its_introduction(md: Markdown) -> None:
    block = parse(md.convert("/// checklist | before-you-sign\n///")).find("div")
    assert text(block.find("p")) == "Three minutes that spare a loss."
    assert len(block.findall("ol/li")) == 1


def test_two_checklists_on_a_page_do_not_share_ids(md: Markdown) -> None:
    blocks = "/// checklist | staking\n///\n\n/// checklist | before-you-sign\n///"
    ids = [one.get("id") for one in parse(md.convert(blocks)).iter() if one.get("id")]
    assert len(ids) == len(set(ids)) == 14


def test_a_question_is_a_group_of_four_answers_with_reasons_for_all(md: Markdown) -> None:
    block = parse(md.convert("/// quiz | staking\n///")).find("div")
    assert block.get("class") == "playbook-quiz"
    questions = block.findall("fieldset")
    assert len(questions) == 5
    first = questions[0]
    assert text(first.find("legend")) == "1. What is 1 + 1?"
    buttons = first.findall("label/input")
    assert {one.get("type") for one in buttons} == {"radio"}
    assert len({one.get("name") for one in buttons}) == 1
    answers = [text(one) for one in first.findall("label")]
    assert sorted(answers) == ["It is 2.", "It is 3.", "It is 4.", "It is 5."]
    reasons = [text(one) for one in first.findall("details/ul/li")]
    assert sorted(reasons) == [
        "Not this: It is 3. That is 2 more.",
        "Not this: It is 4. That is 3 more.",
        "Not this: It is 5. That is 4 more.",
        "Right: It is 2. One more.",
    ]


def test_each_question_has_buttons_of_its_own(md: Markdown) -> None:
    page = parse(md.convert("/// quiz | staking\n///"))
    assert len({one.get("name") for one in page.iter("input")}) == 5


def test_the_right_answer_stands_in_different_places() -> None:
    places = set()
    for number in range(40):
        wrong = tuple(Answer(f"{number} {one}", "") for one in ("b", "c", "d"))
        question = Question(question=f"{number}?", right=Answer(f"{number} a", ""), wrong=wrong)
        assert in_mixed_order(question) == in_mixed_order(question)
        places.add(in_mixed_order(question).index(question.right))
    assert places == {0, 1, 2, 3}


@pytest.mark.parametrize("block", ["money-flow", "checklist", "quiz"])
def test_a_part_of_an_unknown_avenue_stops_the_build(md: Markdown, block: str) -> None:
    with pytest.raises(PageError, match=r"<page>:1: there is no 'stakng' in data/"):
        md.convert(f"/// {block} | stakng\n///")


def test_markup_in_an_answer_stays_text(tmp_path: Path) -> None:
    content = entries()
    content["avenues/staking"]["quiz"][0]["right"] = "It is < 3 & > 1 *or* so"
    page = parse(converter(tmp_path, content).convert("/// quiz | staking\n///"))
    assert "It is < 3 & > 1 *or* so" in [text(one) for one in page.iter("label")]
