"""The repository's built site, for every test that reads or drives it."""

import fcntl
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SITE: Final = ROOT / "site"

_MADE_FROM: Final = ("calculators", "data", "docs", "livecalc", "playbook", "mkdocs.yml")


def built_site() -> Path:
    """The folder `site/`, built first where it is missing or older than what it is made from.

    `make test` builds it beforehand; this is for `pytest` on its own. Several processes may ask.
    """
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build/site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current():
            subprocess.run([sys.executable, "-m", "livecalc.site", "build"], cwd=ROOT, check=True)
    return SITE


def _is_current() -> bool:
    # The last file that a build writes.
    last = SITE / "service-worker.js"
    if not last.is_file():
        return False
    paths = (ROOT / one for one in _MADE_FROM)
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    newest = max(one.stat().st_mtime for one in files if "__pycache__" not in one.parts)
    return last.stat().st_mtime >= newest
