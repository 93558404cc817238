"""The folder of files for the browser: complete, and made again only when it must be."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from livecalc.runtime.assets import Assets
from livecalc.runtime.errors import RuntimeBuildError
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS, changed


@pytest.fixture
def assets(write_topic: WriteTopic, tmp_path: Path) -> Assets:
    return Assets(
        calculators=write_topic(SAVINGS),
        wheel="sample-calculators",
        node_modules=ROOT / "node_modules",
        folder=tmp_path / "build/livecalc",
    )


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_everything_is_made_once_and_again_only_after_a_change(
    assets: Assets, tmp_path: Path
) -> None:
    assert assets.make() is True
    first = content(assets.folder)
    assert assets.make() is False
    assert content(assets.folder) == first

    module = tmp_path / assets.calculators / "savings.py"
    os.utime(module, (0, 0))
    assert assets.make() is False, "a new date is no change"

    module.write_text(changed(("Le(50)", "Le(60)")), encoding="utf-8")
    assert assets.make() is True
    second = content(assets.folder)
    moved = {re.sub(r"[-_][0-9a-f]{10}", "", one) for one in set(first) ^ set(second)}
    wheels = {one for one in moved if one.startswith("sample_calculators-")}
    assert any("-py3-" in one for one in wheels)
    assert moved == {"pyodide-lock.json", "fast.image", *wheels}
    assert first["livecalc.js"] != second["livecalc.js"], "the script names the new wheel"
    beside = {one.name for one in assets.folder.parent.iterdir()}
    assert beside - {"charts"} == {"livecalc"}, "nothing but what was drawn is left over"


def test_every_file_that_is_named_is_there(assets: Assets, tmp_path: Path) -> None:
    assets.make()
    site = tmp_path / "site"
    (site / "livecalc").mkdir(parents=True)
    (site / "livecalc/left-over.js").touch()
    assets.install(site)
    files = content(site / "livecalc")
    runtime = json.loads(files.pop("runtime.json"))
    named = [
        runtime[one]
        for one in ("asm", "wasm", "stdlib", "lock", "worker", "stock", "drawing", "explore")
    ]
    named += [runtime["fast"][one] for one in ("wasm", "image")]
    named += runtime["wheels"]
    for_pip = re.findall(r'href="([^#"]+)#', files["wheels.html"].decode())
    assert [one.split("-")[-3:] for one in for_pip] == [["py3", "none", "any.whl"]] * 2
    for name in named:
        assert re.search(r"[-_][0-9a-f]{10}[-.]", name), name
        assert name.encode() in files["livecalc.js"], name
    for key, size in runtime["bytes"].items():
        assert size == len(files[runtime[key]])
    digest = hashlib.sha256(files[runtime["fast"]["wasm"]]).digest()
    assert runtime["fast"]["wasmIntegrity"] == f"sha256-{base64.b64encode(digest).decode()}"
    assert runtime["fast"]["imageBytes"] == len(files[runtime["fast"]["image"]])
    plain = {
        *for_pip,
        "wheels.html",
        "livecalc.js",
        "livecalc.css",
        "pyodide-lock.json",
        "embed.css",
    }
    plain |= {f"embed-{one}.js" for one in ("generator", "host", "page")}
    plain |= {"service-worker.js", "leaving-service-worker.js"}
    assert set(files) == {*named, *plain}
    assert files["pyodide-lock.json"] == files[runtime["lock"]]


def test_another_version_of_pyodide_is_refused(assets: Assets, tmp_path: Path) -> None:
    other = tmp_path / "node_modules"
    (other / "pyodide").mkdir(parents=True)
    (other / "pyodide/package.json").write_text('{"version": "0.1.0"}')
    wrong = Assets(assets.calculators, assets.wheel, other, assets.folder)
    with pytest.raises(RuntimeBuildError, match=r"0\.1\.0.*scripts/setup build"):
        wrong.make()
    assert not assets.folder.exists()


def test_a_missing_node_modules_says_what_to_run(assets: Assets, tmp_path: Path) -> None:
    missing = Assets(assets.calculators, assets.wheel, tmp_path / "none", assets.folder)
    with pytest.raises(RuntimeBuildError, match="scripts/setup build"):
        missing.make()
