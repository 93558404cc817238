"""Citations: placed wherever a fact is used, numbered once the whole page is known."""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from playbook.elements import Child, element, extend, time
from playbook.facts import GRADE_WORDS, Facts, Figure, Source
from playbook.page_error import page_error, unknown_id
from playbook.wording import figure_in_words

#: Marks elements until the numbers are known; none of these reaches the page.
CITED: Final = "data-cited"
FIGURE: Final = "data-figure"
SOURCE_LIST: Final = "data-source-list"
OPEN_BLOCK: Final = "data-open-block"

_REFERENCE: Final = r"\[\[\s*([A-Za-z][\w-]*)\s*:([^\[\]]*)\]\]"
_LEFTOVER: Final = re.compile(r"^[ ]{0,3}/{3,}(?:[ ].*)?$", re.MULTILINE)
_VERBATIM: Final = frozenset({"code", "pre", "script", "style", "textarea"})
_NO_PLACE: Final = {
    "a": "a link",
    **{f"h{level}": "a heading, and so in the table of contents" for level in range(1, 7)},
}


def cite(sources: Iterable[str]) -> list[Element]:
    """A citation for each source, not yet numbered."""
    return [
        element(
            "sup",
            element("a"),
            class_="playbook-citation",
            data_search_exclude="",
            **{CITED: entry_id},
        )
        for entry_id in sources
    ]


class FactReference(InlineProcessor):
    """`[[source: id]]` cites; `[[figure: id]]` writes a number, its date and its citations."""

    def __init__(self, md: Markdown, facts: Facts) -> None:
        super().__init__(_REFERENCE, md)
        self._facts = facts

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Put the reference's elements in its place."""
        kind, entry_id = m.group(1), m.group(2).strip()
        if kind == "source":
            if entry_id not in self._facts.sources:
                raise unknown_id(
                    self.md, _line_of(entry_id), "sources", entry_id, self._facts.sources
                )
            (found,) = cite([entry_id])
        elif kind == "figure":
            if entry_id not in self._facts.figures:
                raise unknown_id(
                    self.md, _line_of(entry_id), "figures", entry_id, self._facts.figures
                )
            found = _figure(self._facts.figures[entry_id])
        else:
            raise page_error(
                self.md,
                rf"\[\[\s*{re.escape(kind)}\s*:",
                f"[[{kind}: …]] is no reference",
                "write [[source: id]] or [[figure: id]]",
            )
        return found, m.start(0), m.end(0)


class CitationNumbers(Treeprocessor):
    """Numbers the citations of a finished page and writes its list of sources."""

    def __init__(self, md: Markdown, facts: Facts) -> None:
        super().__init__(md)
        self._facts = facts

    def run(self, root: Element) -> None:
        """Check the page's blocks, then number."""
        self._refuse_leftovers(root)
        self._refuse_bad_places(root)
        citations: dict[str, list[Element]] = {}
        for citation in root.iter("sup"):
            if entry_id := citation.get(CITED):
                citations.setdefault(entry_id, []).append(citation)
        figures = {
            entry_id: None
            for span in root.iter("span")
            if (entry_id := span.attrib.pop(FIGURE, ""))
        }
        place = self._place_of_list(root, next(iter(citations), None))
        if place is None:
            return
        list_of_sources = element("ol")
        for number, (entry_id, places) in enumerate(citations.items(), start=1):
            source = self._facts.sources[entry_id]
            for count, citation in enumerate(places, start=1):
                _number(citation, number, count, source)
            list_of_sources.append(_list_entry(source, number, len(places)))
        place.append(list_of_sources)
        extend(place, _counting_notes(self._facts.figures[entry_id] for entry_id in figures))

    def _place_of_list(self, root: Element, first: str | None) -> Element | None:
        places = [one for one in root.iter("div") if one.attrib.pop(SOURCE_LIST, None) is not None]
        block = r"^\s*/{3,}\s*sources\b"
        if first is not None and not places:
            raise page_error(
                self.md,
                rf"{_line_of(first)}|^\s*/{{3,}}\s*(risks|incidents|platform|claims)\b|\[\[\s*figure\s*:",
                "the page cites sources and does not list them",
                "end it with a block `/// sources` and `///`",
            )
        if places and first is None:
            raise page_error(
                self.md, block, "the page lists sources and cites none", "cite, or drop the block"
            )
        if len(places) > 1:
            raise page_error(self.md, block, "the page lists its sources twice", "keep one list")
        return places[0] if places else None

    def _refuse_leftovers(self, root: Element) -> None:
        for one in root.iter():
            if header := one.get(OPEN_BLOCK):
                raise page_error(
                    self.md,
                    rf"^\s*{re.escape(header)}",
                    f"the block '{header}' is not closed",
                    "write /// on a line of its own below it",
                )
        for text in _prose(root):
            if found := _LEFTOVER.search(text):
                line = found.group().strip()
                raise page_error(
                    self.md,
                    rf"^\s*{re.escape(line)}",
                    f"'{line}' did not become a block",
                    "check its name and its options, and leave an empty line above it",
                )

    def _refuse_bad_places(self, root: Element) -> None:
        for tag, what in _NO_PLACE.items():
            for one in root.iter(tag):
                for citation in one.iter("sup"):
                    if entry_id := citation.get(CITED):
                        raise page_error(
                            self.md,
                            rf"{_line_of(entry_id)}|\[\[\s*figure\s*:",
                            f"a citation of '{entry_id}' stands in {what}",
                            "move it into the sentence beside it",
                        )


