"""Writes `_headers`: what a host should send with the site's files.

Netlify and Cloudflare Pages read the file as it is. Other hosts are told the same in their own
way; docs/publishing.md shows the list and says what happens without it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

#: The list, with three words that stand for what only a build knows.
TEMPLATE: Final = Path(__file__).with_name("headers.txt")


def render_headers(site_path: str, inline_scripts: Iterable[str], hashed: Iterable[str]) -> str:
    """Fill in what the build knows.

    Args:
        site_path: Path of the site on its host, with a slash at both ends.
        inline_scripts: Hashes of the scripts that stand in pages, as a policy writes them.
        hashed: Addresses, from the site's root, of the files that never change.

    Returns:
        The text of `_headers`; rules whose paths overlap set different headers, so that hosts
        which join them and hosts which choose one agree.
    """
    common, _, for_hashed = TEMPLATE.read_text(encoding="utf-8").partition("EVERY-HASHED-FILE\n")
    common = common.replace("SITE/", site_path)
    common = common.replace("INLINE-SCRIPTS", " ".join(sorted(inline_scripts)))
    rules = (f"{site_path}{one}\n{for_hashed}" for one in sorted(hashed))
    return common + "\n".join(rules)
