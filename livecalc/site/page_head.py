"""Puts first in a page what starts Python, so that it need not wait for the theme."""

import re
from typing import Literal

from livecalc.runtime.errors import RuntimeBuildError

#: What has to come first in a head, if it is there.
_BEGINNING = re.compile(r'<head>(?:.{0,1000}?<meta charset="?utf-8"?\s*/?>)?', re.I | re.S)


def start_early(
    html: str, *, start: str, script: str, address: Literal["page", "embed"] = "page"
) -> str:
    """Begin the head of a page that has a calculator with what makes it live.

    Args:
        html: The page.
        start: The script that stands in the page as text. It starts Python if the page's address
            carries inputs, and does nothing otherwise.
        script: Address of the page's script, as the page writes it.
        address: Whether inputs stand in the address with the calculator's name before them
            (`page`) or without (`embed`).

    Returns:
        The page, with its script moved to the head; unchanged where it has no calculator.

    Raises:
        RuntimeBuildError: The page is not one that this knows to change.

    Examples:
        >>> page = '<head></head><live-calculator></live-calculator><script src="a/b.js"></script>'
        >>> start_early(page, start="go()", script="a/b.js")
        '<head><script data-folder="a/" data-address="page">go()</script><script src="a/b.js" async fetchpriority="high"></script></head><live-calculator></live-calculator>'
    """  # noqa: E501
    if "<live-calculator" not in html:
        return html
    beginning = _BEGINNING.search(html)
    if not beginning:
        raise RuntimeBuildError("a page with a calculator has no <head>")
    before = html[: beginning.end()]
    tag = re.compile(rf'<script\b[^>]*\bsrc="{re.escape(script)}"[^>]*></script>')
    after, moved = tag.subn("", html[beginning.end() :])
    if not moved:
        raise RuntimeBuildError(f"a page with a calculator does not load {script}")
    if "</script" in start:
        raise RuntimeBuildError("the script for the head of a page would end its own element")
    folder = script.rpartition("/")[0] + "/"
    return (
        f"{before}"
        f'<script data-folder="{folder}" data-address="{address}">{start.strip()}</script>'
        f'<script src="{script}" async fetchpriority="high"></script>{after}'
    )
