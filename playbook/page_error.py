"""What is wrong in a page, said with file and line."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from markdown import Markdown

from livecalc.forms.source_location import locate


class PageError(Exception):
    """A page asks for something that cannot be shown; the message starts with file and line."""


def page_error(md: Markdown, line: str, reason: str, remedy: str) -> PageError:
    """Describe a mistake in the page that is being converted.

    Args:
        md: The instance that is converting it.
        line: Regular expression of the line to blame.
        reason: What is wrong.
        remedy: What to write instead.
    """
    return PageError(f"{locate(md, line)}: {reason}; {remedy}")


def exact_line(line: str) -> str:
    """Pattern of a line that is known word for word."""
    return rf"^{re.escape(line)}$"


def unknown_id(
    md: Markdown, line: str, kind: str, entry_id: str, known: Collection[str]
) -> PageError:
    """Describe the id of an entry that does not exist."""
    close = get_close_matches(entry_id, known, n=1)
    remedy = (
        f"write {close[0]}" if close else f"add data/{kind}/{entry_id}.yml or name one that exists"
    )
    return page_error(md, line, f"there is no '{entry_id}' in data/{kind}", remedy)
