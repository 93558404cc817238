"""The Markdown that shows facts: citations and figures in a sentence, and blocks of their own.

    About [[figure: ethereum-consensus-apr]] was paid [[source: lido-integration-guide]].

    /// risks | staking
    ///

    /// sources
    ///

A Python-Markdown extension on the Blocks API of pymdown-extensions, so that MkDocs and Zensical
run the same code. Whatever is wrong stops the build with file and line.
"""

from datetime import date
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension

from livecalc.forms.current import current_calculators
from livecalc.forms.source_location import SourceLines
from playbook.blocks import BLOCKS
from playbook.citations import CitationNumbers, FactReference
from playbook.current import current_facts
from playbook.loading import latest_today
from playbook.page_language import PageLanguage
from playbook.terms import TermLinks


class PlaybookExtension(BlocksExtension):  # type: ignore[misc]
    """Adds the references and the blocks to one Markdown instance."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "data": ["data", "Folder of the facts, seen from the working directory"],
            "docs": ["docs", "Folder of the pages, seen from the working directory"],
            "calculators": ["calculators", "Package that holds the calculators"],
            "today": ["", "The day of the build as 2026-11-22; by default the current one"],
        }
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register everything."""
        said = self.getConfig("today")
        today = date.fromisoformat(str(said)) if said else latest_today()
        facts = current_facts(
            Path(self.getConfig("data")),
            Path(self.getConfig("docs")),
            current_calculators(self.getConfig("calculators")),
            today,
        )
        SourceLines.of(md)
        for block in BLOCKS:
            block_mgr.register(block, {"facts": facts, "today": today})
        # On the page as its author wrote it, right after the lines are kept.
        md.preprocessors.register(PageLanguage(md), "playbook_language", 999)
        # After code spans (190) and escapes (180), before links (170).
        md.inlinePatterns.register(FactReference(md, facts), "playbook_reference", 175)
        # After the blocks have filled themselves (19.99), before the engine looks at links (0).
        md.treeprocessors.register(TermLinks(md, facts), "playbook_terms", 6)
        # After everything that still changes the text; before the table of contents and the
        # engine's own look at ids (both 5), which must find the ids of the citations.
        md.treeprocessors.register(CitationNumbers(md, facts), "playbook_citations", 5.5)


def makeExtension(**settings: Any) -> PlaybookExtension:  # noqa: N802
    """Entry point that Python-Markdown looks for."""
    return PlaybookExtension(**settings)
