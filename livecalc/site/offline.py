"""The offline site: one zip whose pages open from a disk, with search and live calculators.

Built with MkDocs from the same mkdocs.yml as the public site, with what browsers do not allow
there set otherwise: links name files, not folders, and nothing is fetched.
"""

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import pathspec
from mkdocs.commands.build import build
from mkdocs.config import load_config

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.runtime.offline import carry_runtime
from livecalc.runtime.scripts import bundle_script
from livecalc.site.project import Project

_WEB: Final = Path(__file__).parents[1] / "web"

#: Where the theme keeps its search: index, the same as a script, and the worker.
_INDEX: Final = "search/search_index.json"
_WORKERS: Final = "assets/javascripts/workers"
_SEARCH_SCRIPT: Final = "javascripts/offline-search.js"

#: For servers and crawlers; none of them reads a disk.
_NOT_NEEDED: Final = ("404.html", "sitemap.xml", "sitemap.xml.gz", "objects.inv")

#: The earliest date that a zip can hold: same pages, same bytes.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


def build_offline(project: Project, folder: Path) -> Path:
    """Build the site for reading from a disk and pack it into one zip.

    Args:
        project: The site; what its calculators need in the browser must have been made.
        folder: Where to put the zip.

    Returns:
        The zip; `index.html` stands at its root.

    Raises:
        RuntimeBuildError: A page, a script or the search could not be made.
    """
    (project.root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.root / "build") as temporary:
        work = Path(temporary)
        site = work / "site"
        name = _build_pages(project.root / "mkdocs.yml", site)
        for one in _NOT_NEEDED:
            (site / one).unlink(missing_ok=True)
        for source_map in site.rglob("*.map"):
            source_map.unlink()
        _carry_search(project, site, work)
        carry_runtime(project.assets, work).install(site)
        project.write_index(site)
        packed = _pack(site, work / f"{name}-offline.zip")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(packed, folder / packed.name))


def _build_pages(file: Path, site: Path) -> str:
    """Build the pages and return the site's name, fit for a file."""
    try:
        config = load_config(
            str(file), site_dir=str(site), site_url="", use_directory_urls=False, strict=True
        )
        _leave_out_fetching(config)
        _leave_out_pages(config)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except Exception as error:  # Extensions raise what they like; MkDocs passes it on.
        raise RuntimeBuildError(f"mkdocs failed: {error}") from error
    return re.sub(r"[^a-z0-9]+", "-", config.site_name.lower()).strip("-") or "site"


def _leave_out_fetching(config: Any) -> None:
    """Change what would fetch pages, and put the search's script before the theme's own."""
    features = config.theme.get("features", [])
    config.theme["features"] = [one for one in features if not one.startswith("navigation.instant")]
    if config.theme.name == "material":
        config.extra["polyfills"] = [*config.extra.get("polyfills", []), _SEARCH_SCRIPT]


def _leave_out_pages(config: Any) -> None:
    """Leave out the pages that mkdocs.yml lists as `extra: online_only`."""
    left_out = config.extra.get("online_only", [])
    config.exclude_docs = pathspec.GitIgnoreSpec.from_lines(left_out)
    config.nav = _without(config.nav, left_out)


def _without(entry: Any, pages: list[str]) -> Any:
    """A part of the navigation without these pages; `None` when nothing is left of it."""
    if isinstance(entry, list):
        return [one for one in (_without(one, pages) for one in entry) if one is not None] or None
    if isinstance(entry, dict):
        kept = {title: _without(one, pages) for title, one in entry.items()}
        return {title: one for title, one in kept.items() if one is not None} or None
    return None if entry in pages else entry


def _carry_search(project: Project, site: Path, work: Path) -> None:
    """Write index and worker of the theme's search as scripts."""
    index, workers = site / _INDEX, list((site / _WORKERS).glob("search.*.js"))
    if not index.is_file() or not workers:
        return
    text = index.read_text(encoding="utf-8")
    languages = json.loads(text)["config"]["lang"]
    if languages != ["en"]:
        raise RuntimeBuildError(
            f"the offline search knows English only, not {', '.join(languages)}: its worker would"
            " fetch the rules of other languages; set lang: en for the search in mkdocs.yml"
        )
    index.with_suffix(".js").write_text(f"var __index = {text}\n", encoding="utf-8")
    index.unlink()
    (worker,) = workers
    carried = {"name": worker.name, "source": worker.read_text(encoding="utf-8")}
    entry = _WEB / "offline-search.ts"
    script = bundle_script(project.assets.node_modules, entry, work / "search.js")
    target = site / _SEARCH_SCRIPT
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        f"const searchWorker = {json.dumps(carried)};\n{script.read_text(encoding='utf-8')}",
        encoding="utf-8",
    )
    worker.unlink()


def _pack(site: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(one for one in site.rglob("*") if one.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(site).as_posix(), _NO_DATE)
            entry.external_attr = 0o644 << 16
            content = file.read_bytes()
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return target
