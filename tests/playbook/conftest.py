"""A converter over the small set of facts."""

from pathlib import Path

import pytest
from markdown import Markdown

from tests.playbook.pages import converter


@pytest.fixture
def md(tmp_path: Path) -> Markdown:
    """Converts pages as the site does, on 22 November 2026."""
    return converter(tmp_path)
