"""The repository's own words: commands that exist, tests that mirror the tree."""

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from livecalc.cli import main
from livecalc.runtime import PYODIDE_VERSION
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS

README = (ROOT / "README.md").read_text(encoding="utf-8")

#: Modules without a test module of their name, and where they are tested instead.
TESTED_ELSEWHERE: Final = {
    "bench/__main__.py": "tests/bench/test_command.py",
    "bench/errors.py": "a name; raised by the tests of the modules that raise it",
    "bench/ours.py": "tests/site, through the functions it calls",
    "bench/throttling.py": "tests/browser/test_measured_visits.py, with a browser to slow down",
    "bench/visit.py": "tests/browser/test_measured_visits.py, visit by visit",
    "livecalc/interface/errors.py": "names; each is raised by a test of the module that raises it",
    "livecalc/runtime/errors.py": "a name; raised by the tests of the modules that raise it",
    "livecalc/site/__main__.py": "tests/site/test_commands.py, command by command",
    "livecalc/site/serve_hook.py": "tests/site/test_commands.py, command by command",
    "playbook/__main__.py": "tests/playbook/test_commands.py, command by command",
    **{
        f"playbook/{module}.py": "tests/playbook/test_extension.py, through the pages they make"
        for module in (
            "blocks/base",
            "blocks/sources",
            "citations",
            "elements",
            "links",
            "page_error",
            "page_language",
        )
    },
    **{
        f"playbook/{module}.py": "tests/playbook/test_loading.py, which reads every field"
        for module in (
            "facts/avenues",
            "facts/dates",
            "facts/evidence",
            "facts/platforms",
            "facts/reference",
            "facts/risks",
            "loading/evidence",
            "loading/fields",
            "loading/lined_yaml",
            "loading/problems",
            "loading/reading",
        )
    },
}

_MIRRORED: Final = {
    "bench": "bench",
    "livecalc/interface": "interface",
    "livecalc/interface/explore": "interface/explore",
    "livecalc/forms": "forms",
    "livecalc/runtime": "runtime",
    "livecalc/site": "site",
    "calculators": "calculators",
    "playbook": "playbook",
    "playbook/blocks": "playbook/blocks",
    "playbook/facts": "playbook/facts",
    "playbook/loading": "playbook/loading",
}


def modules() -> list[str]:
    found = [ROOT / f"livecalc/{name}.py" for name in ("cli", "explore_command", "limits")]
    for folder in _MIRRORED:
        found += [one for one in sorted((ROOT / folder).glob("*.py")) if one.stem != "__init__"]
    return [str(one.relative_to(ROOT)) for one in found]


@pytest.mark.parametrize("module", modules())
def test_every_module_has_its_tests(module: str) -> None:
    path = Path(module)
    test = ROOT / "tests" / _MIRRORED.get(str(path.parent), "") / f"test_{path.name}"
    if module in TESTED_ELSEWHERE:
        assert not test.exists(), f"{test.name} exists now; take {module} off the list"
    else:
        assert test.is_file(), f"write tests/{test.relative_to(ROOT / 'tests')}"


def test_no_module_on_the_list_is_gone() -> None:
    assert set(TESTED_ELSEWHERE) <= set(modules())


def commands(program: str) -> list[str]:
    """Lines of the README's code that call a program."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.split()[:1] == [program]]


def test_the_readme_leads_with_the_two_commands() -> None:
    assert commands("make")[:2] == ["make serve", "make test"]


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set()
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        named |= set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert {"serve", "test"} <= named
    assert named <= targets


def test_every_make_target_calls_a_script_that_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"@(scripts/\w+)", makefile))
    assert called
    assert [one for one in sorted(called) if not (ROOT / one).is_file()] == []


@pytest.mark.parametrize("line", commands(".venv/bin/livecalc"))
def test_every_call_in_the_readme_answers(
    line: str, write_topic: WriteTopic, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(line)[1:]
    if words[0] == "new":
        words = ["--calculators", write_topic(SAVINGS), *words]
    assert main(words) == 0
    assert capsys.readouterr().out


def test_every_path_in_the_readme_exists() -> None:
    made_later = {"docs/guides/NAME.md", "calculators/savings.py"}
    paths = set(re.findall(r"`([a-z][\w.-]*/[\w./-]*)`", README)) - made_later
    assert len(paths) > 5
    assert [one for one in sorted(paths) if not (ROOT / one).exists()] == []


def test_the_pyodide_of_the_build_is_the_one_npm_installs() -> None:
    package = (ROOT / "package.json").read_text(encoding="utf-8")
    assert f'"pyodide": "{PYODIDE_VERSION}"' in package
