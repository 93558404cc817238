"""Lays out the pages we compare with, so that all they need comes from this machine."""

import hashlib
import json
import re
import shutil
import tempfile
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import markdown
import markdown_exec

from bench.contestants import EXPRESSION
from bench.errors import MeasurementError
from bench.explore_tools import RUNS
from bench.monte_carlo import NUMPY_FOLDER, REQUESTS, program
from livecalc.runtime import PYODIDE_VERSION
from livecalc.runtime.wheel import repack_installed

_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="data:,">
{head}
<body data-md-color-scheme="default">
{body}
"""

_BARE: Final = f"""<p id="result"></p>
<script src="/pyodide/pyodide.js"></script>
<script>
loadPyodide().then((pyodide) => {{
  document.getElementById("result").textContent = pyodide.runPython("{EXPRESSION}");
}});
</script>"""

_PYSCRIPT: Final = f"""<p id="result"></p>
<script type="{{language}}" config='{{{{"interpreter": "{{interpreter}}"}}}}'>
from pyscript import document
document.getElementById("result").textContent = str({EXPRESSION})
</script>"""

_PYSCRIPT_HEAD: Final = """<link rel="stylesheet" href="/pyscript/core.css">
<script type="module" src="/pyscript/core.js"></script>"""

_NUMPY: Final = f"""<script src="/{NUMPY_FOLDER}/pyodide.js"></script>
<script type="text/x-python" id="program">
{{program}}</script>
<script>
loadPyodide({{{{packages: ["numpy"]}}}}).then((pyodide) => {{{{
  pyodide.runPython(document.getElementById("program").textContent);
  globalThis.simulate = () =>
    pyodide.runPython('import json; json.dumps(simulate("{{calculator}}", {RUNS}, 1))');
  document.documentElement.dataset.simulated = simulate();
}}}});
</script>"""

_FENCE: Final = f"""
```pyodide version="{PYODIDE_VERSION}"
print({EXPRESSION})
```
"""

_CORE: Final = (
    "pyodide.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def lay_out_rivals(folder: Path, pyodide: Path, packages: Path) -> None:
    """Write every page that is not ours, with the files it asks for.

    Args:
        folder: Where to; it is served as the root of a host.
        pyodide: The npm package of that name.
        packages: The folder in which npm installed bench/package.json.

    Raises:
        MeasurementError: A package is missing, or is not the version that is compared with.
    """
    if not packages.is_dir():
        raise MeasurementError(f"{packages} is missing; run scripts/setup bench")
    _copy(pyodide, folder / "pyodide", *_CORE)
    shutil.copytree(
        packages / "@pyscript/core/dist",
        folder / "pyscript",
        ignore=shutil.ignore_patterns("*.map"),
    )
    _copy(
        packages / "@micropython/micropython-webassembly-pyscript",
        folder / "micropython",
        "micropython.mjs",
        "micropython.wasm",
    )
    _write(folder / "bare", "bare", "", _BARE)
    for name, language, interpreter in (
        ("pyscript-pyodide", "py", "/pyodide/pyodide.mjs"),
        ("pyscript-micropython", "mpy", "/micropython/micropython.mjs"),
    ):
        body = _PYSCRIPT.format(language=language, interpreter=interpreter)
        _write(folder / name, name, _PYSCRIPT_HEAD, body)
    _lay_out_markdown_exec(folder, pyodide, packages)
    if wheel := numpy_wheel(packages):
        _lay_out_numpy(folder, pyodide, wheel)


def numpy_wheel(packages: Path) -> Path | None:
    """NumPy as Pyodide runs it, where npm could install a package that carries it.

    Pyodide's own host has it, but npm's package of Pyodide has not.
    """
    found = packages.glob("@bentopdf/pymupdf-wasm/assets/numpy-*_wasm32.whl")
    return next(found, None)


def _lay_out_numpy(folder: Path, pyodide: Path, wheel: Path) -> None:
    own = folder / NUMPY_FOLDER
    _copy(pyodide, own, *_CORE)
    add_package(own, wheel)
    for calculator in REQUESTS:
        body = _NUMPY.format(program=program(), calculator=calculator)
        _write(folder / f"numpy-{calculator}", f"NumPy, {calculator}", "", body)


def add_package(folder: Path, wheel: Path) -> None:
    """Put a wheel beside a Pyodide, in place of the build that its lock file names.

    Raises:
        MeasurementError: It is another version, or for another Pyodide.
    """
    file = folder / "pyodide-lock.json"
    lock: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    name, version, *_, platform = wheel.stem.split("-")
    entry, runs = lock["packages"][name], lock["info"]["abi_version"]
    if entry["version"] != version or f"_{runs}_" not in platform:
        raise MeasurementError(
            f"Pyodide {PYODIDE_VERSION} loads {name} {entry['version']} for {runs}, not"
            f" {wheel.name}; name a package with that in bench/package.json and run scripts/lock"
        )
    shutil.copyfile(wheel, folder / wheel.name)
    entry["file_name"] = wheel.name
    entry["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file.write_text(json.dumps(lock), encoding="utf-8")


def _lay_out_markdown_exec(folder: Path, pyodide: Path, packages: Path) -> None:
    assets = files(markdown_exec) / "assets"
    own = folder / "markdown-exec"
    own.mkdir()
    for name in ("pyodide.js", "pyodide.css"):
        (own / name).write_text((assets / name).read_text(encoding="utf-8"), encoding="utf-8")
    head = '<link rel="stylesheet" href="pyodide.css"><script src="pyodide.js" defer></script>'
    _write(own, "markdown-exec", head, with_local_addresses(render_fence()))
    ace = folder / "cdnjs.cloudflare.com/ajax/libs/ace/1.16.0"
    _copy(
        packages / "ace-builds/src-min-noconflict",
        ace,
        *("ace.js", "mode-python.js", "theme-tomorrow.js", "theme-tomorrow_night.js"),
    )
    highlight = folder / "cdnjs.cloudflare.com/ajax/libs/highlight.js/11.7.0"
    _copy(packages / "@highlightjs/cdn-assets", highlight, "highlight.min.js")
    themes = folder / "cdn.jsdelivr.net/npm/highlightjs-themes@1.0.0"
    _copy(packages / "highlightjs-themes", themes, "tomorrow.css", "tomorrow-night-blue.css")
    for sheet in list(themes.iterdir()):
        # The CDN makes the short form itself; the package holds the long one.
        sheet.rename(sheet.with_suffix(".min.css"))
    full = folder / f"cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full"
    _copy(pyodide, full, *_CORE)
    _add_micropip(full)


def render_fence() -> str:
    """The HTML that markdown-exec makes of a fence with the sum."""
    fence = {
        "name": "pyodide",
        "class": "pyodide",
        "validator": markdown_exec.validator,
        "format": markdown_exec.formatter,
    }
    settings = {"pymdownx.superfences": {"custom_fences": [fence]}}
    return markdown.markdown(
        _FENCE, extensions=["pymdownx.superfences"], extension_configs=settings
    )


def with_local_addresses(html: str) -> str:
    """Turn addresses of other hosts into folders of this one, named after the host.

    >>> with_local_addresses('<script src="https://cdn.example/a/b.js">')
    '<script src="/cdn.example/a/b.js">'
    """
    return re.sub(r'((?:src|href)=")https://', r"\1/", html)


def _add_micropip(folder: Path) -> None:
    """Put the wheel of micropip beside a Pyodide, as the full distribution has it."""
    file = folder / "pyodide-lock.json"
    lock: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    entry = lock["packages"]["micropip"]
    installed = distribution("micropip").version
    if entry["version"] != installed:
        raise MeasurementError(
            f"Pyodide {PYODIDE_VERSION} loads micropip {entry['version']}, but {installed} is"
            " installed; name that version in requirements-dev.in and run scripts/lock"
        )
    with tempfile.TemporaryDirectory() as work:
        wheel = repack_installed("micropip", folder, Path(work))
    entry["file_name"] = wheel.name
    entry["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file.write_text(json.dumps(lock), encoding="utf-8")


def _write(folder: Path, title: str, head: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    page = _PAGE.format(title=title, head=head, body=body)
    (folder / "index.html").write_text(page, encoding="utf-8")


def _copy(source: Path, target: Path, *names: str) -> None:
    target.mkdir(parents=True)
    for name in names:
        if not (source / name).is_file():
            raise MeasurementError(f"{source / name} is missing; run scripts/setup bench")
        shutil.copyfile(source / name, target / name)
