"""The HTML text of one built page, changed for publishing: it names the files of its own build."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final

from livecalc.runtime.errors import RuntimeBuildError

#: `livecalc/web/build-watch.ts` reads it: which files the page was built to load.
BUILD_NAME: Final = "livecalc-build"

#: What a page that shows a calculator cannot do without.
_NEEDED: Final = ("livecalc/livecalc.js", "livecalc/livecalc.css")

#: Types of a script that runs; any other type is data.
_RUNS: Final = (None, "", "module", "text/javascript", "application/javascript")


def use_published_names(
    html: str, page: str, bases: Sequence[str], names: Mapping[str, str]
) -> str:
    """Point a page at files by the names that they are published under.

    Args:
        html: The page.
        page: Its address from the site's root, for messages.
        bases: What the page may write in front of an address from the site's root, such as `../`.
        names: Published address by plain address, both from the site's root.

    Returns:
        The page with every address changed that an attribute holds, or that a script in the page
        hands to a function.

    Raises:
        RuntimeBuildError: The page shows a calculator and does not load what that needs.

    Examples:
        >>> names = {"livecalc/livecalc.js": "livecalc/livecalc-1a2b.js"}
        >>> page = '<script src="../livecalc/livecalc.js"></script>'
        >>> use_published_names(page, "about/", ["../", "/"], names)
        '<script src="../livecalc/livecalc-1a2b.js"></script>'
    """
    found: set[str] = set()
    for plain, published in names.items():
        # In an attribute, in front of it what the page needs; in a script as it stands here.
        for before, after in [*((f'="{base}', '"') for base in bases), ('("', '")')]:
            written = f"{before}{plain}{after}"
            if written in html:
                found.add(plain)
                html = html.replace(written, f"{before}{published}{after}")
    missing = [one for one in _NEEDED if one in names and one not in found]
    if missing and "<live-calculator" in html:
        raise RuntimeBuildError(
            f"{page}: the page shows a calculator and does not load {' and '.join(missing)}; name"
            " them in mkdocs.yml under extra_css and extra_javascript, and let the theme load both"
        )
    return html


def add_to_head(html: str, page: str, elements: Sequence[str]) -> str:
    r"""Put elements at the start of a page's head, so that every script finds them there.

    Raises:
        RuntimeBuildError: The page has no head.

    Examples:
        >>> add_to_head("<head><title>x</title></head>", "index.html", ["<meta>"])
        '<head>\n<meta>\n<title>x</title></head>'
    """
    before, start, after = html.partition("<head>")
    if not start:
        raise RuntimeBuildError(
            f"{page}: the page has no <head>, so it cannot say which build it belongs to;"
            " correct the theme's template"
        )
    return "\n".join([before + start, *elements, after])


def build_element(build: str) -> str:
    """The element by which a page says which build it is of."""
    return f'<meta name="{BUILD_NAME}" content="{escape(build)}">'


def inline_script_hashes(html: str) -> set[str]:
    """What a Content Security Policy calls the scripts that stand in a page.

    Examples:
        >>> sorted(inline_script_hashes("<script>1</script><script src='a.js'></script>"))
        ["'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"]
    """
    reader = _ScriptReader()
    reader.feed(html)
    reader.close()
    digests = (hashlib.sha256(one.encode()).digest() for one in reader.scripts)
    return {f"'sha256-{base64.b64encode(one).decode()}'" for one in digests}


class _ScriptReader(HTMLParser):
    """Keeps the text of every script that runs and has no file of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            attributes = dict(attrs)
            self._inside = "src" not in attributes and attributes.get("type") in _RUNS
            if self._inside:
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
