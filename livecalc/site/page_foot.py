"""Lets the scripts at the end of a page wait for an answer that the page's address asks for."""

import re

from livecalc.runtime.errors import RuntimeBuildError

#: Scripts that say no more than their address, one after the other, and nothing runs after them.
_LAST_SCRIPTS = re.compile(
    r'(?:<script src="[^"\s]+"></script>\s*)+(?=(?:(?!<script\b).)*\Z)', re.I | re.S
)
_ADDRESS = re.compile(r'src="([^"]+)"')


def let_scripts_wait(html: str, foot: str) -> str:
    """Put the last scripts of a page that has a calculator into the hands of one of ours.

    Args:
        html: The page.
        foot: The script that stands in the page as text and brings in those named in its
            `data-scripts`.

    Returns:
        The page; unchanged where it has no calculator, or ends with other kinds of scripts.

    Raises:
        RuntimeBuildError: The script would end its own element.

    Examples:
        >>> page = '<live-calculator></live-calculator><script src="a.js"></script></body>'
        >>> let_scripts_wait(page, "bring()")
        '<live-calculator></live-calculator><link rel="preload" as="script" href="a.js"><script data-scripts="a.js">bring()</script></body>'
    """  # noqa: E501
    if "<live-calculator" not in html:
        return html
    if "</script" in foot:
        raise RuntimeBuildError("the script for the foot of a page would end its own element")

    def in_our_hands(last: re.Match[str]) -> str:
        addresses = _ADDRESS.findall(last[0])
        # The first is the theme's and large: fetched while the page is read, as it would have been.
        return (
            f'<link rel="preload" as="script" href="{addresses[0]}">'
            f'<script data-scripts="{" ".join(addresses)}">{foot.strip()}</script>'
        )

    return _LAST_SCRIPTS.sub(in_our_hands, html, count=1)
