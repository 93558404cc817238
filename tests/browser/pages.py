"""Which pages the built site has."""

import re
from pathlib import Path
from urllib.parse import urlsplit


def pages_of(site: Path) -> list[str]:
    """The path of every page that the sitemap lists."""
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    paths = [urlsplit(one).path for one in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    assert len(paths) > 5
    return paths
