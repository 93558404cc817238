"""Where in the author's files a piece of Markdown came from, whichever engine is building.

Python-Markdown hands an extension text without a name. Both engines leave the page's path on the
`Markdown` instance, each in its own place, and the original lines are kept here before anything
rewrites them.
"""

import re
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_NAME = "livecalc_source_lines"


class SourceLines(Preprocessor):
    """Keeps the page's lines as the author wrote them."""

    lines: tuple[str, ...] = ()

    def run(self, lines: list[str]) -> list[str]:
        """Remember the lines and pass them on."""
        self.lines = tuple(lines)
        return lines

    @classmethod
    def of(cls, md: Markdown) -> "SourceLines":
        """The keeper of this instance, registered before every other preprocessor once."""
        if _NAME not in md.preprocessors:
            md.preprocessors.register(cls(md), _NAME, 1_000)
        keeper = md.preprocessors[_NAME]
        assert isinstance(keeper, cls)
        return keeper


def page_path(md: Markdown) -> str:
    """The page's path below the docs folder, or `<page>` when no engine says it."""
    return _page(md)[0]


def locate(md: Markdown, pattern: str, *, after: str | None = None) -> str:
    """Say where a piece of source stands, as `guides/staking.md:42`.

    Args:
        md: The instance that is converting the page.
        pattern: Regular expression of the line meant; its first match counts.
        after: Search only below the first line that matches this.

    Returns:
        Path and line as an editor shows them; the path alone when no line matches.
    """
    path, text = _page(md)
    lines = SourceLines.of(md).lines
    # The engines cut the front matter off; what they pass on is the end of the file.
    above = len(text.split("\n")) - len(lines) if text else 0
    start = 0
    if after is not None:
        start = next((at + 1 for at, line in enumerate(lines) if re.search(after, line)), 0)
    for number, line in enumerate(lines[start:], start=start + 1):
        if re.search(pattern, line):
            return f"{path}:{number + above}"
    return path


def _page(md: Markdown) -> tuple[str, str]:
    if "relpath" in md.treeprocessors:  # MkDocs
        file: Any = getattr(md.treeprocessors["relpath"], "file", None)
        if file is not None:
            return str(file.src_uri), str(file.content_string)
    for processor in md.preprocessors:  # Zensical
        page: Any = getattr(processor, "page", None)
        if page is not None and hasattr(page, "path"):
            file = Path(getattr(processor, "config", {}).get("docs_dir", ".")) / page.path
            return str(page.path), file.read_text(encoding="utf-8") if file.is_file() else ""
    return "<page>", ""
