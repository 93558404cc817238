"""Makes a built folder fit to be published: hashed names, one build per page, offline, headers."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

from livecalc.runtime.hashed import content_hash
from livecalc.site.headers import render_headers
from livecalc.site.page_foot import let_scripts_wait
from livecalc.site.page_head import start_early
from livecalc.site.pages import (
    add_to_head,
    build_element,
    inline_script_hashes,
    use_published_names,
)

#: Our own files that pages load by name; all others have their hash in the name already.
_LOADED: Final = ("livecalc.js", "livecalc.css", "embed-page.js", "embed.css", "embed-generator.js")

#: What tells that a file of ours never changes, whoever gave it the name.
_OWN_HASH: Final = re.compile(r"livecalc/.+[-_][0-9a-f]{10}[-.].+")

#: How the theme marks the files whose name carries a hash.
_THEME_HASH: Final = re.compile(r"assets/.+\.[0-9a-f]{8}\.min\.(js|css)")

_PAGE_SCRIPT: Final = "livecalc/livecalc.js"

_MANIFEST: Final = "manifest.webmanifest"
_FEED: Final = "feed.xml"

#: What no reader's page asks for: for crawlers, for debugging, for tools and other people's pages.
_NOT_KEPT: Final = re.compile(
    r"404\.html|feed\.xml|embed/.*|embed\.js|.*\.(map|gz|whl|zip)|(.*/)?[_.].*"
    r"|livecalc/(wheels\.html|pyodide-lock\.json|runtime\.json|.*service-worker\.js)"
)

#: Rules of other languages, which the theme's search asks for by language.
_SEARCH_LANGUAGES: Final = "assets/javascripts/lunr/"


def publish(
    site: Path,
    *,
    start: str,
    foot: str = "",
    loaded: Iterable[str] = (),
    site_path: str = "/",
) -> None:
    """Finish a folder that holds pages, `livecalc/` and everything else that they load.

    Afterwards every script and style has its hash in its name, so that a page loads the files it
    was built with or none, and the folder holds `service-worker.js` and `_headers`.

    Args:
        site: The folder.
        start: The script that starts Python, as text for the head of pages with calculators.
        foot: The script that brings in their other scripts, as text for their end; where it is
            empty, those stay as they are.
        loaded: Addresses, from the site's root, of the author's own scripts and styles.
        site_path: Path of the site on its host, with a slash at both ends.

    Raises:
        RuntimeBuildError: A page cannot be bound to its build.
    """
    own = (f"livecalc/{one}" for one in _LOADED)
    names = _rename_hashed(site, [*own, *loaded])
    lasting = {one for one in _files(site) if _is_lasting(one, set(names.values()))}
    build = _short_hash("\n".join(sorted(lasting)))
    inline_scripts: set[str] = set()
    for page in _pages(site):
        html = _bind(site, page, names, build, site_path)
        html = _start_early(html, page, names, start, site_path)
        if foot and not page.startswith("embed/"):
            html = let_scripts_wait(html, foot)
        inline_scripts |= inline_script_hashes(html)
        (site / page).write_text(html, encoding="utf-8", newline="")
    headers = render_headers(site_path, inline_scripts, lasting)
    (site / "_headers").write_text(headers, encoding="utf-8")
    _write_service_worker(site, lasting, build)


def take_back(site: Path) -> None:
    """Put a service worker into a folder that makes way: an earlier one must not answer for it."""
    (site / "livecalc/service-worker.js").unlink()
    leaving = (site / "livecalc/leaving-service-worker.js").read_bytes()
    # Written anew: a host that compares dates must not take it for older than what it replaces.
    (site / "service-worker.js").write_bytes(leaving)


def _rename_hashed(site: Path, loaded: Iterable[str]) -> dict[str, str]:
    """Put the hash into the names of files, and return the new address by the old one."""
    names = {}
    for address in dict.fromkeys(loaded):
        file = site / address
        if file.is_file():
            hashed = file.with_stem(f"{file.stem}-{content_hash(file)}")
            file.replace(hashed)
            names[address] = hashed.relative_to(site).as_posix()
    return names


def _is_lasting(address: str, renamed: set[str]) -> bool:
    return address in renamed or any(one.fullmatch(address) for one in (_OWN_HASH, _THEME_HASH))


def _bind(site: Path, page: str, names: dict[str, str], build: str, site_path: str) -> str:
    html = (site / page).read_bytes().decode("utf-8")
    above = "../" * page.count("/")
    # A page that answers for any address, such as 404.html, names files from the host's root.
    html = use_published_names(html, page, (above, f"{above}./", site_path), names)
    if page.startswith("embed/"):
        return html
    root = site_path if page == "404.html" else above
    elements = [build_element(build)]
    if (site / _MANIFEST).is_file() and 'rel="manifest"' not in html:
        elements.append(f'<link rel="manifest" href="{root}{_MANIFEST}">')
    if (site / _FEED).is_file():
        elements.append(
            f'<link rel="alternate" type="application/atom+xml" title="Changes" '
            f'href="{root}{_FEED}">'
        )
    return add_to_head(html, page, elements)


def _start_early(html: str, page: str, names: dict[str, str], start: str, site_path: str) -> str:
    if _PAGE_SCRIPT not in names:
        return html
    above = "../" * page.count("/")
    written = [f"{base}{names[_PAGE_SCRIPT]}" for base in (above, f"{above}./", site_path)]
    script = next((one for one in written if f'src="{one}"' in html), written[0])
    address: Literal["page", "embed"] = "embed" if page.startswith("embed/") else "page"
    return start_early(html, start=start, script=script, address=address)


def _write_service_worker(site: Path, lasting: set[str], build: str) -> None:
    """Write the worker with the list of all that it may keep, by address and content."""
    runtime: dict[str, Any] = json.loads((site / "livecalc/runtime.json").read_text("utf-8"))
    fast = runtime["fast"]
    wanted_later = (fast["wasm"], fast["image"], runtime["drawing"], runtime["explore"])
    calculators = {f"livecalc/{one}" for one in wanted_later}
    not_kept = {f"livecalc/{runtime[one]}" for one in ("asm", "wasm", "lock", "stock")}
    kept = [one for one in _files(site) if one not in not_kept and _is_kept(one, site)]
    groups: dict[str, Any] = {"changing": {}, "lasting": {}, "calculators": {}}
    for one in kept:
        group = "calculators" if one in calculators else "lasting" if one in lasting else "changing"
        groups[group][_address(one)] = _content_hash(site / one)
    groups["calculatorBytes"] = sum((site / one).stat().st_size for one in calculators)
    groups["edition"] = _short_hash(json.dumps(groups))
    groups["build"] = build
    script = site / "livecalc/service-worker.js"
    text = f"const livecalcSite = {json.dumps(groups)};\n{script.read_text(encoding='utf-8')}"
    (site / "service-worker.js").write_text(text, encoding="utf-8")
    script.unlink()


def _is_kept(address: str, site: Path) -> bool:
    if _NOT_KEPT.fullmatch(address):
        return False
    return not address.startswith(_SEARCH_LANGUAGES) or not _searches_english_only(site)


def _searches_english_only(site: Path) -> bool:
    index = site / "search/search_index.json"
    if not index.is_file():
        return True
    found: dict[str, Any] = json.loads(index.read_text(encoding="utf-8"))
    return bool(found.get("config", {}).get("lang") == ["en"])


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _content_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _address(file: str) -> str:
    """A page goes by the address of its folder.

    Examples:
        >>> _address("guides/staking/index.html"), _address("index.html"), _address("a.html")
        ('guides/staking/', '', 'a.html')
    """
    return file.removesuffix("index.html") if Path(file).name == "index.html" else file


def _pages(site: Path) -> list[str]:
    # The list of wheels is for pip.
    return [one for one in _files(site) if re.fullmatch(r"(?!livecalc/).*\.html", one)]


def _files(site: Path) -> list[str]:
    return sorted(one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file())
