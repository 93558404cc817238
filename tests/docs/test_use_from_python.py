"""The page about use from Python: its code, run as it stands against the built site."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from livecalc.runtime import PYODIDE_VERSION
from livecalc.site.preview import serve_folder
from tests.built_site import ROOT

PAGE = (ROOT / "docs/use-from-python.md").read_text(encoding="utf-8")
INPUTS = {"stake": 100, "reward_apr": 0.05, "years": 2}


def code(language: str) -> list[str]:
    return re.findall(rf"^``` (?:\{{ \.)?{language}.*?\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def native() -> dict[str, Any]:
    found = answer(find_calculators("calculators"), "staking-apy", INPUTS)
    reread: dict[str, Any] = json.loads(json.dumps(found))
    return reread


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as address:
        yield address


def install(address: str, *options: str) -> None:
    """The page's own command, by this environment's pip."""
    (line,) = code("sh")
    words = line.replace("https://playbook.example", address).split()
    assert words[:2] == ["pip", "install"]
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
    # pip takes `--python` before the command and everything else after it.
    before = options[:2] if options[0] == "--python" else ()
    subprocess.run([*pip, *before, *words[1:], *options[len(before) :], "--quiet"], check=True)


@pytest.fixture(scope="module")
def fresh_python(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that knows nothing but what the page says to install."""
    folder = tmp_path_factory.mktemp("fresh") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin/python"
    install(address, "--python", str(python))
    return python


def run(python: Path, source: str) -> list[str]:
    done = subprocess.run(
        [python, "-I", "-c", source], capture_output=True, text=True, check=True, cwd=python.parent
    )
    return done.stdout.splitlines()


def test_functions_give_the_numbers_of_the_site(fresh_python: Path) -> None:
    outputs = native()["outputs"]
    first, *years = run(fresh_python, code("python")[0])
    assert first == f"{outputs['apy']} {outputs['worst_case_gain']}"
    assert years == [f"{one['year']} {one['tokens']}" for one in outputs["by_year"]]


def test_json_call_gives_the_answer_of_the_site(fresh_python: Path) -> None:
    (line,) = run(fresh_python, code("python")[1])
    assert json.loads(line) == native()


def test_nothing_of_this_checkout_was_used(fresh_python: Path) -> None:
    (place,) = run(fresh_python, "import calculators.staking as it; print(it.__file__)")
    assert Path(place).is_relative_to(fresh_python.parents[1])


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_every_python_from_3_12_on_finds_a_wheel(
    version: str, address: str, tmp_path: Path
) -> None:
    target = ("--target", str(tmp_path), "--python-version", version, "--only-binary", ":all:")
    install(address, *target)
    assert list(tmp_path.glob("calculators/staking.py*"))
    assert list(tmp_path.glob("annotated_types/__init__.py*"))


def test_the_page_names_the_pyodide_that_the_lock_file_is_for() -> None:
    assert f"Pyodide {PYODIDE_VERSION} " in PAGE


def test_the_index_that_the_page_points_to_lists_the_calculator(site: Path) -> None:
    index = json.loads((site / "calculators/index.json").read_text(encoding="utf-8"))
    assert "staking-apy" in json.dumps(index)
