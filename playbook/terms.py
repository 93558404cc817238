"""Explains the words of the glossary where a page first uses them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from livecalc.forms.source_location import page_path
from playbook.facts import GLOSSARY, Facts, Term
from playbook.links import page_link

_PROSE: Final = frozenset({"p", "li", "td", "dd"})
_INLINE: Final = frozenset({"em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small", "q"})
_CONTAINERS: Final = frozenset(
    {"div", "section", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "blockquote", "details"}
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words to look for, as one expression, and the term of each in small letters."""

    pattern: re.Pattern[str]
    terms: Mapping[str, str]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where words stand in a text: start, end, id of the term."""
        for match in self.pattern.finditer(text):
            word = match.group().casefold()
            yield match.start(), match.end(), self.terms.get(word) or self.terms[word[:-1]]


class TermLinks(Treeprocessor):
    """Makes the first use of each term in the prose a link to its entry, its meaning as title."""

    def __init__(self, md: Markdown, facts: Facts) -> None:
        super().__init__(md)
        self._terms = facts.terms
        self._words = _word_list(facts.terms.values())

    def run(self, root: Element) -> None:
        """Link, except on the glossary itself."""
        if not self._words or page_path(self.md) == GLOSSARY:
            return
        used: set[str] = set()
        self._visit(root, vocabulary(self._words), used, in_prose=False)

    def _visit(self, parent: Element, words: Vocabulary, used: set[str], *, in_prose: bool) -> None:
        children = list(parent)
        if in_prose:
            self._link_head(parent, words, used)
        for child in children:
            if _is_open(child):
                self._visit(child, words, used, in_prose=in_prose or child.tag in _PROSE)
            if in_prose and child.tail:
                self._link_tail(parent, child, words, used)

    def _link_head(self, parent: Element, words: Vocabulary, used: set[str]) -> None:
        before, links = self._split(parent.text or "", words, used)
        if links:
            parent.text = before
            parent[:0] = links

    def _link_tail(
        self, parent: Element, child: Element, words: Vocabulary, used: set[str]
    ) -> None:
        before, links = self._split(child.tail or "", words, used)
        if links:
            child.tail = before
            place = list(parent).index(child) + 1
            parent[place:place] = links

    def _split(self, text: str, words: Vocabulary, used: set[str]) -> tuple[str, list[Element]]:
        """The text up to the first new word, and a link for each new word with what follows it."""
        found = []
        for start, end, entry_id in words.find(text):
            if entry_id not in used:
                used.add(entry_id)
                found.append((start, end, entry_id))
        if not found:
            return text, []
        ends = [start for start, _, _ in found[1:]] + [len(text)]
        links = []
        for (start, end, entry_id), until in zip(found, ends, strict=True):
            link = self._link(self._terms[entry_id], text[start:end])
            link.tail = text[end:until]
            links.append(link)
        return text[: found[0][0]], links

    def _link(self, term: Term, word: str) -> Element:
        link = page_link(self.md, GLOSSARY, word, anchor=term.id)
        link.set("class", "playbook-term")
        link.set("title", term.meaning)
        return link


@lru_cache(maxsize=4)
def vocabulary(words: tuple[tuple[str, str], ...]) -> Vocabulary:
    """One expression for all words.

    A capital counts where the word has one within, as in `APR` or `DePIN`; elsewhere the first
    letter may be either. A plural in s is the same word. Of two words that begin alike the longer
    one is found.

    Args:
        words: Each word with the id of its term.
    """
    by_first: dict[str, list[str]] = {}
    for word, _ in sorted(words, key=lambda one: (-len(one[0]), one)):
        first, rest = _first_letters(word), word[1:]
        plural = "" if rest.endswith("s") else "s?"
        by_first.setdefault(first, []).append(re.escape(rest) + plural)
    # By first letters, because only then a branch is refused without trying each of its words.
    branches = (f"{first}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    pattern = re.compile(rf"(?<![\w$-])(?:{'|'.join(branches)})(?![\w-])")
    return Vocabulary(pattern, {word.casefold(): entry_id for word, entry_id in words})


def _first_letters(word: str) -> str:
    first = word[0]
    either = first.isalpha() and word[1:] == word[1:].lower()
    return f"[{first.lower()}{first.upper()}]" if either else re.escape(first)


def _word_list(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    return tuple((word, term.id) for term in terms for word in (term.name, *term.forms))


def _is_open(element: Element) -> bool:
    """Whether there may be prose in an element: no link, heading, code, form or block of facts."""
    class_ = element.get("class", "")
    if class_.startswith("playbook-"):
        return False
    return element.tag in _PROSE or element.tag in _INLINE or element.tag in _CONTAINERS
