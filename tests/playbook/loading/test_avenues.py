"""Avenues and kinds of risk: nothing that a reader decides by may be missing."""

from pathlib import Path

import pytest

from playbook.facts import Answer, Payment, Span
from tests.playbook.entries import Entries, changed, entries, load, problems, without

AVENUE, RISK = "avenues/staking", "risks/smart-contract"


def test_an_avenue_says_everything_that_pages_show(tmp_path: Path) -> None:
    avenue = load(tmp_path).avenues["staking"]
    assert avenue.platforms == ("example-chain",)
    assert (avenue.income, avenue.skill, avenue.first_income) == ("passive", "basic", "days")
    assert (avenue.capital_usd, avenue.hours_per_week) == (Span(10, 70_000), Span(0, 2))
    assert str(avenue.capital_as_of) == "2026-11"
    assert avenue.money_flow[0] == Payment(payer="Holders", payee="Network", what="new tokens")
    assert avenue.checklist[5].how == "Way 6."
    assert avenue.quiz[0].right == Answer("It is 2.", "One more.")
    assert [one.text for one in avenue.quiz[0].wrong] == ["It is 3.", "It is 4.", "It is 5."]


def test_a_kind_of_risk_has_signs_and_remedies(tmp_path: Path) -> None:
    risk = load(tmp_path).risks["smart-contract"]
    assert risk.page == "risks/smart-contract.md"
    assert risk.signs == ("Nobody looked at the code.", "It changed last week.")
    assert risk.reduce == ("Put little in.",)


@pytest.mark.parametrize(
    "key",
    [
        "summary",
        "platforms",
        "worst_case",
        "ordinary_alternative",
        "income",
        "skill",
        "capital_usd",
        "capital_as_of",
        "hours_per_week",
        "first_income",
        "lockup_days",
        "evidence",
        "evidence_note",
        "money_flow",
        "checklist",
        "quiz",
    ],
)
def test_an_avenue_without_one_of_its_keys_is_refused(tmp_path: Path, key: str) -> None:
    (problem,) = problems(tmp_path, without(AVENUE, key))
    assert problem.startswith(f"data/avenues/staking.yml:1: {key}: is missing; add `{key}:` with ")


@pytest.mark.parametrize("key", ["page", "signs", "reduce", "reviewed", "review_interval_days"])
def test_a_kind_of_risk_without_one_of_its_keys_is_refused(tmp_path: Path, key: str) -> None:
    (problem,) = problems(tmp_path, without(RISK, key))
    assert problem.startswith(f"data/risks/smart-contract.yml:1: {key}: is missing; add ")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (changed(AVENUE, "worst_case", to=""), "worst_case: '' is no text; write words"),
        (changed(AVENUE, "summary", to="x" * 201), "summary: has 201 characters; say it in at "),
        (changed(AVENUE, "guide", to="guides/stakng.md"), "guide: there is no page docs/guides/"),
        (changed(AVENUE, "guide", to="/etc/x.md"), "guide: '/etc/x.md' is no path of a page; "),
        (changed(AVENUE, "calculators", to=[]), "calculators: is empty; name at least one"),
        (
            changed(AVENUE, "platforms", to=["example-chian"]),
            "platforms: there is no file in platforms/ called 'example-chian'; write example-chain",
        ),
        (changed(AVENUE, "income", to="lazy"), "income: 'lazy' is no kind of income; write active"),
        (
            changed(AVENUE, "skill", to="high"),
            "skill: 'high' is no level of skill; write none, basic, intermediate or expert",
        ),
        (changed(AVENUE, "capital_usd", to=[9, 1]), "capital_usd: [9, 1] is no range; write [low"),
        (changed(AVENUE, "capital_usd", to=5), "capital_usd: 5 is no range; write [low, high]"),
        (changed(AVENUE, "lockup_days", to=[-1, 1]), "lockup_days: [-1, 1] is no range"),
        (changed(AVENUE, "hours_per_week", to=[0, 169]), "hours_per_week: is more than a week has"),
        (changed(AVENUE, "capital_as_of", to="2027"), "capital_as_of: 2027 lies in the future"),
        (
            changed(AVENUE, "risks", 0, "risk", to="smart-contract"),
            "risks: names 'smart-contract' twice; make one row of the two",
        ),
        (
            changed(AVENUE, "worst_case", to="Your deposit is safe."),
            "worst_case: 'safe' is a promotional word; say what happened instead",
        ),
        (
            changed(AVENUE, "who_pays", to="Buyers pay $5."),
            "who_pays: an amount in US dollars has no date; write the year",
        ),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, entry: Entries, said: str) -> None:
    (problem,) = problems(tmp_path, entry)
    assert said in problem


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (changed(AVENUE, "money_flow", to=[]), "money_flow: is no list of rows"),
        (
            changed(AVENUE, "money_flow", 0, "to", to="A party with a name of length"),
            "money_flow[1].to: has 29 characters; say it in at most 24",
        ),
        (
            changed(AVENUE, "money_flow", 0, "what", to="x" * 41),
            "money_flow[1].what: has 41 characters; say it in at most 40",
        ),
        (
            changed(AVENUE, "money_flow", 1, "to", to="Network"),
            "money_flow[2].to: 'Network' pays itself; name who receives it",
        ),
        (
            changed(AVENUE, "money_flow", 2, "to", to="Somebody"),
            "money_flow: shows no money that reaches or leaves you; name the reader You",
        ),
    ],
)
def test_a_wrong_money_flow_is_named(tmp_path: Path, entry: Entries, said: str) -> None:
    (problem,) = problems(tmp_path, entry)
    assert said in problem


@pytest.mark.parametrize(
    ("key", "count", "said"),
    [
        ("money_flow", 2, "has 2 rows; write 3 to 7"),
        ("checklist", 5, "has 5 rows; write 6 to 9"),
        ("quiz", 4, "has 4 rows; write exactly 5"),
    ],
)
def test_a_list_that_is_too_short_is_named(tmp_path: Path, key: str, count: int, said: str) -> None:
    rows = entries()[AVENUE][key][-count:]
    (problem,) = problems(tmp_path, changed(AVENUE, key, to=rows))
    assert f"{key}: {said}" in problem


def test_a_question_needs_three_wrong_answers(tmp_path: Path) -> None:
    wrong = entries()[AVENUE]["quiz"][3]["wrong"][:2]
    (problem,) = problems(tmp_path, changed(AVENUE, "quiz", 3, "wrong", to=wrong))
    assert "quiz[4].wrong: has 2 rows; write exactly 3" in problem


def test_an_answer_stands_once(tmp_path: Path) -> None:
    entry = changed(AVENUE, "quiz", 0, "wrong", 1, "answer", to="It is 2.")
    (problem,) = problems(tmp_path, entry)
    assert "quiz[1].wrong: gives one answer twice; write four different answers" in problem


def test_a_wrong_answer_may_be_what_promotion_says(tmp_path: Path) -> None:
    entry = changed(AVENUE, "quiz", 0, "wrong", 1, "answer", to="The rate is guaranteed.")
    assert problems(tmp_path, entry) == []


def test_a_mistake_in_a_nested_row_has_its_line(tmp_path: Path) -> None:
    entry = changed(AVENUE, "quiz", 1, "wrong", 2, "because", to="")
    (problem,) = problems(tmp_path, entry)
    assert "quiz[2].wrong[3].because: '' is no text" in problem
    line = int(problem.split(":")[1])
    written = (tmp_path / "data/avenues/staking.yml").read_text(encoding="utf-8").splitlines()
    assert written[line - 1].strip() == "because: ''"
