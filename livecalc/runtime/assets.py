"""Makes the folder `livecalc/` of a built site: scripts, styles, Pyodide, wheels and lock file."""

import hashlib
import importlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

from livecalc.forms.tool_charts import tool_charts
from livecalc.runtime import PYODIDE_VERSION
from livecalc.runtime.fast_start import check_pyodide, make_fast_start
from livecalc.runtime.hashed import copy_hashed, integrity
from livecalc.runtime.scripts import bundle_script, bundle_style
from livecalc.runtime.wheel import (
    build_calculators_wheel,
    lock_and_compile,
    publish_plain,
    repack_installed,
)

_PACKAGE: Final = Path(__file__).parents[1]
_KEY_FILE: Final = "made-from.txt"

#: Stands as text in the head of pages, and so is no file of the site.
PAGE_HEAD: Final = "page-head.js"
PAGE_FOOT: Final = "page-foot.js"


@dataclass(frozen=True, slots=True)
class Assets:
    """What to make the folder from.

    Attributes:
        calculators: Importable name of the package of calculators.
        wheel: Distribution name of their wheel.
        node_modules: Folder that npm installed, with pyodide, binaryen and esbuild.
        folder: Where the finished files stand.
    """

    calculators: str
    wheel: str
    node_modules: Path
    folder: Path

    def make(self) -> bool:
        """Make the folder if what it is made from has changed.

        Returns:
            Whether anything had to be made.

        Raises:
            RuntimeBuildError: A tool failed or is not installed.
        """
        key = self._key()
        if (self.folder / _KEY_FILE).is_file() and (self.folder / _KEY_FILE).read_text() == key:
            return False
        check_pyodide(self.node_modules)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as work:
            made = Path(work) / "made"
            made.mkdir()
            self._fill(made, Path(work))
            (made / _KEY_FILE).write_text(key)
            shutil.rmtree(self.folder, ignore_errors=True)
            made.rename(self.folder)
        return True

    def install(self, site: Path) -> None:
        """Copy the folder into a built site as `livecalc/`."""
        target = site / "livecalc"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(
            self.folder, target, ignore=shutil.ignore_patterns(_KEY_FILE, PAGE_HEAD, PAGE_FOOT)
        )

    def _fill(self, made: Path, work: Path) -> None:
        pyodide = self.node_modules / "pyodide"
        folder = work / "wheels"
        folder.mkdir()
        plain = [
            build_calculators_wheel(self.calculators, self.wheel, folder, work),
            repack_installed("annotated-types", folder, work),
        ]
        published = publish_plain(plain, made)
        # The plain name is for other people's pages and tools; our own asks for the hashed one.
        wheels = lock_and_compile(pyodide / "pyodide-lock.json", plain, made / "pyodide-lock.json")
        files: dict[str, Any] = {
            "asm": copy_hashed(pyodide / "pyodide.asm.js", made, "pyodide-asm").name,
            "wasm": copy_hashed(pyodide / "pyodide.asm.wasm", made, "pyodide-asm").name,
            "stdlib": copy_hashed(pyodide / "python_stdlib.zip", made, "python-stdlib").name,
            "lock": copy_hashed(made / "pyodide-lock.json", made, "pyodide-lock").name,
            "wheels": [one.name for one in wheels],
        }
        files["bytes"] = {
            name: (made / names).stat().st_size
            for name, names in files.items()
            if isinstance(names, str)
        }
        files |= {"package": self.wheel, "calculators": self.calculators}
        # From the source, so that the interpreter leaves out docstrings as it compiles.
        fast = make_fast_start(published, self.calculators, self.node_modules, made, work)
        files["fast"] = {
            "wasm": fast.wasm.name,
            "wasmIntegrity": integrity(fast.wasm),
            "image": fast.image.name,
            "imageBytes": fast.image.stat().st_size,
        }
        entries = (
            ("worker", "worker.ts"),
            ("stock", "stock-worker.ts"),
            ("drawing", "drawing.ts"),
        )
        for name, entry in entries:
            bundle = bundle_script(self.node_modules, _PACKAGE / "web" / entry, work / f"{name}.js")
            files[name] = copy_hashed(bundle, made, name).name
        explore = self._bundle_explore(work)
        files["explore"] = copy_hashed(explore, made, "explore").name
        (made / "runtime.json").write_text(json.dumps(files, indent=1) + "\n", encoding="utf-8")
        bundle_script(
            self.node_modules,
            _PACKAGE / "web/index.ts",
            made / "livecalc.js",
            define={"LIVECALC_RUNTIME": files},
        )
        bundle_script(
            self.node_modules,
            _PACKAGE / "web/page-head.ts",
            made / PAGE_HEAD,
            define={"LIVECALC_EARLY_RUNTIME": {one: files[one] for one in ("worker", "fast")}},
        )
        bundle_script(self.node_modules, _PACKAGE / "web/page-foot.ts", made / PAGE_FOOT)
        for name in (
            "embed-page",
            "embed-host",
            "embed-generator",
            "service-worker",
            "leaving-service-worker",
        ):
            bundle_script(self.node_modules, _PACKAGE / f"web/{name}.ts", made / f"{name}.js")
        for style, entry in (("livecalc.css", "live-calculator.css"), ("embed.css", "embed.css")):
            bundle_style(self.node_modules, _PACKAGE / "web" / entry, made / style)

    def _bundle_explore(self, work: Path) -> Path:
        """Bundle the tools with their style and their charts: one file, for who opens them."""
        style = bundle_style(
            self.node_modules, _PACKAGE / "web/explore/explore.css", work / "x.css"
        )
        return bundle_script(
            self.node_modules,
            _PACKAGE / "web/explore.ts",
            work / "explore.js",
            define={
                "LIVECALC_EXPLORE_STYLE": style.read_text(encoding="utf-8"),
                "LIVECALC_EXPLORE_CHARTS": tool_charts(),
            },
        )

    def _key(self) -> str:
        installed = distribution("annotated-types").version
        digest = hashlib.sha256(f"{sys.version} {PYODIDE_VERSION} {installed} {self}".encode())
        for path in self._made_from():
            digest.update(f"{path.name}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _made_from(self) -> Iterator[Path]:
        calculators = Path(importlib.import_module(self.calculators).__path__[0])
        # Where npm notes what it installed: pyodide, esbuild and binaryen with their versions.
        installed = self.node_modules / ".package-lock.json"
        if installed.is_file():
            yield installed
        yield _PACKAGE / "__init__.py"
        yield from sorted(calculators.rglob("*.py"))
        yield from (_PACKAGE / "forms" / one for one in ("chart.py", "tool_charts.py"))
        for folder, patterns in (
            ("interface", ("*.py",)),
            ("runtime", ("*.py", "*.ts")),
            ("web", ("*.ts", "*.css")),
        ):
            for pattern in patterns:
                yield from sorted((_PACKAGE / folder).rglob(pattern))
