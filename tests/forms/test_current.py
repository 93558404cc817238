"""Edits to calculators, as a running server sees them."""

import os
from pathlib import Path

import pytest

from livecalc.forms.current import current_calculators
from livecalc.interface.call import answer
from livecalc.interface.errors import DeclarationError
from tests.conftest import WriteTopic
from tests.samples import SAVINGS, changed


def edit(path: str, source: str) -> None:
    """Write a file as an editor does some seconds later."""
    file = Path(path)
    before = file.stat().st_mtime
    file.write_text(source, encoding="utf-8")
    os.utime(file, (before + 5, before + 5))


def test_nothing_is_read_again_when_nothing_changed(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    assert current_calculators(package) is current_calculators(package)


def test_an_edited_function_answers_anew(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    before = answer(current_calculators(package), "savings", {"interest_apr": 0})
    edit(f"{package}/savings.py", changed(("balance=balance_after(years)", "balance=42.0")))
    after = answer(current_calculators(package), "savings", {"interest_apr": 0})
    assert before["outputs"]["balance"] == 1000
    assert after["outputs"]["balance"] == 42


def test_a_new_module_is_found(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    assert list(current_calculators(package)) == ["savings"]
    write_topic(changed(("def savings(", "def pension(")), "pension")
    assert list(current_calculators(package)) == ["pension", "savings"]


def test_a_renamed_function_loses_its_old_name(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    current_calculators(package)
    edit(f"{package}/savings.py", changed(("def savings(", "def deposit_growth(")))
    assert list(current_calculators(package)) == ["deposit-growth"]


def test_a_deleted_module_is_gone(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    write_topic(changed(("def savings(", "def pension(")), "pension")
    current_calculators(package)
    Path(f"{package}/pension.py").unlink()
    assert list(current_calculators(package)) == ["savings"]


def test_a_changed_constant_reaches_the_module_that_imports_it(write_topic: WriteTopic) -> None:
    package = write_topic("RATE = 0.5\n", "z_constants")
    importing = f"from {package}.z_constants import RATE\n"
    source = changed(
        ("import math\n", f"import math\n{importing}"),
        ("balance=balance_after(years)", "balance=RATE"),
    )
    write_topic(source)
    first = answer(current_calculators(package), "savings", {})
    edit(f"{package}/z_constants.py", "RATE = 0.75\n")
    second = answer(current_calculators(package), "savings", {})
    assert (first["outputs"]["balance"], second["outputs"]["balance"]) == (0.5, 0.75)


def test_a_mistake_is_reported_until_it_is_corrected(write_topic: WriteTopic) -> None:
    package = write_topic(SAVINGS)
    current_calculators(package)
    edit(f"{package}/savings.py", changed((", USD] = 1_000.0", "] = 1_000.0")))
    for _ in range(2):
        with pytest.raises(DeclarationError, match="deposit"):
            current_calculators(package)
    edit(f"{package}/savings.py", "def savings(:")
    for _ in range(2):
        with pytest.raises(SyntaxError):
            current_calculators(package)
    edit(f"{package}/savings.py", SAVINGS + "\n# corrected\n")
    assert list(current_calculators(package)) == ["savings"]


def test_a_package_below_the_working_directory_is_found_without_a_path(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_topic(SAVINGS)
    monkeypatch.setattr(
        "sys.path", [one for one in __import__("sys").path if one != str(Path.cwd())]
    )
    assert list(current_calculators(package)) == ["savings"]
