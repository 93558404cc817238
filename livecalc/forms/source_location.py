"""Where in the author's files a piece of Markdown came from, whichever engine is building.

Python-Markdown hands an extension text without a name. Both engines leave the page's path on the
`Markdown` instance, each in its own place, and the original lines are kept here before anything
rewrites them.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_NAME = "livecalc_source_lines"
_END_OF_BLOCK = re.compile(r"\s*/{3,}\s*")


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


def locate(md: Markdown, pattern: str, *, occurrence: int = 1, then: str | None = None) -> str:
    """Say where a piece of source stands, as `guides/staking.md:42`.

    Args:
        md: The instance that is converting the page.
        pattern: Regular expression of the line meant.
        occurrence: Which of the lines that match is meant; those in a fence do not count.
        then: Regular expression of a line that is meant instead if the block begun there has one.

    Returns:
        Path and line as an editor shows them; the path alone when no line matches.
    """
    path, text = _page(md)
    lines = SourceLines.of(md).lines
    # The engines cut the front matter off; what they pass on is the end of the file.
    above = len(text.split("\n")) - len(lines) if text else 0
    found = [number for number, line in _outside_fences(lines) if re.search(pattern, line)]
    if not found:
        return path
    number = found[min(occurrence, len(found)) - 1]
    if then is not None:
        inside = takewhile(lambda line: not _END_OF_BLOCK.fullmatch(line), lines[number:])
        matches = (at for at, line in enumerate(inside, number + 1) if re.search(then, line))
        number = next(matches, number)
    return f"{path}:{number + above}"


def locate_declaration(message: str) -> str:
    """Say where a calculator is declared wrongly, as `calculators/staking.py:60`.

    Args:
        message: What a `DeclarationError` says; it begins with the dotted name of a function or
            class, and then quotes the parameter or field it is about.

    Returns:
        Path, from the working directory if it lies below, and line; nothing when the message
        names no place.
    """
    match = re.match(r"([\w.]+)\.(\w+): (?:'(\w+)')?", message)
    module = sys.modules.get(match[1]) if match else None
    if match is None or module is None or not module.__file__:
        return ""
    path = Path(module.__file__)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == match[2]:
            line = _lines_of_names(node).get(match[3], node.lineno)
            shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
            return f"{shown}:{line}"
    return ""


def _lines_of_names(node: ast.FunctionDef | ast.ClassDef) -> dict[str, int]:
    if isinstance(node, ast.FunctionDef):
        parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        return {one.arg: one.lineno for one in parameters}
    return {
        one.target.id: one.lineno
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }


def _outside_fences(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines, start=1):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence:
            yield number, line


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
