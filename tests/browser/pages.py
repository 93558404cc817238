"""Which pages the built site has."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit


def pages_of(site: Path) -> list[str]:
    """The path of every page that the sitemap lists."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    paths = [urlsplit(one).path for one in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    assert len(paths) > 5
    return paths


#: A walk over all pages takes longer than one test may; each part is a walk of its own.
PARTS: Final = range(6)


def part_of_pages(site: Path, part: int) -> list[str]:
    """Every so many pages, so that each part has some of every kind."""
    return pages_of(site)[part :: len(PARTS)]
