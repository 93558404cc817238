"""The calculators as their files say now: an edit shows in the next build of a running server."""

import importlib
import sys
from pathlib import Path

from livecalc.interface.registry import Registry, find_calculators

_seen: dict[str, dict[str, int]] = {}


def current_calculators(package: str) -> Registry:
    """Find the calculators of a package, reading again what has changed since the last time.

    Args:
        package: Name of the package; it may lie in the working directory.
    """
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    root = importlib.import_module(package)
    now = {
        str(path): path.stat().st_mtime_ns
        for folder in root.__path__
        for path in sorted(Path(folder).glob("*.py"))
    }
    before = _seen.get(package)
    if before is not None and before != now:
        importlib.invalidate_caches()
        # Reloading in place would keep functions whose name is gone from the file.
        for name in [one for one in sys.modules if one.startswith(f"{package}.")]:
            del sys.modules[name]
        find_calculators.cache_clear()
    _seen[package] = now
    return find_calculators(package)
