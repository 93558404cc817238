"""What pages opened from a disk need: a script that carries its worker, and Python as text.

Only the fast start is carried. Stock Pyodide would be the larger part, and it loads its files in
ways that browsers refuse there; where the fast start fails, the page says so.
"""

import base64
import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from livecalc.runtime.assets import Assets
from livecalc.runtime.scripts import bundle_script

_WEB: Final = Path(__file__).parents[1] / "web"

#: The script that brings Python; `livecalc/web/carried-files.ts` asks for it by this name.
CARRIER: Final = "offline-files.js"


@dataclass(frozen=True, slots=True)
class CarriedRuntime:
    """The parts of a page, or of a site, that runs calculators from a disk.

    Attributes:
        script: The page's script, its worker within.
        style: The style sheet of the calculators.
        wasm: The wasm of the fast start, gzip in base64.
        image: The memory image that belongs to it, gzip in base64.
        drawing: The script that draws charts.
        drawing_name: What the page's script calls it where it stands beside it.
        explore: The script of the tools below a calculator.
        explore_name: What the page's script calls that.
    """

    script: str
    style: str
    wasm: str
    image: str
    drawing: str
    drawing_name: str
    explore: str
    explore_name: str

    @property
    def packed_drawing(self) -> str:
        """The script that draws, gzip in base64: a page that never draws does not read it."""
        return _as_text(self.drawing.encode())

    @property
    def packed_explore(self) -> str:
        """The script of the tools, in the same way."""
        return _as_text(self.explore.encode())

    def install(self, site: Path) -> None:
        """Write script, style and Python into a built site as `livecalc/`."""
        folder = site / "livecalc"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "livecalc.js").write_text(self.script, encoding="utf-8")
        (folder / "livecalc.css").write_text(self.style, encoding="utf-8")
        (folder / self.drawing_name).write_text(self.drawing, encoding="utf-8")
        (folder / self.explore_name).write_text(self.explore, encoding="utf-8")
        files = json.dumps({"wasm": self.wasm, "image": self.image})
        carrier = f"globalThis.livecalcCarriedFiles = {files};\n"
        (folder / CARRIER).write_text(carrier, encoding="utf-8")


def carry_runtime(assets: Assets, work: Path) -> CarriedRuntime:
    """Make the parts from a folder of finished files.

    Args:
        assets: The files, which must have been made.
        work: Where to lay things out.

    Raises:
        RuntimeBuildError: esbuild failed or is not installed.
    """
    runtime: dict[str, Any] = json.loads(
        (assets.folder / "runtime.json").read_text(encoding="utf-8")
    )
    script = bundle_script(
        assets.node_modules,
        _WEB / "offline.ts",
        work / "offline.js",
        define={
            "LIVECALC_RUNTIME": {**runtime, "stock": None},
            "LIVECALC_WORKER": (assets.folder / runtime["worker"]).read_text(encoding="utf-8"),
        },
    )
    return CarriedRuntime(
        script=script.read_text(encoding="utf-8"),
        style=(assets.folder / "livecalc.css").read_text(encoding="utf-8"),
        wasm=_as_text((assets.folder / runtime["fast"]["wasm"]).read_bytes()),
        image=_as_text((assets.folder / runtime["fast"]["image"]).read_bytes()),
        drawing=(assets.folder / runtime["drawing"]).read_text(encoding="utf-8"),
        drawing_name=runtime["drawing"],
        explore=(assets.folder / runtime["explore"]).read_text(encoding="utf-8"),
        explore_name=runtime["explore"],
    )


def _as_text(content: bytes) -> str:
    # Without a date: same content, same text.
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return base64.b64encode(packed).decode()
