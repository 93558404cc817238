"""The runtime as text: what it carries is what was made, installed as a site's `livecalc/`."""

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from livecalc.runtime.assets import Assets
from livecalc.runtime.offline import CARRIER, CarriedRuntime, carry_runtime
from livecalc.site.project import Project
from tests.built_site import ROOT


@pytest.fixture
def assets() -> Assets:
    assets = Project.at(ROOT).assets
    assets.make()
    return assets


@pytest.fixture
def carried(assets: Assets, tmp_path: Path) -> CarriedRuntime:
    return carry_runtime(assets, tmp_path)


def test_script_holds_the_worker_and_names_no_second_tier(
    carried: CarriedRuntime, assets: Assets
) -> None:
    runtime = json.loads((assets.folder / "runtime.json").read_text())
    assert runtime["fast"]["wasm"] in carried.script
    assert runtime["stock"] not in carried.script
    assert "importScripts" in carried.script, "the worker's own script is not in it"
    assert "</script" not in carried.script.lower()


def test_files_as_text_are_the_files(carried: CarriedRuntime, assets: Assets) -> None:
    runtime = json.loads((assets.folder / "runtime.json").read_text())
    for name, text in (("wasm", carried.wasm), ("image", carried.image)):
        content = (assets.folder / runtime["fast"][name]).read_bytes()
        assert gzip.decompress(base64.b64decode(text)) == content


def test_same_files_give_the_same_text(
    carried: CarriedRuntime, assets: Assets, tmp_path: Path
) -> None:
    assert carry_runtime(assets, tmp_path) == carried


def test_script_asks_for_the_file_that_is_installed(
    carried: CarriedRuntime, tmp_path: Path
) -> None:
    carried.install(tmp_path / "site")
    installed = {one.name for one in (tmp_path / "site/livecalc").iterdir()}
    later = {carried.drawing_name, carried.explore_name}
    assert installed == {"livecalc.js", "livecalc.css", CARRIER, *later}
    assert all(one in carried.script for one in later)
    (asked,) = set(re.findall(r"[\w-]+-files\.js", carried.script))
    assert asked == CARRIER
