"""Puts the scripts of a page first, so that Python starts before the theme does."""

from typing import Literal

from livecalc.runtime.errors import RuntimeBuildError

_CHARSET = '<meta charset="utf-8">'


def start_early(html: str, *, script: str, folder: str, address: Literal["page", "embed"]) -> str:
    """Write the script that starts Python into the head of a page that has a calculator.

    Args:
        html: The page.
        script: The script, as text; it looks at the page's address and does nothing more where
            that carries no inputs.
        folder: Where the page finds the runtime's files, with a slash at the end.
        address: Whether inputs stand in the address with the calculator's name before them
            (`page`) or without (`embed`).

    Returns:
        The page; unchanged where it has no calculator.

    Raises:
        RuntimeBuildError: The page does not begin as this expects.

    Examples:
        >>> page = '<head><meta charset="utf-8"></head><live-calculator name="x">'
        >>> start_early(page, script="go()", folder="../livecalc/", address="page")[:80]
        '<head><meta charset="utf-8"><script data-folder="../livecalc/" data-address="pag'
    """
    if "<live-calculator" not in html:
        return html
    before, charset, after = html.partition(_CHARSET)
    if not charset or "</script" in script:
        raise RuntimeBuildError(f"a page with a calculator does not begin with {_CHARSET}")
    start = f'<script data-folder="{folder}" data-address="{address}">{script.strip()}</script>'
    return f"{before}{charset}{start}{after}"
