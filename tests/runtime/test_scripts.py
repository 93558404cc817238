"""Bundling with esbuild, and what is said when it cannot be done."""

import subprocess
from pathlib import Path

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.scripts import bundle_script, bundle_style, find_node
from tests.built_site import ROOT

NODE_MODULES = ROOT / "node_modules"


def test_a_script_and_its_imports_become_one_that_runs(tmp_path: Path) -> None:
    (tmp_path / "part.ts").write_text("export const two: number = 2;\n")
    entry = tmp_path / "entry.ts"
    entry.write_text(
        'import { two } from "./part.ts";\ndeclare const SETTINGS: { one: number };\n'
        "console.log(SETTINGS.one + two);\n"
    )
    settings = {"SETTINGS": {"one": 1}}
    bundle = bundle_script(NODE_MODULES, entry, tmp_path / "out.js", define=settings)
    done = subprocess.run([find_node(), bundle], capture_output=True, text=True, check=True)
    assert done.stdout == "3\n"
    assert "import" not in bundle.read_text()


def test_a_style_sheet_is_minified(tmp_path: Path) -> None:
    entry = tmp_path / "entry.css"
    entry.write_text("a {\n  color: #ff0000;\n}\n")
    assert bundle_style(NODE_MODULES, entry, tmp_path / "out.css").read_text() == "a{color:red}\n"


def test_a_mistake_in_a_script_is_reported_with_its_line(tmp_path: Path) -> None:
    entry = tmp_path / "entry.ts"
    entry.write_text("const a = 1;\nconst b = ;\n")
    with pytest.raises(RuntimeBuildError, match=r"entry\.ts:2:10"):
        bundle_script(NODE_MODULES, entry, tmp_path / "out.js")


def test_a_missing_esbuild_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RuntimeBuildError, match="scripts/setup build"):
        bundle_style(tmp_path, tmp_path / "entry.css", tmp_path / "out.css")
