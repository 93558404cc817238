"""What was measured stands in its page, and the words around it stay."""

import re

import pytest

from bench.__main__ import PAGE, PARTS, ROOT
from bench.document import BEGIN, END, with_measurement
from bench.errors import MeasurementError
from bench.explore_tools import RUNS


def test_only_what_is_between_the_marks_changes() -> None:
    page = f"before\n\n{BEGIN}\n\nold\n\n{END}\n\nafter\n"
    assert with_measurement(page, "new\n") == f"before\n\n{BEGIN}\n\nnew\n\n{END}\n\nafter\n"


def test_writing_twice_is_writing_once() -> None:
    once = with_measurement(f"{BEGIN}{END}", "figures")
    assert with_measurement(once, "figures") == once


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_one_pair_of_marks_is_refused(page: str) -> None:
    with pytest.raises(MeasurementError, match="needs one line"):
        with_measurement(page, "figures")


def test_the_page_in_the_docs_explains_the_tools_and_the_page_with_numpy() -> None:
    explained, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    assert "**Tools** are" in explained
    assert "**Simulating beside NumPy.**" in explained
    assert "explore" in PARTS
    assert "--only explore" in rest


def test_the_page_in_the_docs_has_its_marks_and_its_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_measurement(page, "figures") != page
    measured = page.partition(BEGIN)[2].partition(END)[0]
    assert "| bare loadPyodide() | 1.00 |" in measured
    assert "`make bench" in measured


def test_every_table_in_the_page_is_one_that_is_still_measured() -> None:
    page = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    sources = "".join(
        (ROOT / "bench" / name).read_text(encoding="utf-8")
        for name in ("report.py", "explore_report.py")
    ).replace("{RUNS:,}", f"{RUNS:,}")
    titles = re.findall(r"^### (.+)$", page, re.MULTILINE)
    assert titles
    assert [one for one in titles if f'"{one}"' not in sources] == []
