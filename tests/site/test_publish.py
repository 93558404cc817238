"""A folder made fit to be published: names, marks, and the list of what a browser may keep."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.publish import publish, take_back

RUNTIME = {
    "asm": "asm-1a2b3c4d5e.js",
    "wasm": "asm-1a2b3c4d5e.wasm",
    "stdlib": "std-1a2b3c4d5e.zip",
    "lock": "lock-1a2b3c4d5e.json",
    "stock": "stock-1a2b3c4d5e.js",
    "worker": "worker-1a2b3c4d5e.js",
    "drawing": "drawing-1a2b3c4d5e.js",
    "explore": "explore-1a2b3c4d5e.js",
    "wheels": ["sums-1-0_1a2b3c4d5e-cp313.whl"],
    "fast": {"wasm": "fast-1a2b3c4d5e.wasm", "image": "fast-0a2b3c4d5e.image"},
}

FILES = [
    "livecalc/livecalc.js",
    "livecalc/livecalc.css",
    "livecalc/embed.css",
    "livecalc/embed-page.js",
    "livecalc/pyodide-lock.json",
    "livecalc/wheels.html",
    "livecalc/service-worker.js",
    "livecalc/leaving-service-worker.js",
    "search/search_index.json",
    "assets/bundle.0a1b2c3d.min.js",
    "assets/bundle.0a1b2c3d.min.js.map",
    "assets/favicon.png",
    "assets/javascripts/lunr/min/lunr.de.min.js",
    "styles/own.css",
    "embed.js",
    "sitemap.xml",
    "sitemap.xml.gz",
    ".nojekyll",
]


def page(base: str, *, calculator: bool = True) -> str:
    shown = '<live-calculator name="a"></live-calculator>' if calculator else ""
    return (
        '<html><head><meta charset="utf-8">'
        f'<link href="{base}livecalc/livecalc.css"><link href="{base}styles/own.css">'
        f'</head><body>{shown}<script>1</script><script src="{base}livecalc/livecalc.js"></script>'
        "</body></html>"
    )


def named_files() -> set[str]:
    return set(re.findall(r"[\w.-]+[-_][0-9a-f]{10}[-.][\w.-]+", json.dumps(RUNTIME)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an engine and the runtime leave, in small."""
    site = tmp_path / "site"
    for name in [*FILES, *(f"livecalc/{one}" for one in named_files())]:
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {name} */", encoding="utf-8")
    (site / "livecalc/runtime.json").write_text(json.dumps(RUNTIME))
    (site / "search/search_index.json").write_text('{"config": {"lang": ["en"]}}')
    write(site, "index.html", page(""))
    write(site, "guides/staking/index.html", page("../../"))
    write(site, "404.html", page("/below/", calculator=False))
    write(site, "embed/a/index.html", page("../../"))
    return site


def write(site: Path, name: str, text: str) -> None:
    file = site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def kept(site: Path) -> dict[str, Any]:
    text = (site / "service-worker.js").read_text(encoding="utf-8")
    listed = text.splitlines()[0].removeprefix("const livecalcSite = ").removesuffix(";")
    found: dict[str, Any] = json.loads(listed)
    return found


def test_what_pages_load_has_the_hash_of_its_content_in_its_name(folder: Path) -> None:
    publish(folder, start="go()", loaded=["styles/own.css"], site_path="/below/")
    for name in ("index.html", "guides/staking/index.html", "404.html", "embed/a/index.html"):
        html = (folder / name).read_text(encoding="utf-8")
        addresses = re.findall(r'<(?:link|script) (?:href|src)="([^"]*)"', html)
        assert len(addresses) == 3
        for address in addresses:
            where = address.removeprefix("/below/")
            start = folder if where != address else (folder / name).parent
            file = (start / where).resolve()
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert file.stem.endswith(f"-{digest[:10]}"), address
    assert not (folder / "livecalc/livecalc.js").exists()
    assert (folder / "livecalc/pyodide-lock.json").is_file()


def test_pages_of_one_build_say_so_and_frames_say_nothing(folder: Path) -> None:
    publish(folder, start="go()")
    mark = f'<meta name="livecalc-build" content="{kept(folder)["build"]}">'
    assert mark in (folder / "index.html").read_text()
    assert mark in (folder / "404.html").read_text()
    assert "livecalc-build" not in (folder / "embed/a/index.html").read_text()


