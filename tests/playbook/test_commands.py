"""The commands say what is wrong and what has grown old, and exit accordingly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.__main__ import main
from tests.built_site import ROOT
from tests.playbook.entries import entries, write

type Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(ROOT)

    def call(*arguments: str, pages: dict[str, str] | None = None) -> int:
        data = write(tmp_path, entries(), pages or {})
        return main(["--data", str(data), "--docs", str(tmp_path / "docs"), *arguments])

    return call


@pytest.mark.parametrize("arguments", [[], ["check"]])
def test_what_is_in_order_is_counted(
    run: Run, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 sources, 2 figures, 2 incidents, 2 kinds of risk, 1 avenues, ")
    assert said.endswith("all in order\n")


def test_a_promise_in_a_page_is_named_with_its_line(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(pages={"guides/farming.md": "# Farming\n\nIt is risk-free.\n"}) == 1
    said = capsys.readouterr().err
    assert said.startswith("docs/guides/farming.md:3: 'risk-free' is a promotional word; say what")


def test_wrong_facts_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["--data", str(tmp_path / "data")]) == 1
    assert "data:1: there is no such folder" in capsys.readouterr().err


def test_overdue_reviews_are_listed_with_file_and_days(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("overdue", "--on", "2026-12-03") == 0
    assert capsys.readouterr().out.splitlines() == [
        "data/pages/questions.yml: Questions: overdue for 2 days (1 December 2026)",
        "1 of 6 reviews overdue on 3 December 2026",
    ]


def test_reviews_that_soon_run_out_are_listed_on_demand(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("overdue", "--on", "2026-11-30", "--within", "2") == 0
    assert capsys.readouterr().out.splitlines() == [
        "data/pages/questions.yml: Questions: runs out in 1 day (1 December 2026)",
        "0 of 6 reviews overdue on 30 November 2026",
    ]


@pytest.mark.parametrize(("day", "code"), [("2026-12-01", 0), ("2026-12-02", 1)])
def test_an_overdue_review_can_fail_a_scheduled_run(run: Run, day: str, code: int) -> None:
    assert run("overdue", "--on", day, "--within", "30", "--fail") == code
