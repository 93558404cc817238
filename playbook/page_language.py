"""Holds the pages' own prose to the rules that facts are held to."""

from pathlib import Path

from markdown.preprocessors import Preprocessor

from playbook.language import objections_in_page
from playbook.page_error import exact_line, page_error


class PageLanguage(Preprocessor):
    """Stops at the first promotional word of a page."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at the lines and pass them on."""
        for number, objection in objections_in_page(lines):
            line = exact_line(lines[number - 1])
            raise page_error(self.md, line, objection.reason, objection.remedy)
        return lines


def check_pages(docs: Path) -> list[str]:
    """Every promotional word in the pages of a folder, with file and line."""
    return [
        f"{page.relative_to(docs.parent).as_posix()}:{number}: {objection.reason}; "
        f"{objection.remedy}"
        for page in sorted(docs.rglob("*.md"))
        for number, objection in objections_in_page(page.read_text(encoding="utf-8").splitlines())
    ]
