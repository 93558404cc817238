"""The Markdown that shows facts: citations and figures in a sentence, and blocks of their own.

    About [[figure: ethereum-consensus-apr]] was paid [[source: lido-integration-guide]].

    /// risks | staking
    ///

    /// sources
    ///

A Python-Markdown extension on the Blocks API of pymdown-extensions, so that MkDocs and Zensical
run the same code. Whatever is wrong stops the build with file and line.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension

from livecalc.forms.current import current_calculators
from livecalc.forms.source_location import SourceLines
from playbook.blocks import BLOCKS
from playbook.citations import CitationNumbers, FactReference
from playbook.facts import Facts
from playbook.loading import FOLDERS, latest_today, load_facts


class PlaybookExtension(BlocksExtension):  # type: ignore[misc]
    """Adds the references and the blocks to one Markdown instance."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "data": ["data", "Folder of the facts, seen from the working directory"],
            "calculators": ["calculators", "Package that holds the calculators"],
            "today": ["", "The day of the build as 2026-11-22; by default the current one"],
        }
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register everything."""
        said = self.getConfig("today")
        today = date.fromisoformat(str(said)) if said else latest_today()
        facts = current_facts(
            Path(self.getConfig("data")), current_calculators(self.getConfig("calculators")), today
        )
        SourceLines.of(md)
        for block in BLOCKS:
            block_mgr.register(block, {"facts": facts, "today": today})
        # After code spans (190) and escapes (180), before links (170).
        md.inlinePatterns.register(FactReference(md, facts), "playbook_reference", 175)
        # After everything that still changes the text; before the table of contents and the
        # engine's own look at ids (both 5), which must find the ids of the citations.
        md.treeprocessors.register(CitationNumbers(md, facts), "playbook_citations", 5.5)


def current_facts(folder: Path, calculators: Collection[str], today: date) -> Facts:
    """The facts as their files say now; read again only when a file has changed."""
    return _facts(folder, frozenset(calculators), today, _state_of_files(folder))


@lru_cache(maxsize=4)
def _facts(
    folder: Path, calculators: frozenset[str], today: date, _state: tuple[object, ...]
) -> Facts:
    return load_facts(folder, calculators=calculators, today=today)


def _state_of_files(folder: Path) -> tuple[object, ...]:
    return tuple(
        (str(path), status.st_mtime_ns, status.st_size)
        for pattern in ("*", *(f"{kind}/*" for kind in FOLDERS))
        for path in sorted(folder.glob(pattern))
        for status in (path.stat(),)
        if path.is_file()
    )


def makeExtension(**settings: Any) -> PlaybookExtension:  # noqa: N802
    """Entry point that Python-Markdown looks for."""
    return PlaybookExtension(**settings)
