"""`_headers`: filled in, free of rules that contradict each other, and shown in the docs."""

import fnmatch

from livecalc.site.headers import TEMPLATE, render_headers
from tests.built_site import ROOT

HASHES = ("'sha256-b='", "'sha256-a='")
FILES = ("livecalc/x-2b.js", "assets/y.1a2b3c4d.min.css")


def rules(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            assert name not in found[path]
            found[path][name] = value
        elif line:
            path = line
            assert path not in found
            found[path] = {}
    return found


def test_every_hashed_file_may_be_kept_for_ever_and_no_other() -> None:
    found = rules(render_headers("/", HASHES, FILES))
    kept = {path for path, headers in found.items() if "Cache-Control" in headers}
    assert kept == {"/livecalc/x-2b.js", "/assets/y.1a2b3c4d.min.css"}
    assert {found[path]["Cache-Control"] for path in kept} == {
        "public, max-age=31536000, immutable"
    }


def test_the_policy_allows_the_scripts_in_pages_by_their_hashes() -> None:
    policy = rules(render_headers("/", HASHES, FILES))["/*"]["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-a=' 'sha256-b=';" in policy
    assert "INLINE" not in policy


def test_rules_stand_below_the_path_of_the_site() -> None:
    found = rules(render_headers("/some/playbook/", HASHES, FILES))
    assert all(path.startswith("/some/playbook/") for path in found)
    assert "/some/playbook/*" in found
    assert "/some/playbook/livecalc/x-2b.js" in found


def test_no_two_rules_set_the_same_header_for_one_file() -> None:
    found = rules(render_headers("/", HASHES, FILES))
    for path in ("/livecalc/x-2b.js", "/index.html", "/calculators/index.json"):
        names = [
            name
            for pattern, headers in found.items()
            if fnmatch.fnmatchcase(path, pattern)
            for name in headers
        ]
        assert len(names) == len(set(names)), path


def test_no_line_is_longer_than_hosts_read() -> None:
    hashes = [f"'sha256-{number:044}'" for number in range(16)]
    assert max(map(len, render_headers("/", hashes, FILES).splitlines())) < 2000


def test_the_docs_show_this_very_list() -> None:
    page = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    assert f'--8<-- "{TEMPLATE.name}"' in page
    assert str(TEMPLATE.parent.relative_to(ROOT)) in (ROOT / "mkdocs.yml").read_text()
    for word in ("SITE", "INLINE-SCRIPTS", "EVERY-HASHED-FILE"):
        assert f"`{word}`" in page
        assert word in TEMPLATE.read_text(encoding="utf-8")