def _figure(figure: Figure) -> Element:
    value = element("span", figure_in_words(figure), class_="playbook-value")
    return element(
        "span",
        value,
        " (",
        time(figure.as_of),
        ")",
        *cite(figure.sources),
        class_="playbook-figure",
        **{FIGURE: figure.id},
    )


def _number(citation: Element, number: int, count: int, source: Source) -> None:
    del citation.attrib[CITED]
    citation.set("id", f"citation:{source.id}:{count}")
    (link,) = citation
    link.set("href", f"#source:{source.id}")
    link.set("aria-label", f"Source {number}: {source.title}")
    link.text = f"[{number}]"


def _list_entry(source: Source, number: int, citations: int) -> Element:
    title: Child = element("cite", source.title)
    if source.url is not None:
        title = element("a", source.title, href=source.url)
    published: list[Child] = ["undated"]
    if source.published is not None:
        published = ["published ", time(source.published)]
    entry = element(
        "li",
        title,
        f". {source.publisher}, ",
        *published,
        ", accessed ",
        time(source.accessed),
        ". ",
        element(
            "span",
            f"{GRADE_WORDS[source.grade].capitalize()} source",
            class_=f"playbook-grade playbook-grade--{GRADE_WORDS[source.grade]}",
        ),
        id=f"source:{source.id}",
    )
    for count in range(1, citations + 1):
        place = f" {count}" if citations > 1 else ""
        link = element(
            "a",
            f"↩{place}",
            class_="playbook-back",
            href=f"#citation:{source.id}:{count}",
            aria_label=f"Back to citation{place} of source {number}",
        )
        extend(entry, [" ", link])
    return entry


def _counting_notes(figures: Iterable[Figure]) -> list[Child]:
    counted = [
        element("li", f"{figure.what}, ", figure_in_words(figure), f": {figure.note}")
        for figure in figures
        if figure.note
    ]
    if not counted:
        return []
    return [element("p", "How the figures above were counted:"), element("ul", *counted)]


def _line_of(entry_id: str) -> str:
    """Pattern of the line that names an id, also where a reference breaks over two lines."""
    return rf"\[\[\s*\w+\s*:\s*{re.escape(entry_id)}\s*\]\]|^\s*{re.escape(entry_id)}\s*\]\]"


def _prose(parent: Element) -> Iterable[str]:
    if parent.tag not in _VERBATIM:
        yield parent.text or ""
        for child in parent:
            yield from _prose(child)
            yield child.tail or ""