def test_the_worker_lists_what_readers_need_by_address_and_content(folder: Path) -> None:
    publish(folder, start="go()", loaded=["styles/own.css"])
    site = kept(folder)
    assert set(site["changing"]) == {
        "",
        "guides/staking/",
        "search/search_index.json",
        "assets/favicon.png",
        "sitemap.xml",
    }
    plain = {re.sub(r"-[0-9a-f]{10}\.", ".", one) for one in site["lasting"]}
    assert plain == {
        "assets/bundle.0a1b2c3d.min.js",
        "livecalc/embed-page.js",
        "livecalc/embed.css",
        "livecalc/livecalc.css",
        "livecalc/livecalc.js",
        "livecalc/worker.js",
        "styles/own.css",
    }
    large = {one for one in named_files() if one.startswith(("fast-", "drawing-", "explore-"))}
    assert {one.removeprefix("livecalc/") for one in site["calculators"]} == large
    sizes = [(folder / one).stat().st_size for one in site["calculators"]]
    assert site["calculatorBytes"] == sum(sizes)
    for group in ("changing", "lasting", "calculators"):
        for address, digest in site[group].items():
            file = folder / (f"{address}index.html" if address[-1:] in ("", "/") else address)
            assert hashlib.sha256(file.read_bytes()).hexdigest() == digest


def test_a_search_in_another_language_keeps_its_rules(folder: Path) -> None:
    (folder / "search/search_index.json").write_text('{"config": {"lang": ["en", "de"]}}')
    publish(folder, start="go()")
    assert "assets/javascripts/lunr/min/lunr.de.min.js" in kept(folder)["changing"]


def test_other_words_are_another_edition_and_other_scripts_another_build(
    folder: Path, tmp_path: Path
) -> None:
    words, scripts = tmp_path / "words", tmp_path / "scripts"
    shutil.copytree(folder, words)
    shutil.copytree(folder, scripts)
    write(words, "index.html", page("") + "<p>more</p>")
    write(scripts, "livecalc/livecalc.js", "/* other */")
    for one in (folder, words, scripts):
        publish(one, start="go()")
    first, other_words, other_scripts = kept(folder), kept(words), kept(scripts)
    assert other_words["edition"] != first["edition"]
    assert other_words["build"] == first["build"]
    assert other_scripts["build"] != first["build"]


def test_a_manifest_is_linked_from_every_page_but_frames(folder: Path) -> None:
    write(folder, "manifest.webmanifest", "{}")
    publish(folder, start="go()", site_path="/below/")
    for name, link in (
        ("index.html", "manifest.webmanifest"),
        ("guides/staking/index.html", "../../manifest.webmanifest"),
        ("404.html", "/below/manifest.webmanifest"),
    ):
        assert f'<link rel="manifest" href="{link}">' in (folder / name).read_text()
    assert "manifest" not in (folder / "embed/a/index.html").read_text()


def test_a_feed_is_linked_from_every_page_and_never_kept(folder: Path) -> None:
    write(folder, "feed.xml", "<feed/>")
    publish(folder, start="go()", site_path="/below/")
    link = '<link rel="alternate" type="application/atom+xml" title="Changes" href="{}">'
    assert link.format("feed.xml") in (folder / "index.html").read_text()
    deep = (folder / "guides/staking/index.html").read_text()
    assert link.format("../../feed.xml") in deep
    assert link.format("/below/feed.xml") in (folder / "404.html").read_text()
    assert "atom" not in (folder / "embed/a/index.html").read_text()
    assert "feed.xml" not in (folder / "service-worker.js").read_text()


def test_without_a_feed_no_page_links_one(folder: Path) -> None:
    publish(folder, start="go()")
    assert "atom" not in (folder / "index.html").read_text()


def test_the_headers_allow_the_scripts_in_pages(folder: Path) -> None:
    publish(folder, start="go()", site_path="/below/")
    digest = "a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="
    headers = (folder / "_headers").read_text()
    assert f"'sha256-{digest}'" in headers
    assert "\n/below/livecalc/fast-1a2b3c4d5e.wasm\n" in headers
    assert "/below/livecalc/runtime.json" not in headers


def test_a_page_that_would_show_a_dead_calculator_is_refused(folder: Path) -> None:
    write(folder, "guides/dead/index.html", page(""))
    with pytest.raises(RuntimeBuildError, match=r"^guides/dead/index\.html: "):
        publish(folder, start="go()")


def test_a_folder_for_authors_has_the_worker_that_leaves(folder: Path) -> None:
    take_back(folder)
    worker = (folder / "service-worker.js").read_text()
    assert worker == "/* livecalc/leaving-service-worker.js */"
    assert (folder / "livecalc/livecalc.js").is_file()
    assert not (folder / "livecalc/service-worker.js").exists()
