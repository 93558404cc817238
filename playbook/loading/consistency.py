"""What single entries cannot know: whether the facts agree with each other and with the pages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playbook.facts import GLOSSARY, Facts, Platform
from playbook.loading.problems import Problem


def contradictions(facts: Facts, data: str, docs: Path) -> Iterator[Problem]:
    """Everything in which entries disagree with each other or with a page.

    Args:
        facts: All entries, each right by itself.
        data: Name of their folder.
        docs: Folder of the pages.
    """
    yield from _one_source_for_one_address(facts, data)
    yield from _one_term_for_one_word(facts, data)
    yield from _one_review_for_one_page(facts, data)
    yield from _glossary_shows_terms(facts, data, docs)
    yield from _cards_on_their_pages(facts.platforms.values(), data, docs)


def _one_source_for_one_address(facts: Facts, data: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source in facts.sources.values():
        if source.url is None:
            continue
        known = first.setdefault(source.url.rstrip("/"), source.id)
        if known != source.id:
            yield Problem(
                f"{data}/sources/{source.id}.yml",
                1,
                "url",
                f"sources/{known}.yml has this address too",
                f"cite {known} and delete this file",
            )


def _one_term_for_one_word(facts: Facts, data: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for term in facts.terms.values():
        for word in (term.name, *term.forms):
            known = first.setdefault(word.casefold(), term.id)
            if known != term.id:
                yield Problem(
                    f"{data}/terms/{term.id}.yml",
                    1,
                    "name" if word == term.name else "forms",
                    f"'{word}' is a word of terms/{known}.yml too",
                    "leave it to one of them",
                )


def _one_review_for_one_page(facts: Facts, data: str) -> Iterator[Problem]:
    reviewed = {avenue.guide: f"avenues/{avenue.id}.yml" for avenue in facts.avenues.values()}
    reviewed |= {one.page: f"platforms/{one.id}.yml" for one in facts.platforms.values()}
    reviewed |= {risk.page: f"risks/{risk.id}.yml" for risk in facts.risks.values()}
    for page in facts.pages.values():
        known = reviewed.setdefault(page.page, f"pages/{page.id}.yml")
        if known != f"pages/{page.id}.yml":
            yield Problem(
                f"{data}/pages/{page.id}.yml",
                1,
                "page",
                f"{known} says when {page.page} was reviewed",
                "delete this file",
            )


def _glossary_shows_terms(facts: Facts, data: str, docs: Path) -> Iterator[Problem]:
    page = docs / GLOSSARY
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if facts.terms and not re.search(r"^/{3,}\s*glossary\s*$", text, re.MULTILINE):
        yield Problem(
            f"{data}/terms",
            1,
            "",
            f"{docs.name}/{GLOSSARY} does not show the terms, and links lead there",
            "add `/// glossary` and `///` there",
        )


def _cards_on_their_pages(
    platforms: Iterable[Platform], data: str, docs: Path
) -> Iterator[Problem]:
    texts: dict[str, str] = {}
    for platform in platforms:
        if platform.page not in texts:
            texts[platform.page] = (docs / platform.page).read_text(encoding="utf-8")
        card = rf"^/{{3,}}\s*platform\s*\|\s*{re.escape(platform.id)}\s*$"
        if not re.search(card, texts[platform.page], re.MULTILINE):
            yield Problem(
                f"{data}/platforms/{platform.id}.yml",
                1,
                "page",
                f"{docs.name}/{platform.page} does not show it",
                f"add `/// platform | {platform.id}` and `///` there",
            )
