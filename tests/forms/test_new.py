"""`livecalc new`: the files work as they are written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from livecalc.forms.current import current_calculators
from livecalc.forms.description import describe
from livecalc.forms.new import NameTakenError, write_calculator
from livecalc.interface.call import answer
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.forms.page import convert, parse
from tests.samples import SAVINGS


@pytest.fixture
def package(write_topic: WriteTopic) -> str:
    return write_topic(SAVINGS)


def files() -> dict[Path, str]:
    """Everything in the working directory that somebody wrote."""
    paths = (one for one in Path().rglob("*") if one.is_file() and "__pycache__" not in one.parts)
    return {one: one.read_text(encoding="utf-8") for one in paths}


def run_python(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def run_pytest(*words: str | Path) -> subprocess.CompletedProcess[str]:
    Path("pytest.ini").write_text("[pytest]\npythonpath = .\n")
    return run_python("-m", "pytest", "-q", "-p", "no:cacheprovider", *words)


def test_the_function_answers_and_is_described(package: str) -> None:
    write_calculator(Path(), package, "lending", "health-factor")
    registry = current_calculators(package)
    reply = answer(registry, "health-factor", {"amount": 100, "interest_apr": 0.05, "years": 2})
    assert reply["outputs"] == {"interest": 10, "end_value": 110}
    assert describe(registry["health-factor"]).title == "Health factor"


@pytest.mark.parametrize("topic", ["lending", "savings"])
def test_its_test_and_its_example_pass(topic: str, package: str) -> None:
    written = write_calculator(Path(), package, topic, "health-factor")
    module, test, _ = written
    done = run_python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--doctest-modules", module, test
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


@pytest.mark.parametrize("topic", ["lending", "savings"])
def test_nothing_in_them_is_unknown_or_unused(topic: str, package: str) -> None:
    module, test, _ = write_calculator(Path(), package, topic, "health-factor")
    done = run_python("-m", "ruff", "check", "--isolated", "--select", "F", module, test)
    assert done.returncode == 0, done.stdout


def test_its_types_are_right(package: str) -> None:
    module, _, _ = write_calculator(Path(), package, "lending", "health-factor")
    done = run_python("-m", "mypy", "--strict", "--cache-dir", ".mypy", module)
    assert done.returncode == 0, done.stdout


def test_its_page_shows_the_calculator_and_what_stands_behind_it(package: str) -> None:
    *_, page = write_calculator(Path(), package, "lending", "health-factor")
    _, _, markdown = page.read_text(encoding="utf-8").split("---\n", 2)
    tree = parse(convert(markdown, package))
    assert [one.attrib["name"] for one in tree.iter("live-calculator")] == ["health-factor"]
    assert [one.get("class") for one in tree.iter("details")] == [
        "livecalc-explore",
        "livecalc-python",
    ]


def test_a_second_calculator_of_a_topic_joins_the_first(package: str) -> None:
    write_calculator(Path(), package, "lending", "health-factor")
    module, test, _ = write_calculator(Path(), package, "lending", "loan-to-value")
    assert list(current_calculators(package)) == ["health-factor", "loan-to-value", "savings"]
    for path in (module, test):
        imports = [one for one in path.read_text().splitlines() if one.startswith("from ")]
        assert len(imports) == len(set(imports))


def test_a_topic_that_exists_keeps_all_it_had(package: str) -> None:
    tests = Path("tests", package)
    tests.mkdir(parents=True)
    test = tests / "test_savings.py"
    test.write_text(
        f'"""Savings."""\n\nfrom {package}.savings import savings\n\n\n'
        "def test_old() -> None:\n    assert savings(years=0).grows is False\n"
    )
    module, _, _ = write_calculator(Path(), package, "savings", "pension")
    assert "def savings(" in module.read_text()
    assert "def test_old()" in test.read_text()
    done = run_pytest(test)
    assert "2 passed" in done.stdout, done.stdout
    assert list(current_calculators(package)) == ["savings", "pension"]


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("lending", "Health-Factor"),
        ("lending", "health_factor"),
        ("lending", "health factor"),
        ("lending", "-health"),
        ("lending", "health-"),
        ("lending", "2-factor"),
        ("lending", ""),
        ("lending", "../escape"),
        ("lending", "lambda"),
        ("Lending", "health-factor"),
        ("lend-ing", "health-factor"),
        ("../lending", "health-factor"),
        ("import", "health-factor"),
        ("savings", "savings"),
        ("lending", "savings"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_written(
    topic: str, name: str, package: str
) -> None:
    before = files()
    with pytest.raises(NameTakenError, match=r"write it like|already"):
        write_calculator(Path(), package, topic, name)
    assert files() == before


def test_a_page_that_exists_is_kept(package: str) -> None:
    page = Path("docs/calculators/health-factor.md")
    page.parent.mkdir(parents=True)
    page.write_text("mine")
    before = files()
    with pytest.raises(NameTakenError, match="exists already"):
        write_calculator(Path(), package, "lending", "health-factor")
    assert files() == before
