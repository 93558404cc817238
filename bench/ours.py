"""Builds what we measure of our own: the site, its offline zip unpacked, one exported file."""

import subprocess
import sys
import zipfile
from pathlib import Path

from bench.errors import MeasurementError
from livecalc.site.export import export_calculator
from livecalc.site.offline import build_offline
from livecalc.site.project import Project


def build_site(root: Path, site: Path) -> None:
    """Build the public site as `make build` does, into a folder of its own."""
    run(root, "livecalc.site", "build", "--site", str(site))


def build_for_disks(root: Path, offline: Path, export: Path) -> None:
    """Unpack the offline site, and export one calculator; the site must have been built."""
    project = Project.at(root)
    with zipfile.ZipFile(build_offline(project, export.parent)) as archive:
        archive.extractall(offline)
    export.mkdir()
    page = export_calculator(project, "staking-apy")
    (export / "staking-apy.html").write_text(page, encoding="utf-8")


def run(folder: Path, *module: str) -> None:
    """Run a Python module in a folder.

    Raises:
        MeasurementError: It failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", *module], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr + done.stdout).strip()[-2000:]
        raise MeasurementError(f"{' '.join(module)} failed:\n{said}")
