"""Facts are refused unless they are complete, dated and supported."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from playbook.facts import Facts, LossRange, PartialDate
from playbook.loading import FactsError
from tests.playbook.entries import Entries, entries, read, write


def load(folder: Path, content: Entries) -> Facts:
    return read(write(folder, content))


def problems(folder: Path, content: Entries) -> list[str]:
    with pytest.raises(FactsError) as caught:
        load(folder, content)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"{len(lines) - 1} problem")
    return lines[1:]


def test_complete_facts_load(tmp_path: Path) -> None:
    facts = load(tmp_path, entries())
    assert facts.sources["protocol-paper"].published == PartialDate(2026, 4)
    assert facts.sources["rumour"].published == PartialDate(2026)
    assert facts.sources["news-report"].url is None
    assert facts.sources["news-report"].accessed == date(2026, 11, 21)
    assert (facts.figures["reward-rate"].low, facts.figures["reward-rate"].high) == (0.027, 0.027)
    assert (facts.figures["queue"].low, facts.figures["queue"].high) == (40, 62)
    assert facts.incidents["vault-drained"].loss_usd == LossRange(100e6, 128e6)
    assert facts.incidents["shop-closed"].loss_usd is None
    assert facts.incidents["shop-closed"].note is None
    assert facts.avenues["staking"].review_due == date(2027, 1, 30)


def test_risks_are_sorted_worst_first(tmp_path: Path) -> None:
    worst, least = load(tmp_path, entries()).avenues["staking"].risks_worst_first
    assert (worst.risk, worst.score, worst.rating) == ("smart-contract", 16, "very high")
    assert (least.risk, least.score, least.rating) == ("platform-closure", 4, "low")


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2027, 1, 30), False), (date(2027, 1, 31), True)]
)
def test_a_review_is_overdue_the_day_after_it_is_due(
    tmp_path: Path, today: date, overdue: bool
) -> None:
    assert load(tmp_path, entries()).avenues["staking"].is_overdue(today) is overdue


def set_value(name: str, key: str, value: object) -> Callable[[Entries], None]:
    def change(content: Entries) -> None:
        content[name][key] = value

    return change


def remove(name: str, key: str) -> Callable[[Entries], None]:
    def change(content: Entries) -> None:
        del content[name][key]

    return change


def set_in_row(key: str, value: object) -> Callable[[Entries], None]:
    def change(content: Entries) -> None:
        content["avenues/staking"]["risks"][1][key] = value

    return change


SOURCE, FIGURE, INCIDENT = (
    "sources/protocol-paper",
    "figures/reward-rate",
    "incidents/vault-drained",
)
AVENUE = "avenues/staking"


@pytest.mark.parametrize(
    ("change", "file", "key", "reason", "remedy"),
    [
        pytest.param(*case, id=name)
        for name, *case in [
            (
                "unknown key",
                set_value(SOURCE, "publishr", "x"),
                SOURCE,
                "publishr",
                "is no key of this kind of entry",
                "write publisher",
            ),
            (
                "id inside the file",
                set_value(SOURCE, "id", "another-paper"),
                SOURCE,
                "id",
                "the file name is the id",
                "delete this line",
            ),
            (
                "missing key",
                remove(SOURCE, "grade"),
                SOURCE,
                "grade",
                "is missing",
                "A (primary), B",
            ),
            (
                "missing nullable key",
                remove(SOURCE, "url"),
                SOURCE,
                "url",
                "is missing",
                "or null",
            ),
            ("wrong type", set_value(SOURCE, "title", 5), SOURCE, "title", "5 is no text", "words"),
            ("empty text", set_value(SOURCE, "title", " "), SOURCE, "title", "no text", "words"),
            (
                "markup",
                set_value(INCIDENT, "what", "See [[source: rumour]]"),
                INCIDENT,
                "what",
                "'[[' is markup",
                "plain text",
            ),
            (
                "HTML entity",
                set_value(SOURCE, "title", "Salt &amp; pepper"),
                SOURCE,
                "title",
                "'&amp;' is markup",
                "plain text",
            ),
            (
                "address that runs a script",
                set_value(SOURCE, "url", "javascript:alert(1)"),
                SOURCE,
                "url",
                "is no address",
                "https://",
            ),
            (
                "grade",
                set_value(SOURCE, "grade", "D"),
                SOURCE,
                "grade",
                "'D' is no grade",
                "A (pri",
            ),
            (
                "future date",
                set_value(SOURCE, "accessed", "2026-11-23"),
                SOURCE,
                "accessed",
                "2026-11-23 lies in the future (today is 2026-11-22)",
                "has been",
            ),
            (
                "future month",
                set_value(FIGURE, "as_of", "2026-12"),
                FIGURE,
                "as_of",
                "2026-12 lies in the future",
                "has been",
            ),
            (
                "no such day",
                set_value(SOURCE, "accessed", "2026-02-30"),
                SOURCE,
                "accessed",
                "'2026-02-30' is no date",
                "2026-11-22",
            ),
            (
                "month where a day is needed",
                set_value(INCIDENT, "date", "2025-11"),
                INCIDENT,
                "date",
                "2025-11 is no full date",
                "year, month and day",
            ),
            (
                "published after it was read",
                set_value(SOURCE, "accessed", "2026-03-31"),
                SOURCE,
                "accessed",
                "before the document was published",
                "correct one",
            ),
            (
                "number in quotes",
                set_value(FIGURE, "value", "0.05"),
                FIGURE,
                "value",
                "'0.05' is neither a number nor a range",
                "without quotes",
            ),
            ("truth value", set_value(FIGURE, "value", True), FIGURE, "value", "True", "digits"),
            (
                "infinite number",
                set_value(FIGURE, "value", float("inf")),
                FIGURE,
                "value",
                "inf is neither",
                "digits",
            ),
            (
                "range upside down",
                set_value(FIGURE, "value", [2, 1]),
                FIGURE,
                "value",
                "is no range",
                "lower number first",
            ),
            (
                "percent",
                set_value(FIGURE, "unit", "%"),
                FIGURE,
                "unit",
                "percent",
                "unit: fraction",
            ),
            (
                "unknown source",
                set_value(FIGURE, "sources", ["protocol-papr"]),
                FIGURE,
                "sources",
                "there is no file in sources/ called 'protocol-papr'",
                "write protocol-paper",
            ),
            (
                "no source",
                set_value(FIGURE, "sources", []),
                FIGURE,
                "sources",
                "is empty",
                "at least one",
            ),
            (
                "source twice",
                set_value(FIGURE, "sources", ["protocol-paper", "protocol-paper"]),
                FIGURE,
                "sources",
                "names something twice",
                "once",
            ),
            (
                "unknown risk",
                set_value(INCIDENT, "risk", "smart-contracts"),
                INCIDENT,
                "risk",
                "no file in risks/ called 'smart-contracts'",
                "write smart-contract",
            ),
            (
                "lead alone behind a figure",
                set_value(FIGURE, "sources", ["rumour"]),
                FIGURE,
                "sources",
                "only grade C stands behind a figure",
                "add a primary",
            ),
            (
                "lead alone behind a loss",
                set_value(INCIDENT, "sources", ["rumour"]),
                INCIDENT,
                "sources",
                "only grade C stands behind a loss",
                "add a primary",
            ),
            (
                "lead alone behind a closure",
                set_value("incidents/shop-closed", "sources", ["rumour"]),
                "incidents/shop-closed",
                "sources",
                "only grade C stands behind a closure",
                "add a primary",
            ),
            (
                "loss without a counting note",
                remove(INCIDENT, "note"),
                INCIDENT,
                "note",
                "is missing beside a loss",
                "how the loss was counted",
            ),
            (
                "negative loss",
                set_value(INCIDENT, "loss_usd", [-5, 5]),
                INCIDENT,
                "loss_usd",
                "[-5, 5] is no loss",
                "positive",
            ),
            (
                "loss as one number",
                set_value(INCIDENT, "loss_usd", 5),
                INCIDENT,
                "loss_usd",
                "5 is no loss",
                "[low, high]",
            ),
            (
                "unknown calculator",
                set_value(AVENUE, "calculators", ["staking-apr"]),
                AVENUE,
                "calculators",
                "there is no calculator called 'staking-apr'",
                "write staking-apy",
            ),
            (
                "interval",
                set_value(AVENUE, "review_interval_days", 0),
                AVENUE,
                "review_interval_days",
                "0 is not accepted",
                "from 1 to 3650",
            ),
            ("no rows", set_value(AVENUE, "risks", []), AVENUE, "risks", "no list of rows", "- {"),
            ("row of text", set_value(AVENUE, "risks", ["x"]), AVENUE, "risks", "row 1", "keys"),
            (
                "severity",
                set_in_row("severity", 6),
                AVENUE,
                "risks[2].severity",
                "6 is not accepted",
                "from 1 to 5",
            ),
            (
                "likelihood",
                set_in_row("likelihood", 2.5),
                AVENUE,
                "risks[2].likelihood",
                "2.5 is not accepted",
                "from 1 to 5",
            ),
            (
                "unknown incident",
                set_in_row("incidents", ["vault-draine"]),
                AVENUE,
                "risks[2].incidents",
                "no file in incidents/ called 'vault-draine'",
                "write vault-drained",
            ),
            (
                "unknown key in a row",
                set_in_row("severty", 1),
                AVENUE,
                "risks[2].severty",
                "is no key",
                "write severity",
            ),
        ]
    ],
)
def test_each_mistake_names_file_line_key_reason_and_remedy(
    tmp_path: Path,
    change: Callable[[Entries], None],
    file: str,
    key: str,
    reason: str,
    remedy: str,
) -> None:
    content = entries()
    change(content)
    (problem,) = problems(tmp_path, content)
    assert re.match(rf"data/{file}\.yml:\d+: {re.escape(key)}: ", problem)
    said, _, advice = problem.rpartition("; ")
    assert reason in said
    assert remedy in advice


def test_the_line_is_that_of_the_key(tmp_path: Path) -> None:
    content = entries()
    content[SOURCE]["grade"] = "D"
    (problem,) = problems(tmp_path, content)
    assert problem.startswith("data/sources/protocol-paper.yml:6: grade: ")


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    content = entries()
    content[SOURCE]["grade"] = "D"
    del content[FIGURE]["what"]
    content[AVENUE]["risks"][0]["severity"] = "high"
    assert len(problems(tmp_path, content)) == 3


@pytest.mark.parametrize("name", ["Not An Id.yml", "under_score.yml", "paper.yaml", "notes.txt"])
def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    data = write(tmp_path, entries())
    (data / "sources" / name).write_text("title: x", encoding="utf-8")
    with pytest.raises(FactsError, match="the file name is no id"):
        read(data)


def test_a_folder_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    data = write(tmp_path, entries() | {"source/misplaced": {"title": "x"}})
    with pytest.raises(FactsError, match=r"data/source:1: nothing reads this; move it into one of"):
        read(data)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"data:1: there is no such folder"):
        read(tmp_path / "data")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a\nname: b\n", ":2: cannot be read: the key 'name' stands here twice"),
        ("name: [a\n", "cannot be read"),
        ("- a\n", ":1: is no mapping of keys to values"),
        ("", ":1: is no mapping of keys to values"),
        ("1: a\n", "a key is no text"),
        ("name: !!python/name:os.system\n", "cannot be read"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, said: str) -> None:
    data = write(tmp_path, entries())
    (data / "risks" / "depeg.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        read(data)
    assert said in str(caught.value)
    assert "data/risks/depeg.yml" in str(caught.value)
