"""Holds the pages' own prose to the rules that facts are held to."""

from markdown.preprocessors import Preprocessor

from playbook.language import promises_in_page
from playbook.page_error import exact_line, page_error


class PageLanguage(Preprocessor):
    """Stops at the first promotional word of a page."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at the lines and pass them on."""
        for line, objection in promises_in_page(lines):
            raise page_error(self.md, exact_line(line), objection.reason, objection.remedy)
        return lines
