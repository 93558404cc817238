"""MkDocs hook, used by `serve` alone: a changed calculator reaches the browser with the page."""

from pathlib import Path
from typing import Any

from livecalc.site.project import Project


def on_pre_build(config: Any) -> None:
    """Make the browser's files again if the calculators have changed."""
    _project(config).assets.make()


def on_post_build(config: Any) -> None:
    """Add the browser's files to the folder that is served."""
    _project(config).finish(Path(config["site_dir"]), published=False)


def _project(config: Any) -> Project:
    return Project.at(Path(config["config_file_path"]).parent)
