"""The pages we compare with ask this machine for everything."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from bench.contestants import EXPRESSION
from bench.errors import MeasurementError
from bench.rivals import add_package, numpy_wheel, render_fence, with_local_addresses
from livecalc.runtime import PYODIDE_VERSION


def test_the_fence_is_the_one_markdown_exec_makes_with_the_same_pyodide() -> None:
    html = render_fence()
    assert 'class="pyodide-editor"' in html
    assert EXPRESSION in html
    assert f"cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/pyodide.js" in html


def test_nothing_of_the_fence_is_left_on_another_host() -> None:
    html = render_fence()
    hosts = set(re.findall(r'(?:src|href)="https://([^/]+)/', html))
    assert hosts == {"cdn.jsdelivr.net", "cdnjs.cloudflare.com"}
    local = with_local_addresses(html)
    assert "https://" not in local
    assert all(f'="/{host}/' in local for host in hosts)


@pytest.fixture
def own_pyodide(tmp_path: Path) -> Path:
    lock = {
        "info": {"abi_version": "2025_0"},
        "packages": {"numpy": {"version": "2.2.5", "file_name": "another.whl", "sha256": "0"}},
    }
    (tmp_path / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return tmp_path


def write_wheel(packages: Path, name: str) -> Path:
    assets = packages / "@bentopdf/pymupdf-wasm/assets"
    assets.mkdir(parents=True)
    wheel = assets / name
    wheel.write_bytes(b"content of a wheel")
    return wheel


def test_numpys_wheel_takes_the_place_of_the_one_that_pyodide_names(
    own_pyodide: Path, tmp_path: Path
) -> None:
    wheel = write_wheel(tmp_path, "numpy-2.2.5-cp313-cp313-pyodide_2025_0_wasm32.whl")
    add_package(own_pyodide, wheel)
    lock = json.loads((own_pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    named = own_pyodide / lock["packages"]["numpy"]["file_name"]
    digest = hashlib.sha256(named.read_bytes()).hexdigest()
    assert lock["packages"]["numpy"]["sha256"] == digest


@pytest.mark.parametrize(
    "name",
    [
        "numpy-2.3.0-cp313-cp313-pyodide_2025_0_wasm32.whl",
        "numpy-2.2.5-cp314-cp314-pyodide_2026_0_wasm32.whl",
    ],
)
def test_a_wheel_for_another_pyodide_is_refused(
    name: str, own_pyodide: Path, tmp_path: Path
) -> None:
    with pytest.raises(MeasurementError, match=f"not {name}"):
        add_package(own_pyodide, write_wheel(tmp_path, name))


def test_numpy_is_found_where_npm_puts_it_and_missed_elsewhere(tmp_path: Path) -> None:
    assert numpy_wheel(tmp_path) is None
    wheel = write_wheel(tmp_path, "numpy-2.2.5-cp313-cp313-pyodide_2025_0_wasm32.whl")
    assert numpy_wheel(tmp_path) == wheel
