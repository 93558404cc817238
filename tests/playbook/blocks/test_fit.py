"""Which avenues fit: questions, and what each avenue asks for as a number and in words."""

from markdown import Markdown

from tests.playbook.entries import Entries, entries
from tests.playbook.pages import parse, text


def test_every_question_is_a_group_of_choices_with_rising_values(md: Markdown) -> None:
    groups = parse(md.convert("/// fit\n///")).findall("div/form/fieldset")
    assert len(groups) == 6
    for group in groups:
        assert text(group.find("legend")).endswith("?")
        values = [float(one.get("value")) for one in group.findall("label/input")]
        assert values == sorted(set(values))
        assert len({one.get("name") for one in group.findall("label/input")}) == 1


def test_the_questions_are_hidden_until_a_script_can_use_them(md: Markdown) -> None:
    page = parse(md.convert("/// fit\n///"))
    assert page.find("div/form").get("hidden") == ""
    assert page.findall("div/ol/li"), "the avenues can be read without it"


def test_an_avenue_says_to_every_question_what_it_asks_for(md: Markdown) -> None:
    page = parse(md.convert("/// fit\n///"))
    names = {one.get("name") for one in page.findall("div/form/fieldset/label/input")}
    (avenue,) = page.findall("div/ol/li")
    for name in names:
        assert float(avenue.get(f"data-{name}")) >= 0
        assert avenue.get(f"data-{name}-words")


def test_the_words_of_a_need_are_those_of_the_entry(md: Markdown) -> None:
    facts: Entries = entries()
    (avenue,) = parse(md.convert("/// fit\n///")).findall("div/ol/li")
    staking = facts["avenues/staking"]
    assert avenue.get("data-capital") == f"{staking['capital_usd'][0]:g}"
    assert staking["skill"] in avenue.get("data-skill-words")
    assert staking["evidence"] in avenue.get("data-evidence-words")
    assert f"Worst case: {staking['worst_case']}" in text(avenue)
